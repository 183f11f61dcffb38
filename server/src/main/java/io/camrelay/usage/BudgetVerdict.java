package io.camrelay.usage;

import java.util.List;

/** Whether something may be asked, as far as budgets go. */
public sealed interface BudgetVerdict {

  /** Both, to switch on. */
  enum Kind {
    ADMITTED,
    REFUSED
  }

  Kind kind();

  /**
   * It may be asked, and its worst case is to be reserved.
   *
   * @param warned budgets that are at or beyond their warning with this, as they are after it
   * @param cheaper true where one is at or beyond the threshold of its cheaper chain
   */
  record Admitted(List<BudgetState> warned, boolean cheaper) implements BudgetVerdict {

    public Admitted {
      warned = List.copyOf(warned);
    }

    @Override
    public Kind kind() {
      return Kind.ADMITTED;
    }
  }

  /**
   * It may not be asked.
   *
   * @param whose the budget that forbids it; of several the one that does so longest
   */
  record Refused(BudgetState whose, Why why) implements BudgetVerdict {

    @Override
    public Kind kind() {
      return Kind.REFUSED;
    }
  }

  /** Why a budget forbids something. */
  enum Why {
    /** It would go beyond the limit if the worst came of it. */
    OVER,
    /** The budget is in dollars, and nobody knows what it could cost. */
    NO_PRICE,
    /** The budget is in tokens, and nobody knows how many it could take. */
    NO_TOKENS
  }
}
