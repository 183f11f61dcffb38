package io.camrelay.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.camrelay.capture.CaptureFeed;
import io.camrelay.capture.CaptureKey;
import io.camrelay.capture.Ending;
import io.camrelay.picture.TestJpegs;
import io.camrelay.protocol.AnswerStatus;
import io.camrelay.protocol.Code;
import io.camrelay.protocol.DeviceMessage;
import io.camrelay.protocol.DeviceMessage.Hello;
import io.camrelay.protocol.MessageType;
import io.camrelay.protocol.RelayMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

/** Sessions, and all that they need, on one thread; time stands still until it is turned. */
final class Desk {

  static final String TOKEN = "secret-1";
  static final byte[] PHOTO = TestJpegs.photo(320, 240);
  static final Duration TICK = Duration.ofMillis(250);

  final TurnedClock clock = new TurnedClock();
  final MemoryStore store = new MemoryStore().with("porch", TOKEN).with("gate", TOKEN);
  final CaptureFeed feed = new CaptureFeed();
  final TestSettings.Told dispatch = new TestSettings.Told();
  final Sessions sessions;
  private final List<TestLink> links = new ArrayList<>();

  Desk() {
    this(TestSettings.of(1 << 20, 4), Runnable::run);
  }

  Desk(SessionSettings settings) {
    this(settings, Runnable::run);
  }

  Desk(SessionSettings settings, Executor replays) {
    sessions = new Sessions(settings, TestSettings.ports(store, feed, dispatch), clock, replays);
  }

  TestLink connect() {
    TestLink link = TestLink.to(sessions);
    links.add(link);
    return link;
  }

  TestLink enter() {
    return enter(Says.hello("porch", TOKEN, 30));
  }

  TestLink enter(Hello hello) {
    TestLink link = connect().say(hello);
    settle();
    assertThat(types(link)).contains(MessageType.WELCOME);
    return link;
  }

  /** Says all of it and gives what the relay has said to that. */
  List<RelayMessage> say(TestLink link, List<? extends DeviceMessage> messages) {
    messages.forEach(link::say);
    settle();
    return link.heard();
  }

  List<MessageType> upload(TestLink link, int handle, long number, byte[] frame) {
    return say(link, Says.upload(handle, number, frame)).stream().map(RelayMessage::type).toList();
  }

  static List<MessageType> types(TestLink link) {
    return link.heard().stream().map(RelayMessage::type).toList();
  }

  void settle() {
    for (int round = 0; round < 3; round++) {
      links.forEach(TestLink::settle);
    }
  }

  /** Time passes, tick by tick. */
  void pass(Duration time) {
    for (Duration at = Duration.ZERO; at.compareTo(time) < 0; at = at.plus(TICK)) {
      clock.turn(TICK);
      links.stream().filter(link -> !link.isClosed()).forEach(TestLink::tick);
      settle();
    }
  }

  static CaptureKey key(long number) {
    return MemoryStore.key("porch", Says.EPOCH, number);
  }

  static Ending.Answer answer(String text) {
    return new Ending.Answer(text, AnswerStatus.COMPLETE, "offline", "offline", 10, 5, 1_000);
  }

  static Ending.Failure failure(Code code) {
    return new Ending.Failure(code, code.hint());
  }

  /** It has ended, durably, and everybody is told. */
  void end(CaptureKey key, int generation, Ending ending) {
    store.end(key, ending);
    feed.ended(key, generation, ending);
    settle();
  }

  void live(CaptureKey key, int generation, int offset, String piece) {
    feed.text(key, generation, offset, piece);
    settle();
  }
}
