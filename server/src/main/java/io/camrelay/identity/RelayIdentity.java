package io.camrelay.identity;

import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;

/**
 * What the relay proves itself with to a device, ready for use.
 *
 * @param authority the certificate that boards trust, to be compiled into their sketch
 * @param certificate the server's own, signed directly by the authority
 * @param key the certificate's private key
 * @param names the hosts that the certificate names
 * @param changes what had to be made for this, in order; empty when all was there
 */
public record RelayIdentity(
    X509Certificate authority,
    X509Certificate certificate,
    PrivateKey key,
    List<HostName> names,
    List<IdentityChange> changes) {

  /**
   * The DNS name in every certificate. Boards with core 2 cannot check an address, so the sketch
   * connects to whatever address there is and checks this name.
   */
  public static final String NAME = "camrelay";

  /** Copies what could change. */
  public RelayIdentity {
    names = List.copyOf(names);
    changes = List.copyOf(changes);
  }

  /** What is sent in a handshake: the server's certificate and then the authority's. */
  public List<X509Certificate> chain() {
    return List.of(certificate, authority);
  }

  /** The authority's certificate as text, for a sketch, a virtual camera or {@code -CAfile}. */
  public String authorityPem() {
    return Pem.of(List.of(authority));
  }

  /** SHA-256 over the authority's certificate as hexadecimal pairs, as openssl prints it. */
  public String fingerprint() {
    try {
      return HexFormat.ofDelimiter(":")
          .withUpperCase()
          .formatHex(Sha256.of(authority.getEncoded()));
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("a parsed certificate that has no encoding", e);
    }
  }

  /** Leaves the key out. */
  @Override
  public String toString() {
    return "RelayIdentity[authority=%s, names=%s, until=%s, changes=%s]"
        .formatted(
            authority.getSubjectX500Principal().getName(),
            names,
            certificate.getNotAfter().toInstant(),
            changes);
  }
}
