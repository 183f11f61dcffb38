package io.camrelay.identity;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.util.io.pem.PemObject;

/** Certificates and keys as text, and back. */
final class Pem {

  /** The text holds something else than it should; the message says what, never the text. */
  static final class Unreadable extends Exception {

    private static final long serialVersionUID = 1L;

    Unreadable(String what) {
      super(what);
    }

    Unreadable(String what, Throwable cause) {
      super(what, cause);
    }
  }

  private Pem() {}

  static String of(List<X509Certificate> certificates) {
    return write(
        writer -> {
          for (X509Certificate certificate : certificates) {
            writer.writeObject(certificate);
          }
        });
  }

  /** PKCS #8, which openssl and every TLS library read. */
  static String of(PrivateKey key) {
    return write(writer -> writer.writeObject(new PemObject("PRIVATE KEY", key.getEncoded())));
  }

  static List<X509Certificate> certificates(String text) throws Unreadable {
    List<X509Certificate> certificates = new ArrayList<>();
    JcaX509CertificateConverter converter = new JcaX509CertificateConverter();
    for (Object object : objects(text)) {
      if (!(object instanceof X509CertificateHolder holder)) {
        throw new Unreadable("holds something that is no certificate");
      }
      try {
        certificates.add(converter.getCertificate(holder));
      } catch (CertificateException e) {
        throw new Unreadable("holds a damaged certificate", e);
      }
    }
    if (certificates.isEmpty()) {
      throw new Unreadable("holds no certificate");
    }
    return List.copyOf(certificates);
  }

  /** Reads PKCS #8 and, because openssl writes it too, the older form "EC PRIVATE KEY". */
  static KeyPair key(String text) throws Unreadable {
    for (Object object : objects(text)) {
      if (object instanceof PEMKeyPair pair) {
        return key(pair.getPrivateKeyInfo());
      }
      if (object instanceof PrivateKeyInfo info) {
        return key(info);
      }
    }
    throw new Unreadable(
        text.contains("ENCRYPTED")
            ? "is encrypted, and the relay cannot ask for its pass phrase"
            : "holds no private key");
  }

  private static KeyPair key(PrivateKeyInfo info) throws Unreadable {
    try {
      return EcKeys.fromPkcs8(info.getEncoded());
    } catch (InvalidKeySpecException | IOException e) {
      throw new Unreadable("holds no sound private key on the curve P-256", e);
    }
  }

  private static List<Object> objects(String text) throws Unreadable {
    List<Object> objects = new ArrayList<>();
    try (PEMParser parser = new PEMParser(new StringReader(text))) {
      for (Object next = parser.readObject(); next != null; next = parser.readObject()) {
        objects.add(next);
      }
    } catch (IOException | RuntimeException e) {
      // The library answers some damage with IllegalArgumentException and its like.
      throw new Unreadable("is cut off or damaged", e);
    }
    return objects;
  }

  @FunctionalInterface
  private interface Writing {
    void to(JcaPEMWriter writer) throws IOException;
  }

  private static String write(Writing writing) {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
      writing.to(writer);
    } catch (IOException e) {
      throw new IllegalStateException("a certificate or key that cannot be encoded", e);
    }
    return text.toString();
  }
}
