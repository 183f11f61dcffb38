package io.camrelay.usage;

import java.time.Instant;

/** A model has left its band, or is back in it. */
public sealed interface Drift {

  /** Which kind it is, to switch on. */
  Kind kind();

  /** Whose. */
  Upstream upstream();

  /** What of it. */
  Measure measure();

  /** When it began, as far as the attempts tell. */
  Instant since();

  /** The kinds. */
  enum Kind {
    ALARM,
    ALL_CLEAR
  }

  /** What is watched. */
  enum Measure {
    /** Billed over expected tokens of the input: 1 is as expected. */
    TOKENS,
    /** The part of the attempts that fail by the provider's fault, from 0 to 1. */
    ERRORS
  }

  /** What it is compared with. */
  enum Reference {
    /** What was usual with this model. */
    USUAL,
    /** What the catalogue's formula says. */
    FORMULA
  }

  /**
   * It has left its band. Told once; nothing more is told of this measure until the all-clear.
   *
   * @param reference what it is compared with
   * @param usual the measure by that
   * @param now the measure since the drift began
   * @param attempts how many are counted in it
   */
  record Alarm(
      Upstream upstream,
      Measure measure,
      Reference reference,
      Instant since,
      double usual,
      double now,
      long attempts)
      implements Drift {
    @Override
    public Kind kind() {
      return Kind.ALARM;
    }

    /** By how much, of what is usual: -0.88 for 88 % less. */
    public double change() {
      return now / usual - 1;
    }
  }

  /**
   * It is over.
   *
   * @param since when the drift had begun
   * @param at when it was found to be over
   * @param usual the measure that is usual from here on
   * @param now the measure of late
   * @param attempts how many the drift has lasted
   * @param settled false where the measure went back; true where it has stayed at another level for
   *     so long that this is usual from here on
   */
  record AllClear(
      Upstream upstream,
      Measure measure,
      Instant since,
      Instant at,
      double usual,
      double now,
      long attempts,
      boolean settled)
      implements Drift {
    @Override
    public Kind kind() {
      return Kind.ALL_CLEAR;
    }
  }
}
