package io.camrelay.dispatch;

import io.camrelay.picture.Fit;
import io.camrelay.picture.FrameSource;
import io.camrelay.picture.PictureFit;
import io.camrelay.picture.PictureReader;
import io.camrelay.picture.PictureReading;
import io.camrelay.usage.Size;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decodes pictures off the dispatcher's thread: it takes tens of milliseconds and megabytes each,
 * so that no more of them are decoded at a time than the workers have threads.
 */
final class Pictures {

  private static final Logger log = LoggerFactory.getLogger(Pictures.class);

  private final Executor workers;

  Pictures(Executor workers) {
    this.workers = workers;
  }

  /**
   * What arithmetic can tell of each, in their order; empty where a frame cannot be read from the
   * store: who asks about it will find the same.
   */
  CompletionStage<List<Optional<PictureReading>>> read(List<FrameSource> frames) {
    return CompletableFuture.supplyAsync(
        () -> frames.stream().map(Pictures::reading).toList(), workers);
  }

  private static Optional<PictureReading> reading(FrameSource frame) {
    try {
      return Optional.of(PictureReader.read(frame));
    } catch (IOException gone) {
      return Optional.empty();
    } catch (RuntimeException defect) {
      // No picture that somebody sends may stop a relay.
      log.error("picture decoder defect", defect);
      return Optional.of(new PictureReading.Unreadable("The photo cannot be decoded."));
    }
  }

  /** Reduces it to that size, where it is larger and can be decoded. */
  CompletionStage<Fit> fit(FrameSource frame, Size size, int quality) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return PictureFit.to(frame, size.width(), size.height(), quality);
          } catch (IOException gone) {
            return new Fit.AsItIs();
          } catch (RuntimeException defect) {
            log.error("picture scaler defect", defect);
            return new Fit.AsItIs();
          }
        },
        workers);
  }
}
