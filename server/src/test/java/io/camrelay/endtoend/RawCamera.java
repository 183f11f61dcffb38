package io.camrelay.endtoend;

import io.camrelay.camera.CameraSettings;
import io.camrelay.protocol.CaptureId;
import io.camrelay.protocol.DeviceMessage;
import io.camrelay.protocol.FlightRecord;
import io.camrelay.protocol.Message;
import io.camrelay.protocol.MessageReader;
import io.camrelay.protocol.MessageType;
import io.camrelay.protocol.MessageWriter;
import io.camrelay.protocol.Trigger;
import io.camrelay.protocol.Urgency;
import io.camrelay.protocol.Violation;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.zip.CRC32;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * A camera without manners: sends whatever bytes it is told, in blocking calls, and hangs up at
 * will.
 */
final class RawCamera implements AutoCloseable {

  private static final int PATIENCE_MILLIS = 20_000;

  private final Socket tcp;
  private final SSLSocket tls;
  private final MessageReader reader = new MessageReader(MessageType.Sender.RELAY);
  private final Deque<Message> received = new ArrayDeque<>();
  private final byte[] buffer = new byte[16_384];

  private RawCamera(Socket tcp, SSLSocket tls) {
    this.tcp = tcp;
    this.tls = tls;
  }

  /** Connects and shakes hands; says nothing. */
  static RawCamera connect(CameraSettings settings) throws IOException {
    Socket tcp = new Socket();
    tcp.connect(new InetSocketAddress(settings.host(), settings.port()), PATIENCE_MILLIS);
    tcp.setTcpNoDelay(true);
    SSLSocket tls =
        (SSLSocket)
            trusting(settings.caPem())
                .getSocketFactory()
                .createSocket(tcp, settings.relayName(), settings.port(), true);
    tls.setSoTimeout(PATIENCE_MILLIS);
    tls.startHandshake();
    return new RawCamera(tcp, tls);
  }

  static DeviceMessage.Hello hello(CameraSettings settings, long epoch) {
    return new DeviceMessage.Hello(
        1,
        settings.heartbeat(),
        settings.answerBuffer(),
        settings.charset(),
        0,
        epoch,
        settings.device(),
        settings.token(),
        "raw",
        "raw");
  }

  static DeviceMessage.CaptureBegin begin(int handle, CaptureId id, byte[] frame) {
    return begin(handle, id, frame.length, crc(frame));
  }

  /** One of several frames of a capture. */
  static DeviceMessage.CaptureBegin begin(
      int handle, CaptureId id, int index, int count, byte[] frame) {
    return new DeviceMessage.CaptureBegin(
        handle,
        id,
        frame.length,
        crc(frame),
        0,
        0,
        0,
        Trigger.OTHER,
        index,
        count,
        Urgency.NORMAL,
        "",
        FlightRecord.UNKNOWN);
  }

  static DeviceMessage.CaptureBegin begin(int handle, CaptureId id, long size, long crc) {
    return new DeviceMessage.CaptureBegin(
        handle,
        id,
        size,
        crc,
        0,
        0,
        0,
        Trigger.OTHER,
        0,
        1,
        Urgency.NORMAL,
        "",
        FlightRecord.UNKNOWN);
  }

  static long crc(byte[] bytes) {
    CRC32 crc = new CRC32();
    crc.update(bytes);
    return crc.getValue();
  }

  static byte[] bytes(Message message) {
    ByteBuffer out = ByteBuffer.allocate(MessageWriter.size(message));
    MessageWriter.write(message, out);
    return out.array();
  }

  RawCamera send(Message message) throws IOException {
    return send(bytes(message));
  }

  RawCamera send(byte[] bytes) throws IOException {
    tls.getOutputStream().write(bytes);
    tls.getOutputStream().flush();
    return this;
  }

  /** The relay's next message; null where it has hung up. */
  @Nullable Message receive() throws IOException {
    while (received.isEmpty()) {
      int count = tls.getInputStream().read(buffer);
      if (count < 0) {
        return null;
      }
      Violation violation = reader.read(ByteBuffer.wrap(buffer.clone(), 0, count), received::add);
      if (violation != null) {
        throw new IOException("the relay sent nonsense: " + violation);
      }
    }
    return received.poll();
  }

  /** Reads on until a message of this type comes; fails where the relay hangs up before. */
  <T extends Message> T receive(Class<T> type) throws IOException {
    for (Message message = receive(); message != null; message = receive()) {
      if (type.isInstance(message)) {
        return type.cast(message);
      }
    }
    throw new IOException("the relay hung up without a " + type.getSimpleName());
  }

  /** Hangs up as a board does that loses its power or its Wi-Fi: without close_notify. */
  void cut() throws IOException {
    tcp.setSoLinger(true, 0);
    tcp.close();
  }

  @Override
  public void close() throws IOException {
    tcp.close();
  }

  private static SSLContext trusting(String caPem) throws IOException {
    try {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      store.setCertificateEntry(
          "ca",
          CertificateFactory.getInstance("X.509")
              .generateCertificate(
                  new ByteArrayInputStream(caPem.getBytes(StandardCharsets.US_ASCII))));
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      SSLContext context = SSLContext.getInstance("TLSv1.2");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
  }
}
