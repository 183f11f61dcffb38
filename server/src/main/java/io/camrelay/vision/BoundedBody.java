package io.camrelay.vision;

import java.io.IOException;
import okhttp3.MediaType;
import okhttp3.ResponseBody;
import okio.Buffer;
import okio.BufferedSource;
import okio.ForwardingSource;
import okio.Okio;
import org.jspecify.annotations.Nullable;

/**
 * A stream's body as the reader of events can bear it. There is a bound on what may come between
 * two events, as that reader keeps a line until it ends, however long it is. And a last line that
 * was cut off gets its end: over {@code data: …} without one okhttp-sse 5.5.1 throws, and over one
 * that ends between CR and LF it runs in a circle for ever, without reading and so beyond every
 * timeout. Such an event is still none, as the blank line after it is missing.
 */
final class BoundedBody extends ResponseBody {

  /** What may come without making an event, in bytes. A usual event has 300. */
  static final long MAX_EVENT = 1 << 20;

  /** A provider sends without end and without an event. */
  static final class EventTooLong extends IOException {
    EventTooLong() {
      super("more than " + MAX_EVENT + " bytes without an event");
    }
  }

  private final ResponseBody body;
  private final BufferedSource source;

  /** Owned by the thread that reads the body. */
  private long sinceEvent;

  /** Whether the last line that came has its end. */
  private boolean lineEnded = true;

  BoundedBody(ResponseBody body) {
    this.body = body;
    this.source = Okio.buffer(new Counting(body.source()));
  }

  /** An event was read. */
  void sawEvent() {
    sinceEvent = 0;
  }

  @Override
  public @Nullable MediaType contentType() {
    return body.contentType();
  }

  @Override
  public long contentLength() {
    return body.contentLength();
  }

  @Override
  public BufferedSource source() {
    return source;
  }

  private final class Counting extends ForwardingSource {
    Counting(BufferedSource source) {
      super(source);
    }

    @Override
    public long read(Buffer sink, long byteCount) throws IOException {
      long read = super.read(sink, byteCount);
      if (read < 0 && !lineEnded) {
        lineEnded = true;
        sink.writeByte('\n');
        return 1;
      }
      if (read > 0) {
        lineEnded = sink.getByte(sink.size() - 1) == '\n';
        sinceEvent += read;
      }
      if (sinceEvent > MAX_EVENT) {
        throw new EventTooLong();
      }
      return read;
    }
  }
}
