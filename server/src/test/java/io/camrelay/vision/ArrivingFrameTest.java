package io.camrelay.vision;

import static org.assertj.core.api.Assertions.assertThat;

import io.camrelay.picture.FrameAbandoned;
import io.camrelay.vision.AttemptResult.Billing;
import java.io.IOException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.Dns;
import okhttp3.Protocol;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The request begins while the picture still arrives. Whatever happens to the picture, a request
 * that is whole is one whose picture is whole: what is not whole cannot be billed.
 */
@Timeout(60)
class ArrivingFrameTest {

  /** Larger than OkHttp's buffers, so that the provider sees the request begin. */
  private static final int LENGTH = 200_000;

  private static final Patience PATIENT =
      new Patience(
          Duration.ofSeconds(5),
          Duration.ofMinutes(1),
          Duration.ofMinutes(1),
          Duration.ofMinutes(2));

  @RegisterExtension private final Workbench bench = new Workbench();

  private final MockWebServer server = new MockWebServer();
  private final AtomicInteger whole = new AtomicInteger();
  private final ArrivingFrame frame = new ArrivingFrame(LENGTH);
  private final HeardAnswer heard = new HeardAnswer();

  @BeforeEach
  void serve() {
    server.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) {
            whole.incrementAndGet();
            return new MockResponse.Builder()
                .addHeader("Content-Type", "text/event-stream")
                .body(ChatStreams.answer("Yes"))
                .build();
          }
        });
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @EnumSource(Wire.class)
  void sendsAPictureThatTricklesInWhole(Wire wire) throws Exception {
    HttpProvider provider = provider(wire, PATIENT);
    provider.ask(Scenes.ask(frame, "?"), heard);
    for (int arrived = 0; arrived < LENGTH; arrived += 7_001) {
      frame.arrive(arrived);
    }
    assertThat(whole).as("nothing is whole before the picture is").hasValue(0);

    frame.arrive(LENGTH);

    heard.answered();
    assertThat(heard.text()).isEqualTo("Yes");
    assertThat(Objects.requireNonNull(server.takeRequest().getBody()).utf8())
        .contains(Base64.getEncoder().encodeToString(frame.bytes()));
  }

  @ParameterizedTest
  @EnumSource(Wire.class)
  void completesNoRequestWhosePictureIsAbandonedAtItsLastByte(Wire wire) throws Exception {
    HttpProvider provider = provider(wire, PATIENT);
    provider.ask(Scenes.ask(frame, "?"), heard);
    frame.arrive(LENGTH - 1);
    frame.awaitReader();

    frame.fail(new FrameAbandoned("its CRC is wrong"));

    heard.assertFailed(Failure.CANCELLED, Billing.NO, "its CRC is wrong");
    assertNothingWasWhole(provider);
  }

  @ParameterizedTest
  @EnumSource(Wire.class)
  void completesNoRequestWhosePictureCannotBeRead(Wire wire) throws Exception {
    HttpProvider provider = provider(wire, PATIENT);
    provider.ask(Scenes.ask(frame, "?"), heard);
    frame.arrive(LENGTH / 2);
    frame.awaitReader();

    frame.fail(new IOException("the disk is gone"));

    heard.assertFailed(Failure.BAD_PICTURE, Billing.NO, "the disk is gone");
    assertNothingWasWhole(provider);
  }

  @ParameterizedTest
  @EnumSource(Wire.class)
  void letsGoOfAPictureThatDoesNotComeWhenItIsHungUpOn(Wire wire) throws Exception {
    HttpProvider provider = provider(wire, PATIENT);
    Inquiry inquiry = provider.ask(Scenes.ask(frame, "?"), heard);
    frame.arrive(LENGTH / 2);
    frame.awaitReader();

    long before = System.nanoTime();
    inquiry.cancel();
    Duration taken = Duration.ofNanos(System.nanoTime() - before);

    heard.assertFailed(Failure.CANCELLED, Billing.NO, "hung up");
    assertThat(taken).isLessThan(Duration.ofSeconds(1));
    assertNothingWasWhole(provider);
  }

  @ParameterizedTest
  @EnumSource(Wire.class)
  void letsGoOfAPictureThatDoesNotComeInTime(Wire wire) throws Exception {
    Patience brief =
        new Patience(
            Duration.ofSeconds(5),
            Duration.ofMinutes(1),
            Duration.ofMinutes(1),
            Duration.ofMillis(500));
    HttpProvider provider = provider(wire, brief);
    provider.ask(Scenes.ask(frame, "?"), heard);
    frame.arrive(LENGTH / 2);

    heard.assertFailed(Failure.TIMEOUT, Billing.NO, "while the request was being sent");
    assertNothingWasWhole(provider);
  }

  @ParameterizedTest
  @EnumSource(Wire.class)
  void hasItsPlaceAgainAfterAPictureThatNeverCame(Wire wire) throws Exception {
    HttpProvider provider = provider(wire, PATIENT);
    Inquiry inquiry = provider.ask(Scenes.ask(frame, "?"), heard);
    frame.awaitReader();
    provider.ask(Scenes.ask("?"), new HeardAnswer());
    HeardAnswer refused = new HeardAnswer();
    provider.ask(Scenes.ask("?"), refused);
    refused.assertFailed(Failure.OVERLOADED, Billing.NO, "places");

    inquiry.cancel();

    heard.failed();
    HeardAnswer next = new HeardAnswer();
    provider.ask(Scenes.ask("?"), next);
    next.answered();
  }

  /** The first connection is warm, as it is for every photo but the first. */
  @ParameterizedTest
  @EnumSource(Wire.class)
  void doesNotAskAgainOnAFreshConnectionForAPictureThatWasAbandoned(Wire wire) throws Exception {
    HttpProvider provider = provider(wire, PATIENT);
    HeardAnswer first = new HeardAnswer();
    provider.ask(Scenes.ask("?"), first);
    first.answered();
    provider.ask(Scenes.ask(frame, "?"), heard);
    frame.arrive(LENGTH / 2);
    frame.awaitReader();

    frame.fail(new FrameAbandoned("the device went away"));

    heard.assertFailed(Failure.CANCELLED, Billing.NO, "the device went away");
    assertThat(whole).hasValue(1);
  }

  private enum Wire {
    HTTP_1,
    HTTP_2
  }

  private HttpProvider provider(Wire wire, Patience patience) throws Exception {
    List<Protocol> protocols =
        wire == Wire.HTTP_1 ? List.of(Protocol.HTTP_1_1) : List.of(Protocol.H2_PRIOR_KNOWLEDGE);
    server.setProtocols(protocols);
    server.start();
    ProviderSettings settings =
        Scenes.bounded(Scenes.settings(server.url("/v1").toString()), 1_000, 2);
    return bench.provider(Scenes.patient(settings, patience), Dns.SYSTEM, protocols);
  }

  /** When a second question is answered, the server has also read what came of the first. */
  private void assertNothingWasWhole(HttpProvider provider) throws InterruptedException {
    HeardAnswer next = new HeardAnswer();
    provider.ask(Scenes.ask("?"), next);
    next.answered();
    assertThat(whole).as("the second question alone was whole").hasValue(1);
  }
}
