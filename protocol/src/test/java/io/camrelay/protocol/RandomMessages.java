package io.camrelay.protocol;

import java.nio.ByteBuffer;
import java.util.Random;

/** Valid messages of every type, with ordinary and extreme values, from a seed. */
final class RandomMessages {

  private static final int[] CODE_POINTS = {'a', ' ', '\n', 0xE9, 0x20AC, 0xFFFD, 0x1F4F7};

  private final Random random;

  RandomMessages(Random random) {
    this.random = random;
  }

  Message any(MessageType.Sender from) {
    while (true) {
      MessageType[] types = MessageType.values();
      MessageType type = types[random.nextInt(types.length)];
      if (type.mayComeFrom(from)) {
        return of(type);
      }
    }
  }

  Message of(MessageType type) {
    return switch (type) {
      case HELLO -> hello();
      case CAPTURE_BEGIN -> captureBegin();
      case CAPTURE_DATA ->
          new DeviceMessage.CaptureData(deviceHandle(), u32(), bytes(Limits.MAX_DATA));
      case CAPTURE_END -> new DeviceMessage.CaptureEnd(deviceHandle(), u32());
      case CAPTURE_CANCEL -> new DeviceMessage.CaptureCancel(deviceHandle());
      case ASK -> new DeviceMessage.Ask(deviceHandle(), id(), id(), text(0, Limits.MAX_QUESTION));
      case ANSWER_ACK ->
          new DeviceMessage.AnswerAck(anyHandle(), u32(), u32(), random.nextBoolean());
      case STATUS -> new DeviceMessage.Status(flight(), number(0xFFFF), u32());
      case LOG -> new DeviceMessage.Log(one(LogLevel.values()), u32(), text(0, Limits.MAX_TEXT));
      case PING -> new Ping(random.nextLong());
      case PONG -> new Pong(random.nextLong());
      case WELCOME -> welcome();
      case REFUSED -> new RelayMessage.Refused(code(type), u32(), text(0, Limits.MAX_TEXT));
      case CAPTURE_ACCEPT -> new RelayMessage.CaptureAccept(deviceHandle(), u32());
      case CAPTURE_PROGRESS -> new RelayMessage.CaptureProgress(deviceHandle(), u32());
      case CAPTURE_STORED -> new RelayMessage.CaptureStored(deviceHandle(), one(Promise.values()));
      case STAGE ->
          new RelayMessage.Stage(
              anyHandle(), one(StageKind.values()), u32(), text(0, Limits.MAX_TEXT));
      case ANSWER_BEGIN -> new RelayMessage.AnswerBegin(anyHandle(), id());
      case ANSWER_TEXT ->
          new RelayMessage.AnswerText(
              anyHandle(), positive(), u32(), bytes(Limits.MAX_ANSWER_PIECE));
      case ANSWER_END ->
          new RelayMessage.AnswerEnd(
              anyHandle(), one(AnswerStatus.values()), positive(), u32(), u32(), u32(), u32());
      case DEFERRED ->
          new RelayMessage.Deferred(deviceHandle(), code(type), u32(), text(0, Limits.MAX_TEXT));
      case FAILED -> new RelayMessage.Failed(anyHandle(), code(type), text(0, Limits.MAX_TEXT));
      case PROFILE -> new RelayMessage.Profile(profile());
      case CAPTURE_NOW -> new RelayMessage.CaptureNow(text(0, Limits.MAX_QUESTION));
      case NOTICE -> new RelayMessage.Notice(one(LogLevel.values()), text(0, Limits.MAX_TEXT));
      case TOKEN -> new RelayMessage.Token(text(1, Limits.MAX_TOKEN));
      case REBOOT -> new RelayMessage.Reboot(u32());
      case GOODBYE -> new RelayMessage.Goodbye(code(type), u32(), text(0, Limits.MAX_TEXT));
    };
  }

  private DeviceMessage.Hello hello() {
    return new DeviceMessage.Hello(
        Limits.VERSION,
        Limits.MIN_HEARTBEAT + number(Limits.MAX_HEARTBEAT - Limits.MIN_HEARTBEAT),
        Math.max(Limits.MIN_ANSWER_BUFFER, u32()),
        one(Charset.values()),
        random.nextInt(),
        random.nextLong(),
        text(1, Limits.MAX_DEVICE),
        text(1, Limits.MAX_TOKEN),
        text(0, Limits.MAX_LABEL),
        text(0, Limits.MAX_LABEL));
  }

  private DeviceMessage.CaptureBegin captureBegin() {
    int frames = 1 + number(0xFE);
    return new DeviceMessage.CaptureBegin(
        deviceHandle(),
        id(),
        u32(),
        u32(),
        u32(),
        number(0xFFFF),
        number(0xFFFF),
        one(Trigger.values()),
        number(frames - 1),
        frames,
        one(Urgency.values()),
        text(0, Limits.MAX_QUESTION),
        flight());
  }

  private RelayMessage.Welcome welcome() {
    return new RelayMessage.Welcome(
        random.nextLong(),
        Limits.MIN_HEARTBEAT + number(Limits.MAX_HEARTBEAT - Limits.MIN_HEARTBEAT),
        Limits.MIN_ANSWER_BUFFER + number(Limits.MAX_ANSWER_BUFFER - Limits.MIN_ANSWER_BUFFER),
        u32(),
        1 + number(0xFE),
        1 + number(0xFE),
        profile());
  }

  private ProfileData profile() {
    int quality = random.nextBoolean() ? ProfileData.OWN_QUALITY : number(ProfileData.MAX_QUALITY);
    return new ProfileData(
        u32(),
        text(0, Limits.MAX_FRAME_SIZE_NAME),
        quality,
        u32(),
        random.nextBoolean(),
        text(0, Limits.MAX_QUESTION));
  }

  private FlightRecord flight() {
    return new FlightRecord(
        u32(),
        u32(),
        u32(),
        u32(),
        u32(),
        u32(),
        u32(),
        -number(-FlightRecord.MIN_RSSI),
        one(ResetReason.values()));
  }

  private CaptureId id() {
    return new CaptureId(random.nextLong(), u32());
  }

  private int deviceHandle() {
    return 1 + number(Integer.MAX_VALUE - 1);
  }

  private int anyHandle() {
    return random.nextBoolean() ? deviceHandle() : Limits.RELAY_HANDLES | number(Integer.MAX_VALUE);
  }

  private Code code(MessageType carrier) {
    while (true) {
      Code code = one(Code.values());
      if (code.mayRideOn(carrier)) {
        return code;
      }
    }
  }

  private long positive() {
    return Math.max(1, u32());
  }

  private long u32() {
    return random.nextInt(4) == 0
        ? Limits.UNKNOWN
        : random.nextInt() >>> random.nextInt(32) & Limits.UNKNOWN;
  }

  /** 0 to the bound, both often. */
  private int number(int bound) {
    return switch (random.nextInt(4)) {
      case 0 -> 0;
      case 1 -> bound;
      default -> bound == Integer.MAX_VALUE ? random.nextInt() >>> 1 : random.nextInt(bound + 1);
    };
  }

  private String text(int min, int max) {
    int wanted = min + number(max - min);
    StringBuilder text = new StringBuilder();
    int bytes = 0;
    while (bytes < wanted) {
      int codePoint = CODE_POINTS[random.nextInt(CODE_POINTS.length)];
      int size = codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
      if (bytes + size > wanted) {
        codePoint = 'x';
        size = 1;
      }
      text.appendCodePoint(codePoint);
      bytes += size;
    }
    return text.toString();
  }

  private ByteBuffer bytes(int max) {
    byte[] bytes = new byte[number(max)];
    random.nextBytes(bytes);
    return ByteBuffer.wrap(bytes);
  }

  private <T> T one(T[] values) {
    return values[random.nextInt(values.length)];
  }
}
