package io.camrelay.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camrelay.picture.FrameSource;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Base64;
import java.util.List;
import okio.Buffer;
import okio.BufferedSink;
import okio.ByteString;
import okio.Okio;
import okio.Sink;
import okio.Timeout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PictureBodyTest {

  private static final RequestText REQUEST =
      new RequestText(List.of(ByteString.encodeUtf8("<"), ByteString.encodeUtf8(">")));

  @ParameterizedTest
  @ValueSource(
      ints = {
        0,
        1,
        2,
        3,
        4,
        PictureBody.PIECE - 1,
        PictureBody.PIECE,
        PictureBody.PIECE + 1,
        PictureBody.PIECE + 2,
        3 * PictureBody.PIECE + 5
      })
  void writesBase64OfEveryLengthAndKnowsItsOwn(int length) throws IOException {
    FrameSource frame = Scenes.frame(length);
    Buffer sink = new Buffer();
    PictureBody body = new PictureBody(REQUEST, List.of(frame));

    body.writeTo(sink);

    String base64 = Base64.getEncoder().encodeToString(frame.open().readAllBytes());
    assertThat(body.contentLength()).isEqualTo(sink.size());
    assertThat(sink.readUtf8()).isEqualTo("<" + base64 + ">");
  }

  @Test
  void writesSeveralPicturesEachBetweenItsParts() throws IOException {
    RequestText request =
        new RequestText(
            List.of(
                ByteString.encodeUtf8("<"),
                ByteString.encodeUtf8("|"),
                ByteString.encodeUtf8(">")));
    Buffer sink = new Buffer();
    PictureBody body =
        new PictureBody(
            request, List.of(Scenes.frame(new byte[] {1}), Scenes.frame(new byte[] {2, 3, 4})));

    body.writeTo(sink);

    assertThat(body.contentLength()).isEqualTo(sink.size());
    assertThat(sink.readUtf8()).isEqualTo("<AQ==|AgME>");
  }

  @Test
  void neverHoldsMoreOfAFrameThanTwoPieces() throws IOException {
    Ledger ledger = new Ledger();
    FrameSource frame = ledger.watch(Scenes.frame(300_000));

    try (BufferedSink sink = Okio.buffer(ledger)) {
      new PictureBody(REQUEST, List.of(frame)).writeTo(sink);
    }

    assertThat(ledger.largestRead).isLessThanOrEqualTo(PictureBody.PIECE);
    assertThat(ledger.mostHeld).isLessThanOrEqualTo(2 * PictureBody.PIECE * 4 / 3);
    assertThat(ledger.written).isEqualTo(400_002);
  }

  @Test
  void forbidsOkHttpToSendAPictureTwice() {
    assertThat(new PictureBody(REQUEST, List.of(Scenes.frame(1))).isOneShot()).isTrue();
  }

  @Test
  void saysThatTheFrameIsAtFaultWhenItEndsEarly() {
    FrameSource shorter =
        new FrameSource() {
          @Override
          public int length() {
            return 10;
          }

          @Override
          public InputStream open() {
            return new ByteArrayInputStream(new byte[9]);
          }
        };

    assertThatThrownBy(() -> new PictureBody(REQUEST, List.of(shorter)).writeTo(new Buffer()))
        .isInstanceOf(FrameUnreadable.class)
        .hasMessageContaining("ends before its 10 bytes");
  }

  /** Counts what was read of a frame and has not yet been handed to the socket. */
  private static final class Ledger implements Sink {
    private long read;
    private long written;
    private long mostHeld;
    private int largestRead;

    FrameSource watch(FrameSource frame) {
      return new FrameSource() {
        @Override
        public int length() {
          return frame.length();
        }

        @Override
        public InputStream open() throws IOException {
          return new FilterInputStream(frame.open()) {
            @Override
            public int read(byte[] into, int offset, int count) throws IOException {
              largestRead = Math.max(largestRead, count);
              int got = super.read(into, offset, count);
              read += Math.max(got, 0);
              mostHeld = Math.max(mostHeld, read * 4 / 3 - written);
              return got;
            }
          };
        }
      };
    }

    @Override
    public void write(Buffer source, long byteCount) throws IOException {
      source.skip(byteCount);
      written += byteCount;
    }

    @Override
    public void flush() {}

    @Override
    public Timeout timeout() {
      return Timeout.NONE;
    }

    @Override
    public void close() {}
  }
}
