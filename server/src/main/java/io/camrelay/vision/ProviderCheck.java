package io.camrelay.vision;

import io.camrelay.picture.FrameSource;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;

/**
 * Asks a provider a tiny question about a tiny picture, as a capture would be asked, and says what
 * came of it. It costs what a tiny picture costs.
 */
public final class ProviderCheck {

  /** Whoever sees the picture says red. */
  static final String QUESTION = "Which colour is this picture? Answer with one word.";

  private static final String SEEN = "red";

  /** Pixels a side: the smallest that no provider is known to refuse. */
  private static final int SIDE = 64;

  /** The list of models is worth so much time. */
  private static final Duration FOR_LISTING = Duration.ofSeconds(10);

  /** A provider keeps the time itself; this is for one that does not. */
  private static final Duration GRACE = Duration.ofSeconds(5);

  private ProviderCheck() {}

  /**
   * What came of a check.
   *
   * @param result how the attempt ended
   * @param answer what the model said, may be empty
   * @param firstWord from asking to the first word, null where there was none
   * @param whole from asking to the end
   * @param streamed whether words come as the model speaks them
   * @param limits how much the provider will still take, null where it did not say
   * @param saw whether the answer shows that the model sees pictures
   * @param listing what the provider's list says of the model, empty where it has none to read
   */
  public record Report(
      AttemptResult result,
      String answer,
      @Nullable Duration firstWord,
      Duration whole,
      boolean streamed,
      @Nullable RateLimits limits,
      boolean saw,
      Optional<ModelListing> listing) {}

  /** Asks. Blocks for as long as the provider may take. */
  public static Report of(HttpProvider provider, Duration timeLeft) throws InterruptedException {
    Listener heard = new Listener();
    Inquiry inquiry =
        provider.ask(
            new Ask(
                List.of(new Picture(picture())),
                List.of(),
                QUESTION,
                Manner.PROVIDERS_OWN,
                timeLeft),
            heard);
    AttemptResult result = await(heard, inquiry, timeLeft.plus(GRACE));
    Duration whole = heard.since();
    String answer = heard.text();
    return new Report(
        result,
        answer,
        heard.firstWord(),
        whole,
        heard.streamed,
        heard.limits,
        answer.toLowerCase(Locale.ROOT).contains(SEEN),
        provider.listing(FOR_LISTING));
  }

  private static AttemptResult await(Listener heard, Inquiry inquiry, Duration patience)
      throws InterruptedException {
    try {
      return heard.end.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      inquiry.cancel();
      return new AttemptResult.Failed(
          Failure.TIMEOUT,
          AttemptResult.Billing.MAYBE,
          null,
          "no end within " + patience.toSeconds() + " s",
          AttemptResult.Receipt.NONE);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A red square. */
  private static byte[] picture() {
    BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
    Graphics2D paint = image.createGraphics();
    paint.setColor(Color.RED);
    paint.fillRect(0, 0, SIDE, SIDE);
    paint.dispose();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "jpg", bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static final class Picture implements FrameSource {

    private final byte[] bytes;

    Picture(byte[] bytes) {
      this.bytes = bytes;
    }

    @Override
    public int length() {
      return bytes.length;
    }

    @Override
    public InputStream open() {
      return new ByteArrayInputStream(bytes);
    }
  }

  /** Called from the provider's threads, read from the checker's. */
  private static final class Listener implements AnswerListener {

    private final CompletableFuture<AttemptResult> end = new CompletableFuture<>();

    /** Guarded by this. */
    private final StringBuilder words = new StringBuilder();

    private final long asked = System.nanoTime();
    private volatile @Nullable Duration firstWord;
    private volatile boolean streamed;
    private volatile @Nullable RateLimits limits;

    @Override
    public void limits(RateLimits said) {
      limits = said;
    }

    @Override
    public void answering(boolean stream) {
      streamed = stream;
    }

    @Override
    public void text(String piece) {
      if (firstWord == null) {
        firstWord = since();
      }
      synchronized (this) {
        words.append(piece);
      }
    }

    @Override
    public void ended(AttemptResult result) {
      end.complete(result);
    }

    Duration since() {
      return Duration.ofNanos(System.nanoTime() - asked);
    }

    @Nullable Duration firstWord() {
      return firstWord;
    }

    synchronized String text() {
      return words.toString();
    }
  }
}
