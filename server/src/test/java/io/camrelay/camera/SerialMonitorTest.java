package io.camrelay.camera;

import static org.assertj.core.api.Assertions.assertThat;

import io.camrelay.camera.CameraEvent.AnswerBegun;
import io.camrelay.camera.CameraEvent.AnswerPiece;
import io.camrelay.camera.CameraEvent.AnswerRestarted;
import io.camrelay.camera.CameraEvent.Answered;
import io.camrelay.camera.CameraEvent.Connecting;
import io.camrelay.camera.CameraEvent.Deferred;
import io.camrelay.camera.CameraEvent.Dropped;
import io.camrelay.camera.CameraEvent.Failed;
import io.camrelay.camera.CameraEvent.Goodbye;
import io.camrelay.camera.CameraEvent.LinkLost;
import io.camrelay.camera.CameraEvent.Notice;
import io.camrelay.camera.CameraEvent.Progress;
import io.camrelay.camera.CameraEvent.Refused;
import io.camrelay.camera.CameraEvent.Secured;
import io.camrelay.camera.CameraEvent.Stage;
import io.camrelay.camera.CameraEvent.Stored;
import io.camrelay.camera.CameraEvent.Taken;
import io.camrelay.camera.CameraEvent.Welcomed;
import io.camrelay.protocol.AnswerStatus;
import io.camrelay.protocol.CaptureId;
import io.camrelay.protocol.Code;
import io.camrelay.protocol.Limits;
import io.camrelay.protocol.LogLevel;
import io.camrelay.protocol.ProfileData;
import io.camrelay.protocol.Promise;
import io.camrelay.protocol.StageKind;
import io.camrelay.protocol.Trigger;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the maker reads. */
class SerialMonitorTest {

  private static final CaptureId PHOTO = new CaptureId(0xE1, 7);

  private final List<String> lines = new ArrayList<>();
  private long now = 1_000;
  private final SerialMonitor monitor = SerialMonitor.to(lines::add, () -> now);

  private SerialMonitorTest after(long millis, CameraEvent... events) {
    now += millis;
    for (CameraEvent event : events) {
      monitor.heard(event);
    }
    return this;
  }

  private String screen() {
    return String.join("\n", lines) + "\n";
  }

  /** The same without folds. */
  private String unfolded() {
    return screen().replaceAll("\\s+", " ");
  }

  @Test
  void tellsTheStoryOfAPress() {
    after(0, new Connecting("192.168.1.20", 8_443, 1));
    after(1_250, new Secured("TLSv1.2 TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256", 12, 1_180));
    ProfileData profile =
        new ProfileData(3, "", ProfileData.OWN_QUALITY, 0, false, "Is the gate open?");
    after(20, new Welcomed(SessionScript.welcome(4, profile)));
    after(5_000, new Taken(PHOTO, 1, 214_321, 1_600, 1_200, Trigger.TOUCH, ""));
    after(1_500, new Progress(PHOTO, 107_000, 214_321));
    after(100, new Progress(PHOTO, 150_000, 214_321));
    after(900, new Stored(PHOTO, Promise.THIS_DISK, 2_500));
    after(1, new Stage(PHOTO, StageKind.CHECKED, 0, ""));
    after(3, new Stage(PHOTO, StageKind.ASKING, 0, "gpt-4o-mini"));
    after(700, new AnswerBegun(PHOTO), piece(0, "The gate is open. A red c"));
    after(200, piece(25, "ar stands right in front of it, and nobody is to be seen"));
    after(200, piece(81, ".\n\nIt rains."));
    after(10, new Answered(PHOTO, AnswerStatus.COMPLETE, 1, 93, 1_117, 46, 1_110));

    assertThat(screen())
        .isEqualTo(
            """
            [   0.000] link      connecting to 192.168.1.20 port 8443
            [   1.250] link      secured by TLSv1.2 TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256 (TCP 12 ms,
                                 handshake 1180 ms)
            [   1.270] link      the relay lets us in; a press asks: "Is the gate open?"
            [   6.270] photo 7   photo taken, 214321 bytes, 1600x1200
            [   7.770] photo 7   25 % sent
            [   7.870] photo 7   50 % sent
            [   8.770] photo 7   STORED after 2500 ms: the photo is safe with the relay
            [   8.771] photo 7   the picture is sound
            [   8.774] photo 7   asking gpt-4o-mini
                The gate is open. A red car stands right in front of it, and nobody is
                to be seen.

                It rains.
            [   9.884] photo 7   answered after 1110 ms (1117 + 46 tokens)
            """);
  }

  @Test
  void failuresComeWithCodeAndHint() {
    after(0, new Taken(PHOTO, 1, 90_000, 0, 0, Trigger.TOUCH, "What is it?"));
    after(5, new Deferred(PHOTO, Code.DISK_FULL, 30_000, Code.DISK_FULL.hint()));
    after(30_000, new Failed(PHOTO, Code.NOT_JPEG, Code.NOT_JPEG.hint()));
    after(1, new Dropped(PHOTO, 1));

    assertThat(unfolded())
        .contains("photo taken, 90000 bytes: \"What is it?\"")
        .contains("not now, disk_full; again in 30.0 s: The relay's disk is full.")
        .contains("FAILED not_jpeg: The photo is no JPEG.")
        .contains("LOST: the outbox is full (1 lost so far)");
    assertThat(screen().lines()).allMatch(line -> line.length() <= 21 + SerialMonitor.WIDTH);
  }

  @Test
  void aBrokenLinkIsTold() {
    after(0, new LinkLost("the relay closed the connection", 1_100));
    after(1_100, new Connecting("relay.local", 8_443, 2));
    after(1, new Refused(Code.UNAUTHORIZED, 0, Code.UNAUTHORIZED.hint()));
    after(1, new Goodbye(Code.DRAINING, 5_000, Code.DRAINING.hint()));
    after(1, new Notice(LogLevel.INFO, "Good morning."));

    assertThat(unfolded())
        .contains("no link (the relay closed the connection), again in 1.1 s")
        .contains("connecting to relay.local port 8443, attempt 2")
        .contains("REFUSED unauthorized: Device name or token is wrong.")
        .contains("goodbye, draining:")
        .contains("relay Good morning.");
  }

  @Test
  void anAnswerThatBeginsAnewSaysSo() {
    after(0, new AnswerBegun(PHOTO), piece(0, "All of it is g"));
    after(1, new AnswerRestarted(PHOTO, 2));
    after(1, piece(0, "The picture is gray."));
    after(1, new Answered(PHOTO, AnswerStatus.CUT, 2, 20, Limits.UNKNOWN, Limits.UNKNOWN, 900));

    assertThat(screen())
        .containsSubsequence(
            "All of it is g\n",
            "the answer begins anew; forget what was shown of it\n",
            "The picture is gray.\n",
            "answered after 900 ms (tokens unknown, cut at its limit)\n");
  }

  @Test
  void aLineInBetweenDoesNotTearAnAnswerApart() {
    CaptureId other = new CaptureId(0xE1, 8);
    after(0, new AnswerBegun(PHOTO), piece(0, "One two "));
    after(1, new Stored(other, Promise.THIS_DISK, 80));
    after(1, piece(8, "three four"));
    after(1, new Answered(PHOTO, AnswerStatus.COMPLETE, 1, 18, 1, 1, 5));

    assertThat(screen())
        .containsSubsequence("photo 8   STORED", "    One two three four\n", "answered after");
  }

  @Test
  void nothingThatComesFromElsewhereMovesTheCursor() {
    after(0, new Notice(LogLevel.INFO, "red \u001b[31m\nfake line"));
    after(0, new AnswerBegun(PHOTO), piece(0, "clear \u001b[2J\u0007 it"));
    after(0, new Answered(PHOTO, AnswerStatus.COMPLETE, 1, 1, 1, 1, 1));

    assertThat(screen()).doesNotContain("\u001b", "\u0007").contains("red [31m fake line");
  }

  @Test
  void anAnswerThatIsDeliveredAgainDoesNotRunIntoItsFirstHalf() {
    after(0, new AnswerBegun(PHOTO), piece(0, "All of it is g"));
    after(1, new LinkLost("the relay closed the connection", 1_100));
    after(1_200, new AnswerBegun(PHOTO), piece(0, "All of it is gray."));
    after(1, new Answered(PHOTO, AnswerStatus.COMPLETE, 1, 18, 1, 1, 5));

    assertThat(screen())
        .containsSubsequence(
            "no link",
            "    All of it is g\n",
            "the answer comes once more, from its start\n",
            "    All of it is gray.\n");
  }

  private static AnswerPiece piece(long offset, String text) {
    return new AnswerPiece(PHOTO, 1, offset, text);
  }
}
