package io.camrelay.camera;

import static org.assertj.core.api.Assertions.assertThat;

import io.camrelay.protocol.CaptureId;
import io.camrelay.protocol.Code;
import io.camrelay.protocol.DeviceMessage;
import io.camrelay.protocol.MessageType;
import io.camrelay.protocol.ProfileData;
import io.camrelay.protocol.Promise;
import io.camrelay.protocol.RelayMessage;
import io.camrelay.protocol.RelayMessage.AnswerBegin;
import io.camrelay.protocol.RelayMessage.AnswerEnd;
import io.camrelay.protocol.RelayMessage.AnswerText;
import io.camrelay.protocol.RelayMessage.CaptureAccept;
import io.camrelay.protocol.RelayMessage.CaptureStored;
import io.camrelay.protocol.RelayMessage.Deferred;
import io.camrelay.protocol.RelayMessage.Welcome;
import io.camrelay.protocol.Trigger;
import io.camrelay.protocol.Urgency;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A camera's session with a relay that says what the test wants, at the test's own time. */
final class SessionScript {

  static final long EPOCH = 0xE1;
  static final ProfileData PROFILE = new ProfileData(1, "", ProfileData.OWN_QUALITY, 0, false, "");
  static final Welcome WELCOME = welcome(4, PROFILE);

  final CameraSettings settings;
  final CameraMemory memory;
  final CameraSession session;
  final List<CameraEvent> events = new ArrayList<>();
  long now = 1_000_000;

  SessionScript() {
    this(settings().build());
  }

  SessionScript(CameraSettings settings) {
    this(settings, CameraMemory.inMemory(EPOCH));
  }

  SessionScript(CameraSettings settings, CameraMemory memory) {
    this.settings = settings;
    this.memory = memory;
    this.session = new CameraSession(settings, memory, new Random(1), events::add, now);
  }

  /** A camera that sends 100 bytes of frame at a time and no telemetry. */
  static CameraSettings.Builder settings() {
    return CameraSettings.of("localhost", 8443, "", "porch", "secret-1")
        .dataMessage(CameraSettings.DATA_OVERHEAD + 100)
        .statusEvery(Duration.ZERO);
  }

  static Welcome welcome(int maxInFlight, ProfileData profile) {
    return new Welcome(1_700_000_000_000L, 30, 1_024, 400_000, 1, maxInFlight, profile);
  }

  static CaptureId id(long number) {
    return new CaptureId(EPOCH, number);
  }

  static Photo photo(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return Photo.of(bytes);
  }

  /** A session that the relay has let in. */
  SessionScript open() {
    session.connecting();
    session.secured("TLSv1.2 suite", 3, 40, now);
    assertThat(says()).extracting(DeviceMessage::type).containsExactly(MessageType.HELLO);
    hears(WELCOME);
    return this;
  }

  /** The link breaks and comes back. */
  SessionScript reopen() {
    session.disconnected("cut");
    return open();
  }

  CaptureId press(int size) {
    CaptureId id = id(memory.nextNumber());
    session.take(
        new Shot(id, List.of(photo(size)), null, "What is it?", Trigger.TOUCH, Urgency.NORMAL),
        now);
    return id;
  }

  /** All that the camera wants to say now. */
  List<DeviceMessage> says() {
    List<DeviceMessage> said = new ArrayList<>();
    for (DeviceMessage next = session.next(now); next != null; next = session.next(now)) {
      said.add(next);
    }
    return said;
  }

  /** The same as types alone. */
  List<MessageType> saysTypes() {
    return says().stream().map(DeviceMessage::type).toList();
  }

  SessionScript hears(RelayMessage... messages) {
    for (RelayMessage message : messages) {
      session.heard(now);
      session.received(message, now);
    }
    return this;
  }

  void pass(Duration time) {
    now += time.toMillis();
  }

  <T extends CameraEvent> List<T> heard(Class<T> type) {
    return events.stream().filter(type::isInstance).map(type::cast).toList();
  }

  List<CameraEvent.Kind> heardKinds() {
    return events.stream().map(CameraEvent::kind).toList();
  }

  static CaptureAccept accept(int handle, long offset) {
    return new CaptureAccept(handle, offset);
  }

  static CaptureStored stored(int handle) {
    return new CaptureStored(handle, Promise.THIS_DISK);
  }

  static Deferred deferred(int handle, Code code, long retryAfterMillis) {
    return new Deferred(handle, code, retryAfterMillis, code.hint());
  }

  static AnswerBegin answer(int handle, CaptureId id) {
    return new AnswerBegin(handle, id);
  }

  static AnswerText text(int handle, long generation, long offset, String text) {
    return new AnswerText(
        handle, generation, offset, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
  }

  static AnswerEnd end(int handle, long generation, long length) {
    return new AnswerEnd(
        handle, io.camrelay.protocol.AnswerStatus.COMPLETE, generation, length, 1_117, 46, 2_000);
  }
}
