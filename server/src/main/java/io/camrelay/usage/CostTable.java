package io.camrelay.usage;

import io.camrelay.picture.Detail;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What each of the camera's frame sizes costs with one model.
 *
 * @param model which
 * @param textTokens tokens of what is said beside the picture: system prompt and question
 * @param answerTokens tokens of an answer, hidden reasoning included
 * @param rows by frame size, then by detail
 */
public record CostTable(ModelInfo model, int textTokens, int answerTokens, List<Row> rows) {

  /** The default system prompt and a question of two lines: about four letters a token. */
  public static final int USUAL_TEXT_TOKENS = 120;

  /** Three short sentences. */
  public static final int USUAL_ANSWER_TOKENS = 100;

  /** The most that makes sense to ask about. */
  public static final int MAX_TOKENS = 1_000_000;

  /**
   * One frame size with one detail.
   *
   * @param detail null where it makes no difference for this model
   * @param tokens of the picture
   * @param used the size to which the model reduces it anyway
   * @param picture dollars for the picture alone, empty where the price is not known
   * @param photo dollars for picture, text and answer, empty where a price is not known
   */
  public record Row(
      CameraFrame frame,
      @Nullable Detail detail,
      long tokens,
      Size used,
      Optional<Money> picture,
      Optional<Money> photo) {

    /** Whole photos for a dollar; empty where the price is not known or is nothing. */
    public Optional<Long> photosForADollar() {
      return photo.filter(cost -> cost.nanos() > 0).map(cost -> ONE_DOLLAR / cost.nanos());
    }

    private static final long ONE_DOLLAR = 1_000_000_000;
  }

  public CostTable {
    rows = List.copyOf(rows);
  }

  /** The table of a model; without rows where its formula is not known. */
  public static CostTable of(ModelInfo model, int textTokens, int answerTokens) {
    List<Row> rows = new ArrayList<>();
    TokenFormula formula = model.formula();
    if (formula != null) {
      List<Detail> details = details(formula);
      for (CameraFrame frame : CameraFrame.values()) {
        for (Detail detail : details) {
          long tokens = formula.tokens(frame.size(), detail);
          UsedTokens photo = UsedTokens.of(tokens + textTokens, answerTokens);
          Optional<Prices> prices = Optional.ofNullable(model.prices());
          rows.add(
              new Row(
                  frame,
                  details.size() == 1 ? null : detail,
                  tokens,
                  formula.used(frame.size(), detail),
                  prices.map(p -> p.ofInput(tokens)),
                  prices.flatMap(p -> p.cost(photo))));
        }
      }
    }
    return new CostTable(model, textTokens, answerTokens, rows);
  }

  /** Those that differ for some frame, HIGH first; HIGH alone where none does. */
  private static List<Detail> details(TokenFormula formula) {
    List<Detail> details = new ArrayList<>(List.of(Detail.HIGH));
    for (Detail other : List.of(Detail.LOW, Detail.AUTO)) {
      boolean differs = false;
      for (CameraFrame frame : CameraFrame.values()) {
        differs |= formula.tokens(frame.size(), other) != formula.tokens(frame.size(), Detail.HIGH);
      }
      if (differs) {
        details.add(other);
      }
    }
    return details;
  }

  /** The row of a frame with HIGH, or with any where detail makes no difference. */
  public Row high(CameraFrame frame) {
    return rows.stream()
        .filter(row -> row.frame() == frame && row.detail() != Detail.LOW)
        .findFirst()
        .orElseThrow();
  }

  /** The row of a frame with LOW; empty where that makes no difference. */
  Optional<Row> low(CameraFrame frame) {
    return rows.stream()
        .filter(row -> row.frame() == frame && row.detail() == Detail.LOW)
        .findFirst();
  }
}
