package io.camrelay.identity;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What lies in the folder.
 *
 * @param authorityKey ca.key, null if there is none
 * @param authority ca.crt, null if there is none
 * @param serverKey server.key, null if there is none
 * @param serverChain server.crt: the server's certificate and then its authority's; empty if there
 *     is none
 */
record IdentityFiles(
    @Nullable KeyPair authorityKey,
    @Nullable X509Certificate authority,
    @Nullable KeyPair serverKey,
    List<X509Certificate> serverChain) {

  static final String AUTHORITY_KEY = "ca.key";
  static final String AUTHORITY_CERTIFICATE = "ca.crt";
  static final String SERVER_KEY = "server.key";
  static final String SERVER_CERTIFICATE = "server.crt";

  /** The two that must not be seen. */
  static final List<String> KEYS = List.of(AUTHORITY_KEY, SERVER_KEY);

  /**
   * What could be read, and what could not.
   *
   * @param files what could; a damaged file is missing from it
   * @param damages one for each damaged file
   */
  record Reading(IdentityFiles files, List<IdentityException> damages) {}

  static Reading read(PrivateFolder folder) {
    List<IdentityException> damages = new ArrayList<>();
    IdentityFiles files =
        new IdentityFiles(
            parse(folder, AUTHORITY_KEY, Pem::key, AUTHORITY_KEY_REMEDY, damages),
            first(
                parse(
                    folder,
                    AUTHORITY_CERTIFICATE,
                    Pem::certificates,
                    AUTHORITY_CERTIFICATE_REMEDY,
                    damages)),
            parse(folder, SERVER_KEY, Pem::key, SERVER_REMEDY, damages),
            orEmpty(parse(folder, SERVER_CERTIFICATE, Pem::certificates, SERVER_REMEDY, damages)));
    return new Reading(files, List.copyOf(damages));
  }

  private static final String AUTHORITY_KEY_REMEDY =
      "Put it back from a backup. Or move it away: the relay goes on without it, but cannot make"
          + " certificates for further hosts.";
  private static final String AUTHORITY_CERTIFICATE_REMEDY =
      "Put it back from a backup, or move it away: it is made again from server.crt or ca.key, and"
          + " the boards still trust it.";
  private static final String SERVER_REMEDY =
      "Put it back from a backup, or move it away: the next start makes a new one that the boards"
          + " trust, if ca.key is there.";

  @FunctionalInterface
  private interface Parser<T> {
    T parse(String text) throws Pem.Unreadable;
  }

  private static <T> @Nullable T parse(
      PrivateFolder folder,
      String name,
      Parser<T> parser,
      String remedy,
      List<IdentityException> damages) {
    try {
      String text = folder.read(name);
      return text == null ? null : parser.parse(text);
    } catch (Pem.Unreadable e) {
      String what = folder.file(name) + " " + e.getMessage() + ".";
      damages.add(new IdentityException(what, remedy, e));
    } catch (IdentityException e) {
      damages.add(e);
    }
    return null;
  }

  /** The server's own certificate, or null. */
  @Nullable X509Certificate server() {
    return first(serverChain);
  }

  /** Whether nothing of an identity is there. */
  boolean nothing() {
    return authorityKey == null && authority == null && serverKey == null && serverChain.isEmpty();
  }

  /** Whether this key signed that certificate. */
  static boolean issued(PublicKey issuer, X509Certificate certificate) {
    try {
      certificate.verify(issuer);
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private static @Nullable X509Certificate first(@Nullable List<X509Certificate> certificates) {
    return certificates == null || certificates.isEmpty() ? null : certificates.get(0);
  }

  private static List<X509Certificate> orEmpty(@Nullable List<X509Certificate> certificates) {
    return certificates == null ? List.of() : certificates;
  }
}
