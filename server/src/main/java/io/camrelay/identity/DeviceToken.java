package io.camrelay.identity;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a device proves itself with: 256 random bits, written as {@code crt_} and 43 characters of
 * base64url. The prefix lets people and leak scanners recognise a token that lies where it should
 * not. It exists in the relay only while it is made and shown; what is kept is its {@link
 * TokenHash}. It prints as {@code ***}.
 */
public final class DeviceToken {

  /** What every token begins with. */
  public static final String PREFIX = "crt_";

  /** Random bytes in a token. */
  static final int BYTES = 32;

  // 43 characters carry 258 bits, so the last one has only 16 values: one text for each token.
  private static final Pattern FORM =
      Pattern.compile(Pattern.quote(PREFIX) + "[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]");

  private final String text;

  private DeviceToken(String text) {
    this.text = text;
  }

  /** A new token that nobody has had before. */
  public static DeviceToken generate(SecureRandom random) {
    byte[] bits = new byte[BYTES];
    random.nextBytes(bits);
    return new DeviceToken(PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bits));
  }

  /**
   * Reads a token's text form, for commands that are given one.
   *
   * @return empty where the text is no token; there is no exception, since its message could carry
   *     what may be a token with one character missing
   */
  public static Optional<DeviceToken> parse(String text) {
    return FORM.matcher(text).matches() ? Optional.of(new DeviceToken(text)) : Optional.empty();
  }

  /** The text form, to be shown once to whoever adds the device. Never for a log. */
  public String reveal() {
    return text;
  }

  /** What the relay keeps of this token. */
  public TokenHash hash() {
    return TokenHash.of(text);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof DeviceToken token && MessageDigest.isEqual(ascii(), token.ascii());
  }

  /** The same for all, see {@link Secret#hashCode}. */
  @Override
  public int hashCode() {
    return DeviceToken.class.hashCode();
  }

  @Override
  public String toString() {
    return Secret.HIDDEN;
  }

  private byte[] ascii() {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
