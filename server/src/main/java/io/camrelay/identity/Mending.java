package io.camrelay.identity;

import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides what has to change before an identity can be used, from what lies in the folder. The rule
 * above all others: an authority that boards may trust is never replaced. What a crash can leave,
 * because files are written in the order of {@link IdentityChange}, is mended; what only a person
 * can have done is refused, with a word on how to undo it.
 */
final class Mending {

  /** A certificate is renewed at the first start in this time before its end. */
  static final Duration RENEWAL = Duration.ofDays(365);

  private final IdentityFiles files;
  private final PrivateFolder folder;
  private final Set<IdentityChange> changes = EnumSet.noneOf(IdentityChange.class);

  private Mending(IdentityFiles files, PrivateFolder folder) {
    this.files = files;
    this.folder = folder;
  }

  /**
   * What to change; nothing, most of the time.
   *
   * @param folder for the paths in messages; it is not looked into
   * @param required the names that the server's certificate must have
   * @throws IdentityException if the files contradict each other, or lack what cannot be made anew
   */
  static Set<IdentityChange> decide(
      IdentityFiles files, PrivateFolder folder, Set<HostName> required, Instant now)
      throws IdentityException {
    return new Mending(files, folder).decide(required, now);
  }

  private Set<IdentityChange> decide(Set<HostName> required, Instant now) throws IdentityException {
    if (files.nothing()) {
      return EnumSet.of(
          IdentityChange.AUTHORITY_CREATED,
          IdentityChange.SERVER_KEY_CREATED,
          IdentityChange.SERVER_CERTIFICATE_ISSUED);
    }
    X509Certificate authority = authority();
    if (files.serverKey() == null) {
      changes.add(IdentityChange.SERVER_KEY_CREATED);
    }
    String reason = reasonToIssue(required);
    if (reason != null) {
      requireAuthorityKey(reason);
      changes.add(IdentityChange.SERVER_CERTIFICATE_ISSUED);
    } else if (files.authorityKey() != null && renewable(authority, now)) {
      changes.add(IdentityChange.SERVER_CERTIFICATE_ISSUED);
    }
    return changes;
  }

  /** The authority to go on with; null if ca.crt is to be made again from ca.key. */
  private @Nullable X509Certificate authority() throws IdentityException {
    X509Certificate authority = files.authority();
    KeyPair key = files.authorityKey();
    if (authority == null) {
      authority = chainedAuthority(files);
      if (authority == null && !keyIsAuthoritys()) {
        throw new IdentityException(
            "%s is missing, and what is left in %s cannot replace it."
                .formatted(file(IdentityFiles.AUTHORITY_CERTIFICATE), folder.path()),
            "Put ca.crt and ca.key back from a backup. Or empty the folder to start with a new"
                + " authority; every board must then be flashed with the new ca.crt.");
      }
      changes.add(IdentityChange.AUTHORITY_CERTIFICATE_RESTORED);
    }
    if (authority != null) {
      checkAuthority(authority, key);
    }
    return authority;
  }

  private void checkAuthority(X509Certificate authority, @Nullable KeyPair key)
      throws IdentityException {
    if (authority.getBasicConstraints() < 0) {
      throw new IdentityException(
          file(IdentityFiles.AUTHORITY_CERTIFICATE) + " is no authority's certificate.",
          "Put the right one back from a backup, or move it away: it can be made again from"
              + " server.crt or ca.key.");
    }
    if (key != null && !key.getPublic().equals(authority.getPublicKey())) {
      throw new IdentityException(
          "%s is not the key of %s."
              .formatted(
                  file(IdentityFiles.AUTHORITY_KEY), file(IdentityFiles.AUTHORITY_CERTIFICATE)),
          "Put the two that belong together back from a backup. The boards trust the ca.crt that"
              + " they were flashed with.");
    }
    X509Certificate server = files.server();
    if (server != null && !IdentityFiles.issued(authority.getPublicKey(), server)) {
      throw new IdentityException(
          "%s was not issued by %s, so no board would accept it."
              .formatted(
                  file(IdentityFiles.SERVER_CERTIFICATE),
                  file(IdentityFiles.AUTHORITY_CERTIFICATE)),
          "Put the two that belong together back from a backup, or move server.crt away to have a"
              + " new one made.");
    }
  }

  /**
   * The authority's certificate as server.crt carries it along, or null. It is believed because it
   * signed the server's certificate, and must fit ca.key where there is one.
   */
  static @Nullable X509Certificate chainedAuthority(IdentityFiles files) {
    KeyPair key = files.authorityKey();
    X509Certificate server = files.server();
    return files.serverChain().stream()
        .skip(1)
        .filter(certificate -> certificate.getBasicConstraints() >= 0)
        .filter(
            certificate ->
                server != null && IdentityFiles.issued(certificate.getPublicKey(), server))
        .filter(certificate -> key == null || key.getPublic().equals(certificate.getPublicKey()))
        .findFirst()
        .orElse(null);
  }

  /** Whether ca.key signed what is there, or nothing is there that could say otherwise. */
  private boolean keyIsAuthoritys() {
    KeyPair key = files.authorityKey();
    X509Certificate server = files.server();
    return key != null && (server == null || IdentityFiles.issued(key.getPublic(), server));
  }

  /** Why the server's certificate cannot be used, as the end of a sentence; null if it can. */
  private @Nullable String reasonToIssue(Set<HostName> required) {
    X509Certificate server = files.server();
    KeyPair key = files.serverKey();
    if (server == null) {
      return "there is no server.crt";
    }
    if (key == null || !key.getPublic().equals(server.getPublicKey())) {
      // A crash between writing a new server.key and its certificate leaves this, too.
      return "server.key is not the key of server.crt";
    }
    Set<HostName> missing = new HashSet<>(required);
    missing.removeAll(CertificateNames.of(server));
    return missing.isEmpty() ? null : "server.crt does not name " + listed(missing);
  }

  private void requireAuthorityKey(String reason) throws IdentityException {
    if (files.authorityKey() == null) {
      throw new IdentityException(
          "%s is missing and is needed, because %s."
              .formatted(file(IdentityFiles.AUTHORITY_KEY), reason),
          "Put ca.key back from a backup (it may be moved away again after the relay has started),"
              + " or undo what made it needed.");
    }
  }

  /** Whether the certificate ends soon or has not begun, and a new one would be any better. */
  private boolean renewable(@Nullable X509Certificate authority, Instant now) {
    X509Certificate server = files.server();
    if (server == null || authority == null) {
      // The chain that it was to carry along is about to be made anew.
      return true;
    }
    Instant end = server.getNotAfter().toInstant();
    boolean endsSoon = end.isBefore(now.plus(RENEWAL));
    boolean hasNotBegun = server.getNotBefore().toInstant().isAfter(now);
    return hasNotBegun || (endsSoon && CertificateIssuer.serverEnd(authority, now).isAfter(end));
  }

  private String file(String name) {
    return folder.file(name).toString();
  }

  static String listed(Set<HostName> names) {
    return String.join(", ", names.stream().map(HostName::toString).sorted().toList());
  }
}
