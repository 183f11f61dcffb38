package io.camrelay.protocol;

/** What a device can do, as bits of HELLO's abilities; bits without a name here are ignored. */
public enum Ability {
  /** Takes a photo on CAPTURE_NOW. */
  CAPTURE_NOW(0),
  /** Restarts on REBOOT. */
  REBOOT(1),
  /** Shows NOTICE. */
  NOTICE(2),
  /** Keeps a new TOKEN. */
  TOKEN(3),
  /** Applies PROFILE at once. */
  PROFILE(4),
  /** Keeps captures on a card while there is no link. */
  CARD(5);

  private final int bit;

  Ability(int bit) {
    this.bit = bit;
  }

  /** True where the set has this ability. */
  public boolean in(int abilities) {
    return (abilities & (1 << bit)) != 0;
  }

  /** The set of the given abilities. */
  public static int set(Ability... abilities) {
    int set = 0;
    for (Ability ability : abilities) {
      set |= 1 << ability.bit;
    }
    return set;
  }
}
