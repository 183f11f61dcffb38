package io.camrelay.identity;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceTokenTest {

  private static final String TOKEN = "crt_0123456789abcdefghijABCDEFGHIJ-_0123456789A";

  /** Gives the same bytes always. */
  private static final class Bits extends SecureRandom {
    private static final long serialVersionUID = 1L;
    private final byte value;

    Bits(int value) {
      this.value = (byte) value;
    }

    @Override
    public void nextBytes(byte[] bytes) {
      Arrays.fill(bytes, value);
    }
  }

  @Test
  void carriesAll256RandomBitsBehindItsPrefix() {
    assertThat(DeviceToken.generate(new Bits(0)).reveal()).isEqualTo("crt_" + "A".repeat(43));
    assertThat(DeviceToken.generate(new Bits(0xFF)).reveal())
        .isEqualTo("crt_" + "_".repeat(42) + "8");
  }

  @Test
  void isNewEachTime() {
    SecureRandom random = new SecureRandom();
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < 1_000; i++) {
      String text = DeviceToken.generate(random).reveal();
      assertThat(text).matches("crt_[A-Za-z0-9_-]{43}");
      assertThat(seen.add(text)).isTrue();
    }
  }

  @Test
  void isReadBackFromItsText() {
    DeviceToken token = DeviceToken.generate(new SecureRandom());
    assertThat(DeviceToken.parse(token.reveal())).contains(token);
    assertThat(DeviceToken.parse(TOKEN)).map(DeviceToken::reveal).contains(TOKEN);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "crt_",
        "0123456789abcdefghijABCDEFGHIJ-_0123456789A",
        "CRT_0123456789abcdefghijABCDEFGHIJ-_0123456789A",
        "crt_0123456789abcdefghijABCDEFGHIJ-_0123456789",
        "crt_0123456789abcdefghijABCDEFGHIJ-_0123456789AA",
        "crt_0123456789abcdefghijABCDEFGHIJ-_0123456789B",
        "crt_0123456789abcdefghijABCDEFGHIJ+/0123456789A",
        " crt_0123456789abcdefghijABCDEFGHIJ-_0123456789A",
        "crt_0123456789abcdefghijABCDEFGHIJ-_0123456789A\n"
      })
  void refusesWhatIsNoTokenWithoutRepeatingIt(String text) {
    assertThat(DeviceToken.parse(text)).isEmpty();
  }

  @Test
  void isNeverFoundInALog() {
    Logger logger = new LoggerContext().getLogger("canary");
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    logger.addAppender(lines);
    DeviceToken token = DeviceToken.generate(new SecureRandom());

    logger.info("device added token={} hash={}", token, token.hash());
    logger.info("parsed token={}", DeviceToken.parse(token.reveal()));
    logger.info("failed", new IllegalStateException("token " + token));

    assertThat(lines.list).hasSize(3);
    assertThat(lines.list)
        .allSatisfy(
            line -> {
              assertThat(line.getFormattedMessage()).doesNotContain(token.reveal());
              assertThat(line.getFormattedMessage())
                  .doesNotContain(token.reveal().substring(DeviceToken.PREFIX.length()));
            });
    assertThat(lines.list.get(2).getThrowableProxy().getMessage()).isEqualTo("token ***");
  }
}
