package io.camrelay.identity;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * Makes the two certificates there are: an authority that signs nothing but servers, and a server
 * certificate directly below it, the cheapest chain for a board to check.
 */
final class CertificateIssuer {

  /**
   * The authority is compiled into the sketch of every board, so replacing it means flashing each
   * one: it has to outlive the boards.
   */
  static final Duration AUTHORITY_LIFE = Duration.ofDays(20 * 365);

  /**
   * Boards have no clock and check no dates, so a short life would protect nobody; it would only
   * lock out the operator's own tools after a long uptime, since a certificate is renewed when the
   * relay starts. Browsers accept 825 days at most, but no browser speaks to this port. A stolen
   * key is answered with a new authority.
   */
  static final Duration SERVER_LIFE = Duration.ofDays(10 * 365);

  /** Certificates begin a little in the past, for clients whose clock is behind. */
  static final Duration BACKDATING = Duration.ofDays(1);

  /**
   * A machine without a battery-backed clock may think that it is 1970 when it first starts. Lives
   * are counted from this time at the earliest, or the authority would have ended long before it is
   * first used.
   */
  static final Instant EARLIEST_NOW = Instant.parse("2026-01-01T00:00:00Z");

  private static final String SIGNATURE = "SHA256withECDSA";
  private static final X500Name SERVER = new X500Name("CN=" + RelayIdentity.NAME);

  /** RFC 5280, 4.1.2.2: at most 20 bytes, positive. */
  private static final int SERIAL_BITS = 127;

  private static final int AUTHORITY_NAME_BYTES = 4;

  private CertificateIssuer() {}

  /**
   * A certificate of the authority with this key. Its name follows from the key, so that operators
   * can tell authorities apart, and so that one made again for the same key is the same authority
   * to whoever trusts the first.
   */
  static X509Certificate authority(KeyPair key, Instant now) {
    X500Name name = authorityName(key.getPublic());
    try {
      JcaX509ExtensionUtils ids = new JcaX509ExtensionUtils();
      X509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
                  name,
                  serial(),
                  Date.from(now.minus(BACKDATING)),
                  Date.from(plausible(now).plus(AUTHORITY_LIFE)),
                  name,
                  key.getPublic())
              .addExtension(Extension.basicConstraints, true, new BasicConstraints(0))
              .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign))
              .addExtension(
                  Extension.subjectKeyIdentifier,
                  false,
                  ids.createSubjectKeyIdentifier(key.getPublic()));
      return sign(builder, key.getPrivate());
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException("cannot make the authority's certificate", e);
    }
  }

  /** A certificate for the server, until {@link #serverEnd}. */
  static X509Certificate server(
      PublicKey server,
      List<HostName> names,
      X509Certificate authority,
      PrivateKey authorityKey,
      Instant now) {
    try {
      JcaX509ExtensionUtils ids = new JcaX509ExtensionUtils();
      X509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
                  X500Name.getInstance(authority.getSubjectX500Principal().getEncoded()),
                  serial(),
                  Date.from(now.minus(BACKDATING)),
                  Date.from(serverEnd(authority, now)),
                  SERVER,
                  server)
              .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
              .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
              .addExtension(
                  Extension.extendedKeyUsage,
                  false,
                  new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth))
              .addExtension(Extension.subjectAlternativeName, false, generalNames(names))
              .addExtension(
                  Extension.authorityKeyIdentifier,
                  false,
                  ids.createAuthorityKeyIdentifier(authority.getPublicKey()))
              .addExtension(
                  Extension.subjectKeyIdentifier, false, ids.createSubjectKeyIdentifier(server));
      return sign(builder, authorityKey);
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException("cannot make the server's certificate", e);
    }
  }

  /** When a server certificate issued now would end: never after its authority. */
  static Instant serverEnd(X509Certificate authority, Instant now) {
    Instant end = plausible(now).plus(SERVER_LIFE);
    Instant last = authority.getNotAfter().toInstant();
    return end.isBefore(last) ? end : last;
  }

  private static Instant plausible(Instant now) {
    return now.isBefore(EARLIEST_NOW) ? EARLIEST_NOW : now;
  }

  private static X500Name authorityName(PublicKey key) {
    byte[] digest = Sha256.of(key.getEncoded());
    return new X500Name(
        "CN=CamRelay CA " + HexFormat.of().formatHex(digest, 0, AUTHORITY_NAME_BYTES));
  }

  private static GeneralNames generalNames(List<HostName> names) {
    return new GeneralNames(
        names.stream().map(CertificateIssuer::generalName).toArray(GeneralName[]::new));
  }

  private static GeneralName generalName(HostName name) {
    return switch (name.kind()) {
      case DNS -> new GeneralName(GeneralName.dNSName, name.toString());
      case ADDRESS ->
          new GeneralName(GeneralName.iPAddress, new DEROctetString(name.addressBytes()));
    };
  }

  private static X509Certificate sign(X509v3CertificateBuilder builder, PrivateKey key)
      throws GeneralSecurityException {
    try {
      return new JcaX509CertificateConverter()
          .getCertificate(builder.build(new JcaContentSignerBuilder(SIGNATURE).build(key)));
    } catch (OperatorCreationException e) {
      throw new GeneralSecurityException(e);
    }
  }

  private static BigInteger serial() {
    return new BigInteger(SERIAL_BITS, new SecureRandom()).setBit(SERIAL_BITS - 1);
  }
}
