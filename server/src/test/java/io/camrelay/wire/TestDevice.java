package io.camrelay.wire;

import io.camrelay.identity.RelayIdentity;
import io.camrelay.protocol.DeviceMessage;
import io.camrelay.protocol.DeviceMessage.CaptureEnd;
import io.camrelay.protocol.Message;
import io.camrelay.protocol.MessageReader;
import io.camrelay.protocol.MessageType.Sender;
import io.camrelay.protocol.MessageWriter;
import io.camrelay.protocol.RelayMessage;
import io.camrelay.session.Says;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * A device over a real TLS socket, one call a step; whatever it waits for takes ten seconds at
 * most.
 */
final class TestDevice implements AutoCloseable {

  private static final int PATIENCE_MILLIS = 10_000;
  private static final int RECEIVE_BUFFER = 32 * 1024;

  private final SSLSocket socket;
  private final MessageReader reader = new MessageReader(Sender.RELAY);
  private final ArrayDeque<RelayMessage> read = new ArrayDeque<>();

  private TestDevice(SSLSocket socket) {
    this.socket = socket;
  }

  static TestDevice connect(int port, RelayIdentity identity, String... protocols)
      throws IOException {
    Socket plain = new Socket();
    // As little as a board has: who does not read is found out soon.
    plain.setReceiveBufferSize(RECEIVE_BUFFER);
    plain.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    plain.setSoTimeout(PATIENCE_MILLIS);
    plain.setTcpNoDelay(true);
    SSLSocket socket =
        (SSLSocket)
            trusting(identity).getSocketFactory().createSocket(plain, "camrelay", port, true);
    if (protocols.length > 0) {
      socket.setEnabledProtocols(protocols);
    }
    socket.startHandshake();
    return new TestDevice(socket);
  }

  private static SSLContext trusting(RelayIdentity identity) {
    try {
      KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
      trusted.load(null, null);
      trusted.setCertificateEntry("ca", identity.authority());
      TrustManagerFactory managers =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      managers.init(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, managers.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A whole upload, without waiting in between. */
  TestDevice upload(int handle, long number, byte[] frame) throws IOException {
    List<DeviceMessage> messages = new ArrayList<>();
    messages.add(Says.begin(handle, number, frame));
    messages.addAll(Says.pieces(handle, frame, 0, frame.length));
    messages.add(new CaptureEnd(handle, Says.crc(frame)));
    return say(messages.toArray(DeviceMessage[]::new));
  }

  /** Says all of them in one write. */
  TestDevice say(DeviceMessage... messages) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (DeviceMessage message : messages) {
      ByteBuffer each = ByteBuffer.allocate(MessageWriter.size(message));
      MessageWriter.write(message, each);
      bytes.writeBytes(each.array());
    }
    return say(bytes.toByteArray());
  }

  TestDevice say(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
    return this;
  }

  /** The relay's next message; null where it has closed the connection in order. */
  @Nullable RelayMessage next() throws IOException {
    byte[] block = new byte[16_384];
    while (read.isEmpty()) {
      int count = socket.getInputStream().read(block);
      if (count < 0) {
        return null;
      }
      byte[] copy = block.clone();
      if (reader.read(ByteBuffer.wrap(copy, 0, count), this::add) != null) {
        throw new IOException("the relay said something malformed");
      }
    }
    return read.remove();
  }

  private void add(Message message) {
    read.add((RelayMessage) message);
  }

  /** The relay's next message of this type; those before it are passed over. */
  <M extends RelayMessage> M next(Class<M> type) throws IOException {
    List<RelayMessage> others = new ArrayList<>();
    for (RelayMessage message = next(); message != null; message = next()) {
      if (type.isInstance(message)) {
        return type.cast(message);
      }
      others.add(message);
    }
    throw new IOException("closed before a " + type.getSimpleName() + "; came: " + others);
  }

  SSLSocket socket() {
    return socket;
  }

  /** Gone without a word, as when the power fails. */
  void cut() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
