package io.camrelay.device;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * All profiles and who has which, as of one moment; says what that comes to for a device.
 *
 * @param profiles by name
 * @param assignments by device; a device that is not in it has {@link ProfileName#DEFAULT}
 */
public record ProfileSnapshot(Map<String, Profile> profiles, Map<String, Assignment> assignments) {

  /** Before anything was set. */
  public static final ProfileSnapshot EMPTY = new ProfileSnapshot(Map.of(), Map.of());

  private static final Profile DEFAULT = new Profile(ProfileName.DEFAULT, 0, ProfileSettings.NONE);

  /**
   * Which profile a device has.
   *
   * @param revision the change that said so
   */
  public record Assignment(String profile, long revision) {}

  public ProfileSnapshot {
    profiles = Map.copyOf(profiles);
    assignments = Map.copyOf(assignments);
  }

  /** The name of the profile that a device has. */
  public String profileOf(String device) {
    Assignment assignment = assignments.get(device);
    return assignment == null ? ProfileName.DEFAULT : assignment.profile();
  }

  /** The devices that have this profile by assignment, by name. */
  public List<String> devicesOf(String profile) {
    return assignments.entrySet().stream()
        .filter(entry -> entry.getValue().profile().equals(profile))
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }

  /**
   * What a device is asked with.
   *
   * @param configured what lies below all profiles
   */
  public EffectiveProfile of(String device, ProfileSettings configured) {
    Assignment assignment = assignments.get(device);
    Profile own = assignment == null ? null : profiles.get(assignment.profile());
    return resolved(own, assignment == null ? 0 : assignment.revision(), configured);
  }

  /** What is asked with under this profile. */
  public Optional<EffectiveProfile> named(String profile, ProfileSettings configured) {
    Profile own = profiles.get(profile);
    boolean known = own != null || profile.equals(ProfileName.DEFAULT);
    return known ? Optional.of(resolved(own, 0, configured)) : Optional.empty();
  }

  private EffectiveProfile resolved(
      @Nullable Profile own, long assigned, ProfileSettings configured) {
    Profile below = profiles.getOrDefault(ProfileName.DEFAULT, DEFAULT);
    Profile above = own == null ? below : own;
    long revision = Math.max(assigned, Math.max(above.revision(), below.revision()));
    return EffectiveProfile.of(
        above.name(), revision, above.settings().over(below.settings()).over(configured));
  }
}
