package io.camrelay.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CatalogueTest {

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "gpt-4o, gpt-4o",
    "GPT-4o, gpt-4o",
    "gpt-4o-2024-08-06, gpt-4o",
    "openai/gpt-4o-mini, gpt-4o-mini",
    "openai/gpt-4o-mini-2024-07-18, gpt-4o-mini",
    "claude-haiku-4-5-20251001, claude-haiku-4-5",
    "models/gemini-2.5-flash, gemini-2.5-flash",
    "gpt-5-chat-latest, gpt-5-chat-latest",
    "gpt-4.1-latest, gpt-4.1",
  })
  void aModelIsFoundByItsNameWithVendorAndDate(String asked, String found) {
    assertThat(Catalogue.builtIn().find(asked)).map(ModelInfo::name).contains(found);
  }

  /** The next of a family may count and cost quite differently. */
  @ParameterizedTest
  @ValueSource(strings = {"gpt-4o-maxi", "gpt-7", "gpt", "", "claude-haiku", "llama3.2-vision"})
  void aModelThatIsNotListedIsUnknown(String asked) {
    assertThat(Catalogue.builtIn().find(asked)).isEmpty();
  }

  @Test
  void everyModelSaysWhereItIsFromAndSince() {
    assertThat(Catalogue.builtIn().all())
        .isNotEmpty()
        .allSatisfy(
            model -> {
              assertThat(model.source()).as(model.name()).isNotBlank();
              assertThat(model.asOf()).as(model.name()).isAfter(LocalDate.of(2026, 1, 1));
              assertThat(model.formula()).as(model.name()).isNotNull();
            });
  }

  @Test
  void theUsersOwnModelHasAnEnd() {
    ModelInfo model = Catalogue.builtIn().find("gpt-4o-mini").orElseThrow();

    assertThat(model.shutdown()).isEqualTo("2027-01-14");
    assertThat(model.replacement()).isEqualTo("gpt-6-luna");
  }

  @Test
  void anOperatorsFileOverridesAndExtends() throws Exception {
    Catalogue catalogue =
        Catalogue.builtIn()
            .with(
                file(
                    """
                    {"as_of": "2026-12-01", "models": [
                      {"model": "gpt-4o", "prices": {"input": 3, "output": "12.5"}},
                      {"model": "llama3.2-vision", "prices": {"input": 0, "output": 0},
                       "formula": {"kind": "fixed", "low": 1601, "high": 1601, "auto": 1601}}]}
                    """));

    ModelInfo changed = catalogue.find("gpt-4o").orElseThrow();
    assertThat(changed.asOf()).isEqualTo("2026-12-01");
    assertThat(changed.formula()).as("an entry is whole: nothing of the old one stays").isNull();
    assertThat(java.util.Objects.requireNonNull(changed.prices()).ofInput(1_000_000))
        .hasToString("$3.00");
    assertThat(catalogue.find("llama3.2-vision"))
        .map(ModelInfo::prices)
        .hasValueSatisfying(
            prices -> assertThat(prices.cost(UsedTokens.of(5, 5))).contains(Money.ZERO));
    assertThat(catalogue.find("gpt-4o-mini")).isPresent();
  }

  @Test
  void everythingThatIsWrongIsToldAtOnce() throws Exception {
    Path file =
        file(
            """
            {"as_of": "2026-12-01", "modles": 1, "models": [
              {"model": "a", "prise": 1, "prices": {"inptu": 1}},
              {"model": "b", "prices": {"input": "cheap"}},
              {"model": "c", "prices": {"input": -1}},
              {"model": "d", "formula": {"kind": "magic"}},
              {"model": "e", "formula": {"kind": "tiles", "base": 85}},
              {"model": "f", "formula": {"kind": "patches", "factor": "1.625", "high": {}}},
              {"model": "g", "formula": {"kind": "squares", "side": 28, "most": 1.5e12}},
              {"model": "h", "shutdown": "soon"},
              {"model": "H"},
              {"name": "i"}]}
            """);

    assertThat(problems(file))
        .containsExactly(
            "the catalogue: unknown member modles; there are about, as_of, models",
            "a: unknown member prise; there are as_of, formula, model, prices, replacement,"
                + " shutdown, source",
            "a: prices: unknown member inptu; there are cache_write, cached, input, output",
            "a: prices: input is missing",
            "b: prices: input must be dollars for a million tokens, such as \"0.15\", not \"cheap\"",
            "c: prices: input must be 0 to 100000 dollars for a million tokens, but is -1",
            "d: formula: kind must be one of tiles, patches, squares, gemini_tiles, fixed, not"
                + " \"magic\"",
            "e: formula: tile is missing",
            "f: formula: factor must have two decimals at most, not 1.625",
            "g: formula: most must be a whole number of 0 or more",
            "h: shutdown must be a day such as \"2027-01-14\", not \"soon\"",
            "H is listed twice",
            "model 9 has no \"model\"");
  }

  @Test
  void whatIsNoCatalogueIsToldAsSuch() throws Exception {
    assertThat(problems(file("[]")))
        .containsExactly("it must be an object with an array \"models\"");
    assertThat(problems(file("{\"models\": []}"))).singleElement().asString().contains("as_of");
    assertThat(problems(file("{"))).singleElement().asString().startsWith("no JSON at line 1");
    assertThat(problems(file(" ".repeat((1 << 20) + 1))))
        .singleElement()
        .asString()
        .contains("longer than");
    assertThatThrownBy(() -> Catalogue.builtIn().with(folder.resolve("missing.json")))
        .hasMessageStartingWith("it cannot be read");
  }

  private static List<String> problems(Path file) {
    return catchThrowableOfType(CatalogueException.class, () -> Catalogue.builtIn().with(file))
        .problems();
  }

  private Path file(String text) throws Exception {
    return Files.writeString(folder.resolve("catalogue.json"), text);
  }
}
