package io.camrelay.vision;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Set;

/**
 * Which addresses a provider may not have. Clouds answer at link-local addresses with the
 * credentials of the machine to whoever asks from it, so a base URL that leads there is a mistake
 * or an attack. Private and loopback addresses are where local models live and are fine.
 */
final class AddressRule {

  /** Clouds' metadata services that are not at a link-local address. */
  private static final Set<String> METADATA_ADDRESSES = Set.of("fd00:ec2:0:0:0:0:0:254");

  /** Names of metadata services that only resolve inside a cloud. */
  private static final Set<String> METADATA_NAMES =
      Set.of("metadata.google.internal", "metadata.goog", "instance-data");

  private AddressRule() {}

  /**
   * Checks a host as it is written, without asking DNS.
   *
   * @throws IllegalArgumentException when it must not be asked
   */
  static void checkHost(String host) {
    boolean refused =
        METADATA_NAMES.contains(host.toLowerCase(Locale.ROOT))
            || (isLiteral(host) && refuses(literal(host)));
    if (refused) {
      throw new IllegalArgumentException(
          host
              + " is a link-local or metadata address, no provider;"
              + " correct the base URL, or allow link-local addresses for this provider");
    }
  }

  static boolean refuses(InetAddress address) {
    return address.isLinkLocalAddress() || METADATA_ADDRESSES.contains(address.getHostAddress());
  }

  /** Whether OkHttp takes the host for an address and asks no DNS for it. */
  private static boolean isLiteral(String host) {
    return host.contains(":") || host.matches("[0-9.]+");
  }

  private static InetAddress literal(String host) {
    try {
      return InetAddress.getByName(host);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(host + " is no address", e);
    }
  }
}
