package io.camrelay.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.camrelay.capture.CaptureFeed;
import io.camrelay.protocol.DeviceMessage;
import io.camrelay.protocol.Message;
import io.camrelay.protocol.MessageReader;
import io.camrelay.protocol.MessageType;
import io.camrelay.protocol.MessageType.Sender;
import io.camrelay.protocol.MessageWriter;
import io.camrelay.protocol.Ping;
import io.camrelay.protocol.RelayMessage;
import io.camrelay.session.MemoryStore;
import io.camrelay.session.Says;
import io.camrelay.session.Sessions;
import io.camrelay.session.TestSettings;
import io.camrelay.session.TurnedClock;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Bytes to messages and back, without a socket. */
class ChannelLinkTest {

  private static final String TOKEN = "secret-1";

  private final MemoryStore store = new MemoryStore().with("porch", TOKEN);
  private final Sessions sessions =
      new Sessions(
          TestSettings.of(1 << 20, 4),
          TestSettings.ports(store, new CaptureFeed(), new TestSettings.Told()),
          new TurnedClock());
  private final MessageReader reader = new MessageReader(Sender.RELAY);
  private final EmbeddedChannel channel = new EmbeddedChannel();

  ChannelLinkTest() {
    Ticker ticker = new Ticker(channel.eventLoop(), Duration.ofHours(1));
    channel
        .pipeline()
        .addLast(
            new ChannelLink(
                InetAddress.getLoopbackAddress(), sessions::open, ticker, Duration.ZERO));
  }

  @AfterEach
  void close() {
    channel.finishAndReleaseAll();
    sessions.close();
  }

  private static ByteBuf bytes(DeviceMessage... messages) {
    ByteBuf all = Unpooled.buffer();
    for (DeviceMessage message : messages) {
      ByteBuffer each = ByteBuffer.allocate(MessageWriter.size(message));
      MessageWriter.write(message, each);
      all.writeBytes(each.array());
    }
    return all;
  }

  /** One buffer of the relay, or null where there is none. */
  private List<RelayMessage> nextBuffer() {
    channel.runPendingTasks();
    ByteBuf out = channel.readOutbound();
    List<RelayMessage> messages = new ArrayList<>();
    if (out != null) {
      byte[] copy = new byte[out.readableBytes()];
      out.readBytes(copy).release();
      assertThat(copy.length).isLessThanOrEqualTo(ChannelLink.RECORD);
      assertThat(reader.read(ByteBuffer.wrap(copy), message -> messages.add(relays(message))))
          .isNull();
    }
    return messages;
  }

  private static RelayMessage relays(Message message) {
    return (RelayMessage) message;
  }

  private List<MessageType> types() {
    List<MessageType> types = new ArrayList<>();
    for (List<RelayMessage> some = nextBuffer(); !some.isEmpty(); some = nextBuffer()) {
      some.forEach(message -> types.add(message.type()));
    }
    return types;
  }

  private void enter() {
    channel.writeInbound(bytes(Says.hello("porch", TOKEN, 30)));
    assertThat(types()).containsExactly(MessageType.WELCOME);
  }

  @Test
  void readsMessagesThatComeByteByByte() {
    ByteBuf hello = bytes(Says.hello("porch", TOKEN, 30), new Ping(7));
    while (hello.isReadable()) {
      channel.writeInbound(hello.readRetainedSlice(1));
      channel.runPendingTasks();
    }
    assertThat(hello.refCnt()).isEqualTo(1);
    assertThat(types()).containsExactly(MessageType.WELCOME, MessageType.PONG);
  }

  @Test
  void sendsMessagesOfOneTurnTogether() {
    enter();
    channel.writeInbound(bytes(new Ping(1), new Ping(2), new Ping(3)));
    assertThat(nextBuffer()).hasSize(3);
  }

  @Test
  void fillsNoMoreThanOneRecordAtATime() {
    enter();
    DeviceMessage[] pings =
        Stream.generate(() -> new Ping(1)).limit(1_500).toArray(DeviceMessage[]::new);
    channel.writeInbound(bytes(pings));
    assertThat(nextBuffer()).hasSize(ChannelLink.RECORD / 16);
    assertThat(nextBuffer()).hasSize(1_500 - ChannelLink.RECORD / 16);
  }

  @Test
  void keepsWhatFollowsWhileTheSessionWaitsForTheStore() {
    store.slow();
    ByteBuf both = bytes(Says.hello("porch", TOKEN, 30), new Ping(7));
    channel.writeInbound(both);
    ByteBuf more = bytes(new Ping(8));
    channel.writeInbound(more);
    assertThat(types()).isEmpty();
    assertThat(channel.config().isAutoRead()).isFalse();
    assertThat(more.refCnt()).isEqualTo(1);

    store.room();
    assertThat(types()).containsExactly(MessageType.WELCOME, MessageType.PONG, MessageType.PONG);
    assertThat(channel.config().isAutoRead()).isTrue();
    assertThat(both.refCnt()).isZero();
    assertThat(more.refCnt()).isZero();
  }

  @Test
  void letsGoOfWhatWaitsWhenTheConnectionEnds() {
    store.slow();
    ByteBuf both = bytes(Says.hello("porch", TOKEN, 30), new Ping(7));
    channel.writeInbound(both);
    assertThat(both.refCnt()).isEqualTo(1);
    assertThat(channel.close().isDone()).isTrue();
    assertThat(both.refCnt()).isZero();
    store.room();
    channel.runPendingTasks();
    assertThat(sessions.registry().count()).isZero();
  }

  @Test
  void saysWhyAndClosesWhereTheBytesAreNoMessages() {
    enter();
    ByteBuf garbage = Unpooled.copiedBuffer(new byte[] {0x47, 0x45, 0x54, 0x20, 0, 0, 0, 0});
    channel.writeInbound(garbage);
    List<RelayMessage> said = nextBuffer();
    assertThat(said).hasSize(1);
    assertThat(said.get(0).type()).isEqualTo(MessageType.GOODBYE);
    assertThat(channel.isOpen()).isFalse();
    assertThat(garbage.refCnt()).isZero();
  }

  @Test
  void readsNothingMoreOnceItCloses() {
    enter();
    ByteBuf all = bytes(Says.hello("porch", TOKEN, 30), new Ping(7));
    channel.writeInbound(all);
    assertThat(types()).containsExactly(MessageType.GOODBYE);
    assertThat(all.refCnt()).isZero();
    assertThat(sessions.registry().count()).isZero();
  }

  @Test
  void endsAConnectionWhoseSessionHasFailed() {
    enter();
    channel
        .pipeline()
        .get(ChannelLink.class)
        .execute(
            () -> {
              throw new IllegalStateException("a defect");
            });
    channel.runPendingTasks();
    assertThat(channel.isOpen()).isFalse();
    assertThat(sessions.registry().count()).isZero();
  }

  @Test
  void losesNoBufferWhereTheSessionFailsAtAMessage() {
    enter();
    store.fails();
    ByteBuf begin = bytes(Says.begin(1, 1, new byte[10]), new Ping(1));
    channel.writeInbound(begin);
    channel.runPendingTasks();
    assertThat(begin.refCnt()).isZero();
    assertThat(channel.isOpen()).isFalse();
  }
}
