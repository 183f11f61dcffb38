package io.camrelay.device;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;

/**
 * The profiles that the operator has set, and which device has which. As with {@link Devices}:
 * calls never block, and a stage is completed on a thread of the store. Every change has a revision
 * of its own and is kept for ever.
 */
public interface Profiles {

  /** The profile of this name; {@link ProfileName#DEFAULT} is always there. */
  CompletionStage<Optional<Profile>> find(String name);

  /** All of them, by name. */
  CompletionStage<List<Profile>> list();

  /** What was changed in a profile and who was assigned to it, the latest first. */
  CompletionStage<List<ProfileChange>> history(String name, int limit);

  /**
   * Changes what a profile sets, in one step with reading it; makes it where there is none.
   *
   * @param change pure: it may be called more than once, on a thread of the store. What it throws
   *     fails the stage and changes nothing
   * @return the profile as it is now; with its old revision where nothing was changed
   */
  CompletionStage<Profile> change(String name, UnaryOperator<ProfileSettings> change, Instant now);

  /** Removes a profile that no device has. Its history stays. */
  CompletionStage<Removed> remove(String name, Instant now);

  /** Gives a device a profile; {@link ProfileName#DEFAULT} is what it had before any. */
  CompletionStage<Assigned> assign(String device, String profile, Instant now);

  /** Everything that decides which settings a device has, as of one moment. */
  CompletionStage<ProfileSnapshot> snapshot();

  /** As {@link Devices#onForeignChange}. */
  void onForeignChange(Runnable listener);

  /** What became of a removal. */
  enum Removed {
    YES,
    /** There is none of this name. */
    UNKNOWN,
    /** A device has it. */
    IN_USE,
    /** It is {@link ProfileName#DEFAULT}. */
    ALWAYS_THERE
  }

  /** What became of an assignment. */
  enum Assigned {
    YES,
    NO_SUCH_DEVICE,
    NO_SUCH_PROFILE
  }
}
