package io.camrelay.wire;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/** Where connections come from, as far as limits go. */
final class Origin {

  /** Bytes of an IPv6 address that a network gives out; the rest is chosen by who lives there. */
  private static final int NETWORK = 8;

  private Origin() {}

  /** The address, or for IPv6 its network of 64 bits. */
  static String of(InetAddress address) {
    if (!(address instanceof Inet6Address)) {
      return address.getHostAddress();
    }
    byte[] network = Arrays.copyOf(Arrays.copyOf(address.getAddress(), NETWORK), 2 * NETWORK);
    try {
      return InetAddress.getByAddress(network).getHostAddress() + "/64";
    } catch (UnknownHostException e) {
      throw new IllegalStateException("16 bytes are an address", e);
    }
  }
}
