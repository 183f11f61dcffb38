package io.camrelay.session;

import io.camrelay.protocol.AnswerFolder;
import io.camrelay.protocol.Charset;
import io.camrelay.protocol.Limits;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * The text of one answer on its way to one device: folds it to the device's charset, keeps what is
 * not sent yet, and knows which generation and offset comes next.
 *
 * <p>While the model speaks, only so much is kept as a device that reads needs; who falls behind
 * waits for the end and is given the rest of the whole text. The whole decides: where it does not
 * begin with what was sent, the answer starts over, visibly.
 */
final class AnswerStream {

  /** Bytes of live text that wait for the device; with more, the rest waits for the end. */
  static final int LIVE_BUFFER = 8 * 1024;

  private static final byte[] NOTHING = {};

  private final Charset charset;
  private AnswerFolder folder;

  /** The attempt whose pieces are being taken, 0 before the first. */
  private int attempt;

  /** Where the next piece of this attempt has to begin, in chars. */
  private int expected;

  /** True where a piece of this attempt was missed or not kept: no more of it is taken. */
  private boolean broken;

  /** True once the whole is known. */
  private boolean settled;

  /** Folded and not sent: from {@link #start} on. */
  private byte[] unsent = NOTHING;

  private int start;

  /** The generation that the next piece goes out with. */
  private long generation;

  /** The highest generation that was sent, 0 for none. */
  private long announced;

  /** Bytes sent in {@link #generation}, and what they were. */
  private long sent;

  private final CRC32 sentCrc = new CRC32();

  /** Bytes of {@link #generation} that the device has taken in. */
  private long acknowledged;

  /**
   * @param firstGeneration where generations begin: above all that the device has seen of this
   *     answer on this connection
   */
  AnswerStream(Charset charset, long firstGeneration) {
    this.charset = charset;
    this.folder = new AnswerFolder(charset);
    this.generation = firstGeneration;
  }

  /** A piece from the model. One that does not follow on the ones before it is not kept. */
  void live(int newAttempt, int offset, String piece) {
    if (newAttempt > attempt) {
      attempt = newAttempt;
      expected = 0;
      broken = offset != 0;
      folder = new AnswerFolder(charset);
      startOver(newAttempt);
    }
    if (newAttempt < attempt || broken || offset != expected) {
      broken |= newAttempt == attempt;
      return;
    }
    byte[] folded = folder.fold(piece);
    if (unsent() + folded.length > LIVE_BUFFER) {
      broken = true;
      return;
    }
    expected += piece.length();
    append(folded);
  }

  /** The whole text is here: keeps what of it is not sent yet. */
  void settle(String whole) {
    AnswerFolder once = new AnswerFolder(charset);
    byte[] head = once.fold(whole);
    byte[] tail = once.finish();
    byte[] all = Arrays.copyOf(head, head.length + tail.length);
    System.arraycopy(tail, 0, all, head.length, tail.length);
    if (!beginsWithWhatWasSent(all)) {
      startOver(generation + 1);
    }
    unsent = all;
    start = (int) sent;
    settled = true;
  }

  /** True where the live text can be sent from its start, or on from where it is. */
  boolean isLiveReady() {
    return unsent() > 0 && !(broken && sent == 0);
  }

  int unsent() {
    return unsent.length - start;
  }

  /** Bytes that are sent and not acknowledged. */
  long underWay() {
    return sent - acknowledged;
  }

  long generation() {
    return generation;
  }

  /** Above every generation that was sent. */
  long fresh() {
    return announced + 1;
  }

  /** Bytes sent in {@link #generation()}. */
  long sent() {
    return sent;
  }

  /**
   * Takes the next piece, to be sent at {@link #sent()} minus its length in {@link #generation()}.
   *
   * @param credit how many bytes it may have
   * @return null where there is nothing, or no credit for a whole character
   */
  @Nullable ByteBuffer take(long credit) {
    ByteBuffer rest = ByteBuffer.wrap(unsent, start, unsent());
    int most = (int) Math.min(credit, Limits.MAX_ANSWER_PIECE);
    int length = AnswerFolder.wholeCodePoints(charset, rest, most);
    if (length == 0 && !isEmptyAnew()) {
      return null;
    }
    sentCrc.update(unsent, start, length);
    start += length;
    sent += length;
    announced = generation;
    return rest.slice(rest.position(), length);
  }

  /** The whole is empty, and what was sent before has to be taken back all the same. */
  private boolean isEmptyAnew() {
    return settled && unsent() == 0 && announced > 0 && announced < generation;
  }

  /** The end was sent, with this generation. */
  void ended() {
    announced = generation;
    dropUnsent();
  }

  /** There will be no answer: what was not sent need not be. */
  void dropUnsent() {
    unsent = NOTHING;
    start = 0;
  }

  /**
   * The device has taken in so many bytes.
   *
   * @return false where that was never sent
   */
  boolean acknowledge(long ofGeneration, long offset) {
    if (ofGeneration > announced) {
      return ofGeneration == 0 && offset == 0;
    }
    if (ofGeneration < generation) {
      return true;
    }
    if (offset > sent) {
      return false;
    }
    acknowledged = Math.max(acknowledged, offset);
    return true;
  }

  /** Drops what is not sent, and what was sent where that was anything. */
  private void startOver(long atLeast) {
    generation = Math.max(atLeast, sent > 0 ? generation + 1 : generation);
    sent = 0;
    acknowledged = 0;
    sentCrc.reset();
    dropUnsent();
  }

  private boolean beginsWithWhatWasSent(byte[] all) {
    if (all.length < sent) {
      return false;
    }
    CRC32 crc = new CRC32();
    crc.update(all, 0, (int) sent);
    return crc.getValue() == sentCrc.getValue();
  }

  private void append(byte[] folded) {
    int kept = unsent();
    byte[] joined = Arrays.copyOfRange(unsent, start, start + kept + folded.length);
    System.arraycopy(folded, 0, joined, kept, folded.length);
    unsent = joined;
    start = 0;
  }
}
