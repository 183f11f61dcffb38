package io.camrelay.cli;

import io.camrelay.capture.Capture;
import io.camrelay.capture.CaptureKey;
import io.camrelay.capture.Ending;
import io.camrelay.capture.Questions.Question;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code camrelay capture ask CAPTURE QUESTION} */
@Command(
    name = "ask",
    description = {
      "Asks a further question about a photo, going on with its conversation.",
      "Through the relay that runs here, or one that is started for the purpose. The camera hears"
          + " nothing of it."
    })
final class CaptureAskCommand implements Callable<Integer> {

  @Mixin private InstallationOptions installation;

  @Parameters(index = "0", paramLabel = "CAPTURE", description = "As `capture list` writes it.")
  private String capture;

  @Parameters(index = "1", paramLabel = "QUESTION", description = "What to ask.")
  private String question;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    CaptureKey about = CaptureText.parse(capture);
    OperatorQuestion.checkText(question);
    Question asked = new Question(about, true, question.strip(), Capture.Asked.AS_USUAL);
    List<Capture> ended = OperatorQuestion.ask(installation, List.of(asked));
    CapturesSideBySide.print(ended, json, spec.commandLine().getOut());
    return ended.get(0).ending() instanceof Ending.Answer ? ExitCode.OK : ExitCode.FAILED;
  }
}
