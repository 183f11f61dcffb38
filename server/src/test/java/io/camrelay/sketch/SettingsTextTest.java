package io.camrelay.sketch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsTextTest {

  private static final String TEMPLATE =
      """
      #pragma once

      // The name of your Wi-Fi.
      #define WIFI_NAME ""
      // #define WIFI_NAME "an example"
      #define RELAY_CA ""
      #define HOLD_MILLIS 500  // how long
      """;

  @Test
  void fillsInItsLinesAndLeavesTheOthers() {
    assertThat(SettingsText.parse(TEMPLATE).with(Map.of("RELAY_CA", "\\\n  \"a\\n\"")).toString())
        .isEqualTo(TEMPLATE.replace("#define RELAY_CA \"\"", "#define RELAY_CA \\\n  \"a\\n\""));
  }

  @Test
  void replacesAValueOfSeveralLinesWhole() {
    SettingsText filled =
        SettingsText.parse(TEMPLATE).with(Map.of("RELAY_CA", "\\\n\"a\" \\\n\"b\""));

    assertThat(SettingsText.parse(filled.toString()).with(Map.of("RELAY_CA", "\"\"")).toString())
        .isEqualTo(TEMPLATE);
  }

  @Test
  void refusesANameThatIsNotThereOrThereTwice() {
    assertThatThrownBy(() -> SettingsText.parse(TEMPLATE).with(Map.of("RELAY_HOST", "\"\"")))
        .hasMessageContaining("RELAY_HOST 0 times");
    assertThatThrownBy(
            () -> SettingsText.parse(TEMPLATE + TEMPLATE).with(Map.of("RELAY_CA", "\"\"")))
        .hasMessageContaining("RELAY_CA 2 times");
  }

  @Test
  void keepsWhatWasSetBeforeAndWhatItDoesNotKnow() {
    String older =
        """
        #define WIFI_NAME "home \\
        of mine"
        #define HOLD_MILLIS 300
        #define MY_OWN 1
        """;

    String merged = SettingsText.parse(TEMPLATE).keeping(SettingsText.parse(older)).toString();

    assertThat(merged)
        .contains("#define WIFI_NAME \"home \\\nof mine\"\n// #define WIFI_NAME \"an example\"\n")
        .contains("#define RELAY_CA \"\"\n#define HOLD_MILLIS 300\n")
        .endsWith("#define MY_OWN 1\n")
        .doesNotContain("how long");
    assertThat(SettingsText.parse(merged).keeping(SettingsText.parse(merged)).toString())
        .isEqualTo(merged);
  }

  @Test
  void knowsWhatIsSet() {
    assertThat(SettingsText.parse("#define WIFI_NAME \"\"").isSet("WIFI_NAME")).isFalse();
    assertThat(SettingsText.parse("#define WIFI_NAME \"\"  // your own").isSet("WIFI_NAME"))
        .isFalse();
    assertThat(SettingsText.parse("# define WIFI_NAME \"me\"").isSet("WIFI_NAME")).isTrue();
    assertThat(SettingsText.parse("// #define WIFI_NAME \"me\"").isSet("WIFI_NAME")).isFalse();
    assertThat(SettingsText.parse("#define WIFI_NAMES 1").defines("WIFI_NAME")).isFalse();
  }
}
