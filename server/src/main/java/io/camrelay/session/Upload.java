package io.camrelay.session;

import io.camrelay.capture.Arrival;
import io.camrelay.capture.CaptureKey;
import io.camrelay.capture.Ending;
import io.camrelay.capture.FrameKey;
import io.camrelay.capture.Uploads;
import io.camrelay.capture.Uploads.Begun;
import io.camrelay.capture.Uploads.Stored;
import io.camrelay.protocol.Code;
import io.camrelay.protocol.RelayMessage.CaptureAccept;
import io.camrelay.protocol.RelayMessage.CaptureProgress;
import io.camrelay.protocol.RelayMessage.Stage;
import io.camrelay.protocol.StageKind;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does what {@link UploadState} decides about the upload of one frame: gathers pieces, has them
 * checked and stored, and tells the device. Its state belongs to the link's thread.
 */
final class Upload {

  private static final Logger log = LoggerFactory.getLogger(Upload.class);

  /** The device is told how far the upload has come after each so many bytes. */
  static final long PROGRESS_EVERY = 64 * 1024;

  private static final String SLOW = "The relay's disk is slow.";

  private final Bound bound;
  private final UploadState state;
  private final Surroundings around;
  private final Link link;
  private final Deliveries deliveries;
  private final Replies replies;

  private final Uploading uploading;

  private final UploadOutcome outcome;
  private final Pieces pieces;
  private FrameCheck check = new FrameCheck();

  /** Is given the frame beside the store, where all of it comes over this connection. */
  private Arrival arrival = Arrival.IGNORED;

  /** Pieces that the store was given and has not copied. */
  private int appending;

  /** Since when the store has not moved on, while anything is asked of it. */
  private long waitingSince;

  /** True where the device was told that it waits, since then. */
  private boolean busyTold;

  private long progressTold;

  /** True once another handle or connection has taken over. */
  private boolean abandoned;

  /** True once another frame has brought the capture to its end. */
  private boolean endedBeside;

  Upload(
      Bound bound,
      UploadState state,
      Surroundings around,
      Link link,
      Deliveries deliveries,
      Uploading uploading) {
    this.bound = bound;
    this.state = state;
    this.around = around;
    this.link = link;
    this.deliveries = deliveries;
    this.replies = new Replies(link);
    this.uploading = uploading;
    this.waitingSince = around.clock().nanos();
    this.outcome = new UploadOutcome(bound, around, link, deliveries);
    this.pieces = new Pieces(frameKey(), uploads(), around.memory(), this::appended);
  }

  int handle() {
    return bound.handle();
  }

  /** The capture's. */
  CaptureKey key() {
    return bound.key();
  }

  FrameKey frameKey() {
    return bound.frameKey();
  }

  UploadState state() {
    return state;
  }

  int appending() {
    return appending;
  }

  /**
   * The store was asked what it knows of the capture.
   *
   * @param begun its answer
   */
  void begin(CompletionStage<Begun> begun) {
    await(
        "begin",
        begun,
        known -> {
          // One that was replaced while it waited must not throw out who took its place.
          if (known.kind() != Begun.Kind.CONFLICT && !abandoned) {
            uploading.replace(this);
          }
          return state.begun(known);
        });
  }

  void data(long offset, ByteBuffer bytes) {
    UploadStep step = state.data(offset, bytes.remaining());
    if (step.kind() == UploadStep.Kind.TAKE) {
      take(bytes.position(bytes.position() + ((UploadStep.Take) step).skip()));
    } else {
      perform(step);
    }
  }

  void end(long crc) {
    if (state.isReceiving()) {
      perform(state.end(crc, check.crc(), check.verdict()));
    }
  }

  void cancel() {
    perform(state.cancel());
  }

  /** There is no room for it now. */
  void defer(Code code, Duration retryAfter) {
    perform(state.defer(code, retryAfter));
  }

  /** Gives the store what has arrived. */
  void flush() {
    pieces.flush();
  }

  /** True while nothing more is to be read of the device until the store has moved on. */
  boolean isBlocking() {
    return state.isBlocking() || (busyTold && isWaiting());
  }

  /** True while the store keeps the device from going on. */
  boolean isWaiting() {
    return state.isBlocking() || (state.isReceiving() && appending > 0);
  }

  /**
   * Time has passed.
   *
   * @param heartbeat how long the store may take before the device is sent away, in nanoseconds
   */
  void tick(long now, long heartbeat) {
    pieces.tick(now);
    if (!isWaiting() && !state.isStoring()) {
      return;
    }
    long waited = now - waitingSince;
    if (waited >= heartbeat && isWaiting()) {
      perform(state.defer(Code.BUSY, around.settings().retryAfter()));
    } else if (waited >= heartbeat / 2 && !busyTold) {
      busyTold = true;
      link.send(new Stage(handle(), StageKind.BUSY, 0, SLOW));
    }
  }

  /** Another handle or connection goes on with the capture; what has arrived is kept for it. */
  void abandon() {
    pieces.flush();
    breakOff("the connection was lost or replaced");
    state.abandon();
    abandoned = true;
  }

  /** Another frame has brought the capture to its end: nothing more is taken of this one. */
  void endBeside() {
    pieces.drop();
    breakOff("another frame has ended the capture");
    state.abandon();
    endedBeside = true;
  }

  private void take(ByteBuffer bytes) {
    if (pieces.take(bytes, check, arrival, around.clock().nanos())) {
      tellProgress();
    } else {
      perform(state.defer(Code.BUSY, around.settings().retryAfter()));
    }
  }

  private void tellProgress() {
    long arrived = state.offset();
    if (arrived - progressTold >= PROGRESS_EVERY && arrived < bound.frame().size()) {
      progressTold = arrived;
      link.send(new CaptureProgress(handle(), arrived));
    }
  }

  private void appended(CompletionStage<Void> copied) {
    if (appending++ == 0) {
      movedOn(pieces.gatheringSince());
    }
    replies.await(
        "append to " + frameKey(),
        copied,
        nothing -> {
          appending--;
          movedOn(around.clock().nanos());
          uploading.answered();
        },
        trouble -> {
          appending--;
          // Nobody has taken a byte too many or too few but the store itself.
          boolean lost = trouble.code() == Code.GAP;
          perform(lost ? state.lost() : state.defer(trouble.code(), trouble.retryAfter()));
          uploading.answered();
        });
  }

  private void movedOn(long since) {
    waitingSince = since;
    busyTold = false;
  }

  private void perform(UploadStep step) {
    switch (step.kind()) {
      case NOTHING -> {}
      case LOOK_AGAIN -> lookAgain();
      case REPLAY -> replay(((UploadStep.Replay) step).length());
      case ACCEPT -> accept(((UploadStep.Accept) step).offset());
      case TAKE -> throw new IllegalStateException("bytes are taken where they come");
      case START_OVER -> {
        pieces.drop();
        breakOff("the frame was damaged on its way");
        await("start over", uploads().startOver(frameKey()), state::startedOver);
      }
      case STORE -> store((UploadStep.Store) step);
      case TELL_STORED -> outcome.stored();
      case TELL_FRAME_STORED -> outcome.frameStored(uploading.isStoring(key()));
      case TELL_FRAME_KNOWN -> outcome.frameKnown(last(), uploading.isStoring(key()));
      case TELL_KNOWN -> known(((UploadStep.TellKnown) step).ending());
      case FAIL -> fail(((UploadStep.Fail) step).failure());
      case DECLINE -> {
        breakOff("it was declined");
        uploading.forget(this);
        outcome.declined(((UploadStep.Decline) step).failure());
      }
      case DEFER -> {
        pieces.drop();
        breakOff("it was deferred");
        outcome.deferred((UploadStep.Defer) step, last());
      }
    }
  }

  private void known(@Nullable Ending ending) {
    if (bound.joins() && ending != null) {
      // Its end is told for all its frames at once; there may be many that only ask for it.
      uploading.forget(this);
    }
    outcome.known(ending, last(), bound.joins());
  }

  private void lookAgain() {
    log.warn("pieces lost device={} capture={}", key().device(), frameKey().shortForm());
    pieces.drop();
    breakOff("pieces of it were lost");
    notStored();
    check = new FrameCheck();
    movedOn(around.clock().nanos());
    begin(uploads().begin(bound.press(), bound.frame(), around.clock().now()));
  }

  private void accept(long offset) {
    pieces.startAt(offset);
    progressTold = offset;
    if (offset == 0) {
      breakOff("it begins anew");
      arrival = around.ports().dispatch().arriving(bound.press(), bound.frame());
    }
    log.debug(
        "capture begun device={} capture={} from={}",
        key().device(),
        frameKey().shortForm(),
        offset);
    link.send(new CaptureAccept(handle(), offset));
    deliveries.move(last(), key());
  }

  private void replay(long length) {
    CompletableFuture<FrameCheck> replayed;
    try {
      replayed = CompletableFuture.supplyAsync(() -> checkReceived(length), around.replays());
    } catch (RejectedExecutionException e) {
      perform(state.defer(Code.BUSY, around.settings().retryAfter()));
      return;
    }
    await(
        "replay",
        replayed,
        earlier -> {
          check = earlier;
          return state.replayed();
        });
  }

  private FrameCheck checkReceived(long length) {
    try (InputStream received = uploads().received(frameKey())) {
      return FrameCheck.of(received, length);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void store(UploadStep.Store sound) {
    pieces.flush();
    movedOn(around.clock().nanos());
    // From now on somebody may ask about it; the device hears nothing of that before STORED.
    deliveries.bind(last(), key(), true);
    CompletionStage<Stored> stored =
        uploads().store(frameKey(), sound.width(), sound.height(), around.clock().now());
    replies.await(
        "store " + frameKey(),
        stored,
        durable -> {
          UploadStep step = state.stored(durable);
          if (durable == Stored.CAPTURE) {
            // What was begun with it is the dispatcher's now.
            arrival = Arrival.IGNORED;
          }
          perform(step);
          if (durable == Stored.CAPTURE && step.kind() == UploadStep.Kind.NOTHING) {
            // The device is gone, or has changed its mind; what is stored is asked all the same.
            around.ports().dispatch().stored(key());
          }
          uploading.answered();
        },
        trouble -> {
          perform(state.defer(trouble.code(), trouble.retryAfter()));
          notStored();
          uploading.answered();
        });
  }

  /** Whatever is awaited of the capture's other frames, this one brings it no further. */
  private void notStored() {
    if (!uploading.isStoring(key())) {
      deliveries.forget(key());
    }
  }

  /** The handle on which the device is told what concerns the whole capture. */
  private int last() {
    return Math.max(handle(), uploading.last(key()));
  }

  private void fail(Ending.Failure failure) {
    pieces.drop();
    breakOff("it has ended");
    replies.await(
        "fail " + key(),
        uploads().fail(key(), failure, around.clock().now()),
        ending -> {
          if (!endedBeside) {
            uploading.endBeside(this);
            outcome.failed(failure, ending, last(), abandoned);
          }
          uploading.answered();
        },
        trouble -> {
          perform(state.notFailed(failure.code(), trouble.code(), trouble.retryAfter()));
          uploading.answered();
        });
  }

  private <T> void await(
      String what, CompletionStage<T> stage, Function<? super T, UploadStep> event) {
    replies.await(
        what + " " + key(),
        stage,
        result -> {
          perform(event.apply(result));
          uploading.answered();
        },
        trouble -> {
          perform(state.defer(trouble.code(), trouble.retryAfter()));
          uploading.answered();
        });
  }

  private void breakOff(String why) {
    arrival.brokenOff(why);
    arrival = Arrival.IGNORED;
  }

  private Uploads uploads() {
    return around.ports().uploads();
  }
}
