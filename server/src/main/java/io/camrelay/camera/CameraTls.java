package io.camrelay.camera;

import io.camrelay.protocol.Limits;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;

/**
 * A camera's side of TLS: it trusts the one authority that it was flashed with, and no other, and
 * checks that the relay's certificate carries a certain DNS name, whatever address it connected to.
 * As on the board, every connection is a full handshake. Values of this class never change.
 */
public final class CameraTls {

  /** What the boards' libraries and every relay have in common. */
  public static final String BOARD_SUITE = "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256";

  private static final List<String> TLS_1_2 = List.of("TLSv1.2");
  private static final List<String> TLS_1_3_AND_1_2 = List.of("TLSv1.3", "TLSv1.2");

  private final TrustManagerFactory trust;
  private final String relayName;
  private final List<String> protocols;

  // Empty: whatever the JDK has.
  private final List<String> suites;

  private CameraTls(
      TrustManagerFactory trust, String relayName, List<String> protocols, List<String> suites) {
    this.trust = trust;
    this.relayName = relayName;
    this.protocols = protocols;
    this.suites = suites;
  }

  /**
   * TLS 1.3 and 1.2 with all that this Java offers.
   *
   * @param authorityPem the authority's certificate as text, the relay's {@code ca.crt}
   * @param relayName the DNS name that the relay's certificate must carry
   * @throws IllegalArgumentException if the text is no certificate; the message says what to give
   */
  public static CameraTls trusting(String authorityPem, String relayName) {
    return new CameraTls(trust(authorityPem), relayName, TLS_1_3_AND_1_2, List.of());
  }

  /** The same without TLS 1.3, which the board does not have. */
  public CameraTls onlyTls12() {
    return new CameraTls(trust, relayName, TLS_1_2, suites);
  }

  /** The same with one cipher suite, named as the JDK names it. */
  public CameraTls onlySuite(String suite) {
    return new CameraTls(trust, relayName, protocols, List.of(suite));
  }

  /** For one connection. */
  public SSLEngine newEngine() {
    try {
      // A context of its own has no session of an earlier connection to resume.
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      SSLEngine engine = context.createSSLEngine(relayName, -1);
      engine.setUseClientMode(true);
      engine.setSSLParameters(parameters(engine.getSSLParameters()));
      return engine;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no TLS", e);
    }
  }

  private SSLParameters parameters(SSLParameters parameters) {
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    // By itself, the JDK sends no name that has no dot in it.
    parameters.setServerNames(List.of(new SNIHostName(relayName)));
    parameters.setApplicationProtocols(new String[] {Limits.ALPN});
    parameters.setProtocols(protocols.toArray(String[]::new));
    if (!suites.isEmpty()) {
      parameters.setCipherSuites(suites.toArray(String[]::new));
    }
    return parameters;
  }

  private static TrustManagerFactory trust(String authorityPem) {
    try {
      Certificate authority =
          CertificateFactory.getInstance("X.509")
              .generateCertificate(
                  new ByteArrayInputStream(authorityPem.getBytes(StandardCharsets.US_ASCII)));
      KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
      trusted.load(null, null);
      trusted.setCertificateEntry("authority", authority);
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(trusted);
      return factory;
    } catch (CertificateException e) {
      throw new IllegalArgumentException(
          "The relay's authority is no certificate in PEM. Give the text of the relay's ca.crt.",
          e);
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("this Java cannot keep a certificate", e);
    }
  }
}
