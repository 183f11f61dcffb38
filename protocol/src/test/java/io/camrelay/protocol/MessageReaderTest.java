package io.camrelay.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.camrelay.protocol.MessageType.Sender;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The reader and the writer against each other, and the reader against noise. */
class MessageReaderTest {

  @ParameterizedTest
  @EnumSource
  void readsWhatTheWriterWrites(MessageType type) {
    RandomMessages messages = new RandomMessages(new Random(type.number()));
    for (int i = 0; i < 200; i++) {
      Message message = messages.of(type);
      ByteBuffer wire = written(message);
      assertThat(wire.remaining()).isEqualTo(MessageWriter.size(message));
      assertThat(readOne(type, wire)).isEqualTo(message);
    }
  }

  @Test
  void readsTheSameHoweverTheStreamIsCut() {
    Random random = new Random(7);
    for (Sender side : List.of(Sender.DEVICE, Sender.RELAY)) {
      RandomMessages messages = new RandomMessages(random);
      List<ByteBuffer> expected = new ArrayList<>();
      List<ByteBuffer> read = new ArrayList<>();
      MessageReader reader = new MessageReader(side);
      for (int i = 0; i < 500; i++) {
        ByteBuffer wire = written(messages.any(side));
        expected.add(wire.duplicate());
        while (wire.hasRemaining()) {
          int cut = 1 + random.nextInt(Math.min(wire.remaining(), 1 + random.nextInt(20_000)));
          ByteBuffer part = wire.slice(wire.position(), cut);
          assertThat(reader.read(part, message -> read.add(written(message)))).isNull();
          assertThat(part.hasRemaining()).isFalse();
          wire.position(wire.position() + cut);
        }
        assertThat(reader.held()).isZero();
      }
      assertThat(read).isEqualTo(expected);
    }
  }

  @Test
  void leavesWhatFollowsInTheBufferWhereTheSinkPauses() {
    List<Message> read = new ArrayList<>();
    MessageReader reader = new MessageReader(Sender.DEVICE);
    ByteBuffer wire = ByteBuffer.allocate(1_000);
    for (long nonce = 1; nonce <= 3; nonce++) {
      wire.put(written(new Ping(nonce)));
    }
    wire.flip();

    for (long nonce = 1; nonce <= 3; nonce++) {
      reader.read(
          wire,
          message -> {
            read.add(message);
            reader.pause();
          });
      assertThat(read).last().isEqualTo(new Ping(nonce));
    }
    assertThat(read).hasSize(3);
    assertThat(wire.hasRemaining()).isFalse();
  }

  private static Message readOne(MessageType type, ByteBuffer wire) {
    List<Message> read = new ArrayList<>();
    Sender from = type.sender() == Sender.EITHER ? Sender.DEVICE : type.sender();
    assertThat(new MessageReader(from).read(wire, read::add)).isNull();
    assertThat(read).hasSize(1);
    return read.get(0);
  }

  private static ByteBuffer written(Message message) {
    ByteBuffer out = ByteBuffer.allocate(MessageWriter.size(message));
    MessageWriter.write(message, out);
    return out.flip();
  }
}
