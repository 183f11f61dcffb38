package io.camrelay.vision;

import java.util.List;
import okio.ByteString;

/**
 * The body of a request in parts, between which the pictures' base64 belongs: so that no picture
 * ever has to be in memory.
 *
 * @param parts what goes before, between and after the pictures; one more than there are pictures
 */
record RequestText(List<ByteString> parts) {

  RequestText {
    parts = List.copyOf(parts);
  }

  /** What is sent, in the API that the provider speaks. */
  static RequestText of(ProviderSettings settings, Ask ask) {
    return switch (settings.dialect().api()) {
      case CHAT_COMPLETIONS -> ChatRequest.of(settings, ask);
      case MESSAGES -> MessagesRequest.of(settings, ask);
    };
  }

  /** The length of all parts together, in bytes. */
  long size() {
    return parts.stream().mapToLong(ByteString::size).sum();
  }
}
