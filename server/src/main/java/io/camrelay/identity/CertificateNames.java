package io.camrelay.identity;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Which names a server certificate has, and which it should have. */
final class CertificateNames {

  /**
   * The most names in one certificate. Boards take the certificate message in one piece of at most
   * 16 KB, and this many names of the greatest length still fit.
   */
  static final int MAX_NAMES = 50;

  /** What every certificate names, whatever else it does. */
  private static final List<HostName> ALWAYS =
      List.of(
          HostName.parse(RelayIdentity.NAME),
          HostName.parse("localhost"),
          HostName.parse("127.0.0.1"),
          HostName.parse("::1"));

  private CertificateNames() {}

  /**
   * The names that a certificate must have.
   *
   * @throws IdentityException if they are too many
   */
  static Set<HostName> required(Collection<HostName> hosts) throws IdentityException {
    Set<HostName> names = new LinkedHashSet<>(ALWAYS);
    names.addAll(hosts);
    if (names.size() > MAX_NAMES) {
      throw new IdentityException(
          "The relay is to be known by %d hosts, but a certificate that boards can read holds %d."
              .formatted(names.size() - ALWAYS.size(), MAX_NAMES - ALWAYS.size()),
          "Name fewer hosts: a board can connect to any address, since it checks the name "
              + RelayIdentity.NAME
              + ".");
    }
    return names;
  }

  /**
   * The names for a new certificate: the required ones, the machine's own, and those of the
   * certificate before, as far as there is room; the oldest are dropped first.
   */
  static List<HostName> forNew(
      Set<HostName> required, List<HostName> machine, List<HostName> before) {
    Set<HostName> names = new LinkedHashSet<>(required);
    names.addAll(machine);
    names.addAll(before);
    return names.stream().limit(MAX_NAMES).toList();
  }

  /** The names that stand in a certificate, as far as they are hosts. */
  static List<HostName> of(X509Certificate certificate) {
    List<HostName> names = new ArrayList<>();
    try {
      Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
      if (alternatives == null) {
        return List.of();
      }
      for (List<?> alternative : alternatives) {
        if (alternative.get(1) instanceof String text) {
          names.add(HostName.parse(text));
        }
      }
    } catch (CertificateParsingException | IllegalArgumentException e) {
      // Not of our making; a certificate that lacks names is made anew.
      return List.copyOf(names);
    }
    return List.copyOf(names);
  }
}
