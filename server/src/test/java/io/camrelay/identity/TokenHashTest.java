package io.camrelay.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenHashTest {

  private final DeviceToken token = DeviceToken.generate(new SecureRandom());

  @Test
  void isTheSha256OfTheTokensText() throws Exception {
    assertThat(token.hash().bytes())
        .isEqualTo(
            MessageDigest.getInstance("SHA-256")
                .digest(token.reveal().getBytes(StandardCharsets.US_ASCII)));
  }

  @Test
  void admitsTheRightTokenAfterItWasKept() {
    TokenHash kept = TokenHash.ofBytes(token.hash().bytes());
    assertThat(kept).isEqualTo(token.hash());
    assertThat(TokenHash.admits(kept, token.reveal())).isTrue();
  }

  @Test
  void admitsNoOtherToken() {
    String other = DeviceToken.generate(new SecureRandom()).reveal();
    assertThat(TokenHash.admits(token.hash(), other)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "crt_", "crt_\0", "***", "wörld", "crt_AAAAAAAAAAAAAAAAAAAAAAAAAA"})
  void admitsNothingMalformed(String presented) {
    assertThat(TokenHash.admits(token.hash(), presented)).isFalse();
    assertThat(TokenHash.admits(null, presented)).isFalse();
  }

  @Test
  void admitsNobodyToADeviceThatDoesNotExist() {
    assertThat(TokenHash.admits(null, token.reveal())).isFalse();
  }

  @Test
  void distinguishesEveryBitOfTheKeptHash() {
    byte[] kept = token.hash().bytes();
    for (int bit = 0; bit < kept.length * 8; bit++) {
      byte[] changed = kept.clone();
      changed[bit / 8] ^= (byte) (1 << (bit % 8));
      assertThat(TokenHash.admits(TokenHash.ofBytes(changed), token.reveal())).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 31, 33})
  void refusesAHashOfAnotherLength(int length) {
    assertThatThrownBy(() -> TokenHash.ofBytes(new byte[length]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a token's hash has 32 bytes, not " + length);
  }

  @Test
  void givesAwayCopiesOnly() {
    TokenHash hash = token.hash();
    hash.bytes()[0] ^= 1;
    assertThat(hash).isEqualTo(token.hash()).hasToString("***");
  }
}
