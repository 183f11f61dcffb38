package io.camrelay.form;

import io.camrelay.protocol.AnswerFolder;
import io.camrelay.protocol.Charset;
import java.nio.charset.StandardCharsets;

/**
 * Keeps JSON whole on its way to a monitor that cannot show every character. Folding makes a plain
 * quotation mark of a typographic one, and a line feed of a line separator, which inside a JSON
 * text would end it. Such characters are written as {@code \\u201c}, which means the same and folds
 * to itself; all others stay as they are.
 */
final class MachineText {

  private static final String BREAKS_JSON = "\"\\\n\t";

  private MachineText() {}

  /**
   * @param json valid, so that all that is not ASCII stands within texts
   */
  static String of(String json) {
    StringBuilder safe = new StringBuilder(json.length());
    json.codePoints()
        .forEach(
            c -> {
              if (c < 0x80 || !foldsToSyntax(c)) {
                safe.appendCodePoint(c);
              } else {
                for (char unit : Character.toChars(c)) {
                  safe.append("\\u%04x".formatted((int) unit));
                }
              }
            });
    return safe.toString();
  }

  private static boolean foldsToSyntax(int codePoint) {
    AnswerFolder folder = new AnswerFolder(Charset.ASCII);
    String folded =
        new String(folder.fold(Character.toString(codePoint)), StandardCharsets.US_ASCII)
            + new String(folder.finish(), StandardCharsets.US_ASCII);
    return folded.chars().anyMatch(c -> BREAKS_JSON.indexOf(c) >= 0);
  }
}
