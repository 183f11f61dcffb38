package io.camrelay.session;

import io.camrelay.capture.CaptureKey;
import io.camrelay.capture.Ending;
import io.camrelay.protocol.Charset;
import io.camrelay.protocol.Limits;
import io.camrelay.protocol.RelayMessage;
import io.camrelay.protocol.RelayMessage.AnswerBegin;
import io.camrelay.protocol.RelayMessage.AnswerEnd;
import io.camrelay.protocol.RelayMessage.AnswerText;
import io.camrelay.protocol.RelayMessage.Failed;
import io.camrelay.protocol.RelayMessage.Stage;
import io.camrelay.protocol.StageKind;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Decides about the delivery of one capture's answer or failure on one connection. What it knows of
 * the end and what it has told the device go their own ways.
 */
final class Delivery {

  /** What is known of the capture's end. */
  private enum End {
    /** It has none yet; the model may speak. */
    OPEN,
    /** There is one, and its text is left in the store for now. */
    SHELVED,
    /** It is being read. */
    READING,
    /** It is here. */
    LOADED
  }

  /** What the device was told. */
  private enum Told {
    NOTHING,
    BEGIN,
    END
  }

  private final CaptureKey key;

  /** 0 until a handle of the relay's is bound. */
  private int handle;

  private End end = End.OPEN;
  private Told told = Told.NOTHING;

  /** True until the device was told STORED, which comes before everything else. */
  private boolean held;

  /** True while the store has not said whether another handle takes this one's place. */
  private boolean suspended;

  /** True where the device has begun the capture again while this was under way. */
  private boolean serves;

  /** The latest stage that the device was not told; its handle is set when it is. */
  private @Nullable Stage stage;

  /** Set while LOADED and not told. */
  private @Nullable Ending ending;

  private final AnswerStream text;

  /**
   * @param handle the one that the device has bound, or 0
   * @param held whether nothing is told until {@link #release}
   */
  Delivery(CaptureKey key, int handle, boolean held, Charset charset, long firstGeneration) {
    this.key = key;
    this.handle = handle;
    this.held = held;
    this.text = new AnswerStream(charset, firstGeneration);
  }

  CaptureKey key() {
    return key;
  }

  int handle() {
    return handle;
  }

  void bind(int found) {
    handle = found;
  }

  void suspend(boolean now) {
    suspended = now;
  }

  void serve() {
    serves = true;
  }

  /** Whether it serves one beginning of the capture more, and no further one. */
  boolean takeServes() {
    boolean served = serves;
    serves = false;
    return served;
  }

  void release() {
    held = false;
  }

  void stage(StageKind kind, Duration retryIn, String detail) {
    if (end == End.OPEN) {
      stage = new Stage(0, kind, retryIn.toMillis(), Texts.cut(detail, Limits.MAX_TEXT));
    }
  }

  void live(int attempt, int offset, String piece) {
    if (end == End.OPEN) {
      text.live(attempt, offset, piece);
    }
  }

  /** There is an end, in the store. */
  void shelve() {
    end = End.SHELVED;
    stage = null;
  }

  void reading() {
    end = End.READING;
  }

  /** The end is here. */
  void load(Ending loaded) {
    end = End.LOADED;
    stage = null;
    ending = loaded;
    switch (loaded.kind()) {
      case ANSWER -> text.settle(((Ending.Answer) loaded).text());
      case FAILURE -> text.dropUnsent();
    }
  }

  boolean hasEnd() {
    return end != End.OPEN;
  }

  boolean isShelved() {
    return end == End.SHELVED && !held;
  }

  boolean isReading() {
    return end == End.READING;
  }

  /** True while it keeps a text that the device has not been given. */
  boolean isLoaded() {
    return end == End.LOADED && told != Told.END;
  }

  boolean isTold() {
    return told == Told.END;
  }

  /** True where nothing of the answer or failure was told. */
  boolean isUntold() {
    return told == Told.NOTHING;
  }

  boolean isDevices() {
    return handle > 0;
  }

  /** True where the delivery can begin. */
  boolean isReady() {
    boolean something = end == End.LOADED || (end == End.OPEN && text.isLiveReady());
    return something && isUntold() && !held && !suspended;
  }

  long underWay() {
    return text.underWay();
  }

  long nextGeneration() {
    return text.fresh();
  }

  @Nullable RelayMessage takeStage() {
    Stage taken = stage;
    if (held || suspended || taken == null) {
      return null;
    }
    stage = null;
    return new Stage(handle, taken.stage(), taken.retryInMillis(), taken.detail());
  }

  /** FAILED, where it may go out at any time: nothing was begun, on a handle of the device's. */
  @Nullable RelayMessage takeLoneFailure() {
    boolean lone = isDevices() && isReady() && end == End.LOADED;
    return lone && ending instanceof Ending.Failure failure ? failed(failure) : null;
  }

  /**
   * The next message, once the delivery is the one that is under way; it has a handle by then.
   *
   * @param credit how many bytes of text it may hold
   */
  @Nullable RelayMessage take(long credit) {
    return switch (told) {
      case NOTHING -> {
        told = Told.BEGIN;
        yield new AnswerBegin(handle, key.id());
      }
      case BEGIN -> {
        RelayMessage piece = piece(credit);
        yield piece != null || text.unsent() > 0 ? piece : end();
      }
      case END -> null;
    };
  }

  private @Nullable RelayMessage piece(long credit) {
    ByteBuffer bytes = text.take(credit);
    return bytes == null
        ? null
        : new AnswerText(handle, text.generation(), text.sent() - bytes.remaining(), bytes);
  }

  private @Nullable RelayMessage end() {
    Ending known = ending;
    if (known == null) {
      return null;
    }
    return switch (known.kind()) {
      case ANSWER -> ended((Ending.Answer) known);
      case FAILURE -> failed((Ending.Failure) known);
    };
  }

  private RelayMessage ended(Ending.Answer answer) {
    long generation = text.generation();
    long length = text.sent();
    tell();
    return new AnswerEnd(
        handle,
        answer.status(),
        generation,
        length,
        u32(answer.promptTokens()),
        u32(answer.answerTokens()),
        Math.min(Math.max(answer.millis(), 0), Limits.UNKNOWN));
  }

  private RelayMessage failed(Ending.Failure failure) {
    tell();
    return new Failed(handle, failure.code(), Texts.cut(failure.hint(), Limits.MAX_TEXT));
  }

  private void tell() {
    told = Told.END;
    ending = null;
    text.ended();
  }

  /** Takes an acknowledgement in; false where it is of something that was not sent. */
  boolean acknowledge(long generation, long offset, boolean atEnd) {
    return text.acknowledge(generation, offset) && (!atEnd || told == Told.END);
  }

  /** A count that is below 0 where it is not known. */
  private static long u32(long count) {
    return count < 0 ? Limits.UNKNOWN : Math.min(count, Limits.UNKNOWN);
  }
}
