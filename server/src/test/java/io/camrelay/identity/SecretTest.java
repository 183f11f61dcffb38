package io.camrelay.identity;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SecretTest {

  private static final String CANARY = "sk-canary-93f1";

  @Test
  void printsAsStars() {
    Secret secret = new Secret(CANARY);
    assertThat(secret).hasToString("***");
    assertThat("key=%s".formatted(secret)).isEqualTo("key=***");
  }

  @Test
  void isHiddenInsideOfARecord() {
    record Provider(String name, Secret key) {}
    assertThat(new Provider("openai", new Secret(CANARY)).toString()).doesNotContain(CANARY);
  }

  @Test
  void isRevealedOnRequestOnly() {
    assertThat(new Secret(CANARY).reveal()).isEqualTo(CANARY);
  }

  @Test
  void equalsByItsText() {
    assertThat(new Secret("a")).isEqualTo(new Secret("a")).hasSameHashCodeAs(new Secret("a"));
    assertThat(new Secret("a")).isNotEqualTo(new Secret("b")).isNotEqualTo("a");
    assertThat(new Secret("a")).isNotEqualTo(new Secret("aa"));
  }

  @Test
  void hashCodeTellsNothingOfTheText() {
    assertThat(new Secret("a")).hasSameHashCodeAs(new Secret(CANARY));
  }
}
