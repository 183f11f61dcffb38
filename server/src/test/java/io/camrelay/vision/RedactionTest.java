package io.camrelay.vision;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class RedactionTest {

  private static final String HEADER_SECRET = "header-secret-1";
  private static final String QUERY_SECRET = "query-secret-1";

  private final Redaction redaction =
      Redaction.of(
          new Endpoint(
              "https://example.org/v1",
              "/chat",
              Map.of("access_key", QUERY_SECRET, "api-version", "2024-10-21"),
              new ApiKey(Scenes.KEY),
              "Authorization",
              "Bearer ",
              Map.of("X-Proxy-Token", HEADER_SECRET, "X-Title", "CamRelay"),
              false));

  @Test
  void takesOutEverySecretOfAnEndpoint() {
    String text = "Bearer " + Scenes.KEY + ", " + HEADER_SECRET + " and " + QUERY_SECRET;

    assertThat(redaction.clean(text, 400)).isEqualTo("Bearer ***, *** and ***");
  }

  @Test
  void leavesWhatIsNoSecret() {
    String text = "api-version 2024-10-21 is not supported for CamRelay";

    assertThat(redaction.clean(text, 400)).isEqualTo(text);
  }

  @Test
  void takesOutASecretBeforeItShortens() {
    String text = "x".repeat(20) + " " + Scenes.KEY;

    assertThat(redaction.clean(text, 30)).doesNotContain("sk-");
  }

  @Test
  void takesOutPictures() {
    String base64 = "/9j/4AAQSkZJRgABAQ".repeat(40);

    assertThat(redaction.clean("cannot load data:image/jpeg;base64," + base64 + "==.", 400))
        .isEqualTo("cannot load ….");
    assertThat(redaction.clean("input: '" + base64 + "'", 400)).isEqualTo("input: '…'");
  }

  @Test
  void takesOutTheQuestion() {
    assertThat(redaction.alsoOf("Who is at my door?").clean("input 'Who is at my door?'", 400))
        .isEqualTo("input '***'");
  }

  @Test
  void leavesNoLineBreakWithWhichALogCouldBeForged() {
    assertThat(redaction.clean("one\r\ntwo\u2028three\u0007\u202Efour\n", 400))
        .isEqualTo("one two three four");
  }

  @Test
  void shortensToTheBoundAndSplitsNoCharacter() {
    assertThat(redaction.clean("abcdef", 6)).isEqualTo("abcdef");
    assertThat(redaction.clean("abcdefg", 6)).isEqualTo("abcde…");
    assertThat(redaction.clean("abcd\uD83D\uDE00g", 6)).isEqualTo("abcd…");
  }
}
