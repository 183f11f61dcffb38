package io.camrelay.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import okhttp3.MediaType;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okhttp3.sse.EventSource;
import okhttp3.sse.EventSourceListener;
import okhttp3.sse.EventSources;
import okio.Buffer;
import okio.ForwardingSource;
import okio.Okio;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BoundedBodyTest {

  private static final MediaType STREAM = MediaType.get("text/event-stream");
  private static final Duration PLENTY = Duration.ofSeconds(20);

  /**
   * okhttp-sse 5.5.1 never returns for the second, fourth and fifth of these, and throws for the
   * first.
   */
  @ParameterizedTest
  @CsvSource({
    "'data: a', 0",
    "'data: a\r', 0",
    "'data: a\r\n', 0",
    "'data: a\r\n\r', 1",
    "'data: a\r\r', 1",
    "': life\r', 0",
    "'data: a\n\n', 1",
    "'', 0"
  })
  void letsTheReaderEndWhereverALineIsCutOff(String stream, int events) {
    Assertions.assertTimeoutPreemptively(
        PLENTY,
        () -> {
          Ear ear = new Ear();
          EventSources.processResponse(response(new BoundedBody(body(stream, 3))), ear);

          assertThat(ear.heard).hasSize(events);
          assertThat(ear.failure).isNull();
        });
  }

  @Test
  void leavesWhatCameAsItWas() throws IOException {
    assertThat(new BoundedBody(body("data: a\n\n", 100)).source().readUtf8())
        .isEqualTo("data: a\n\n");
  }

  @Test
  void readsUpToItsBoundAndNoFurtherUnlessAnEventCame() throws IOException {
    String most = "x".repeat((int) BoundedBody.MAX_EVENT - 1) + "\n";

    assertThat(new BoundedBody(body(most, 8_192)).source().readUtf8()).hasSize(most.length());

    BoundedBody body = new BoundedBody(body(most + most, 8_192));
    body.source().skip(most.length());
    body.sawEvent();
    body.source().skip(most.length());

    assertThatThrownBy(() -> new BoundedBody(body(most + "x", 8_192)).source().readUtf8())
        .isInstanceOf(BoundedBody.EventTooLong.class);
  }

  private static Response response(ResponseBody body) {
    return new Response.Builder()
        .request(new Request.Builder().url("http://provider.example/").build())
        .protocol(Protocol.HTTP_1_1)
        .code(200)
        .message("OK")
        .body(body)
        .build();
  }

  /** A body that comes in segments, as from a socket. */
  private static ResponseBody body(String stream, int segment) {
    ForwardingSource torn =
        new ForwardingSource(new Buffer().writeUtf8(stream)) {
          @Override
          public long read(Buffer sink, long byteCount) throws IOException {
            return super.read(sink, Math.min(byteCount, segment));
          }
        };
    return ResponseBody.create(Okio.buffer(torn), STREAM, -1);
  }

  private static final class Ear extends EventSourceListener {
    private final List<String> heard = new ArrayList<>();
    private @Nullable Throwable failure;

    @Override
    public void onEvent(
        EventSource source, @Nullable String id, @Nullable String type, String data) {
      heard.add(data);
    }

    @Override
    public void onFailure(
        EventSource source, @Nullable Throwable thrown, @Nullable Response response) {
      failure = thrown;
    }
  }
}
