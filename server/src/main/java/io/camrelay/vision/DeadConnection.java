package io.camrelay.vision;

import io.camrelay.vision.CallProgress.Phase;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketException;
import java.time.Duration;
import okhttp3.internal.http2.ErrorCode;
import okhttp3.internal.http2.StreamResetException;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a call failed because its pooled connection had died in the pool. Many servers
 * close idle connections after a few seconds, and one that closes while a request is on its way is
 * met by every camera that presses twice; asking again on a fresh connection is then no retry,
 * because the provider has not seen the request.
 *
 * <p>When that is certain, and when it is not:
 *
 * <ul>
 *   <li>A connection that this call opened itself cannot have died in the pool.
 *   <li>While the request's last byte has not left, the JSON has no end and nobody can have acted
 *       on it. Certain.
 *   <li>Over HTTP/2 the server names what it did not process: REFUSED_STREAM (RFC 9113, 8.7), which
 *       OkHttp also makes of streams above a GOAWAY's last one. Certain. Other resets say nothing.
 *   <li>Over HTTP/1.1 a closed socket answers the first packet with a reset, or its end is already
 *       in our buffer, so the failure comes within a round trip of sending and without one byte of
 *       an answer. A server that took the request and crashed over it looks the same, but only if
 *       it crashed that soon. Nearly certain, so asked again, and marked as possibly billed.
 * </ul>
 */
final class DeadConnection {

  /** A round trip over a bad mobile link; a failure that comes later has other reasons. */
  static final Duration WINDOW = Duration.ofSeconds(2);

  /** How OkHttp's reader says that the connection ended before the first byte of a status line. */
  private static final String NOT_ONE_BYTE = "limit=0 ";

  /** Exceptions have few causes; a loop of them must not hold a thread. */
  private static final int MAX_CAUSES = 8;

  private DeadConnection() {}

  /** What is known of a call that failed on a connection which had died. */
  enum Verdict {
    /** It did not fail for that; it must not be made again. */
    OTHER,
    /** The provider cannot have acted on it. */
    UNSEEN,
    /** The provider has hardly acted on it. */
    HARDLY_SEEN
  }

  static Verdict judge(CallProgress progress, IOException failure) {
    return judge(
        progress.phase(), progress.reused(), progress.multiplexed(), progress.sinceSent(), failure);
  }

  static Verdict judge(
      Phase phase, boolean reused, boolean multiplexed, Duration sinceSent, IOException failure) {
    if (!reused || failure instanceof FrameUnreadable || isTimeout(failure)) {
      return Verdict.OTHER;
    }
    return switch (phase) {
      case CONNECTING, ANSWERED -> Verdict.OTHER;
      case SENDING -> Verdict.UNSEEN;
      case SENT -> judgeSent(multiplexed, sinceSent, failure);
    };
  }

  private static Verdict judgeSent(boolean multiplexed, Duration sinceSent, IOException failure) {
    if (multiplexed) {
      boolean refused =
          failure instanceof StreamResetException reset
              && reset.errorCode == ErrorCode.REFUSED_STREAM;
      return refused ? Verdict.UNSEEN : Verdict.OTHER;
    }
    boolean soon = sinceSent.compareTo(WINDOW) <= 0;
    return soon && isHangUp(failure) ? Verdict.HARDLY_SEEN : Verdict.OTHER;
  }

  private static boolean isTimeout(IOException failure) {
    return failure instanceof InterruptedIOException;
  }

  private static boolean isHangUp(IOException failure) {
    @Nullable Throwable cause = failure;
    for (int i = 0; cause != null && i < MAX_CAUSES; i++) {
      boolean reset = cause instanceof SocketException;
      boolean end =
          cause instanceof EOFException
              && String.valueOf(cause.getMessage()).contains(NOT_ONE_BYTE);
      if (reset || end) {
        return true;
      }
      cause = cause.getCause();
    }
    return false;
  }
}
