package io.camrelay.camera;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Cameras that share a few threads: each belongs to one event loop, so that thousands cost no more
 * threads than one. Closing the fleet switches all of them off.
 */
public final class CameraFleet implements AutoCloseable {

  private static final long SHUTDOWN_SECONDS = 5;

  /** What cameras need of the TLS that they have in common. */
  private record Trust(String caPem, String relayName, boolean tls12Only) {}

  private final EventLoopGroup loops;
  private final Class<? extends SocketChannel> sockets;
  private final Map<Trust, LinkTls> trusts = new ConcurrentHashMap<>();
  private final Set<VirtualCamera> cameras = ConcurrentHashMap.newKeySet();

  private CameraFleet(int threads) {
    boolean epoll = Epoll.isAvailable();
    IoHandlerFactory io = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    this.loops =
        new MultiThreadIoEventLoopGroup(threads, new DefaultThreadFactory("camera", true), io);
    this.sockets = epoll ? EpollSocketChannel.class : NioSocketChannel.class;
  }

  /** An empty fleet with so many threads. */
  public static CameraFleet start(int threads) {
    return new CameraFleet(threads);
  }

  /** A new camera with an empty memory, to be connected. */
  public VirtualCamera camera(CameraSettings settings, CameraListener listener) {
    return camera(settings, CameraMemory.inMemory(), listener);
  }

  /** A new camera, to be connected. No two of them may share a memory. */
  public VirtualCamera camera(
      CameraSettings settings, CameraMemory memory, CameraListener listener) {
    return camera(settings, memory, listener, Mischief.Plan.none());
  }

  /** A new camera that misbehaves as planned. */
  public VirtualCamera camera(
      CameraSettings settings, CameraMemory memory, CameraListener listener, Mischief.Plan plan) {
    VirtualCamera camera =
        new VirtualCamera(
            loops.next(),
            sockets,
            settings,
            tls(settings),
            memory,
            listener,
            CameraFleet::millis,
            plan,
            cameras::remove);
    cameras.add(camera);
    return camera;
  }

  private LinkTls tls(CameraSettings settings) {
    return trusts.computeIfAbsent(
        new Trust(settings.caPem(), settings.relayName(), settings.tls12Only()),
        trust -> LinkTls.of(trust.caPem(), trust.relayName(), trust.tls12Only()));
  }

  private static long millis() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }

  /** Switches all cameras off, and returns once their threads have ended. */
  @Override
  public void close() {
    cameras.forEach(VirtualCamera::close);
    loops.shutdownGracefully(0, SHUTDOWN_SECONDS, TimeUnit.SECONDS).syncUninterruptibly();
  }
}
