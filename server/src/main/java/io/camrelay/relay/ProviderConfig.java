package io.camrelay.relay;

import io.camrelay.picture.Detail;
import io.camrelay.vision.ApiKey;
import io.camrelay.vision.Dialect;
import io.camrelay.vision.Endpoint;
import io.camrelay.vision.OpenAiSettings;
import io.camrelay.vision.Patience;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads the tables {@code [provider.NAME]}: each is one OpenAI-compatible upstream. */
final class ProviderConfig {

  /** Built in: needs no table, no key and no network. */
  static final String OFFLINE = "offline";

  /** How closely the model looks at a picture; {@code none} for upstreams without such a switch. */
  private enum DetailWord {
    LOW,
    HIGH,
    AUTO,
    NONE
  }

  /** Stands in for one that was refused, so that the rest can be looked at. */
  private static final Endpoint NOWHERE = Endpoint.at("http://localhost", ApiKey.NONE);

  private final ConfigSource source;
  private final Map<String, String> environment;
  private final int maxAnswer;

  private ProviderConfig(ConfigSource source, Map<String, String> environment, int maxAnswer) {
    this.source = source;
    this.environment = environment;
    this.maxAnswer = maxAnswer;
  }

  /**
   * Every configured provider by its name; what cannot be used is a problem of the source.
   *
   * @param maxAnswer characters of an answer that are kept: no provider is listened to for longer
   */
  static Map<String, OpenAiSettings> read(
      ConfigSource source, Map<String, String> environment, int maxAnswer) {
    Map<String, OpenAiSettings> providers = new LinkedHashMap<>();
    ProviderConfig config = new ProviderConfig(source, environment, maxAnswer);
    for (String name : source.tables("provider")) {
      OpenAiSettings settings = config.one(name);
      if (settings != null) {
        providers.put(name, settings);
      }
    }
    return providers;
  }

  private @Nullable OpenAiSettings one(String name) {
    String at = "provider." + name + ".";
    String model =
        source.text(at + "model", "", "the model to ask, as the provider spells it; required");
    ApiKey key = key(at);
    // All is read before anything is refused: a key that nobody asked for counts as unknown.
    Endpoint endpoint = part(at + "base_url", NOWHERE, () -> endpoint(at, key));
    Dialect dialect = part(at + "token_limit_field", Dialect.OPENAI, () -> dialect(at));
    Patience patience = part(at + "silence_timeout", Patience.defaults(), () -> patience(at));
    try {
      if (name.equals(OFFLINE)) {
        throw new IllegalArgumentException("offline is built in; choose another name");
      }
      return new OpenAiSettings(
          name,
          model,
          endpoint,
          dialect,
          source.text(
              at + "system_prompt",
              OpenAiSettings.DEFAULT_PROMPT,
              "what the model is told before any question; may be empty"),
          source.number(
              at + "max_tokens",
              OpenAiSettings.DEFAULT_ANSWER_TOKENS,
              1,
              OpenAiSettings.MAX_ANSWER_TOKENS,
              "the most tokens of an answer, hidden reasoning included"),
          maxAnswer,
          source.number(
              at + "concurrency",
              OpenAiSettings.DEFAULT_CONCURRENT,
              1,
              OpenAiSettings.MAX_CONCURRENT,
              "the most attempts at a time"),
          patience);
    } catch (IllegalArgumentException e) {
      source.refuse(at + "model", String.valueOf(e.getMessage()));
      return null;
    }
  }

  /** A part of the settings; where its values do not go together, the source hears why. */
  private <T> T part(String key, T standard, Supplier<T> part) {
    try {
      return part.get();
    } catch (IllegalArgumentException e) {
      source.refuse(key, String.valueOf(e.getMessage()));
      return standard;
    }
  }

  private Endpoint endpoint(String at, ApiKey key) {
    return new Endpoint(
        source.text(
            at + "base_url",
            "https://api.openai.com/v1",
            "where it is; with Ollama" + " http://HOST:11434/v1"),
        source.text(at + "path", Endpoint.CHAT_COMPLETIONS, "what follows the base URL"),
        source.map(at + "query", "a table: parameters of the URL, such as Azure's api-version"),
        key,
        source.text(at + "key_header", Endpoint.AUTHORIZATION, "the header that carries the key"),
        source.text(at + "key_prefix", Endpoint.BEARER, "what stands before the key in it"),
        source.map(at + "headers", "a table: further headers"),
        source.flag(
            at + "allow_link_local",
            false,
            "whether link-local addresses may be asked, where clouds keep credentials"));
  }

  private Dialect dialect(String at) {
    DetailWord detail =
        source.word(at + "detail", DetailWord.HIGH, "how closely the model looks at the picture");
    return new Dialect(
        source.text(
            at + "token_limit_field",
            Dialect.OPENAI.tokenLimitField(),
            "the name of the token limit; max_tokens with Ollama"),
        switch (detail) {
          case LOW -> Detail.LOW;
          case HIGH -> Detail.HIGH;
          case AUTO -> Detail.AUTO;
          case NONE -> null;
        },
        source.flag(
            at + "usage_in_stream", true, "whether stream_options asks for the usage at the end"),
        source.text(
            at + "extra_body",
            "",
            "more members of the request as a JSON object, such as {\"reasoning_effort\": \"low\"}"));
  }

  private Patience patience(String at) {
    Patience usual = Patience.defaults();
    return new Patience(
        time(at + "connect_timeout", usual.connect(), "for name, TCP and TLS together"),
        time(at + "headers_timeout", usual.headers(), "from the request's end to the headers"),
        time(at + "silence_timeout", usual.silence(), "between two bytes of an answer"),
        time(at + "whole_timeout", usual.whole(), "for one attempt as a whole"));
  }

  private Duration time(String key, Duration standard, String meaning) {
    return source.duration(key, standard, Patience.MIN, Patience.MAX, meaning);
  }

  /** The key comes from a variable or from a file, never from the configuration itself. */
  private ApiKey key(String at) {
    String variable =
        source.text(at + "key_env", "", "the variable that holds the key, such as OPENAI_API_KEY");
    String file =
        source.text(at + "key_file", "", "a file that holds the key, instead of a variable");
    try {
      if (!file.isEmpty()) {
        return new ApiKey(Files.readString(Path.of(file)));
      }
      String text = variable.isEmpty() ? "" : environment.getOrDefault(variable, "");
      if (!variable.isEmpty() && text.isBlank()) {
        source.refuse(at + "key_env", "the variable " + variable + " is not set");
      }
      return new ApiKey(text);
    } catch (IOException e) {
      source.refuse(at + "key_file", "the file cannot be read: " + e.getMessage());
    } catch (IllegalArgumentException e) {
      source.refuse(at + (file.isEmpty() ? "key_env" : "key_file"), String.valueOf(e.getMessage()));
    }
    return ApiKey.NONE;
  }
}
