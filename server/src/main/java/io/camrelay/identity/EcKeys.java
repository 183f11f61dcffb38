package io.camrelay.identity;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import org.bouncycastle.asn1.x9.ECNamedCurveTable;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;

/**
 * Keys on the curve P-256, the only one that is used: the boards' TLS has it, and it signs thirteen
 * times as fast as RSA.
 */
final class EcKeys {

  private static final String CURVE = "secp256r1";

  private EcKeys() {}

  static KeyPair generate() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec(CURVE));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java cannot make P-256 keys", e);
    }
  }

  /**
   * The pair of a private key, whose encoding need not hold the public half.
   *
   * @throws InvalidKeySpecException if it is no private key on P-256
   */
  static KeyPair fromPkcs8(byte[] encoded) throws InvalidKeySpecException {
    try {
      KeyFactory factory = KeyFactory.getInstance("EC");
      ECPrivateKey key = (ECPrivateKey) factory.generatePrivate(new PKCS8EncodedKeySpec(encoded));
      X9ECParameters curve = ECNamedCurveTable.getByName(CURVE);
      if (!key.getParams().getOrder().equals(curve.getN())) {
        throw new InvalidKeySpecException("its curve is not P-256");
      }
      return new KeyPair(publicHalf(factory, key, curve), key);
    } catch (InvalidKeySpecException e) {
      throw e;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java knows no elliptic curves", e);
    }
  }

  private static PublicKey publicHalf(KeyFactory factory, ECPrivateKey key, X9ECParameters curve)
      throws InvalidKeySpecException {
    BigInteger scalar = key.getS();
    if (scalar.signum() <= 0 || scalar.compareTo(curve.getN()) >= 0) {
      throw new InvalidKeySpecException("its number is outside of the curve's order");
    }
    ECPoint point = new FixedPointCombMultiplier().multiply(curve.getG(), scalar).normalize();
    java.security.spec.ECPoint affine =
        new java.security.spec.ECPoint(
            point.getAffineXCoord().toBigInteger(), point.getAffineYCoord().toBigInteger());
    return factory.generatePublic(new ECPublicKeySpec(affine, key.getParams()));
  }
}
