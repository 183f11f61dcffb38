package io.camrelay.vision;

import io.camrelay.json.Json;
import io.camrelay.json.JsonException;
import io.camrelay.json.JsonView;
import io.camrelay.picture.Detail;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a provider speaks, and how that differs from others who speak the same.
 *
 * @param api which API
 * @param tokenLimitField the name under which the token limit is sent: {@code
 *     max_completion_tokens} with OpenAI, {@code max_tokens} with Ollama
 * @param detail how closely the model looks at the picture, null where the provider knows no such
 *     thing
 * @param usageInStream whether {@code stream_options} asks for usage at the end of the stream
 * @param schemaInPrompt whether the form of an answer is told in the system prompt, because the
 *     provider knows no member of the request for it
 * @param extraMembers more members of the request's body as a JSON object, such as {@code
 *     {"reasoning_effort": "low"}}; empty for none
 */
public record Dialect(
    Api api,
    String tokenLimitField,
    @Nullable Detail detail,
    boolean usageInStream,
    boolean schemaInPrompt,
    String extraMembers) {

  /** Members that the relay writes itself. */
  private static final Set<String> RESERVED =
      Set.of("model", "stream", "stream_options", "messages", "system", "n");

  /**
   * OpenAI's own. The picture's detail is always said, because its default differs by model, has
   * changed over night, and moves the bill by a factor of nine. It is high, because a camera that
   * sends 1600x1200 pixels and is answered about 512 of them is wrong about small things and cannot
   * know why; low is the operator's choice to make.
   */
  public static final Dialect OPENAI =
      new Dialect(Api.CHAT_COMPLETIONS, "max_completion_tokens", Detail.HIGH, true, false, "");

  /** Anthropic's own: it knows no detail, and says the usage unasked. */
  public static final Dialect ANTHROPIC =
      new Dialect(Api.MESSAGES, "max_tokens", null, false, false, "");

  public Dialect {
    if (api == Api.MESSAGES && detail != null) {
      throw new IllegalArgumentException("Anthropic's Messages know no detail; leave it out");
    }
    if (tokenLimitField.isBlank() || RESERVED.contains(tokenLimitField)) {
      throw new IllegalArgumentException(
          "tokenLimitField must be a name such as max_completion_tokens or max_tokens");
    }
    for (String member : members(extraMembers).members().keySet()) {
      if (RESERVED.contains(member) || member.equals(tokenLimitField)) {
        throw new IllegalArgumentException(
            "extraMembers holds " + member + ", which the relay writes itself");
      }
    }
  }

  JsonView members() {
    return members(extraMembers);
  }

  private static JsonView members(String extraMembers) {
    try {
      JsonView members = Json.parse(extraMembers.isBlank() ? "{}" : extraMembers);
      if (members.kind() != JsonView.Kind.OBJECT) {
        throw new IllegalArgumentException(
            "extraMembers must be a JSON object such as {\"temperature\": 0}");
      }
      return members;
    } catch (JsonException e) {
      throw new IllegalArgumentException("extraMembers: " + e.getMessage(), e);
    }
  }
}
