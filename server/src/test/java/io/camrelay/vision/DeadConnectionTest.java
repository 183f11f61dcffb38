package io.camrelay.vision;

import static org.assertj.core.api.Assertions.assertThat;

import io.camrelay.vision.CallProgress.Phase;
import io.camrelay.vision.DeadConnection.Verdict;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import javax.net.ssl.SSLException;
import okhttp3.internal.http2.ErrorCode;
import okhttp3.internal.http2.StreamResetException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DeadConnectionTest {

  private final IOException reset = new SocketException("Connection reset");
  private final IOException closed =
      new IOException(
          "unexpected end of stream", new EOFException("\\n not found: limit=0 content="));

  @ParameterizedTest
  @EnumSource(Phase.class)
  void spareConnectionsOfTheCallsOwn(Phase phase) {
    assertThat(DeadConnection.judge(phase, false, false, Duration.ZERO, reset))
        .isEqualTo(Verdict.OTHER);
  }

  @ParameterizedTest
  @EnumSource(
      value = Phase.class,
      names = {"CONNECTING", "ANSWERED"})
  void isNotWhereNothingLeftOrAnAnswerCame(Phase phase) {
    assertThat(DeadConnection.judge(phase, true, false, Duration.ZERO, reset))
        .isEqualTo(Verdict.OTHER);
  }

  @Test
  void isCertainWhileTheRequestHasNoEnd() {
    assertThat(DeadConnection.judge(Phase.SENDING, true, false, Duration.ZERO, reset))
        .isEqualTo(Verdict.UNSEEN);
    assertThat(DeadConnection.judge(Phase.SENDING, true, true, Duration.ZERO, reset))
        .isEqualTo(Verdict.UNSEEN);
  }

  @Test
  void isNearlyCertainWhereTheConnectionEndsSoonAndWithoutAByte() {
    assertThat(sent(DeadConnection.WINDOW, reset)).isEqualTo(Verdict.HARDLY_SEEN);
    assertThat(sent(DeadConnection.WINDOW, closed)).isEqualTo(Verdict.HARDLY_SEEN);
    assertThat(sent(Duration.ZERO, new SSLException("Connection reset", reset)))
        .isEqualTo(Verdict.HARDLY_SEEN);
  }

  @Test
  void isNotWhereTheConnectionEndsLater() {
    assertThat(sent(DeadConnection.WINDOW.plusNanos(1), reset)).isEqualTo(Verdict.OTHER);
  }

  @Test
  void isNotWhereAPartOfAStatusLineCame() {
    IOException cut =
        new IOException("x", new EOFException("\\n not found: limit=10 content=485454502f"));

    assertThat(sent(Duration.ZERO, cut)).isEqualTo(Verdict.OTHER);
  }

  @Test
  void isNotATimeoutAndNotTheFramesFault() {
    for (Phase phase : Phase.values()) {
      assertThat(
              DeadConnection.judge(
                  phase, true, false, Duration.ZERO, new SocketTimeoutException("timeout")))
          .isEqualTo(Verdict.OTHER);
      assertThat(
              DeadConnection.judge(
                  phase, true, false, Duration.ZERO, new FrameUnreadable("gone", null)))
          .isEqualTo(Verdict.OTHER);
    }
  }

  @ParameterizedTest
  @EnumSource(ErrorCode.class)
  void goesByTheCodeOverHttp2(ErrorCode code) {
    Verdict verdict =
        DeadConnection.judge(Phase.SENT, true, true, Duration.ZERO, new StreamResetException(code));

    assertThat(verdict)
        .isEqualTo(code == ErrorCode.REFUSED_STREAM ? Verdict.UNSEEN : Verdict.OTHER);
  }

  @Test
  void isNotWhereASharedConnectionBreaks() {
    assertThat(DeadConnection.judge(Phase.SENT, true, true, Duration.ZERO, reset))
        .isEqualTo(Verdict.OTHER);
  }

  private Verdict sent(Duration since, IOException failure) {
    return DeadConnection.judge(Phase.SENT, true, false, since, failure);
  }
}
