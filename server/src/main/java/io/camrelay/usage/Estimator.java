package io.camrelay.usage;

import io.camrelay.picture.Detail;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Says what a question is expected to take, and the most that it can take. */
public final class Estimator {

  /** Bytes of English a token, as every maker's guide has it. */
  private static final int BYTES_A_TOKEN = 4;

  /** What stands around the messages of a conversation. */
  private static final int FRAMING_TOKENS = 16;

  /**
   * Bills for pictures have been found to differ from the makers' formulas by a quarter: see the
   * sources of {@link TokenFormula.Patches}.
   */
  private static final int WORST_PERCENT = 130;

  private Estimator() {}

  /**
   * What is expected; unknown where the model or its formula is.
   *
   * @param pictures all that are sent
   * @param detail how closely the model looks; null where the provider is not told
   * @param textBytes of system prompt, conversation and question, in UTF-8
   */
  public static Expected expected(
      Optional<ModelInfo> model, List<Size> pictures, @Nullable Detail detail, long textBytes) {
    TokenFormula formula = model.map(ModelInfo::formula).orElse(null);
    if (formula == null) {
      return Expected.UNKNOWN;
    }
    long picture = pictures.stream().mapToLong(size -> formula.tokens(size, detail)).sum();
    return new Expected(picture, picture + FRAMING_TOKENS + textBytes / BYTES_A_TOKEN + 1);
  }

  /**
   * The most: pictures that are dearer than their formula, a token for each byte of text, and an
   * answer as long as it may be, all at the dearest price that there is for it.
   *
   * @param answerTokens the longest answer, hidden reasoning included
   */
  public static WorstCase worstCase(
      Optional<ModelInfo> model, Expected expected, int answerTokens) {
    if (expected.promptTokens() < 0) {
      return WorstCase.UNKNOWN;
    }
    long text = (expected.promptTokens() - expected.pictureTokens()) * BYTES_A_TOKEN;
    long input = (expected.pictureTokens() * WORST_PERCENT + 99) / 100 + text;
    Prices prices = model.map(ModelInfo::prices).orElse(null);
    Money cost = null;
    if (prices != null) {
      Money read = prices.cost(UsedTokens.of(input, answerTokens)).orElse(null);
      Money kept = prices.cost(new UsedTokens(input, 0, input, answerTokens, 0)).orElse(null);
      cost = read == null || kept == null ? null : read.compareTo(kept) > 0 ? read : kept;
    }
    return new WorstCase(input + answerTokens, cost);
  }
}
