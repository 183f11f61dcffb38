package io.camrelay.cli;

import io.camrelay.json.Json;
import io.camrelay.json.JsonWriter;
import io.camrelay.relay.RelayConfig;
import io.camrelay.usage.CameraFrame;
import io.camrelay.usage.Catalogue;
import io.camrelay.usage.CostAdvice;
import io.camrelay.usage.CostTable;
import io.camrelay.usage.CostTable.Row;
import io.camrelay.usage.ModelInfo;
import io.camrelay.usage.Money;
import io.camrelay.usage.Prices;
import io.camrelay.vision.ProviderSettings;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code camrelay cost [MODEL…]} */
@Command(
    name = "cost",
    description = {
      "Says what a photo costs with a model, for each of the camera's frame sizes, before it is"
          + " asked.",
      "Without a MODEL: with those that are configured."
    })
final class CostCommand implements Callable<Integer> {

  private static final String UNKNOWN = "unknown";

  private static final int WIDTH = 98;

  @Mixin private InstallationOptions installation;

  @Parameters(paramLabel = "MODEL", arity = "0..*", description = "As its provider spells it.")
  private List<String> models = List.of();

  @Option(names = "--all", description = "Every model that is listed, a line each.")
  private boolean all;

  @Option(
      names = "--answer",
      paramLabel = "TOKENS",
      defaultValue = "" + CostTable.USUAL_ANSWER_TOKENS,
      description = "Tokens of an answer, hidden reasoning included (default: ${DEFAULT-VALUE}).")
  private int answerTokens;

  @Option(
      names = "--text",
      paramLabel = "TOKENS",
      defaultValue = "" + CostTable.USUAL_TEXT_TOKENS,
      description = "Tokens of system prompt and question (default: ${DEFAULT-VALUE}).")
  private int textTokens;

  @Option(names = "--json", description = "Print a JSON array.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    check("--answer", answerTokens);
    check("--text", textTokens);
    RelayConfig config = installation.config();
    Catalogue catalogue = config.catalogue();
    PrintWriter out = spec.commandLine().getOut();
    List<CostTable> tables = chosen(config).stream().map(this::table).toList();
    if (json) {
      out.println(Json.text(writer -> write(tables, catalogue, writer)));
    } else if (all) {
      printAll(tables, out);
    } else if (tables.isEmpty()) {
      out.println(
          "No model is configured: the built-in offline provider costs nothing. Name one, or see"
              + " them all with: camrelay cost --all");
    } else {
      tables.forEach(table -> print(table, catalogue, out));
    }
    return ExitCode.OK;
  }

  private List<ModelInfo> chosen(RelayConfig config) {
    Catalogue catalogue = config.catalogue();
    if (all) {
      return catalogue.all();
    }
    Collection<String> names = models.isEmpty() ? configured(config) : models;
    return names.stream().map(name -> known(catalogue, name)).toList();
  }

  private void check(String option, int tokens) {
    if (tokens < 0 || tokens > CostTable.MAX_TOKENS) {
      throw new ParameterException(
          spec.commandLine(),
          "%s must be 0 to %d tokens, not %d".formatted(option, CostTable.MAX_TOKENS, tokens));
    }
  }

  private static Set<String> configured(RelayConfig config) {
    Set<String> models = new LinkedHashSet<>();
    config.providers().values().stream().map(ProviderSettings::model).forEach(models::add);
    return models;
  }

  private static ModelInfo known(Catalogue catalogue, String model) {
    return catalogue
        .find(model)
        .orElseThrow(
            () ->
                Failure.failed(
                    "what "
                        + model
                        + " costs is not known; `camrelay cost --all` lists what is, and"
                        + " usage.catalogue names a file of your own"));
  }

  private CostTable table(ModelInfo model) {
    return CostTable.of(model, textTokens, answerTokens);
  }

  private static void print(CostTable table, Catalogue catalogue, PrintWriter out) {
    ModelInfo model = table.model();
    out.println(model.name() + "   " + prices(model.prices()));
    Plain.wrapped("As of %s: %s".formatted(model.asOf(), model.source()), WIDTH, 0)
        .forEach(out::println);
    out.println();
    if (!table.rows().isEmpty()) {
      Table rows =
          new Table("FRAME", "", "DETAIL", "TOKENS", "PICTURE", "PHOTO", "FOR $1", "SEEN AS");
      for (Row row : table.rows()) {
        rows.row(
            row.frame().name(),
            row.frame().size().toString(),
            CostAdvice.word(row),
            number(row.tokens()),
            money(row.picture()),
            money(row.photo()),
            row.photosForADollar().map(CostCommand::number).orElse("-"),
            row.used().toString());
      }
      rows.print(out);
      out.println(
          "PHOTO is the picture, %s tokens of text and an answer of %s tokens."
              .formatted(number(table.textTokens()), number(table.answerTokens())));
      out.println();
    }
    for (String sentence : CostAdvice.of(table, catalogue, today())) {
      Plain.wrapped("- " + sentence, WIDTH, 2).forEach(out::println);
    }
    out.println();
  }

  private static LocalDate today() {
    return LocalDate.now(ZoneId.systemDefault());
  }

  private static void printAll(List<CostTable> tables, PrintWriter out) {
    Table rows = new Table("MODEL", "UXGA TOKENS", "PICTURE", "PHOTO", "FOR $1", "ENDS");
    for (CostTable table : tables) {
      Optional<Row> uxga =
          table.rows().isEmpty() ? Optional.empty() : Optional.of(table.high(CameraFrame.UXGA));
      LocalDate end = table.model().shutdown();
      rows.row(
          table.model().name(),
          uxga.map(row -> number(row.tokens())).orElse(UNKNOWN),
          money(uxga.flatMap(Row::picture)),
          money(uxga.flatMap(Row::photo)),
          uxga.flatMap(Row::photosForADollar).map(CostCommand::number).orElse("-"),
          end == null ? "" : end.toString());
    }
    rows.print(out);
  }

  private static String prices(@Nullable Prices prices) {
    if (prices == null) {
      return "price unknown";
    }
    BigDecimal output = prices.output();
    return "$%s in and %s out for a million tokens"
        .formatted(
            prices.input().toPlainString(),
            output == null ? UNKNOWN : "$" + output.toPlainString());
  }

  private static String money(Optional<Money> money) {
    return money.map(Money::toString).orElse(UNKNOWN);
  }

  private static String number(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  private static void write(List<CostTable> tables, Catalogue catalogue, JsonWriter writer) {
    writer.beginArray();
    for (CostTable table : tables) {
      ModelInfo model = table.model();
      writer.beginObject().name("model").value(model.name());
      writer.name("as_of").value(model.asOf().toString()).name("source").value(model.source());
      writer.name("text_tokens").value(table.textTokens());
      writer.name("answer_tokens").value(table.answerTokens());
      writer.name("frames").beginArray();
      for (Row row : table.rows()) {
        writer.beginObject().name("frame").value(row.frame().name());
        writer.name("width").value(row.frame().size().width());
        writer.name("height").value(row.frame().size().height());
        writer.name("detail").value(CostAdvice.word(row)).name("tokens").value(row.tokens());
        row.picture().ifPresent(cost -> writer.name("picture_dollars").value(dollars(cost)));
        row.photo().ifPresent(cost -> writer.name("photo_dollars").value(dollars(cost)));
        row.photosForADollar().ifPresent(n -> writer.name("photos_for_a_dollar").value(n));
        writer.name("seen_as").value(row.used().toString()).endObject();
      }
      writer.endArray().name("advice").beginArray();
      CostAdvice.of(table, catalogue, today()).forEach(writer::value);
      writer.endArray().endObject();
    }
    writer.endArray();
  }

  private static String dollars(Money cost) {
    return cost.dollars().stripTrailingZeros().toPlainString();
  }
}
