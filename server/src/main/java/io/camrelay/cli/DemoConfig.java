package io.camrelay.cli;

import io.camrelay.relay.ConfigException;
import io.camrelay.relay.RelayConfig;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** The configuration that a demonstration writes into its own folder. */
final class DemoConfig {

  private static final String KEY = "OPENAI_API_KEY";

  private final Path folder;
  private final Map<String, String> values;
  private final String template;
  private final String asked;

  private DemoConfig(Path folder, Map<String, String> values, String template, String asked) {
    this.folder = folder;
    this.values = values;
    this.template = template;
    this.asked = asked;
  }

  /**
   * A model where the arguments or the environment name one, else {@code offline}.
   *
   * @param baseUrl null where nobody said
   * @param model null where nobody said
   */
  static DemoConfig choose(
      Path folder,
      @Nullable String baseUrl,
      @Nullable String model,
      Map<String, String> environment)
      throws IOException {
    boolean key = !environment.getOrDefault(KEY, "").isBlank();
    if (baseUrl == null && model == null && !key) {
      return new DemoConfig(
          folder,
          Map.of(),
          "demo-offline.toml",
          "the built-in offline provider: arithmetic, no model");
    }
    Properties usual = new Properties();
    try (InputStream in = resource("demo.properties")) {
      usual.load(in);
    }
    if (baseUrl != null && model == null) {
      throw Failure.usage("--base-url needs --model: every upstream has models of its own");
    }
    String url = baseUrl == null ? usual.getProperty("base-url") : baseUrl;
    String chosen = model == null ? usual.getProperty("model") : model;
    boolean openAi = url.equals(usual.getProperty("base-url"));
    if (openAi && !key) {
      throw Failure.usage("set " + KEY + ", or name another upstream with --base-url");
    }
    // A key for OpenAI is shown to nobody else.
    return new DemoConfig(
        folder,
        Map.of(
            "BASE_URL",
            url,
            "MODEL",
            chosen,
            "KEY_ENV",
            openAi ? KEY : "",
            "TOKEN_LIMIT_FIELD",
            openAi ? "max_completion_tokens" : "max_tokens"),
        "demo-model.toml",
        chosen + " at " + url);
  }

  /** Who is asked, in words. */
  String asked() {
    return asked;
  }

  /** Where it is written. */
  Path file() {
    return folder.resolve("camrelay.toml");
  }

  /** Writes it for this port (0 for any) and reads it back. */
  RelayConfig write(int port, Map<String, String> environment) throws IOException {
    String text;
    try (InputStream in = resource(template)) {
      text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    text = text.replace("@DATA@", quoted(folder.resolve("data").toString()));
    text = text.replace("@PORT@", Integer.toString(port));
    for (Map.Entry<String, String> value : values.entrySet()) {
      text = text.replace("@" + value.getKey() + "@", quoted(value.getValue()));
    }
    Files.writeString(file(), text);
    try {
      return RelayConfig.load(file(), environment);
    } catch (ConfigException e) {
      throw Failure.configuration(e);
    }
  }

  private static String quoted(String value) {
    return value.replace("\\", "\\\\").replace("\"", "\\\"");
  }

  private static InputStream resource(String name) throws IOException {
    InputStream in = DemoConfig.class.getResourceAsStream(name);
    if (in == null) {
      throw new IOException("the program is incomplete: " + name + " is not in it");
    }
    return in;
  }
}
