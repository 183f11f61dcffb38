package io.camrelay.camera;

import java.util.function.Consumer;

/**
 * Words that arrive in pieces, broken into lines at spaces; a longer word stands alone. Texts come
 * from elsewhere, so that no control character gets through which could move a cursor.
 */
final class FoldedText {

  private final int width;
  private final Consumer<String> lines;
  private final StringBuilder line = new StringBuilder();

  FoldedText(int width, Consumer<String> lines) {
    this.width = width;
    this.lines = lines;
  }

  void add(String piece) {
    for (int i = 0; i < piece.length(); i++) {
      char c = piece.charAt(i);
      if (c == '\n') {
        flush(line.length());
      } else if (c == '\t' || !Character.isISOControl(c)) {
        line.append(c == '\t' ? ' ' : c);
        fold();
      }
    }
  }

  void end() {
    if (line.length() > 0) {
      flush(line.length());
    }
  }

  private void fold() {
    if (line.length() > width) {
      int space = line.lastIndexOf(" ");
      flush(space > 0 ? space : width);
    }
  }

  private void flush(int length) {
    lines.accept(line.substring(0, length));
    line.delete(0, length);
    if (line.length() > 0 && line.charAt(0) == ' ') {
      line.deleteCharAt(0);
    }
  }
}
