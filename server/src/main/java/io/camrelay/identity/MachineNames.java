package io.camrelay.identity;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What this machine calls itself. Such names are put into a certificate whenever one is made, but
 * their absence is no reason to make one: a container is called differently at each start.
 */
final class MachineNames {

  // Asking Java's InetAddress would ask the resolver too, which may hang where there is no network.
  private static final Path LINUX_HOST_NAME = Path.of("/proc/sys/kernel/hostname");

  /** How machines of a home network find each other by multicast DNS. */
  private static final String HOME_DOMAIN = ".local";

  private MachineNames() {}

  /** The machine's name, and where it has no dot, that name in the home network. May be empty. */
  static List<HostName> find() {
    String name;
    try {
      name =
          Files.isReadable(LINUX_HOST_NAME)
              ? Files.readString(LINUX_HOST_NAME, StandardCharsets.UTF_8).strip()
              : InetAddress.getLocalHost().getHostName();
    } catch (IOException e) {
      return List.of();
    }
    return of(name);
  }

  /** A machine may be called what no certificate can say, with an underscore for one. */
  static List<HostName> of(String name) {
    List<HostName> names = new ArrayList<>();
    try {
      names.add(HostName.parse(name));
      if (name.indexOf('.') < 0 && name.indexOf(':') < 0) {
        names.add(HostName.parse(name + HOME_DOMAIN));
      }
    } catch (IllegalArgumentException e) {
      return List.copyOf(names);
    }
    return List.copyOf(names);
  }
}
