package io.camrelay.usage;

import io.camrelay.usage.BudgetVerdict.Why;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether something may be asked. A hard stop: what is spent and what is reserved stay
 * within every limit, so that only a provider that bills more than the worst case can go beyond it,
 * and only by what was under way.
 */
public final class BudgetPolicy {

  private BudgetPolicy() {}

  /**
   * Judges one question.
   *
   * @param applicable every budget that it would count against
   * @param worst the most that it can take
   */
  public static BudgetVerdict admit(List<BudgetState> applicable, WorstCase worst) {
    BudgetVerdict.Refused refused = null;
    List<BudgetState> warned = new ArrayList<>();
    boolean cheaper = false;
    for (BudgetState state : applicable) {
      long more = amount(state.budget().key().unit(), worst);
      Why why = why(state, more);
      if (why != null) {
        refused = later(refused, new BudgetVerdict.Refused(state, why));
        continue;
      }
      BudgetState after = state.with(more);
      cheaper |= after.wantsCheaper();
      if (after.wantsWarning()) {
        warned.add(after);
      }
    }
    return refused == null ? new BudgetVerdict.Admitted(warned, cheaper) : refused;
  }

  /** Whether the cheaper chain is to be asked, as things are before anything more is reserved. */
  public static boolean cheaper(List<BudgetState> applicable) {
    return applicable.stream().anyMatch(BudgetState::wantsCheaper);
  }

  /** -1 where nobody can tell. */
  private static long amount(BudgetUnit unit, WorstCase worst) {
    return switch (unit) {
      case MONEY -> worst.cost() == null ? -1 : worst.cost().nanos();
      case TOKENS -> worst.tokens();
    };
  }

  private static @Nullable Why why(BudgetState state, long more) {
    if (more < 0) {
      return switch (state.budget().key().unit()) {
        case MONEY -> Why.NO_PRICE;
        case TOKENS -> Why.NO_TOKENS;
      };
    }
    // Asked by subtraction: a sum could overflow.
    return more > state.budget().limit() - state.taken() ? Why.OVER : null;
  }

  /**
   * Of two refusals the one that lasts longer: who comes back when the first budget renews would be
   * refused by the other. What nobody can tell no renewal mends.
   */
  private static BudgetVerdict.Refused later(
      BudgetVerdict.@Nullable Refused one, BudgetVerdict.Refused other) {
    if (one != null && one.why() != Why.OVER) {
      return one;
    }
    return one == null
            || other.why() != Why.OVER
            || one.whose().renewsAt().isBefore(other.whose().renewsAt())
        ? other
        : one;
  }
}
