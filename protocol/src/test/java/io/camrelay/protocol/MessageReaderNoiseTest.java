package io.camrelay.protocol;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.camrelay.protocol.MessageType.Sender;
import io.camrelay.protocol.VectorFiles.Vector;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whatever the bytes are, the reader takes them, stays within its bounds, and says what is wrong.
 */
class MessageReaderNoiseTest {

  private static final int MOST_HELD = Limits.HEADER + Limits.MAX_PAYLOAD;

  @ParameterizedTest
  @EnumSource(names = {"DEVICE", "RELAY"})
  void survivesMutatedStreams(Sender from) {
    mutate(from, 20_000);
  }

  @Tag("soak")
  @ParameterizedTest
  @EnumSource(names = {"DEVICE", "RELAY"})
  void survivesMutatedStreamsForLong(Sender from) {
    mutate(from, 2_000_000);
  }

  private static void mutate(Sender from, int rounds) {
    List<byte[]> seeds = seeds(from);
    int refused = 0;
    for (int round = 0; round < rounds; round++) {
      Random random = new Random(round);
      byte[] stream = mutated(seeds, random);
      Violation whole = readInParts(from, stream, random);
      // However it is cut, the verdict is the same.
      assertThat(readInParts(from, stream, random)).as("seed %d", round).isEqualTo(whole);
      refused += whole == null ? 0 : 1;
    }
    // Both ways are walked often.
    assertThat(refused).isBetween(rounds / 10, rounds - rounds / 10);
  }

  private static List<byte[]> seeds(Sender from) {
    String side = from == Sender.DEVICE ? "device" : "relay";
    return Stream.of("messages-from-" + side + ".txt", "streams.txt", "refusals.txt")
        .flatMap(file -> VectorFiles.vectors(file).stream())
        .filter(vector -> vector.one("from").equals(side))
        .map(Vector::hex)
        .filter(bytes -> bytes.length < 400)
        .toList();
  }

  private static byte[] mutated(List<byte[]> seeds, Random random) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    for (int i = random.nextInt(3); i >= 0; i--) {
      joined.writeBytes(seeds.get(random.nextInt(seeds.size())));
    }
    byte[] bytes = joined.toByteArray();
    for (int i = random.nextInt(4); i > 0 && bytes.length > 0; i--) {
      int at = random.nextInt(bytes.length);
      switch (random.nextInt(4)) {
        case 0 -> bytes[at] = (byte) random.nextInt();
        case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 2 -> bytes = Arrays.copyOf(bytes, at);
        default -> bytes[at] = (byte) (random.nextBoolean() ? 0xFF : 0);
      }
    }
    return bytes;
  }

  private static @Nullable Violation readInParts(Sender from, byte[] stream, Random random) {
    MessageReader reader = new MessageReader(from);
    Violation violation = null;
    ByteBuffer all = ByteBuffer.wrap(stream);
    while (all.hasRemaining()) {
      int length = 1 + random.nextInt(random.nextBoolean() ? all.remaining() : 1);
      ByteBuffer part = all.slice(all.position(), length);
      violation = reader.read(part, MessageReaderNoiseTest::isWithinItsBounds);
      assertThat(reader.held()).isLessThanOrEqualTo(MOST_HELD);
      if (violation == null) {
        assertThat(part.hasRemaining()).isFalse();
      }
      all.position(all.position() + length);
    }
    return violation;
  }

  /** What was read can be written, unless it is what only a session may judge. */
  private static void isWithinItsBounds(Message message) {
    boolean unwritable =
        switch (message.type()) {
          case REFUSED, GOODBYE, DEFERRED, FAILED -> true; // a code where it should not be
          case CAPTURE_BEGIN, ASK -> true; // U+FFFD is longer than what it stands for
          default -> false;
        };
    if (!unwritable) {
      assertThat(MessageWriter.size(message)).isBetween(Limits.HEADER, MOST_HELD);
    }
  }

  @Test
  void holdsNoMoreThanHasCome() {
    MessageReader reader = new MessageReader(Sender.DEVICE);
    List<Message> read = new ArrayList<>();
    byte[] header = VectorText.hex("03 00 3f f8 00 00 00 01"); // 16 376 bytes are announced
    reader.read(ByteBuffer.wrap(header), read::add);
    assertThat(reader.held()).isEqualTo(Limits.HEADER);
    reader.read(ByteBuffer.allocate(100), read::add);
    assertThat(reader.held()).isBetween(Limits.HEADER + 100, 2 * (Limits.HEADER + 100));
    reader.read(ByteBuffer.allocate(Limits.MAX_PAYLOAD - 101), read::add);
    assertThat(reader.held()).isLessThanOrEqualTo(MOST_HELD);
    assertThat(read).isEmpty();
    reader.read(ByteBuffer.allocate(1), read::add);
    assertThat(read).hasSize(1);
    assertThat(reader.held()).isZero();
  }

  @Test
  void holdsNothingOfWhatItSkips() {
    MessageReader reader = new MessageReader(Sender.DEVICE);
    reader.read(ByteBuffer.wrap(VectorText.hex("80 00 3f f8 00 00 00 01")), message -> {});
    for (int i = 0; i < Limits.MAX_PAYLOAD; i++) {
      reader.read(ByteBuffer.allocate(1), message -> {});
      assertThat(reader.held()).isZero();
    }
    List<Message> read = new ArrayList<>();
    reader.read(WireBytes.written(new Ping(1)), read::add);
    assertThat(read).containsExactly(new Ping(1));
  }

  @Test
  void decodesWholeMessagesWhereTheyLie() {
    byte[] wire = WireBytes.written(piece("abcd")).array();
    new MessageReader(Sender.DEVICE)
        .read(
            ByteBuffer.wrap(wire),
            message -> {
              ByteBuffer view = ((DeviceMessage.CaptureData) message).bytes();
              wire[wire.length - 1] = 'D';
              assertThat(view.get(3)).isEqualTo((byte) 'D');
              assertThat(view.isReadOnly()).isTrue();
            });
  }

  @Test
  void readsBigEndianWhateverTheBuffersOrderIs() {
    ByteBuffer wire = WireBytes.written(new Ping(1)).order(ByteOrder.LITTLE_ENDIAN);
    List<Message> read = new ArrayList<>();
    new MessageReader(Sender.RELAY).read(wire, read::add);
    assertThat(read).containsExactly(new Ping(1));
  }

  @Test
  void takesNothingMoreAfterAViolation() {
    MessageReader reader = new MessageReader(Sender.DEVICE);
    Violation first = reader.read(ByteBuffer.wrap(VectorText.hex("00*8")), message -> {});
    ByteBuffer more = WireBytes.written(new Ping(1));
    List<Message> read = new ArrayList<>();
    assertThat(reader.read(more, read::add)).isSameAs(first).isNotNull();
    assertThat(more.position()).isZero();
    assertThat(read).isEmpty();
    assertThat(reader.held()).isZero();
  }

  private static DeviceMessage.CaptureData piece(String text) {
    return new DeviceMessage.CaptureData(1, 0, ByteBuffer.wrap(text.getBytes(US_ASCII)));
  }
}
