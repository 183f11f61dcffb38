package io.camrelay.camera;

import io.camrelay.protocol.DeviceMessage;
import io.camrelay.protocol.Limits;
import io.camrelay.protocol.MessageType;
import io.camrelay.protocol.MessageWriter;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.function.IntFunction;

/**
 * A way in which a camera misbehaves on one connection. Otherwise it stays a proper client: it
 * comes back and goes on.
 *
 * <p>Bytes are those of the protocol, inside TLS. Several ways can be combined.
 */
public sealed interface Mischief {

  /** One for each way. */
  enum Kind {
    WRONG_TOKEN,
    CLAIM_SIZE,
    SEND_MORE,
    SEND_LESS,
    DAMAGE_BYTE,
    WRONG_CRC,
    DUPLICATE_BEGIN,
    GAP,
    NEVER_ACKNOWLEDGE,
    ACKNOWLEDGE_AHEAD,
    INTERJECT,
    CUT_AFTER_SENDING,
    CUT_AFTER_HEARING,
    CUT_IN_MESSAGE,
    CUT_BEFORE_HEARING,
    STOP_SENDING,
    STOP_READING,
    TRICKLE,
    PLAIN_TEXT,
    GARBAGE,
    SAY_NOTHING
  }

  /** Which way this is. */
  Kind kind();

  /** In what is said. */
  sealed interface InWords extends Mischief {}

  /** In how it goes over the wire. */
  sealed interface OnTheWire extends Mischief {}

  /** In what is done instead of speaking {@code camrelay/1}; the relay has to end it. */
  sealed interface InsteadOfTheProtocol extends Mischief {}

  /**
   * What a camera does on each of its connections.
   *
   * <p>A connection counts once TCP has connected.
   */
  @FunctionalInterface
  interface Plan {

    /** What it does on its n-th connection, counted from 1. */
    List<Mischief> on(int connection);

    /** Nothing ever. */
    static Plan none() {
      return connection -> List.of();
    }

    /** The same on every connection. */
    static Plan always(Mischief... mischief) {
      return connection -> List.of(mischief);
    }

    /** Once, on the first connection. */
    static Plan once(Mischief... mischief) {
      return connection -> connection == 1 ? List.of(mischief) : List.of();
    }

    /** One after the other, each on a connection of its own, and then nothing. */
    static Plan inTurn(List<? extends Mischief> mischief) {
      List<Mischief> turns = List.copyOf(mischief);
      return connection ->
          connection <= turns.size() ? List.of(turns.get(connection - 1)) : List.of();
    }

    /** Whatever a test draws. */
    static Plan drawn(IntFunction<List<Mischief>> draw) {
      return draw::apply;
    }
  }

  // In words.

  /** Says a token that is not the device's. */
  record WrongToken() implements InWords {
    @Override
    public Kind kind() {
      return Kind.WRONG_TOKEN;
    }
  }

  /**
   * Announces frames of another size than they have.
   *
   * @param bytes 0 to 4 294 967 295
   */
  record ClaimSize(long bytes) implements InWords {
    @Override
    public Kind kind() {
      return Kind.CLAIM_SIZE;
    }
  }

  /**
   * Sends more bytes of each frame than it has announced.
   *
   * @param bytes how many, 1 to {@link Limits#MAX_DATA}
   */
  record SendMore(int bytes) implements InWords {
    @Override
    public Kind kind() {
      return Kind.SEND_MORE;
    }
  }

  /** Leaves out the last bytes of each frame, and ends it all the same. */
  record SendLess(int bytes) implements InWords {
    @Override
    public Kind kind() {
      return Kind.SEND_LESS;
    }
  }

  /**
   * Flips a bit in one byte of a frame on its way.
   *
   * @param offset which byte
   * @param times how often, before the frame goes through as it is
   */
  record DamageByte(int offset, int times) implements InWords {
    @Override
    public Kind kind() {
      return Kind.DAMAGE_BYTE;
    }
  }

  /**
   * Says wrong checksums.
   *
   * @param inBegin whether CAPTURE_BEGIN's is wrong
   * @param inEnd whether CAPTURE_END's is wrong
   * @param times how many messages of those
   */
  record WrongCrc(boolean inBegin, boolean inEnd, int times) implements InWords {
    @Override
    public Kind kind() {
      return Kind.WRONG_CRC;
    }
  }

  /** Says each CAPTURE_BEGIN twice. */
  record DuplicateBegin() implements InWords {
    @Override
    public Kind kind() {
      return Kind.DUPLICATE_BEGIN;
    }
  }

  /**
   * Leaves out the piece of a frame that holds a certain byte.
   *
   * @param offset which byte
   * @param times how often, before the frame goes through as it is
   */
  record Gap(int offset, int times) implements InWords {
    @Override
    public Kind kind() {
      return Kind.GAP;
    }
  }

  /** Takes answers in and never says so. */
  record NeverAcknowledge() implements InWords {
    @Override
    public Kind kind() {
      return Kind.NEVER_ACKNOWLEDGE;
    }
  }

  /** Acknowledges more of answers than came. */
  record AcknowledgeAhead(long bytes) implements InWords {
    @Override
    public Kind kind() {
      return Kind.ACKNOWLEDGE_AHEAD;
    }
  }

  /**
   * Says bytes of the test's own in between.
   *
   * @param beforeMessage before which of its messages, counted from 0 (HELLO)
   * @param hex anything: a message that has no business there, one of no known type, half a one
   */
  record Interject(int beforeMessage, String hex) implements InWords {

    /** These bytes. */
    public static Interject bytes(int beforeMessage, byte[] bytes) {
      return new Interject(beforeMessage, HexFormat.of().formatHex(bytes));
    }

    /** A message that has no business there. */
    public static Interject message(int beforeMessage, DeviceMessage message) {
      ByteBuffer bytes = ByteBuffer.allocate(MessageWriter.size(message));
      MessageWriter.write(message, bytes);
      return bytes(beforeMessage, bytes.array());
    }

    /**
     * A message of any type, known or not, with a payload of zeros.
     *
     * @param type the header's first byte; the relay must skip unknown ones from 0x80 on
     * @param length the payload's bytes, up to {@link Limits#MAX_PAYLOAD}
     */
    public static Interject type(int beforeMessage, int type, int length) {
      byte[] bytes = new byte[Limits.HEADER + length];
      ByteBuffer.wrap(bytes).put((byte) type).put((byte) 0).putShort((short) length);
      return bytes(beforeMessage, bytes);
    }

    /** A header that announces a payload of 65 535 bytes. */
    public static Interject oversize(int beforeMessage) {
      byte[] header = new byte[Limits.HEADER];
      ByteBuffer.wrap(header)
          .put((byte) MessageType.CAPTURE_DATA.number())
          .put((byte) 0)
          .putShort((short) 0xFFFF)
          .putInt(1);
      return bytes(beforeMessage, header);
    }

    @Override
    public Kind kind() {
      return Kind.INTERJECT;
    }
  }

  // On the wire.

  /**
   * Cuts the connection when so many bytes were sent, exactly.
   *
   * @param reset whether by RST, and not by FIN
   */
  record CutAfterSending(long bytes, boolean reset) implements OnTheWire {
    @Override
    public Kind kind() {
      return Kind.CUT_AFTER_SENDING;
    }
  }

  /**
   * Cuts the connection when so many bytes have come; what comes behind them is not read.
   *
   * @param reset whether by RST, and not by FIN
   */
  record CutAfterHearing(long bytes, boolean reset) implements OnTheWire {
    @Override
    public Kind kind() {
      return Kind.CUT_AFTER_HEARING;
    }
  }

  /**
   * Cuts the connection inside a message of its own, or before or behind it.
   *
   * @param type which type of message
   * @param occurrence the how manieth of its type on this connection, from 1
   * @param bytes how much of it is sent: 0 for nothing, 1 to 7 for a part of the header, {@link
   *     Integer#MAX_VALUE} for all of it
   * @param reset whether by RST, and not by FIN
   */
  record CutInMessage(MessageType type, int occurrence, int bytes, boolean reset)
      implements OnTheWire {
    @Override
    public Kind kind() {
      return Kind.CUT_IN_MESSAGE;
    }
  }

  /**
   * Cuts the connection when a message of the relay's has come, before it is acted on.
   *
   * @param type which type of message
   * @param occurrence the how manieth of its type on this connection, from 1
   */
  record CutBeforeHearing(MessageType type, int occurrence) implements OnTheWire {
    @Override
    public Kind kind() {
      return Kind.CUT_BEFORE_HEARING;
    }
  }

  /** Sends nothing for a time, once so many bytes were sent; the connection stays open. */
  record StopSending(long afterBytes, Duration time) implements OnTheWire {
    @Override
    public Kind kind() {
      return Kind.STOP_SENDING;
    }
  }

  /**
   * Reads nothing for a time, once so many bytes have come; 0 for never anything after the
   * handshake.
   */
  record StopReading(long afterBytes, Duration time) implements OnTheWire {
    @Override
    public Kind kind() {
      return Kind.STOP_READING;
    }
  }

  /** Sends no more than some bytes at a time. */
  record Trickle(int bytes, Duration every) implements OnTheWire {
    @Override
    public Kind kind() {
      return Kind.TRICKLE;
    }
  }

  // Instead of the protocol.

  /** Speaks no TLS and sends this. */
  record PlainText(String text) implements InsteadOfTheProtocol {
    @Override
    public Kind kind() {
      return Kind.PLAIN_TEXT;
    }
  }

  /** Sends bytes at random after the handshake, the same for the same seed. */
  record Garbage(int bytes, long seed) implements InsteadOfTheProtocol {
    @Override
    public Kind kind() {
      return Kind.GARBAGE;
    }
  }

  /**
   * Connects and says nothing.
   *
   * @param tls whether it makes the handshake first
   */
  record SayNothing(boolean tls) implements InsteadOfTheProtocol {
    @Override
    public Kind kind() {
      return Kind.SAY_NOTHING;
    }
  }
}
