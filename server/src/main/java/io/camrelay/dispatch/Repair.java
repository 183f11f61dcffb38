package io.camrelay.dispatch;

import io.camrelay.vision.Ask;
import java.util.ArrayList;
import java.util.List;

/**
 * What a model is asked once more with, whose answer had not the form that was asked for: its
 * answer as a part of the conversation, and what is wrong with it. The schema is told again, as not
 * every provider says so when it ignores the one in the request.
 *
 * @param schema the form, as it was asked for
 * @param said what the model answered, at most {@link #MAX_SAID} characters of it
 * @param problems what is wrong with that, each bounded by who found it
 * @param cut whether a limit had ended the answer
 */
record Repair(String schema, String said, List<String> problems, boolean cut) {

  /** Enough to see what was meant, and billed as input. */
  static final int MAX_SAID = 4_000;

  Repair {
    problems = List.copyOf(problems);
    if (said.length() > MAX_SAID) {
      int end = MAX_SAID - 1;
      said =
          said.substring(0, Character.isHighSurrogate(said.charAt(end - 1)) ? end - 1 : end) + "…";
    }
  }

  /**
   * The conversation until now.
   *
   * @param before what was asked and answered before this capture
   * @param question what the answer was to
   */
  List<Ask.Turn> conversation(List<Ask.Turn> before, String question) {
    List<Ask.Turn> turns = new ArrayList<>(before);
    turns.add(new Ask.Turn(question, said));
    return turns;
  }

  /** What is asked now. */
  String question() {
    return "Your answer cannot be used, because it does not follow the JSON Schema:\n- "
        + String.join("\n- ", problems)
        + (cut ? "\nIt was cut off at its longest length, so be briefer." : "")
        + "\n\nAnswer the question before this one again. Reply with one JSON value that follows the"
        + " schema and with nothing else: no explanation, no code fence. The schema: "
        + schema;
  }
}
