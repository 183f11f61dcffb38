package io.camrelay.protocol;

import io.camrelay.protocol.DeviceMessage.Hello;
import io.camrelay.protocol.RelayMessage.Welcome;
import io.camrelay.protocol.TranscriptRules.Judge;
import io.camrelay.protocol.TranscriptRules.Known;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One connection: who may speak, what handles stand for, and the credit of all its deliveries. */
final class ConnectionRules {

  private final Known known;
  private final Judge judge;

  private @Nullable Hello hello;
  private @Nullable Welcome welcome;

  /** True after REFUSED or GOODBYE. */
  private boolean closing;

  private int highestDeviceHandle;

  /** As an unsigned number. */
  private int highestRelayHandle = Limits.RELAY_HANDLES - 1;

  private final Map<Integer, UploadRules> uploads = new HashMap<>();
  private final Map<Integer, DeliveryRules> deliveries = new HashMap<>();
  private final Set<Long> devicePings = new HashSet<>();

  ConnectionRules(Known known, Judge judge) {
    this.known = known;
    this.judge = judge;
  }

  void device(DeviceMessage message) {
    if (message instanceof Hello first) {
      judge.check(hello == null, "R-CON-1", "a second HELLO");
      hello = first;
      return;
    }
    judge.check(welcome != null, "R-CON-1", message.type() + " before WELCOME");
    if (closing || welcome == null) {
      return; // nobody acts on it
    }
    switch (message.type()) {
      case CAPTURE_BEGIN -> begin((DeviceMessage.CaptureBegin) message);
      case ASK -> ask((DeviceMessage.Ask) message);
      case PING -> devicePings.add(((Ping) message).nonce());
      case CAPTURE_DATA, CAPTURE_END, CAPTURE_CANCEL, ANSWER_ACK -> onHandle(message);
      default -> {}
    }
  }

  private void begin(DeviceMessage.CaptureBegin begin) {
    UploadRules upload = UploadRules.begin(capture(begin.id()), begin, judge);
    bind(begin.handle(), upload);
    long unfinished = uploads.values().stream().filter(UploadRules::isUnfinished).count();
    judge.check(
        unfinished <= welcome().maxInFlight(), "R-UPL-15", unfinished + " uploads at a time");
  }

  private void ask(DeviceMessage.Ask ask) {
    bind(ask.handle(), UploadRules.ask(capture(ask.id()), ask, judge));
  }

  private void bind(int handle, UploadRules upload) {
    UploadRules before = uploads.get(handle);
    judge.check(
        handle > highestDeviceHandle || (before != null && before.capture == upload.capture),
        "R-HND-1",
        "handle " + handle + " is bound after " + highestDeviceHandle);
    highestDeviceHandle = Math.max(highestDeviceHandle, handle);
    if (!upload.isConflict()) {
      uploads.values().removeIf(other -> other.capture == upload.capture);
      // Its end may come again now; one that is on its way stays on its handle.
      deliveries.values().removeIf(other -> other.capture == upload.capture && other.hasEnded());
    }
    uploads.put(handle, upload);
  }

  private void onHandle(DeviceMessage message) {
    int handle = message.handle();
    int highest = handle < 0 ? highestRelayHandle : highestDeviceHandle;
    if (Integer.compareUnsigned(handle, highest) > 0) {
      judge.broken("R-HND-1", message.type() + " on handle %#x, never bound".formatted(handle));
      return;
    }
    UploadRules upload = uploads.get(handle);
    if (upload != null && message instanceof DeviceMessage.CaptureData data) {
      upload.data(data);
    } else if (upload != null && message instanceof DeviceMessage.CaptureEnd end) {
      upload.end(end);
    } else if (message instanceof DeviceMessage.AnswerAck ack) {
      acknowledge(ack);
    }
  }

  private void acknowledge(DeviceMessage.AnswerAck ack) {
    DeliveryRules delivery = deliveries.get(ack.handle());
    if (delivery == null) {
      boolean over = !uploads.containsKey(ack.handle());
      judge.check(over, "R-ANS-9", "an acknowledgement of what was not sent: " + ack);
      return;
    }
    delivery.acknowledge(ack);
    if (delivery.isOver()) {
      deliveries.remove(ack.handle());
      uploads.remove(ack.handle());
    }
  }

  void relay(RelayMessage message) {
    judge.check(!closing, "R-CON-8", message.type() + " after REFUSED or GOODBYE");
    if (message.type() == MessageType.REFUSED) {
      judge.check(welcome == null, "R-CON-2", "REFUSED after WELCOME");
      closing = true;
      return;
    }
    if (message instanceof Welcome answer) {
      welcome(answer);
      return;
    }
    judge.check(welcome != null, "R-CON-2", message.type() + " before WELCOME");
    if (welcome == null) {
      return;
    }
    if (message.handle() != 0) {
      onHandle(message);
      return;
    }
    switch (message.type()) {
      case GOODBYE -> closing = true;
      case PONG ->
          judge.check(
              devicePings.remove(((Pong) message).nonce()), "R-LIV-2", "a PONG without its PING");
      case PROFILE -> judgeAbility(Ability.PROFILE);
      case CAPTURE_NOW -> judgeAbility(Ability.CAPTURE_NOW);
      case NOTICE -> judgeAbility(Ability.NOTICE);
      case TOKEN -> judgeAbility(Ability.TOKEN);
      case REBOOT -> judgeAbility(Ability.REBOOT);
      default -> {}
    }
  }

  private void welcome(Welcome answer) {
    judge.check(hello != null && welcome == null, "R-CON-2", "WELCOME without a HELLO, or again");
    welcome = answer;
    judge.check(
        hello == null || answer.answerBuffer() <= hello.answerBuffer(),
        "R-CON-6",
        "more credit than the device has announced");
  }

  private void judgeAbility(Ability ability) {
    boolean able = hello != null && ability.in(hello.abilities());
    judge.check(able, "R-OPS-1", ability + " to a device that cannot");
  }

  private void onHandle(RelayMessage message) {
    int handle = message.handle();
    if (message instanceof RelayMessage.AnswerBegin begin) {
      answerBegin(begin);
      return;
    }
    UploadRules upload = uploads.get(handle);
    DeliveryRules delivery = deliveries.get(handle);
    judge.check(
        upload != null || delivery != null,
        "R-HND-2",
        message.type() + " on handle %#x, which stands for nothing".formatted(handle));
    switch (message.type()) {
      case CAPTURE_ACCEPT, CAPTURE_PROGRESS, CAPTURE_STORED, DEFERRED -> {
        if (upload != null) {
          onUpload(upload, message);
        }
      }
      case STAGE ->
          judge.check(delivery == null || delivery.isUnderWay(), "R-END-2", "STAGE after the end");
      case ANSWER_TEXT -> text((RelayMessage.AnswerText) message, delivery);
      case ANSWER_END -> {
        judge.check(delivery != null, "R-ANS-1", "ANSWER_END without ANSWER_BEGIN");
        if (delivery != null) {
          delivery.end((RelayMessage.AnswerEnd) message);
        }
      }
      case FAILED -> failed((RelayMessage.Failed) message, upload, delivery);
      default -> {}
    }
  }

  private static void onUpload(UploadRules upload, RelayMessage message) {
    switch (message.type()) {
      case CAPTURE_ACCEPT -> upload.accept(((RelayMessage.CaptureAccept) message).offset());
      case CAPTURE_PROGRESS -> upload.progress(((RelayMessage.CaptureProgress) message).received());
      case CAPTURE_STORED -> upload.stored();
      case DEFERRED -> upload.deferred(((RelayMessage.Deferred) message).code());
      default -> throw new IllegalArgumentException(message.type().name());
    }
  }

  private void answerBegin(RelayMessage.AnswerBegin begin) {
    int handle = begin.handle();
    CaptureFacts capture = capture(begin.id());
    if (handle < 0) {
      judge.check(
          Integer.compareUnsigned(handle, highestRelayHandle) > 0,
          "R-HND-2",
          "handle %#x after %#x".formatted(handle, highestRelayHandle));
      highestRelayHandle = handle;
      judge.check(
          uploads.values().stream().noneMatch(upload -> upload.capture == capture),
          "R-ANS-1",
          "a handle of the relay's for a capture that has one");
    } else {
      UploadRules upload = uploads.get(handle);
      judge.check(
          upload != null && upload.capture == capture, "R-ANS-1", "the handle of another capture");
    }
    judge.check(
        deliveries.values().stream().noneMatch(DeliveryRules::isUnderWay),
        "R-ANS-2",
        "two answers at a time");
    judge.check(
        deliveries.values().stream().noneMatch(delivery -> delivery.capture == capture),
        "R-END-2",
        "the same end twice");
    deliveries.put(handle, new DeliveryRules(capture, judge));
  }

  private void text(RelayMessage.AnswerText text, @Nullable DeliveryRules delivery) {
    judge.check(delivery != null, "R-ANS-1", "ANSWER_TEXT without ANSWER_BEGIN");
    if (delivery == null || hello == null) {
      return;
    }
    delivery.text(text, hello.charset());
    long underWay = deliveries.values().stream().mapToLong(DeliveryRules::underWay).sum();
    judge.check(underWay <= welcome().answerBuffer(), "R-ANS-7", underWay + " bytes are under way");
  }

  private void failed(
      RelayMessage.Failed failed, @Nullable UploadRules upload, @Nullable DeliveryRules delivery) {
    if (upload != null && upload.isConflict()) {
      upload.failed(failed.code());
      // The failure of a message: no capture's end, whatever is acknowledged.
      DeliveryRules conflict = new DeliveryRules(new CaptureFacts(upload.capture.id), judge);
      conflict.failed(failed.code());
      deliveries.put(failed.handle(), conflict);
      return;
    }
    if (upload != null) {
      upload.failed(failed.code());
    }
    DeliveryRules ending = delivery;
    if (ending == null) {
      judge.check(failed.handle() > 0, "R-ANS-1", "FAILED without ANSWER_BEGIN");
      if (upload == null) {
        return;
      }
      ending = new DeliveryRules(upload.capture, judge);
      deliveries.put(failed.handle(), ending);
    }
    ending.failed(failed.code());
  }

  private CaptureFacts capture(CaptureId id) {
    return known.capture(hello == null ? "" : hello.device(), id);
  }

  private Welcome welcome() {
    if (welcome == null) {
      throw new IllegalStateException();
    }
    return welcome;
  }
}
