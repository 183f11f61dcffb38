package io.camrelay.relay;

import org.jspecify.annotations.Nullable;

/** What this build is. */
public final class Build {

  private Build() {}

  /** The version, as the jar's manifest has it. */
  public static String version() {
    @Nullable String version = Build.class.getPackage().getImplementationVersion();
    return version == null ? "unpackaged" : version;
  }
}
