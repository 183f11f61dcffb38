package io.camrelay.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GateRulesTest {

  @ParameterizedTest
  @EnumSource(GateCheck.class)
  void haveARuleForEachCheckAndTakeAnotherForIt(GateCheck check) {
    GateRule rule = new GateRule(GateAction.WARN, check.most());
    assertThat(GateRules.DEFAULT.rule(check)).isEqualTo(check.byDefault());
    assertThat(new GateRules(Map.of(check, rule)).rule(check)).isEqualTo(rule);
    assertThat(GateRules.DEFAULT.with(check, GateAction.OFF).rule(check))
        .isEqualTo(new GateRule(GateAction.OFF, check.byDefault().threshold()));
  }

  @ParameterizedTest
  @EnumSource(GateCheck.class)
  void takeThresholdsUpToTheirBoundsAndNoFurther(GateCheck check) {
    GateRules rules = GateRules.DEFAULT;
    assertThat(rules.with(check, GateAction.WARN, check.least()).rule(check).threshold())
        .isEqualTo(check.least());
    assertThat(rules.with(check, GateAction.WARN, check.most()).rule(check).threshold())
        .isEqualTo(check.most());
    for (int beyond : new int[] {check.least() - 1, check.most() + 1}) {
      assertThatThrownBy(() -> rules.with(check, GateAction.WARN, beyond))
          .hasMessageContaining("\"" + check.word() + "\"")
          .hasMessageContaining("from " + check.least() + " to " + check.most());
    }
  }

  @Test
  void needAPictureUnlessAllChecksAreOff() {
    assertThat(GateRules.OFF.needsPicture()).isFalse();
    assertThat(GateRules.OFF.with(GateCheck.SAME, GateAction.WARN).needsPicture()).isTrue();
  }

  @Test
  void spellChecksAndActionsAsProfilesDo() {
    assertThat(GateCheck.values()).allMatch(c -> GateCheck.of(c.word()).orElseThrow() == c);
    assertThat(GateAction.values()).allMatch(a -> GateAction.of(a.word()).orElseThrow() == a);
    assertThat(GateCheck.of("Black")).isEmpty();
    assertThat(GateAction.of("")).isEmpty();
  }
}
