package io.camrelay.sketch;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Under which of its addresses this machine is likely to be found by a camera in the same network:
 * private IPv4 first, and of those the one that leads out of the network.
 */
public final class LanAddress {

  /** Networks inside this machine, of containers and virtual machines: no camera is in them. */
  private static final Pattern INSIDE =
      Pattern.compile("(docker|br-|veth|virbr|vmnet|vboxnet|lxc|lxd|podman|cni|flannel|cali).*");

  /** Somewhere in the world; nothing is sent there. RFC 5737. */
  private static final InetSocketAddress OUT = new InetSocketAddress("192.0.2.1", 9);

  /**
   * An address of this machine.
   *
   * @param network the interface's name
   */
  record Own(String network, Inet4Address address) {}

  private LanAddress() {}

  /** The best first. Empty where this machine has none that a camera could reach. */
  public static List<String> find() throws IOException {
    List<Own> own = new ArrayList<>();
    for (NetworkInterface network : networks()) {
      if (!network.isUp() || network.isLoopback()) {
        continue;
      }
      for (InetAddress address : Collections.list(network.getInetAddresses())) {
        if (address instanceof Inet4Address four) {
          own.add(new Own(network.getName(), four));
        }
      }
    }
    return sorted(own, leadingOut());
  }

  private static List<NetworkInterface> networks() {
    try {
      return Collections.list(NetworkInterface.getNetworkInterfaces());
    } catch (SocketException e) {
      return List.of(); // none is up, not even the loopback
    }
  }

  /**
   * Decides.
   *
   * @param leadsOut the address with the default route; null for none
   */
  static List<String> sorted(List<Own> own, @Nullable InetAddress leadsOut) {
    return own.stream()
        .filter(one -> !INSIDE.matcher(one.network()).matches())
        .map(Own::address)
        .filter(one -> !one.isLoopbackAddress() && !one.isLinkLocalAddress())
        .sorted(
            Comparator.comparing((Inet4Address one) -> !one.isSiteLocalAddress())
                .thenComparing(one -> !one.equals(leadsOut)))
        .map(InetAddress::getHostAddress)
        .distinct()
        .toList();
  }

  private static @Nullable InetAddress leadingOut() {
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.connect(OUT);
      return socket.getLocalAddress();
    } catch (SocketException | java.io.UncheckedIOException e) {
      return null; // no way out
    }
  }
}
