package io.camrelay.vision;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An HTTP/1.1 server that does to its sockets what the script says: cut, reset, stall. A script
 * plays once for each connection, on a thread of its own.
 */
final class ScriptedServer implements AutoCloseable {

  @FunctionalInterface
  interface Script {
    void play(Peer peer) throws IOException, InterruptedException;
  }

  private static final int RECEIVE_BUFFER = 16 * 1024;

  private final CountDownLatch closed = new CountDownLatch(1);
  private final ServerSocket listener;
  private final Script script;
  private final AtomicInteger requests = new AtomicInteger();
  private final List<Peer> peers = new CopyOnWriteArrayList<>();

  ScriptedServer(Script script) {
    this.script = script;
    try {
      listener = new ServerSocket();
      listener.setReceiveBufferSize(RECEIVE_BUFFER);
      listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    start(this::accept);
  }

  String url() {
    return "http://127.0.0.1:" + listener.getLocalPort() + "/v1";
  }

  int port() {
    return listener.getLocalPort();
  }

  /** Whole requests that arrived. */
  int requests() {
    return requests.get();
  }

  /** Connections that were made. */
  int connections() {
    return peers.size();
  }

  @Override
  public void close() throws IOException {
    closed.countDown();
    listener.close();
    for (Peer peer : peers) {
      peer.socket.close();
    }
  }

  private void accept() {
    try {
      while (!listener.isClosed()) {
        Peer peer = new Peer(listener.accept(), peers.size());
        peers.add(peer);
        start(peer::play);
      }
    } catch (IOException e) {
      // The server was closed.
    }
  }

  private static void start(Runnable task) {
    Thread thread = new Thread(task, "scripted-server");
    thread.setDaemon(true);
    thread.start();
  }

  /** One connection, from the server's side. */
  final class Peer {
    private final Socket socket;
    private final int number;
    private final InputStream in;

    Peer(Socket socket, int number) throws IOException {
      this.socket = socket;
      this.number = number;
      this.in = new BufferedInputStream(socket.getInputStream());
    }

    /** 0 for the server's first connection. */
    int number() {
      return number;
    }

    /** Reads one request with its body and gives back the body. */
    byte[] readRequest() throws IOException {
      String head = readHead();
      int at = head.toLowerCase(Locale.ROOT).indexOf("content-length:");
      String length = head.substring(at + "content-length:".length(), head.indexOf('\r', at));
      byte[] body = in.readNBytes(Integer.parseInt(length.strip()));
      if (body.length < Integer.parseInt(length.strip())) {
        throw new EOFException();
      }
      requests.incrementAndGet();
      return body;
    }

    /** Reads a request's head and leaves its body unread. */
    String readHead() throws IOException {
      ByteArrayOutputStream head = new ByteArrayOutputStream();
      while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
        int next = in.read();
        if (next < 0) {
          throw new EOFException();
        }
        head.write(next);
      }
      return head.toString(StandardCharsets.ISO_8859_1);
    }

    /** Begins a stream that lasts until the connection ends. */
    void beginStream() throws IOException {
      send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n");
    }

    void send(String text) throws IOException {
      send(text.getBytes(StandardCharsets.UTF_8));
    }

    void send(byte[] bytes) throws IOException {
      socket.getOutputStream().write(bytes);
      socket.getOutputStream().flush();
    }

    void sendStream(String events) throws IOException {
      byte[] body = events.getBytes(StandardCharsets.UTF_8);
      send(
          "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: "
              + body.length
              + "\r\n\r\n");
      send(body);
    }

    void close() throws IOException {
      socket.close();
    }

    /** Closes with a reset instead of an end. */
    void reset() throws IOException {
      socket.setSoLinger(true, 0);
      socket.close();
    }

    /** Returns when the other side has hung up. */
    void awaitHangUp() throws IOException {
      while (in.read() >= 0) {
        // What still comes does not matter.
      }
    }

    /** Keeps the connection, reading nothing, until the server is closed. */
    void awaitClose() throws InterruptedException {
      closed.await();
    }

    /** Sends the text again and again, with a pause each time, until the other side hangs up. */
    void keepSending(String text, int times, Duration pause)
        throws IOException, InterruptedException {
      for (int i = 0; i < times; i++) {
        send(text);
        if (closed.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
          return;
        }
      }
    }

    private void play() {
      try (socket) {
        script.play(this);
      } catch (IOException e) {
        // The other side hung up, or the server was closed.
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
