package io.camrelay.picture;

import java.util.EnumMap;
import java.util.Map;

/**
 * How the picture gate judges: one rule for each check.
 *
 * @param rules by check; one that is missing is as {@link GateCheck#byDefault} has it
 */
public record GateRules(Map<GateCheck, GateRule> rules) {

  /** What holds where no profile says otherwise. */
  public static final GateRules DEFAULT = new GateRules(Map.of());

  /** Lets every picture pass. */
  public static final GateRules OFF = off();

  /**
   * @throws IllegalArgumentException where a threshold is out of its check's bounds
   */
  public GateRules {
    Map<GateCheck, GateRule> all = new EnumMap<>(GateCheck.class);
    for (GateCheck check : GateCheck.values()) {
      GateRule rule = rules.getOrDefault(check, check.byDefault());
      if (rule.threshold() < check.least() || rule.threshold() > check.most()) {
        throw new IllegalArgumentException(
            "the threshold of the check \"%s\" must be from %d to %d, but is %d"
                .formatted(check.word(), check.least(), check.most(), rule.threshold()));
      }
      all.put(check, rule);
    }
    rules = Map.copyOf(all);
  }

  /** The rule for a check; there is one for each. */
  public GateRule rule(GateCheck check) {
    return rules.getOrDefault(check, check.byDefault());
  }

  /** The same but for one check. */
  public GateRules with(GateCheck check, GateAction action, int threshold) {
    Map<GateCheck, GateRule> changed = new EnumMap<>(rules);
    changed.put(check, new GateRule(action, threshold));
    return new GateRules(changed);
  }

  /** The same but for what is done about one check's findings. */
  public GateRules with(GateCheck check, GateAction action) {
    return with(check, action, rule(check).threshold());
  }

  /** Whether a picture has to be decoded to be judged by these rules. */
  public boolean needsPicture() {
    return rules.values().stream().anyMatch(rule -> rule.action() != GateAction.OFF);
  }

  private static GateRules off() {
    GateRules rules = DEFAULT;
    for (GateCheck check : GateCheck.values()) {
      rules = rules.with(check, GateAction.OFF);
    }
    return rules;
  }
}
