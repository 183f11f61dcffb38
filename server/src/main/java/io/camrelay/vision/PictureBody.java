package io.camrelay.vision;

import io.camrelay.picture.FrameSource;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Base64;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.BufferedSink;

/** Writes a {@link ChatRequest} with its picture, a few kilobytes of which are in memory. */
final class PictureBody extends RequestBody {

  /** What is read of a frame at a time: a multiple of 3, so that pieces of base64 join. */
  static final int PIECE = 6 * 1024;

  private static final MediaType JSON = MediaType.get("application/json");

  private final ChatRequest request;
  private final FrameSource frame;

  PictureBody(ChatRequest request, FrameSource frame) {
    this.request = request;
    this.frame = frame;
  }

  @Override
  public MediaType contentType() {
    return JSON;
  }

  @Override
  public long contentLength() {
    long base64 = (frame.length() + 2L) / 3 * 4;
    return request.head().size() + base64 + request.tail().size();
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
    sink.write(request.head());
    try (InputStream bytes = open()) {
      byte[] piece = new byte[PIECE];
      byte[] base64 = new byte[PIECE / 3 * 4];
      for (int left = frame.length(); left > 0; ) {
        int size = Math.min(left, PIECE);
        read(bytes, piece, size);
        byte[] whole = size == PIECE ? piece : Arrays.copyOf(piece, size);
        sink.write(base64, 0, Base64.getEncoder().encode(whole, base64));
        left -= size;
      }
    }
    sink.write(request.tail());
  }

  private InputStream open() throws FrameUnreadable {
    try {
      return frame.open();
    } catch (IOException e) {
      throw new FrameUnreadable(String.valueOf(e.getMessage()), e);
    }
  }

  private void read(InputStream bytes, byte[] piece, int size) throws FrameUnreadable {
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
