package io.camrelay.cli;

import io.camrelay.json.Json;
import io.camrelay.json.JsonWriter;
import io.camrelay.relay.RelayConfig;
import io.camrelay.usage.ModelInfo;
import io.camrelay.usage.Money;
import io.camrelay.usage.Prices;
import io.camrelay.usage.UsedTokens;
import io.camrelay.vision.AttemptResult;
import io.camrelay.vision.AttemptResult.Receipt;
import io.camrelay.vision.Failure;
import io.camrelay.vision.HttpProvider;
import io.camrelay.vision.ModelListing;
import io.camrelay.vision.ProviderCheck;
import io.camrelay.vision.ProviderCheck.Report;
import io.camrelay.vision.ProviderSettings;
import io.camrelay.vision.RateLimits;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code camrelay provider check [NAME…]} */
@Command(
    name = "check",
    description = {
      "Asks each configured vision API a tiny question about a tiny picture, and says what is wrong.",
      "It costs what a tiny picture costs."
    })
final class ProviderCheckCommand implements Callable<Integer> {

  /** Whoever ends sooner is worth a warning. */
  private static final int DAYS_LEFT = 90;

  private static final int ANSWER_WIDTH = 40;

  @Mixin private InstallationOptions installation;

  @Parameters(paramLabel = "NAME", arity = "0..*", description = "Those of [provider.NAME] alone.")
  private List<String> names = List.of();

  @Option(names = "--json", description = "Print a JSON array.")
  private boolean json;

  @Spec private CommandSpec spec;

  /** One provider's report and what there is to say of it. */
  private record Checked(ProviderSettings settings, Report report, List<String> warnings) {

    boolean good() {
      return report.result() instanceof AttemptResult.Answered;
    }
  }

  @Override
  public Integer call() throws Exception {
    RelayConfig config = installation.config();
    List<Checked> all = new ArrayList<>();
    PrintWriter out = spec.commandLine().getOut();
    for (ProviderSettings settings : chosen(config)) {
      Checked checked = check(config, settings);
      all.add(checked);
      if (!json) {
        print(checked, cost(config, checked), out);
      }
    }
    if (json) {
      out.println(Json.text(writer -> write(all, writer)));
    } else if (all.isEmpty()) {
      out.println("No [provider.NAME] is configured: the offline provider needs no check.");
    }
    return all.stream().allMatch(Checked::good) ? ExitCode.OK : ExitCode.FAILED;
  }

  private List<ProviderSettings> chosen(RelayConfig config) {
    if (names.isEmpty()) {
      return List.copyOf(config.providers().values());
    }
    List<ProviderSettings> chosen = new ArrayList<>();
    for (String name : names) {
      ProviderSettings settings = config.providers().get(name);
      if (settings == null) {
        throw new ParameterException(
            spec.commandLine(),
            "there is no [provider.%s]; there are: %s"
                .formatted(name, String.join(", ", config.providers().keySet())));
      }
      chosen.add(settings);
    }
    return chosen;
  }

  private static Checked check(RelayConfig config, ProviderSettings settings)
      throws InterruptedException {
    try (HttpProvider provider = new HttpProvider(settings, Clock.systemUTC())) {
      Report report = ProviderCheck.of(provider, settings.patience().whole());
      return new Checked(settings, report, warnings(config, settings, report));
    }
  }

  private static List<String> warnings(
      RelayConfig config, ProviderSettings settings, Report report) {
    List<String> warnings = new ArrayList<>();
    Optional<ModelInfo> info = config.catalogue().find(settings.model());
    ending(info, report).ifPresent(warnings::add);
    if (report.result() instanceof AttemptResult.Answered) {
      if (!report.saw()) {
        warnings.add(
            "It was shown a red picture and did not say so: does this model see pictures?");
      }
      if (!report.streamed()) {
        warnings.add(
            "It does not stream: nobody hears a word before the answer is whole; does a proxy on"
                + " the way gather it?");
      }
      Receipt receipt = report.result().receipt();
      if (receipt.promptTokens() < 0 || receipt.answerTokens() < 0) {
        warnings.add(
            "It does not say how many tokens it used, so its costs cannot be counted; try"
                + " usage_in_stream.");
      }
      if (info.isEmpty()) {
        warnings.add(
            "Its price is not known; usage.catalogue names a file of your own with prices.");
      }
    }
    report
        .listing()
        .filter(listing -> !listing.listed())
        .ifPresent(
            listing ->
                warnings.add("The provider's own list of models has no " + settings.model() + "."));
    return warnings;
  }

  /** The day on which a model ends: the provider's own word before the catalogue's. */
  private static Optional<String> ending(Optional<ModelInfo> info, Report report) {
    LocalDate end = report.listing().map(ModelListing::shutdown).orElse(null);
    if (end == null) {
      end = info.map(ModelInfo::shutdown).orElse(null);
    }
    LocalDate today = LocalDate.now(ZoneId.systemDefault());
    if (end == null || end.isAfter(today.plusDays(DAYS_LEFT))) {
      return Optional.empty();
    }
    String instead = info.map(ModelInfo::replacement).orElse("");
    return Optional.of(
        "The model %s on %s.%s"
            .formatted(
                end.isBefore(today) ? "ended" : "ends",
                end,
                instead.isEmpty() ? "" : " Its maker names " + instead + " in its place."));
  }

  private static void print(Checked checked, String cost, PrintWriter out) {
    ProviderSettings settings = checked.settings();
    String who = settings.name() + "  " + settings.model();
    Report report = checked.report();
    if (report.result() instanceof AttemptResult.Failed failed) {
      out.println("BAD   " + who + "  " + word(failed.failure()));
      out.println("      " + Plain.line(failed.detail()));
      out.println("      " + remedy(failed.failure()));
    } else {
      out.println(
          "good  %s  says \"%s\" after %d ms%s%s"
              .formatted(
                  who,
                  Plain.shortLine(report.answer(), ANSWER_WIDTH),
                  report.whole().toMillis(),
                  tokens(report.result().receipt()),
                  cost));
    }
    String room = room(report.limits());
    if (!room.isEmpty()) {
      out.println("      left: " + room);
    }
    checked.warnings().forEach(warning -> out.println("      warning: " + warning));
    out.flush();
  }

  private static String tokens(Receipt receipt) {
    return receipt.promptTokens() < 0
        ? ""
        : ", %d + %d tokens".formatted(receipt.promptTokens(), receipt.answerTokens());
  }

  /** {@code 499 of 500 requests, 199,000 of 200,000 tokens}, as far as the provider said. */
  private static String room(@Nullable RateLimits limits) {
    if (limits == null) {
      return "";
    }
    String requests = room(limits.requests(), "requests");
    String tokens = room(limits.tokens(), "tokens");
    return requests + (requests.isEmpty() || tokens.isEmpty() ? "" : ", ") + tokens;
  }

  private static String room(RateLimits.Room room, String what) {
    if (room.remaining() < 0) {
      return "";
    }
    String limit = room.limit() < 0 ? "" : String.format(Locale.ROOT, " of %,d", room.limit());
    return String.format(Locale.ROOT, "%,d%s %s", room.remaining(), limit, what);
  }

  private static String cost(RelayConfig config, Checked checked) {
    Receipt receipt = checked.report().result().receipt();
    if (receipt.costNanos() >= 0) {
      return ", " + new Money(receipt.costNanos());
    }
    Prices prices =
        config.catalogue().find(checked.settings().model()).map(ModelInfo::prices).orElse(null);
    return prices == null
        ? ""
        : prices
            .cost(UsedTokens.of(receipt.promptTokens(), receipt.answerTokens()))
            .map(cost -> ", about " + cost)
            .orElse("");
  }

  /** What an operator can do. */
  private static String remedy(Failure failure) {
    return switch (failure) {
      case UNREACHABLE -> "Check base_url and this machine's network; is the server running?";
      case RATE_LIMITED ->
          "The account's limit of requests or tokens is reached; wait, or raise it.";
      case OVERLOADED -> "The provider has too much to do, or still loads the model; try again.";
      case OUT_OF_MONEY -> "Top up the account, or raise its limit, at the provider.";
      case BAD_KEY -> "Check key_env or key_file, and that the key may use this model.";
      case NO_SUCH_MODEL -> "Check model, base_url and path; was the model shut down?";
      case REJECTED ->
          "Check token_limit_field, detail and extra_body; does this model take pictures?";
      case BAD_PICTURE -> "The model does not take this picture; does it see pictures at all?";
      case REFUSED -> "A filter of the provider's refuses; look at its settings.";
      case PROVIDER_ERROR -> "The provider failed, or base_url and path lead to something else.";
      case TIMEOUT -> "A local model that loads slowly wants more headers_timeout, whole_timeout.";
      case BROKEN -> "The connection broke; is there a proxy with a short timeout on the way?";
      case EMPTY -> "Raise max_tokens, or lower the reasoning effort with extra_body.";
      case CANCELLED -> "The check was ended; try again.";
    };
  }

  private static String word(Failure failure) {
    return failure.name().toLowerCase(Locale.ROOT);
  }

  private static void write(List<Checked> all, JsonWriter writer) {
    writer.beginArray();
    for (Checked checked : all) {
      Report report = checked.report();
      writer.beginObject().name("provider").value(checked.settings().name());
      writer.name("model").value(checked.settings().model());
      writer.name("good").value(checked.good()).name("ms").value(report.whole().toMillis());
      if (report.result() instanceof AttemptResult.Failed failed) {
        writer.name("failure").value(word(failed.failure())).name("detail").value(failed.detail());
        writer.name("remedy").value(remedy(failed.failure()));
      } else {
        writer.name("answer").value(report.answer()).name("saw").value(report.saw());
        writer.name("streamed").value(report.streamed());
        writer.name("first_word_ms").value(millis(report.firstWord()));
        writeTokens(writer, "prompt_tokens", report.result().receipt().promptTokens());
        writeTokens(writer, "answer_tokens", report.result().receipt().answerTokens());
      }
      writer.name("warnings").beginArray();
      checked.warnings().forEach(writer::value);
      writer.endArray().endObject();
    }
    writer.endArray();
  }

  /** null for what the provider did not say. */
  private static void writeTokens(JsonWriter writer, String name, long tokens) {
    writer.name(name);
    if (tokens < 0) {
      writer.value((String) null);
    } else {
      writer.value(tokens);
    }
  }

  private static long millis(@Nullable Duration duration) {
    return duration == null ? 0 : duration.toMillis();
  }
}
