package io.camrelay.camera;

import static org.assertj.core.api.Assertions.assertThat;

import io.camrelay.camera.Mischief.CutAfterHearing;
import io.camrelay.camera.Mischief.CutAfterSending;
import io.camrelay.camera.Mischief.CutBeforeHearing;
import io.camrelay.camera.Mischief.CutInMessage;
import io.camrelay.camera.Mischief.Interject;
import io.camrelay.fixtures.FaultyProxy;
import io.camrelay.fixtures.Jpegs;
import io.camrelay.fixtures.LittleRelay;
import io.camrelay.protocol.Code;
import io.camrelay.protocol.DeviceMessage;
import io.camrelay.protocol.DeviceMessage.AnswerAck;
import io.camrelay.protocol.DeviceMessage.CaptureBegin;
import io.camrelay.protocol.DeviceMessage.CaptureData;
import io.camrelay.protocol.DeviceMessage.CaptureEnd;
import io.camrelay.protocol.DeviceMessage.Hello;
import io.camrelay.protocol.MessageType;
import io.camrelay.protocol.Ping;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A camera that misbehaves, against a relay that writes down what it hears, over real TLS. */
class MischiefTest {

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int SIZE = 10_000;

  @TempDir private Path folder;
  private LittleRelay relay;
  private CameraFleet fleet;
  private final ConcurrentLinkedQueue<CameraEvent> events = new ConcurrentLinkedQueue<>();

  @BeforeEach
  void start() throws Exception {
    relay = new LittleRelay(folder);
    fleet = CameraFleet.start(1);
  }

  @AfterEach
  void stop() {
    fleet.close();
    relay.close();
  }

  private VirtualCamera camera(Mischief.Plan plan) {
    return camera(relay.port(), plan);
  }

  private VirtualCamera camera(int port, Mischief.Plan plan) {
    CameraSettings settings =
        CameraSettings.of(
                "127.0.0.1", port, relay.authorityPem(), LittleRelay.DEVICE, LittleRelay.TOKEN)
            .backoff(Duration.ofMillis(2), Duration.ofMillis(20))
            .statusEvery(Duration.ZERO)
            .build();
    VirtualCamera camera = fleet.camera(settings, CameraMemory.inMemory(), events::add, plan);
    camera.connect();
    return camera;
  }

  private String answer(VirtualCamera camera) throws Exception {
    return answer(camera.press(Jpegs.of(SIZE, 1), "What is it?"));
  }

  private static String answer(Pressed pressed) throws Exception {
    Reply reply = pressed.reply().toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    return ((Reply.Answered) reply).text();
  }

  /** One press with a cut, which must end as if there had been none. */
  private void survives(Mischief cut) throws Exception {
    try (VirtualCamera camera = camera(Mischief.Plan.once(cut))) {
      assertThat(answer(camera)).as("%s", cut).isEqualTo(LittleRelay.answerTo(SIZE));
      Awaitility.await().atMost(PATIENCE).until(() -> relay.settled() == relay.captures());
    }
    assertThat(relay.askedAtMost()).as("%s", cut).isEqualTo(1);
    assertThat(relay.violations()).isEmpty();
  }

  @Test
  void goesOnAfterACutAtAnyByteThatItSends() throws Exception {
    int upToTheEnd = sizes(DeviceMessage.class::isInstance);
    List<Integer> places = new ArrayList<>(List.of(0, 1, 7, 8, 9, 40, 100));
    for (int at = 150; at < upToTheEnd; at += 613) {
      places.add(at);
    }
    for (int at : places) {
      survives(new CutAfterSending(at, at % 2 == 0));
    }
    assertThat(heard(CameraEvent.LinkLost.class)).hasSizeGreaterThanOrEqualTo(places.size());
  }

  @Test
  void goesOnAfterACutAtAnyByteThatItHears() throws Exception {
    for (int at = 1; at < 180; at += 7) {
      survives(new CutAfterHearing(at, at % 2 == 0));
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = MessageType.class,
      names = {"HELLO", "CAPTURE_BEGIN", "CAPTURE_DATA", "CAPTURE_END", "ANSWER_ACK"})
  void goesOnAfterACutBeforeInsideAndBehindEachMessage(MessageType type) throws Exception {
    for (int bytes : new int[] {0, 3, 8, 11, Integer.MAX_VALUE}) {
      survives(new CutInMessage(type, 1, bytes, bytes == 8));
    }
    assertThat(heard(CameraEvent.LinkLost.class)).hasSizeGreaterThanOrEqualTo(5);
  }

  @ParameterizedTest
  @EnumSource(
      value = MessageType.class,
      names = {
        "WELCOME",
        "CAPTURE_ACCEPT",
        "CAPTURE_STORED",
        "ANSWER_BEGIN",
        "ANSWER_TEXT",
        "ANSWER_END"
      })
  void goesOnWhereAMessageOfTheRelaysIsLost(MessageType type) throws Exception {
    survives(new CutBeforeHearing(type, 1));
    assertThat(heard(CameraEvent.LinkLost.class)).isNotEmpty();
  }

  @Test
  void cutsExactlyWhereItWasTold() throws Exception {
    survives(new CutInMessage(MessageType.CAPTURE_DATA, 2, 8 + 4 + 100, false));

    List<Long> begun =
        relay.heard().stream()
            .filter(CaptureData.class::isInstance)
            .map(message -> ((CaptureData) message).offset())
            .toList();
    assertThat(begun).as("the second piece never came whole").containsExactly(0L, 4_084L, 8_168L);
    assertThat(relay.welcomed()).isEqualTo(2);
  }

  @Test
  void goesOnOverALinkThatBreaksAgainAndAgain() throws Exception {
    try (FaultyProxy proxy =
        new FaultyProxy(
            relay.port(),
            n ->
                n > 8
                    ? FaultyProxy.Fault.NONE
                    : FaultyProxy.Fault.cut(
                        FaultyProxy.Way.UP, 3_000L * n, FaultyProxy.Ending.RESET))) {
      try (VirtualCamera camera = camera(proxy.port(), Mischief.Plan.none())) {
        assertThat(answer(camera.press(Jpegs.of(60_000, 1), "")))
            .isEqualTo(LittleRelay.answerTo(60_000));
      }
      assertThat(proxy.connections()).isGreaterThan(3);
    }
    assertThat(relay.askedAtMost()).isEqualTo(1);
  }

  @Test
  void trickles() throws Exception {
    VirtualCamera camera =
        camera(Mischief.Plan.always(new Mischief.Trickle(500, Duration.ofMillis(1))));

    assertThat(answer(camera)).isEqualTo(LittleRelay.answerTo(SIZE));
    assertThat(relay.handshakes()).isEqualTo(1);
  }

  @Test
  void stallsAndThenGoesOn() throws Exception {
    VirtualCamera camera =
        camera(
            Mischief.Plan.always(
                new Mischief.StopSending(3_000, Duration.ofMillis(50)),
                new Mischief.StopReading(10, Duration.ofMillis(50))));

    assertThat(answer(camera)).isEqualTo(LittleRelay.answerTo(SIZE));
    assertThat(relay.handshakes()).isEqualTo(1);
  }

  @Test
  void stallsInTheMiddleOfAFrame() throws Exception {
    VirtualCamera camera =
        camera(Mischief.Plan.always(new Mischief.StopSending(6_000, Duration.ofDays(1))));
    Pressed pressed = camera.press(Jpegs.of(SIZE, 1), "");

    Awaitility.await().atMost(PATIENCE).until(() -> relay.heard().size() == 3);
    assertThat(types()).containsExactly("HELLO", "CAPTURE_BEGIN", "CAPTURE_DATA");
    assertThat(pressed.reply().toCompletableFuture()).isNotDone();
  }

  @Test
  void neverReads() throws Exception {
    VirtualCamera camera =
        camera(Mischief.Plan.always(new Mischief.StopReading(0, Duration.ofDays(1))));
    camera.press(Jpegs.of(SIZE, 1), "");

    Awaitility.await().atMost(PATIENCE).until(() -> relay.welcomed() == 1);
    assertThat(heard(CameraEvent.Welcomed.class)).isEmpty();
  }

  @Test
  void neverAcknowledges() throws Exception {
    VirtualCamera camera = camera(Mischief.Plan.always(new Mischief.NeverAcknowledge()));

    assertThat(answer(camera)).isEqualTo(LittleRelay.answerTo(SIZE));
    camera.cutLink();
    Awaitility.await()
        .atMost(PATIENCE)
        .until(() -> !heard(CameraEvent.EndRepeated.class).isEmpty());
    assertThat(types()).doesNotContain("ANSWER_ACK");
  }

  @Test
  void liesAboutSizes() throws Exception {
    VirtualCamera camera =
        camera(
            Mischief.Plan.always(new Mischief.ClaimSize(0xFFFF_FFFFL), new Mischief.SendMore(100)));
    camera.press(Jpegs.of(SIZE, 1), "");

    await(message -> message instanceof CaptureEnd);
    CaptureBegin begin = the(CaptureBegin.class).get(0);
    assertThat(begin.size()).isEqualTo(4_294_967_295L);
    CaptureData last = the(CaptureData.class).get(3);
    assertThat(last.offset()).isEqualTo(SIZE);
    assertThat(last.bytes().remaining()).isEqualTo(100);
  }

  @Test
  void sendsLessThanItAnnounced() throws Exception {
    VirtualCamera camera = camera(Mischief.Plan.always(new Mischief.SendLess(2_500)));
    camera.press(Jpegs.of(SIZE, 1), "");

    await(message -> message instanceof CaptureEnd);
    assertThat(the(CaptureData.class).stream().limit(2).mapToInt(data -> data.bytes().remaining()))
        .containsExactly(4_084, SIZE - 2_500 - 4_084);
  }

  @Test
  void damagesAFrameAndThenSendsItWhole() throws Exception {
    VirtualCamera camera =
        camera(
            Mischief.Plan.always(
                new Mischief.DamageByte(5_000, 1), new Mischief.WrongCrc(true, true, 2)));

    assertThat(answer(camera)).isEqualTo(LittleRelay.answerTo(SIZE));
    assertThat(heard(CameraEvent.Deferred.class))
        .extracting(CameraEvent.Deferred::code)
        .isNotEmpty()
        .containsOnly(Code.BAD_CRC);
  }

  @Test
  void leavesAPieceOutAndThenSendsIt() throws Exception {
    VirtualCamera camera = camera(Mischief.Plan.always(new Mischief.Gap(5_000, 1)));

    assertThat(answer(camera)).isEqualTo(LittleRelay.answerTo(SIZE));
    assertThat(heard(CameraEvent.Deferred.class))
        .extracting(CameraEvent.Deferred::code)
        .containsExactly(Code.GAP);
  }

  @Test
  void beginsTwice() throws Exception {
    VirtualCamera camera = camera(Mischief.Plan.always(new Mischief.DuplicateBegin()));

    assertThat(answer(camera)).isEqualTo(LittleRelay.answerTo(SIZE));
    assertThat(the(CaptureBegin.class)).hasSize(2);
  }

  @Test
  void acknowledgesWhatNeverCame() throws Exception {
    VirtualCamera camera = camera(Mischief.Plan.always(new Mischief.AcknowledgeAhead(1_000)));
    answer(camera);

    await(message -> message instanceof AnswerAck);
    assertThat(the(AnswerAck.class).get(0).offset())
        .isEqualTo(LittleRelay.answerTo(SIZE).length() + 1_000);
  }

  @Test
  void comesWithTheWrongToken() {
    camera(Mischief.Plan.once(new Mischief.WrongToken()));

    Awaitility.await().atMost(PATIENCE).until(() -> relay.welcomed() == 1);
    assertThat(the(Hello.class)).hasSize(2);
    assertThat(heard(CameraEvent.Refused.class)).hasSize(1);
  }

  @Test
  void saysWhatHasNoBusinessThere() {
    camera(Mischief.Plan.once(Interject.message(0, new Ping(1))));

    await(message -> message instanceof Hello);
    assertThat(types()).startsWith("PING", "HELLO");
  }

  @Test
  void saysWhatIsNoMessage() throws Exception {
    VirtualCamera camera =
        camera(
            Mischief.Plan.inTurn(
                List.of(
                    Interject.type(1, 0x3C, 70),
                    Interject.oversize(2),
                    Interject.type(1, 0x9C, 70))));

    assertThat(answer(camera)).isEqualTo(LittleRelay.answerTo(SIZE));
    assertThat(relay.violations())
        .extracting(violation -> violation.code())
        .containsExactly(Code.UNKNOWN_TYPE, Code.TOO_LONG);
    assertThat(relay.welcomed()).as("the skippable one was skipped").isEqualTo(3);
  }

  @Test
  void doesNotSpeakTheProtocol() {
    VirtualCamera camera =
        camera(
            Mischief.Plan.inTurn(
                List.of(
                    new Mischief.PlainText("GET / HTTP/1.1\r\n\r\n"),
                    new Mischief.Garbage(100, 2),
                    new Mischief.SayNothing(true))));

    Awaitility.await().atMost(PATIENCE).until(() -> relay.handshakes() == 2);
    Awaitility.await().atMost(PATIENCE).until(() -> relay.connections() == 1);
    assertThat(relay.heard()).isEmpty();
    assertThat(relay.violations()).as("the garbage").hasSize(1);
    assertThat(heard(CameraEvent.Secured.class)).isEmpty();
    camera.cutLink();
    Awaitility.await().atMost(PATIENCE).until(() -> relay.welcomed() == 1);
  }

  @Test
  void connectsAndDoesNotEvenMakeAHandshake() {
    camera(Mischief.Plan.always(new Mischief.SayNothing(false)));

    Awaitility.await().atMost(PATIENCE).until(() -> relay.connections() == 1);
    assertThat(relay.handshakes()).isZero();
  }

  /** The bytes of all messages of a proper press. */
  private int sizes(Predicate<DeviceMessage> which) throws Exception {
    try (VirtualCamera camera = camera(Mischief.Plan.none())) {
      answer(camera);
      await(message -> message instanceof AnswerAck);
    }
    return relay.heard().stream()
        .filter(which)
        .mapToInt(io.camrelay.protocol.MessageWriter::size)
        .sum();
  }

  private void await(Predicate<DeviceMessage> message) {
    Awaitility.await().atMost(PATIENCE).until(() -> relay.heard().stream().anyMatch(message));
  }

  private List<String> types() {
    return relay.heard().stream().map(message -> message.type().name()).toList();
  }

  private <T extends DeviceMessage> List<T> the(Class<T> type) {
    return relay.heard().stream().filter(type::isInstance).map(type::cast).toList();
  }

  private <T extends CameraEvent> List<T> heard(Class<T> type) {
    return events.stream().filter(type::isInstance).map(type::cast).toList();
  }
}
