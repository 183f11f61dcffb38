package io.camrelay.cli;

import io.camrelay.capture.Capture;
import io.camrelay.capture.Capture.Asked;
import io.camrelay.capture.CaptureKey;
import io.camrelay.capture.Ending;
import io.camrelay.capture.Questions.Question;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code camrelay capture again CAPTURE} */
@Command(
    name = "again",
    description = {
      "Asks about a photo once more, from the beginning: under another profile, of another provider,"
          + " or of several to compare them.",
      "Through the relay that runs here, or one that is started for the purpose. The camera hears"
          + " nothing of it."
    })
final class CaptureAgainCommand implements Callable<Integer> {

  /** A comparison that a person can still read. */
  private static final int MOST = 16;

  @Mixin private InstallationOptions installation;

  @Parameters(paramLabel = "CAPTURE", description = "As `capture list` writes it.")
  private String capture;

  @Option(
      names = {"-q", "--question"},
      paramLabel = "QUESTION",
      description = "Ask this instead of what was asked.")
  private @Nullable String question;

  @Option(names = "--profile", paramLabel = "NAME", description = "Under this profile.")
  private @Nullable String profile;

  @Option(
      names = "--provider",
      paramLabel = "NAME",
      description = "Of this provider alone; give several to compare them.")
  private List<String> providers = new ArrayList<>();

  @Option(names = "--json", description = "Print a JSON array.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    CaptureKey about = CaptureText.parse(capture);
    List<Capture> ended = OperatorQuestion.ask(installation, questions(about));
    CapturesSideBySide.printAll(ended, json, spec.commandLine().getOut());
    return ended.stream().allMatch(one -> one.ending() instanceof Ending.Answer)
        ? ExitCode.OK
        : ExitCode.FAILED;
  }

  private List<Question> questions(CaptureKey about) {
    String text = "";
    if (question != null) {
      OperatorQuestion.checkText(question);
      text = question.strip();
    }
    List<Question> questions = new ArrayList<>();
    for (String provider : new LinkedHashSet<>(providers)) {
      questions.add(new Question(about, false, text, new Asked(profile, provider)));
    }
    if (questions.isEmpty()) {
      questions.add(new Question(about, false, text, new Asked(profile, null)));
    }
    if (questions.size() > MOST) {
      throw Failure.usage("at most " + MOST + " providers are asked at once");
    }
    return questions;
  }
}
