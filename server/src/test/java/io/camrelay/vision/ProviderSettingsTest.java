package io.camrelay.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camrelay.picture.Detail;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProviderSettingsTest {

  @ParameterizedTest
  @CsvSource({
    "https://api.openai.com/v1, https://api.openai.com/v1/chat/completions",
    "https://api.openai.com/v1/, https://api.openai.com/v1/chat/completions",
    "http://localhost:11434/v1, http://localhost:11434/v1/chat/completions",
    "https://eye.example, https://eye.example/chat/completions",
    "http://[::1]:8000/v1, http://[::1]:8000/v1/chat/completions"
  })
  void putsThePathBehindTheBaseUrl(String base, String url) {
    assertThat(Endpoint.at(base, ApiKey.NONE).url()).hasToString(url);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "api.openai.com/v1",
        "ftp://example.org",
        "https://",
        "https://me:secret@example.org",
        "https://example.org?key=1",
        "https://example.org#x",
        "file:///etc/passwd"
      })
  void refusesWhatIsNoBaseUrl(String base) {
    assertThatThrownBy(() -> Endpoint.at(base, ApiKey.NONE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("baseUrl")
        .hasMessageNotContaining("secret");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://169.254.169.254/v1",
        "http://169.254.1.1",
        "http://[fe80::1]/v1",
        "http://[::ffff:169.254.169.254]/",
        "http://[fd00:ec2::254]/",
        "http://metadata.google.internal/",
        "http://METADATA.goog"
      })
  void refusesTheAddressesOfCloudsCredentials(String base) {
    assertThatThrownBy(() -> Endpoint.at(base, ApiKey.NONE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("link-local or metadata address");
    assertThatCode(
            () ->
                new Endpoint(
                    base, "/x", Map.of(), ApiKey.NONE, "Authorization", "", Map.of(), true))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1:8000",
        "http://192.168.1.7",
        "http://10.0.0.1",
        "http://pi.local"
      })
  void allowsTheAddressesOfLocalModels(String base) {
    assertThat(Endpoint.at(base, ApiKey.NONE).baseUrl()).isEqualTo(base);
  }

  @ParameterizedTest
  @CsvSource({
    "X Title, a, no header can be named",
    "'', a, no header can be named",
    "X-Title, tür, holds a line break or a character beyond ASCII",
    "content-length, 5, is set by the relay itself",
    "authorization, a, a second time"
  })
  void refusesHeadersThatCannotBeSent(String name, String value, String complaint) {
    assertThatThrownBy(() -> endpoint(Map.of(), Map.of(name, value)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(complaint);
  }

  @Test
  void takesSoManyHeadersAndNoMore() {
    Map<String, String> headers = new HashMap<>();
    for (int i = 0; i < Endpoint.MAX_EXTRAS; i++) {
      headers.put("X-" + i, "v");
    }
    assertThat(endpoint(Map.of(), headers).headers()).hasSize(Endpoint.MAX_EXTRAS);

    headers.put("X-more", "v");
    assertThatThrownBy(() -> endpoint(Map.of(), headers))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> endpoint(headers, Map.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void showsNoSecret() {
    Endpoint endpoint = endpoint(Map.of("key", "query-secret"), Map.of("X-Token", "head-secret"));
    ProviderSettings settings = ProviderSettings.defaults("cloud", "m", endpoint);

    assertThat(settings.toString())
        .contains("https://example.org/v1")
        .doesNotContain("secret")
        .doesNotContain(Scenes.KEY);
    assertThat(new ApiKey(Scenes.KEY)).hasToString("***").hasSameHashCodeAs(ApiKey.NONE);
    assertThat(new ApiKey(Scenes.KEY)).isEqualTo(new ApiKey(Scenes.KEY)).isNotEqualTo(ApiKey.NONE);
  }

  @Test
  void dropsTheLineEndOfAKeyFileAndRefusesOneInside() {
    assertThat(new ApiKey(" sk-1\r\n").reveal()).isEqualTo("sk-1");
    assertThatThrownBy(() -> new ApiKey("sk-1\nsk-2"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("sk-");
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1, 1, 0, true",
    "1000000, 1048576, 1024, 0, true",
    "0, 1, 1, 0, false",
    "1000001, 1, 1, 0, false",
    "1, 0, 1, 0, false",
    "1, 1048577, 1, 0, false",
    "1, 1, 0, 0, false",
    "1, 1, 1025, 0, false",
    "1, 1, 1, -1, false",
    "1, 1, 1, 1000000, true",
    "1, 1, 1, 1000001, false"
  })
  void holdsToItsBounds(int tokens, int chars, int concurrent, int perMinute, boolean good) {
    Runnable making =
        () ->
            new ProviderSettings(
                "cloud",
                "m",
                Endpoint.at("https://example.org", ApiKey.NONE),
                Dialect.OPENAI,
                "",
                tokens,
                chars,
                concurrent,
                perMinute,
                Patience.defaults());
    if (good) {
      assertThatCode(making::run).doesNotThrowAnyException();
    } else {
      assertThatThrownBy(making::run)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageMatching(".* must be [01] to .*");
    }
  }

  @Test
  void takesAPromptUpToItsBound() {
    ProviderSettings usual =
        ProviderSettings.defaults("cloud", "m", Endpoint.at("https://example.org", ApiKey.NONE));
    String longest = "x".repeat(ProviderSettings.MAX_PROMPT);

    assertThat(Scenes.speaking(usual, Dialect.OPENAI, longest).systemPrompt()).isEqualTo(longest);
    assertThatThrownBy(() -> Scenes.speaking(usual, Dialect.OPENAI, longest + "x"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "5, 60, 45, 120, true",
    "1, 1, 1, 3600, true",
    "0, 1, 1, 1, false",
    "1, 1, 2, 9, false",
    "1, 1, 1, 3601, false",
    "1, -1, -2, 9, false"
  })
  void isPatientWithinReason(int connect, int headers, int silence, int whole, boolean good) {
    Runnable making =
        () ->
            new Patience(
                Duration.ofSeconds(connect),
                Duration.ofSeconds(headers),
                Duration.ofSeconds(silence),
                Duration.ofSeconds(whole));
    if (good) {
      assertThatCode(making::run).doesNotThrowAnyException();
    } else {
      assertThatThrownBy(making::run).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "max_tokens | {\"stream\": false} | extraMembers holds stream",
        "max_tokens | {\"max_tokens\": 5} | extraMembers holds max_tokens",
        "max_tokens | {\"temperature\": } | extraMembers: no JSON",
        "max_tokens | [1] | must be a JSON object",
        "messages | {} | tokenLimitField must be",
        "`` | {} | tokenLimitField must be"
      })
  void refusesADialectThatContradictsItself(
      String field, @Nullable String members, String complaint) {
    assertThatThrownBy(
            () ->
                new Dialect(
                    Api.CHAT_COMPLETIONS,
                    field,
                    Detail.LOW,
                    true,
                    false,
                    members == null ? "" : members))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(complaint);
  }

  private static Endpoint endpoint(Map<String, String> query, Map<String, String> headers) {
    return new Endpoint(
        "https://example.org/v1",
        "/chat/completions",
        query,
        new ApiKey(Scenes.KEY),
        "Authorization",
        "Bearer ",
        headers,
        false);
  }
}
