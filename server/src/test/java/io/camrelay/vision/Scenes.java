package io.camrelay.vision;

import io.camrelay.picture.FrameSource;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Settings, frames and questions that tests share. */
final class Scenes {

  /** Looks like a key, so that it is found wherever it turns up. */
  static final String KEY = "sk-canary-7f3a9c51e2";

  static final Patience SHORT =
      new Patience(
          Duration.ofSeconds(2),
          Duration.ofSeconds(2),
          Duration.ofSeconds(1),
          Duration.ofSeconds(8));

  private Scenes() {}

  static Endpoint endpoint(String baseUrl) {
    return Endpoint.at(baseUrl, new ApiKey(KEY));
  }

  static ProviderSettings settings(String baseUrl) {
    return patient(ProviderSettings.defaults("cloud", "some-model", endpoint(baseUrl)), SHORT);
  }

  static ProviderSettings patient(ProviderSettings s, Patience patience) {
    return new ProviderSettings(
        s.name(),
        s.model(),
        s.endpoint(),
        s.dialect(),
        s.systemPrompt(),
        s.maxAnswerTokens(),
        s.maxAnswerChars(),
        s.maxConcurrent(),
        s.requestsPerMinute(),
        patience);
  }

  static ProviderSettings bounded(ProviderSettings s, int maxAnswerChars, int maxConcurrent) {
    return new ProviderSettings(
        s.name(),
        s.model(),
        s.endpoint(),
        s.dialect(),
        s.systemPrompt(),
        s.maxAnswerTokens(),
        maxAnswerChars,
        maxConcurrent,
        s.requestsPerMinute(),
        s.patience());
  }

  static ProviderSettings speaking(ProviderSettings s, Dialect dialect, String systemPrompt) {
    return new ProviderSettings(
        s.name(),
        s.model(),
        s.endpoint(),
        dialect,
        systemPrompt,
        s.maxAnswerTokens(),
        s.maxAnswerChars(),
        s.maxConcurrent(),
        s.requestsPerMinute(),
        s.patience());
  }

  static Endpoint azure(String baseUrl) {
    return new Endpoint(
        baseUrl,
        "/openai/deployments/eye/chat/completions",
        Map.of("api-version", "2024-10-21"),
        new ApiKey(KEY),
        "api-key",
        "",
        Map.of("X-Title", "CamRelay"),
        false);
  }

  static FrameSource frame(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return frame(bytes);
  }

  static FrameSource frame(byte[] bytes) {
    return new FrameSource() {
      @Override
      public int length() {
        return bytes.length;
      }

      @Override
      public InputStream open() {
        return new ByteArrayInputStream(bytes);
      }
    };
  }

  /** A frame that is never in memory, larger than any socket buffer. */
  static FrameSource endlessFrame(int length) {
    return new FrameSource() {
      @Override
      public int length() {
        return length;
      }

      @Override
      public InputStream open() {
        return new InputStream() {
          @Override
          public int read() {
            return 0;
          }

          @Override
          public int read(byte[] into, int offset, int count) {
            return count;
          }
        };
      }
    };
  }

  static Ask ask(String question) {
    return ask(frame(1_000), question);
  }

  static Ask ask(FrameSource frame, String question) {
    return ask(frame, question, Duration.ofSeconds(30));
  }

  static Ask ask(FrameSource frame, String question, Duration timeLeft) {
    return new Ask(List.of(frame), List.of(), question, Manner.PROVIDERS_OWN, timeLeft);
  }
}
