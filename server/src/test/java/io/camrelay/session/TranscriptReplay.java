package io.camrelay.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.camrelay.capture.CaptureFeed;
import io.camrelay.capture.CaptureKey;
import io.camrelay.capture.Ending;
import io.camrelay.protocol.AnswerStatus;
import io.camrelay.protocol.Code;
import io.camrelay.protocol.DeviceMessage;
import io.camrelay.protocol.LogLevel;
import io.camrelay.protocol.MessageText;
import io.camrelay.protocol.MessageType;
import io.camrelay.protocol.ProfileData;
import io.camrelay.protocol.RelayMessage;
import io.camrelay.protocol.StageKind;
import io.camrelay.protocol.Transcript;
import io.camrelay.protocol.Transcript.Step;
import io.camrelay.protocol.VectorFiles;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Says the device's lines of a transcript to real sessions, makes happen what happens beside it,
 * and compares what the sessions say with the relay's lines. As the vectors' README has it: STAGE
 * and PROGRESS may come more often or not at all, and text may be cut otherwise.
 */
final class TranscriptReplay {

  private static final Duration TICK = Duration.ofMillis(250);

  private final MessageText text = new MessageText(VectorFiles.frames());
  private final Transcript transcript;
  private final TurnedClock clock = new TurnedClock();
  private final MemoryStore store = new MemoryStore().with("porch", "secret-1");
  private final Map<Integer, TestLink> links = new HashMap<>();

  /** What was heard on each connection and not compared yet. */
  private final Map<Integer, ArrayDeque<RelayMessage>> heard = new HashMap<>();

  /** What the model has said of a capture in its latest attempt. */
  private final Map<Long, StringBuilder> said = new HashMap<>();

  /**
   * Lines of the relay that did not come yet. Only where the store has lost something: the relay
   * learns that from what it is given next, so its answer may be later than it is told.
   */
  private final ArrayDeque<Step> owed = new ArrayDeque<>();

  private boolean lossy;

  private final Map<Long, Integer> attempts = new HashMap<>();
  private CaptureFeed feed = new CaptureFeed();
  private Sessions sessions;

  TranscriptReplay(Transcript transcript) {
    this.transcript = transcript;
    this.sessions = start();
  }

  private Sessions start() {
    return new Sessions(
        settings(), TestSettings.ports(store, feed, new TestSettings.Told()), clock, Runnable::run);
  }

  /** The relay of the transcript, as its WELCOMEs tell. */
  private SessionSettings settings() {
    Map<String, String> welcome = new HashMap<>();
    for (Step step : transcript.steps()) {
      if (step.kind() == Transcript.Kind.RELAY && step.text().startsWith("WELCOME")) {
        welcome.putAll(step.fields());
      }
    }
    int inFlight = Integer.parseInt(welcome.getOrDefault("maxInFlight", "4"));
    long frame = Long.parseLong(welcome.getOrDefault("maxFrame", "400000"));
    int frames = Integer.parseInt(welcome.getOrDefault("maxFrames", "1"));
    return TestSettings.of(frame, frames, inFlight);
  }

  long memoryTaken() {
    links.values().stream().filter(link -> !link.isClosed()).forEach(TestLink::cut);
    store.room();
    links.values().forEach(TestLink::settle);
    return sessions.uploadMemoryTaken();
  }

  void run() {
    for (Step step : transcript.steps()) {
      switch (step.kind()) {
        case CONNECT -> {
          links.put(step.connection(), TestLink.to(sessions));
          heard.put(step.connection(), new ArrayDeque<>());
        }
        case DEVICE, DEVICE_WRONG -> link(step).say(bytes(step));
        case RELAY -> owed.add(step);
        case CLOSE -> {
          listen();
          assertThat(link(step).isClosed()).as("closed").isTrue();
          assertThat(essential(step.connection())).as("before it closes").isEmpty();
        }
        case CUT -> link(step).cut();
        case EVENT -> event(step.text().split(" ", -1), step.text());
      }
      listen();
      pay();
    }
    assertThat(owed).as("never said").isEmpty();
    heard.keySet().forEach(each -> assertThat(essential(each)).as("in the end").isEmpty());
  }

  private TestLink link(Step step) {
    return Objects.requireNonNull(links.get(step.connection()));
  }

  private ByteBuffer bytes(Step step) {
    if (step.text().startsWith("hex ")) {
      byte[] hex = HexFormat.of().parseHex(step.text().substring(4).replace(" ", ""));
      return ByteBuffer.wrap(hex);
    }
    return TestSettings.bytes((DeviceMessage) step.message(text));
  }

  private void listen() {
    // One link's task may be another's event.
    for (int round = 0; round < 3; round++) {
      links.forEach((number, link) -> heard(number).addAll(link.heard()));
    }
  }

  private ArrayDeque<RelayMessage> heard(int connection) {
    return heard.computeIfAbsent(connection, number -> new ArrayDeque<>());
  }

  private List<RelayMessage> essential(int connection) {
    return heard(connection).stream().filter(message -> !isOptional(message)).toList();
  }

  private static boolean isOptional(RelayMessage message) {
    return message.type() == MessageType.STAGE || message.type() == MessageType.CAPTURE_PROGRESS;
  }

  private void pay() {
    while (!owed.isEmpty()) {
      boolean silent = essential(owed.element().connection()).isEmpty();
      if (silent && lossy && !isOptional(owed.element())) {
        return;
      }
      expect(owed.remove());
    }
  }

  private void expect(Step step) {
    ArrayDeque<RelayMessage> queue = heard(step.connection());
    MessageType wanted = MessageType.valueOf(step.text().split(" ", 2)[0]);
    while (!queue.isEmpty() && isOptional(queue.element()) && queue.element().type() != wanted) {
      queue.remove();
    }
    if (queue.isEmpty() && isOptional(step)) {
      return;
    }
    assertThat(queue).as(step.text()).isNotEmpty();
    RelayMessage message = joined(queue, wanted);
    assertThat(message.type()).as(step.text() + " but " + message).isEqualTo(wanted);
    assertThat(text.differences(step.fields(), message)).as(step.text()).isEmpty();
  }

  private static boolean isOptional(Step step) {
    // BUSY is what tells a waiting device that the relay lives.
    return (step.text().startsWith("STAGE") && !step.text().contains("BUSY"))
        || step.text().startsWith("CAPTURE_PROGRESS");
  }

  /** The next message; pieces of text that follow one another are taken as one. */
  private static RelayMessage joined(ArrayDeque<RelayMessage> queue, MessageType wanted) {
    RelayMessage first = queue.remove();
    if (wanted != MessageType.ANSWER_TEXT || !(first instanceof RelayMessage.AnswerText piece)) {
      return first;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    append(bytes, piece.bytes());
    while (queue.peek() instanceof RelayMessage.AnswerText next
        && next.generation() == piece.generation()) {
      append(bytes, next.bytes());
      queue.remove();
    }
    return new RelayMessage.AnswerText(
        piece.handle(), piece.generation(), piece.offset(), ByteBuffer.wrap(bytes.toByteArray()));
  }

  private static void append(ByteArrayOutputStream out, ByteBuffer bytes) {
    byte[] copy = new byte[bytes.remaining()];
    bytes.duplicate().get(copy);
    out.writeBytes(copy);
  }

  private void event(String[] words, String line) {
    switch (words[0]) {
      case "ask" -> {
        long number = Long.parseLong(words[1]);
        attempts.merge(number, 1, Integer::sum);
        said.put(number, new StringBuilder());
        feed.stage(store.key(number), StageKind.ASKING, Duration.ZERO, words[2]);
      }
      case "text" -> {
        long number = Long.parseLong(words[1]);
        String piece = line.substring(line.indexOf('"') + 1, line.length() - 1);
        StringBuilder before = Objects.requireNonNull(said.get(number));
        feed.text(store.key(number), Integer.parseInt(words[2]), before.length(), piece);
        before.append(piece);
      }
      case "end" -> end(Long.parseLong(words[1]), answer(words));
      case "fail" -> end(Long.parseLong(words[1]), failure(Code.valueOf(words[2])));
      case "full" -> store.full();
      case "slow" -> store.slow();
      case "room" -> store.room();
      case "lose" -> lose(Long.parseLong(words[1]), Integer.parseInt(words[2]));
      case "pass" -> pass(Duration.ofSeconds(Long.parseLong(words[1])));
      case "drain" -> assertThat(sessions.registry().drain()).isNotNull();
      case "restart" -> restart();
      case "revoke" -> store.revokeForeign(words[1]);
      case "operator" -> operator(words[1]);
      default -> throw new IllegalArgumentException(line);
    }
  }

  private Ending.Answer answer(String[] words) {
    String all = String.valueOf(said.get(Long.parseLong(words[1])));
    return new Ending.Answer(
        all, AnswerStatus.valueOf(words[2]), "offline", "offline", -1, -1, 1_000);
  }

  private static Ending.Failure failure(Code code) {
    return new Ending.Failure(code, code.hint());
  }

  private void end(long number, Ending ending) {
    CaptureKey key = store.key(number);
    store.end(key, ending);
    feed.ended(key, attempts.getOrDefault(number, 0), ending);
  }

  /** Nobody knows of a loss before the store is given something. */
  private void lose(long number, int offset) {
    lossy = true;
    pass(Pieces.STALE);
    store.lose(store.key(number), offset);
  }

  private void pass(Duration time) {
    for (Duration at = Duration.ZERO; at.compareTo(time) < 0; at = at.plus(TICK)) {
      clock.turn(TICK);
      links.values().stream().filter(link -> !link.isClosed()).forEach(TestLink::tick);
      listen();
    }
  }

  private void restart() {
    links.values().stream().filter(link -> !link.isClosed()).forEach(TestLink::cut);
    feed = new CaptureFeed();
    sessions = start();
  }

  private void operator(String what) {
    RelayMessage message =
        switch (what) {
          case "profile" ->
              new RelayMessage.Profile(
                  new ProfileData(2, "", ProfileData.OWN_QUALITY, 60, false, "Is the door open?"));
          case "capture" -> new RelayMessage.CaptureNow("Is it raining?");
          case "notice" -> new RelayMessage.Notice(LogLevel.INFO, "Good morning.");
          case "token" -> new RelayMessage.Token("secret-2");
          case "reboot" -> new RelayMessage.Reboot(1_000);
          default -> throw new IllegalArgumentException(what);
        };
    assertThat(sessions.registry().tell("porch", message)).isTrue();
  }
}
