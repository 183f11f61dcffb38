package io.camrelay.vision;

import io.camrelay.picture.FrameSource;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.BufferedSink;
import org.jspecify.annotations.Nullable;

/**
 * Writes a {@link RequestText} with its pictures, a few kilobytes of which are in memory. A picture
 * that is still arriving holds the call's thread until it has come; {@link #stop} lets go of it.
 * Where a picture does not come, the request never gets its end, as its length is said before.
 */
final class PictureBody extends RequestBody {

  /** What is read of a frame at a time: a multiple of 3, so that pieces of base64 join. */
  static final int PIECE = 6 * 1024;

  private static final MediaType JSON = MediaType.get("application/json");

  private final RequestText request;
  private final List<FrameSource> frames;

  /** The picture that is being written, null between two. Guarded by this, as the next one is. */
  private @Nullable InputStream reading;

  private boolean stopped;

  /**
   * @param frames one fewer than the request has parts
   */
  PictureBody(RequestText request, List<FrameSource> frames) {
    this.request = request;
    this.frames = List.copyOf(frames);
    if (request.parts().size() != frames.size() + 1) {
      throw new IllegalArgumentException(
          request.parts().size() + " parts do not go around " + frames.size() + " pictures");
    }
  }

  @Override
  public MediaType contentType() {
    return JSON;
  }

  @Override
  public long contentLength() {
    long base64 = frames.stream().mapToLong(frame -> (frame.length() + 2L) / 3 * 4).sum();
    return request.size() + base64;
  }

  /**
   * Forbids OkHttp to send the request again by itself, as it would upon {@code 503} with {@code
   * Retry-After: 0} or upon {@code 421}: each sending may be billed, and is counted elsewhere.
   */
  @Override
  public boolean isOneShot() {
    return true;
  }

  @Override
  public void writeTo(BufferedSink sink) throws IOException {
    for (int i = 0; i < frames.size(); i++) {
      sink.write(request.parts().get(i));
      write(frames.get(i), sink);
    }
    sink.write(request.parts().get(frames.size()));
  }

  /** Ends a read that waits for a picture, and begins none any more. Called from any thread. */
  void stop() {
    InputStream waiting;
    synchronized (this) {
      stopped = true;
      waiting = reading;
    }
    if (waiting != null) {
      try {
        waiting.close();
      } catch (IOException e) {
        // Whoever reads hears of it too.
      }
    }
  }

  private void write(FrameSource frame, BufferedSink sink) throws IOException {
    try (InputStream bytes = open(frame)) {
      begin(bytes);
      byte[] piece = new byte[PIECE];
      byte[] base64 = new byte[PIECE / 3 * 4];
      for (int left = frame.length(); left > 0; ) {
        int size = Math.min(left, PIECE);
        read(frame, bytes, piece, size);
        byte[] whole = size == PIECE ? piece : Arrays.copyOf(piece, size);
        sink.write(base64, 0, Base64.getEncoder().encode(whole, base64));
        left -= size;
      }
    } finally {
      synchronized (this) {
        reading = null;
      }
    }
  }

  private synchronized void begin(InputStream bytes) throws FrameUnreadable {
    if (stopped) {
      throw new FrameUnreadable("it is not wanted any more", null);
    }
    reading = bytes;
  }

  private static InputStream open(FrameSource frame) throws FrameUnreadable {
    try {
      return frame.open();
    } catch (IOException e) {
      throw new FrameUnreadable(String.valueOf(e.getMessage()), e);
    }
  }

  private static void read(FrameSource frame, InputStream bytes, byte[] piece, int size)
      throws FrameUnreadable {
    int read;
    try {
      read = bytes.readNBytes(piece, 0, size);
    } catch (IOException e) {
      throw new FrameUnreadable(String.valueOf(e.getMessage()), e);
    }
    if (read < size) {
      throw new FrameUnreadable("it ends before its " + frame.length() + " bytes", null);
    }
  }
}
