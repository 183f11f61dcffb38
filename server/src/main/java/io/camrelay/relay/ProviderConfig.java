package io.camrelay.relay;

import io.camrelay.picture.Detail;
import io.camrelay.vision.ApiKey;
import io.camrelay.vision.Dialect;
import io.camrelay.vision.Endpoint;
import io.camrelay.vision.Patience;
import io.camrelay.vision.Preset;
import io.camrelay.vision.ProviderSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads the tables {@code [provider.NAME]}: each is one upstream, with a preset under it. */
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
  static Map<String, ProviderSettings> read(
      ConfigSource source, Map<String, String> environment, int maxAnswer) {
    Map<String, ProviderSettings> providers = new LinkedHashMap<>();
    ProviderConfig config = new ProviderConfig(source, environment, maxAnswer);
    for (String name : source.tables("provider")) {
      ProviderSettings settings = config.one(name);
      if (settings != null) {
        providers.put(name, settings);
      }
    }
    return providers;
  }

  private @Nullable ProviderSettings one(String name) {
    String at = "provider." + name + ".";
    String model =
        source.text(at + "model", "", "the model to ask, as the provider spells it; required");
    Preset preset =
        source.word(
            at + "preset", Preset.OPENAI, "whose defaults the other keys of the table have");
    ApiKey key = key(at, preset);
    // All is read before anything is refused: a key that nobody asked for counts as unknown.
    Endpoint endpoint = part(at + "base_url", NOWHERE, () -> endpoint(at, preset, key));
    Dialect dialect = part(at + "token_limit_field", preset.dialect(), () -> dialect(at, preset));
    Patience patience =
        part(at + "silence_timeout", preset.patience(), () -> patience(at, preset.patience()));
    try {
      if (name.equals(OFFLINE)) {
        throw new IllegalArgumentException("offline is built in; choose another name");
      }
      return new ProviderSettings(
          name,
          model,
          endpoint,
          dialect,
          source.text(
              at + "system_prompt",
              ProviderSettings.DEFAULT_PROMPT,
              "what the model is told before any question; may be empty"),
          source.number(
              at + "max_tokens",
              ProviderSettings.DEFAULT_ANSWER_TOKENS,
              1,
              ProviderSettings.MAX_ANSWER_TOKENS,
              "the most tokens of an answer, hidden reasoning included"),
          maxAnswer,
          source.number(
              at + "concurrency",
              ProviderSettings.DEFAULT_CONCURRENT,
              1,
              ProviderSettings.MAX_CONCURRENT,
              "the most attempts at a time"),
          source.number(
              at + "requests_per_minute",
              0,
              0,
              ProviderSettings.MAX_REQUESTS_PER_MINUTE,
              "the most attempts a minute, 0 for as many as it takes"),
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

  private Endpoint endpoint(String at, Preset preset, ApiKey key) {
    String baseUrl =
        source.text(
            at + "base_url",
            preset.baseUrl(),
            "where it is; with Ollama elsewhere http://HOST:11434/v1");
    String path = source.text(at + "path", preset.path(), "what follows the base URL");
    Map<String, String> query =
        over(
            preset.query(),
            source.map(
                at + "query", "a table: parameters of the URL, such as Azure's api-version"));
    String keyHeader =
        source.text(at + "key_header", preset.keyHeader(), "the header that carries the key");
    String keyPrefix =
        source.text(at + "key_prefix", preset.keyPrefix(), "what stands before the key in it");
    Map<String, String> headers =
        over(preset.headers(), source.map(at + "headers", "a table: further headers"));
    boolean linkLocal =
        source.flag(
            at + "allow_link_local",
            false,
            "whether link-local addresses may be asked, where clouds keep credentials");
    if (baseUrl.isEmpty()) {
      throw new IllegalArgumentException(
          "it is missing: with this preset it looks like " + preset.baseUrlExample());
    }
    return new Endpoint(baseUrl, path, query, key, keyHeader, keyPrefix, headers, linkLocal);
  }

  /** What is written goes over what the preset has. */
  private static Map<String, String> over(Map<String, String> preset, Map<String, String> written) {
    Map<String, String> all = new LinkedHashMap<>(preset);
    all.putAll(written);
    return all;
  }

  private Dialect dialect(String at, Preset preset) {
    Dialect usual = preset.dialect();
    DetailWord detail =
        source.word(
            at + "detail", word(usual.detail()), "how closely the model looks at the picture");
    return new Dialect(
        usual.api(),
        source.text(
            at + "token_limit_field",
            usual.tokenLimitField(),
            "the name of the token limit; max_tokens with Ollama"),
        switch (detail) {
          case LOW -> Detail.LOW;
          case HIGH -> Detail.HIGH;
          case AUTO -> Detail.AUTO;
          case NONE -> null;
        },
        source.flag(
            at + "usage_in_stream",
            usual.usageInStream(),
            "whether stream_options asks for the usage at the end"),
        source.flag(
            at + "schema_in_prompt",
            usual.schemaInPrompt(),
            "whether the form of an answer is told in the prompt, for a model that knows no other way"),
        source.text(
            at + "extra_body",
            "",
            "more members of the request as a JSON object, such as {\"reasoning_effort\": \"low\"}"));
  }

  private static DetailWord word(@Nullable Detail detail) {
    return detail == null ? DetailWord.NONE : DetailWord.valueOf(detail.name());
  }

  private Patience patience(String at, Patience usual) {
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
  private ApiKey key(String at, Preset preset) {
    String variable =
        source.text(at + "key_env", "", "the variable that holds the key, such as OPENAI_API_KEY");
    String file =
        source.text(at + "key_file", "", "a file that holds the key, instead of a variable");
    try {
      if (!file.isEmpty()) {
        return new ApiKey(Files.readString(Path.of(file)));
      }
      if (variable.isEmpty() && preset.wantsKey() && source.isSet(at + "preset")) {
        source.refuse(
            at + "preset", "nobody is answered there without a key: set key_env or key_file");
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
