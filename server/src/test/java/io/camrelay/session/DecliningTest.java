package io.camrelay.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.camrelay.capture.Ending;
import io.camrelay.protocol.Code;
import io.camrelay.protocol.Covers;
import io.camrelay.protocol.DeviceMessage;
import io.camrelay.protocol.DeviceMessage.CaptureBegin;
import io.camrelay.protocol.DeviceMessage.CaptureCancel;
import io.camrelay.protocol.MessageType;
import io.camrelay.protocol.RelayMessage.CaptureAccept;
import io.camrelay.protocol.RelayMessage.Deferred;
import io.camrelay.protocol.RelayMessage.Failed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes of messages that are not taken: each is answered, and nothing is kept of it. */
class DecliningTest {

  private static final byte[] PHOTO = Desk.PHOTO;
  private static final Failed CANCELLED = new Failed(5, Code.CANCELLED, Code.CANCELLED.hint());

  private final Desk desk = new Desk();
  private final TestLink link = desk.enter();

  private static CaptureBegin other(int handle, long number) {
    return Says.begin(handle, number, new byte[] {1, 2, 3});
  }

  private void fourUnfinished() {
    List<DeviceMessage> four = new ArrayList<>();
    for (int handle = 1; handle <= 4; handle++) {
      four.add(Says.begin(handle, handle, PHOTO));
    }
    desk.say(link, four);
  }

  @Test
  @Covers("R-UPL-18")
  void answersACancelOfWhatFoundNoRoom() {
    fourUnfinished();
    assertThat(desk.say(link, List.of(Says.begin(5, 5, PHOTO))))
        .extracting(message -> ((Deferred) message).code())
        .containsExactly(Code.TOO_MANY_CAPTURES);
    assertThat(desk.say(link, List.of(new CaptureCancel(5)))).containsExactly(CANCELLED);
  }

  @Test
  @Covers("R-UPL-18")
  void endsDurablyWhatFoundNoRoomAndWasBegunOnAnEarlierConnection() {
    desk.say(link, List.of(Says.begin(1, 5, PHOTO)));
    link.cut();
    TestLink back = desk.enter();
    desk.say(back, List.of());
    for (int handle = 1; handle <= 4; handle++) {
      desk.say(back, List.of(Says.begin(handle, handle, PHOTO)));
    }
    desk.say(back, List.of(Says.begin(5, 5, PHOTO), new CaptureCancel(5)));
    assertThat(desk.store.ending(Desk.key(5))).isCompletedWithValue(Desk.failure(Code.CANCELLED));
  }

  @Test
  @Covers("R-END-1")
  void endsOnceWhatWasCancelledWhileItsBeginWaitedForTheStore() {
    desk.store.slow();
    link.say(Says.begin(5, 5, PHOTO));
    desk.pass(Duration.ofSeconds(31));
    link.say(new CaptureCancel(5));
    desk.store.room();
    desk.settle();
    assertThat(Desk.types(link)).contains(MessageType.FAILED);
    assertThat(desk.store.ending(Desk.key(5)))
        .isCompletedWithValueMatching(ending -> ending.kind() == Ending.Kind.FAILURE);
  }

  @Test
  @Covers("R-ID-4")
  void keepsNothingOfAConflict() {
    desk.upload(link, 1, 1, PHOTO);
    assertThat(desk.say(link, List.of(other(2, 1))))
        .containsExactly(new Failed(2, Code.CONFLICT, Code.CONFLICT.hint()));
    assertThat(desk.say(link, List.of(new CaptureCancel(2))))
        .as("a message on a handle that stands for nothing")
        .isEmpty();
    assertThat(desk.say(link, List.of(Says.begin(2, 2, PHOTO))))
        .containsExactly(new CaptureAccept(2, 0));
  }
}
