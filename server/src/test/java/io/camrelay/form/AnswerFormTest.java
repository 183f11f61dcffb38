package io.camrelay.form;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.sun.net.httpserver.HttpServer;
import io.camrelay.json.Json;
import io.camrelay.json.JsonView;
import io.camrelay.protocol.AnswerFolder;
import io.camrelay.protocol.Charset;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerFormTest {

  private static final String GATE =
      """
      {
        "type": "object",
        "properties": {
          "open": {"type": "boolean"},
          "why": {"type": "string", "maxLength": 20},
          "seen": {"type": "array", "items": {"$ref": "#/$defs/thing"}}
        },
        "required": ["open", "why"],
        "additionalProperties": false,
        "$defs": {
          "thing": {"type": "object", "properties": {"name": {"pattern": "^[a-z]+$"}, "n": {}}}
        }
      }
      """;

  private final AnswerForm gate = AnswerForm.of(GATE);

  @Test
  void anAnswerThatFitsBecomesOneLineInTheSchemasOrder() {
    assertThat(
            fits(
                gate,
                """
                {
                  "seen": [{"z": 1, "n": 2.50, "name": "cat"}, {"name": "dog"}],
                  "why": "weit offen: 鍵 Ä 🔑\\n",
                  "open": true
                }
                """))
        .isEqualTo(
            "{\"open\":true,\"why\":\"weit offen: 鍵 Ä 🔑\\n\","
                + "\"seen\":[{\"name\":\"cat\",\"n\":2.5,\"z\":1},{\"name\":\"dog\"}]}");
  }

  @Test
  void theOrderIsThatOfWhereverThePropertiesAreNamed() {
    AnswerForm form =
        AnswerForm.of(
            """
            {"$ref": "#/$defs/a%20b~1c", "allOf": [{"properties": {"second": {}}}],
             "$defs": {"a b/c": {"properties": {"first": {"prefixItems": [
               {"properties": {"x": {}, "y": {}}}], "items": {"properties": {"y": {}, "x": {}}}}}}}}
            """);

    assertThat(fits(form, "{\"second\":1,\"first\":[{\"y\":1,\"x\":1},{\"x\":1,\"y\":1}]}"))
        .isEqualTo("{\"first\":[{\"x\":1,\"y\":1},{\"y\":1,\"x\":1}],\"second\":1}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"open\":true,\"why\":\"x\"}",
        " \n{\"why\":\"x\",\"open\":true}\n",
        "```json\n{\"open\":true,\"why\":\"x\"}\n```",
        "```\n{\"open\":true,\"why\":\"x\"}\n```\n",
        "Here it is:\n\n```json\n{\"open\":true,\"why\":\"x\"}\n```\nAnything {else}?",
        "The answer is {\"open\":true,\"why\":\"x\"}. Bye!",
      })
  void takesOneValueOutOfAFenceOrOutOfASentence(String said) {
    assertThat(fits(gate, said)).isEqualTo("{\"open\":true,\"why\":\"x\"}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"open\":true,\"why\":\"x\"} {\"open\":false,\"why\":\"x\"}",
        "```json\n{\"open\":true,\"why\":\"x\"}\n```\n```json\n{\"open\":false,\"why\":\"x\"}\n```",
        "As in [1]: {\"open\":true,\"why\":\"x\"}",
        // The inner one of a broken one, which would fit.
        "[{\"open\":true,\"why\":\"x\"},{\"op",
        "{\"gate\":{\"open\":true,\"why\":\"x\"}",
        "{\"open\":true,\"why\":\"x\"",
        "}{",
      })
  void takesNoneOutOfSeveralOrOutOfABrokenOne(String said) {
    assertThat(problems(gate, said)).singleElement().asString().contains("exactly one JSON value");
  }

  @Test
  void saysThatProseIsNoJson() {
    assertThat(problems(gate, "The gate is open.")).containsExactly("$: it is no JSON");
  }

  @Test
  void takesAValueThatIsNoObjectOnlyBareOrFenced() {
    AnswerForm word = AnswerForm.of("{\"enum\":[\"open\",\"shut\",7]}");

    assertThat(fits(word, "\"open\"")).isEqualTo("\"open\"");
    assertThat(fits(word, "```\n7\n```")).isEqualTo("7");
    assertThat(problems(word, "open")).containsExactly("$: it is no JSON");
  }

  @Test
  void saysEachProblemWithItsPathInPlainWords() {
    assertThat(problems(gate, "{\"open\":\"yes\",\"seen\":[{},{\"name\":\"A\"}],\"more\":1}"))
        .containsExactlyInAnyOrder(
            "$.open: string found, boolean expected",
            "$.seen[1].name: does not match the regex pattern ^[a-z]+$",
            "$: required property 'why' not found",
            "$: property 'more' is not defined in the schema and the schema does not allow"
                + " additional properties");
    assertThat(problems(gate, "{\"open\":true,\"why\":\"%s\"}".formatted("x".repeat(21))))
        .containsExactly("$.why: must be at most 20 characters long");
  }

  @Test
  void problemsAreBoundedInNumberAndLength() {
    AnswerForm numbers = AnswerForm.of("{\"items\":{\"type\":\"number\"}}");
    String many = "[" + "\"x\",".repeat(AnswerForm.MAX_PROBLEMS) + "\"x\"]";
    AnswerForm long1 = AnswerForm.of("{\"const\":\"%s\"}".formatted("y".repeat(500)));

    assertThat(problems(numbers, many)).hasSize(AnswerForm.MAX_PROBLEMS);
    assertThat(problems(long1, "1").get(0)).hasSize(AnswerForm.MAX_PROBLEM).endsWith("…");
  }

  /** An ASCII monitor shows a plain mark for a typographic one, which would end the text. */
  @Test
  void staysJsonWhenItIsFolded() throws Exception {
    String text = "“open” „zu“ «x» ″ ＂ ＼ \u2028 \u2029 – é 鍵";
    String line = fits(AnswerForm.of("{}"), Json.text(json -> json.value(text)));
    assertThat(line).contains("\\u201copen\\u201d").contains("– é 鍵").doesNotContain("\u2028");

    for (Charset charset : Charset.values()) {
      AnswerFolder folder = new AnswerFolder(charset);
      byte[] folded = folder.fold(line);
      JsonView read = Json.parse(new String(folded, StandardCharsets.ISO_8859_1));
      assertThat(read.text()).as(charset.name()).startsWith("“open” „zu“ «x» ″ ＂ ＼");
    }
    assertThat(Json.parse(line).text()).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[] | it is no JSON object",
        "{ | it is no JSON at line 1, column 2",
        "{\"type\":\"bool\"} | $.type: does not have a value in the enumeration",
        "{\"properties\":[]} | $.properties: array found, object expected",
        "{\"$schema\":\"https://example.com/my\"} | its $schema is none that is known",
        "{\"$ref\":\"https://example.com/x.json\"} | its $ref leads to https://example.com/x.json",
        "{\"properties\":{\"a\":{\"$ref\":\"x.json#/a\"}}} | nothing is fetched",
        "{\"allOf\":[{\"$ref\":\"file:///etc/passwd\"}]} | nothing is fetched",
        "{\"$dynamicRef\":\"other\"} | nothing is fetched",
        "{\"properties\":{\"a\":{\"$ref\":\"#/$defs/a\"}}} | Reference /$defs/a cannot be resolved",
        "{\"$ref\":\"#\"} | leads back to where it began",
        "{\"properties\":{\"a\":{\"anyOf\":[{},{\"not\":{\"$ref\":\"#/properties/a\"}}]}}} | leads back",
        "{\"pattern\":\"(\"} | the pattern ( cannot be used: missing closing )",
        "{\"properties\":{\"a\":{\"pattern\":\"(?=x)y\"}}} | no look-around",
        "{\"patternProperties\":{\"(a)\\\\1\":{}}} | no references",
      })
  void refusesASchemaInTheOperatorsWords(String schema, String words) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AnswerForm.of(schema))
        .withMessageStartingWith("the schema cannot be used: ")
        .withMessageContaining(words)
        .satisfies(
            e -> assertThat(e.getMessage()).doesNotContain("Exception").hasSizeLessThan(250));
  }

  @Test
  void fetchesNothingFromAnywhere() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          asked.incrementAndGet();
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    server.start();
    try {
      String url = "http://127.0.0.1:%d/s".formatted(server.getAddress().getPort());
      for (String keyword : List.of("$ref", "$schema", "$dynamicRef")) {
        assertThatIllegalArgumentException()
            .isThrownBy(() -> AnswerForm.of("{\"%s\":\"%s\"}".formatted(keyword, url)));
      }
      // What a schema calls itself is no address to go to.
      AnswerForm named =
          AnswerForm.of(
              "{\"$id\":\"%s\",\"items\":{\"$ref\":\"#\"},\"type\":\"array\"}".formatted(url));
      assertThat(fits(named, "[[]]")).isEqualTo("[[]]");
      assertThat(asked).hasValue(0);
    } finally {
      server.stop(0);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://json-schema.org/draft-04/schema#",
        "http://json-schema.org/draft-06/schema#",
        "http://json-schema.org/draft-07/schema#",
        "https://json-schema.org/draft/2019-09/schema",
        "https://json-schema.org/draft/2020-12/schema"
      })
  void knowsTheDrafts(String draft) {
    AnswerForm form =
        AnswerForm.of(
            "{\"$schema\":\"%s\",\"type\":\"object\",\"required\":[\"a\"]}".formatted(draft));

    assertThat(fits(form, "{\"a\":1}")).isEqualTo("{\"a\":1}");
    assertThat(problems(form, "{}")).containsExactly("$: required property 'a' not found");
  }

  @Test
  void aSchemaIsBoundedInLength() {
    String longest = "{\"title\":\"%s\"}".formatted("t".repeat(AnswerForm.MAX_SCHEMA - 12));

    assertThat(longest).hasSize(AnswerForm.MAX_SCHEMA);
    assertThatCode(() -> AnswerForm.of(longest)).doesNotThrowAnyException();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AnswerForm.of(longest + " "))
        .withMessageContaining("it has 16385 characters, and 16384 are the most");
  }

  @Test
  void anAnswerIsBoundedInLengthAndDepth() {
    AnswerForm anything = AnswerForm.of("{}");
    String longest = "\"" + "a".repeat(AnswerForm.MAX_ANSWER - 2) + "\"";

    assertThat(fits(anything, longest)).isEqualTo(longest);
    assertThat(problems(anything, longest + " ").get(0)).contains("200000 are the most");
    assertThat(fits(anything, nested(Json.MAX_DEPTH))).isEqualTo(nested(Json.MAX_DEPTH));
    assertThat(problems(anything, nested(Json.MAX_DEPTH + 1)).get(0)).contains("nesting depth");
  }

  @Test
  void aNumberThatNoDoubleHoldsIsRefusedBeforeItIsReckonedWith() {
    AnswerForm cents = AnswerForm.of("{\"multipleOf\":0.01}");

    assertThat(fits(cents, "1e308")).isEqualTo("1.0E308");
    assertThat(problems(cents, "1e999999999").get(0)).contains("beyond 1.8E308");
    assertThat(problems(cents, "-1e309").get(0)).contains("beyond 1.8E308");
  }

  /** The JDK's own patterns take for ever over this. */
  @Test
  void aPatternTakesATimeThatGrowsWithTheTextAlone() {
    AnswerForm form = AnswerForm.of("{\"pattern\":\"^(([a-z])+.)+[A-Z]([a-z])+$\"}");

    assertThat(problems(form, "\"" + "a".repeat(5_000) + "\"").get(0)).contains("does not match");
  }

  @Test
  void aPatternIsBoundedWithItsRepetitionsWrittenOut() {
    assertThatCode(() -> LinearPatterns.check("a{1000}bcd")).doesNotThrowAnyException();
    assertThatCode(() -> LinearPatterns.check("a".repeat(LinearPatterns.MAX_WRITTEN_OUT)))
        .doesNotThrowAnyException();
    for (String beyond :
        List.of(
            "a{1000}bcde",
            "(((a{100}){100}){100}){100}",
            "(a{2,900}){90,}",
            "a{999999999}",
            "a".repeat(LinearPatterns.MAX_WRITTEN_OUT + 1))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> LinearPatterns.check(beyond))
          .withMessageContaining("too long");
    }
  }

  /** Thirty definitions that each refer twice to the next: 2^30 checks of one small answer. */
  @Test
  void aSchemaThatMultipliesItselfIsRefused() {
    String doubling =
        IntStream.range(0, 30)
            .mapToObj(
                i ->
                    "\"d%d\":{\"allOf\":[{\"$ref\":\"#/$defs/d%d\"},{\"$ref\":\"#/$defs/d%d\"}]}"
                        .formatted(i, i + 1, i + 1))
            .collect(Collectors.joining(","));
    String all = "{\"$defs\":{" + doubling + ",\"d30\":{}},\"$ref\":\"#/$defs/d0\"}";

    assertThatIllegalArgumentException()
        .isThrownBy(() -> AnswerForm.of(all))
        .withMessageContaining("does not end in time");
  }

  @Test
  void anAnswerThatTakesTooLongToCheckIsUnfit() {
    AnswerForm tree =
        AnswerForm.of(
            "{\"properties\":{\"l\":{\"$ref\":\"#\"}},\"allOf\":[{\"properties\":{\"l\":{\"$ref\":\"#\"}}}]}");

    assertThat(fits(tree, "{\"l\":{\"l\":1}}")).isEqualTo("{\"l\":{\"l\":1}}");
    assertThat(problems(tree, "{\"l\":".repeat(40) + "1" + "}".repeat(40)))
        .containsExactly("$: checking it did not end in time");
  }

  @Test
  void isSharedByThreads() {
    assertThat(
            IntStream.range(0, 400)
                .parallel()
                .mapToObj(i -> gate.judge("{\"why\":\"x\",\"open\":" + (i % 2 == 0) + "}"))
                .filter(judged -> judged.kind() == Judged.Kind.FITS))
        .hasSize(400);
  }

  private static String nested(int depth) {
    return "[".repeat(depth) + "]".repeat(depth);
  }

  private static String fits(AnswerForm form, String answer) {
    Judged judged = form.judge(answer);
    assertThat(judged).isInstanceOf(Judged.Fits.class);
    return ((Judged.Fits) judged).text();
  }

  private static List<String> problems(AnswerForm form, String answer) {
    Judged judged = form.judge(answer);
    assertThat(judged).isInstanceOf(Judged.Unfit.class);
    return ((Judged.Unfit) judged).problems();
  }
}
