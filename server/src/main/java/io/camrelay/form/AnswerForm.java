package io.camrelay.form;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.path.PathType;
import io.camrelay.json.Json;
import io.camrelay.json.JsonException;
import io.camrelay.json.JsonView;
import java.util.List;
import java.util.Locale;

/**
 * The form of an answer, made from a JSON Schema (draft 4 to 2020-12; 2020-12 where it does not
 * say). Immutable, and for all threads; making one takes milliseconds, the first one some hundred.
 *
 * <p>An answer that fits is given as a machine on the other end of a serial line wants it: JSON in
 * one line, without spaces, the members of objects in the schema's order, numbers as doubles have
 * them. What is not ASCII stays as it is, but for what folding to ASCII would make a quotation mark
 * or a line feed of: that becomes {@code \\uXXXX}.
 */
public final class AnswerForm {

  /** The longest schema, in characters. */
  public static final int MAX_SCHEMA = 1 << 14;

  /** The longest answer that is looked at, in characters. */
  public static final int MAX_ANSWER = 200_000;

  /** Problems of one answer that are told. */
  public static final int MAX_PROBLEMS = 8;

  /** Characters of each. */
  public static final int MAX_PROBLEM = 160;

  /** Tried on each new schema, so that one which never comes to an end is found before it costs. */
  private static final List<String> TRIALS = List.of("null", "{}", "[]", "\"\"", "0", "true");

  private static final String TOO_LONG =
      "checking an answer against it does not end in time: its parts refer to each other too often";

  private final Schema schema;
  private final FieldOrder order;

  private AnswerForm(Schema schema, FieldOrder order) {
    this.schema = schema;
    this.order = order;
  }

  /**
   * Makes a form.
   *
   * @throws IllegalArgumentException where answers cannot be judged by this schema, with a sentence
   *     in the operator's words that begins "the schema"
   */
  public static AnswerForm of(String schema) {
    try {
      return made(schema);
    } catch (CountedSteps.TooLong | StackOverflowError e) {
      throw new IllegalArgumentException("the schema cannot be used: " + TOO_LONG, e);
    } catch (RuntimeException e) {
      throw new IllegalArgumentException("the schema cannot be used: " + bounded(e), e);
    }
  }

  private static AnswerForm made(String text) {
    if (text.length() > MAX_SCHEMA) {
      throw new IllegalArgumentException(
          "it has %d characters, and %d are the most".formatted(text.length(), MAX_SCHEMA));
    }
    JsonView view = parsed(text);
    if (view.kind() != JsonView.Kind.OBJECT) {
      throw new IllegalArgumentException("it is no JSON object");
    }
    SpecificationVersion version = version(view);
    SchemaCheck.check(view);
    SchemaRegistry registry = registry();
    Schema language = registry.getSchema(SchemaLocation.of(version.getDialectId()));
    List<String> faults = problems(language, view.toString());
    if (!faults.isEmpty()) {
      throw new IllegalArgumentException(faults.get(0));
    }
    Schema schema = registry.getSchema(view.toString(), InputFormat.JSON);
    schema.initializeValidators();
    TRIALS.forEach(trial -> problems(schema, trial));
    return new AnswerForm(schema, new FieldOrder(view));
  }

  private static JsonView parsed(String text) {
    try {
      return Json.parse(text);
    } catch (JsonException e) {
      throw new IllegalArgumentException("it is " + OneValue.complaint(e), e);
    }
  }

  private static SpecificationVersion version(JsonView schema) {
    String dialect = schema.text("$schema");
    return dialect == null
        ? SpecificationVersion.DRAFT_2020_12
        : SpecificationVersion.fromDialectId(dialect)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "its $schema is none that is known, such as "
                            + SpecificationVersion.DRAFT_2020_12.getDialectId()));
  }

  /** A new one each time: it would keep every schema that it has seen. */
  private static SchemaRegistry registry() {
    SchemaRegistryConfig config =
        SchemaRegistryConfig.builder()
            .locale(Locale.ENGLISH)
            .pathType(PathType.JSON_PATH)
            .regularExpressionFactory(new LinearPatterns())
            .build();
    return SchemaRegistry.withDefaultDialect(
        SpecificationVersion.DRAFT_2020_12,
        builder ->
            builder
                .schemaRegistryConfig(config)
                .schemaLoader(loader -> loader.fetchRemoteResources(false)));
  }

  /** What is to be thought of an answer; never throws for what it holds. */
  public Judged judge(String answer) {
    if (answer.length() > MAX_ANSWER) {
      return unfit(
          "it has %d characters, and %d are the most".formatted(answer.length(), MAX_ANSWER));
    }
    try {
      JsonView value = OneValue.in(answer.strip());
      String text = Json.text(writer -> order.write(value, writer));
      List<String> problems = problems(schema, text);
      return problems.isEmpty()
          ? new Judged.Fits(MachineText.of(text))
          : new Judged.Unfit(problems);
    } catch (IllegalArgumentException e) {
      return unfit(bounded(e));
    } catch (CountedSteps.TooLong | StackOverflowError e) {
      return unfit("checking it did not end in time");
    } catch (RuntimeException defect) {
      return unfit("it cannot be checked: " + bounded(defect));
    }
  }

  private static Judged unfit(String problem) {
    return new Judged.Unfit(List.of("$: " + problem));
  }

  private static List<String> problems(Schema schema, String json) {
    return schema.validate(new CountedSteps(), json, InputFormat.JSON).stream()
        .map(error -> error.getInstanceLocation() + ": " + error.getMessage())
        .map(AnswerForm::bounded)
        .distinct()
        .limit(MAX_PROBLEMS)
        .toList();
  }

  private static String bounded(Throwable e) {
    return bounded(String.valueOf(e.getMessage()));
  }

  private static String bounded(String words) {
    String line = words.replaceAll("\\s+", " ").strip();
    if (line.length() <= MAX_PROBLEM) {
      return line;
    }
    int end = MAX_PROBLEM - 1;
    return line.substring(0, Character.isHighSurrogate(line.charAt(end - 1)) ? end - 1 : end) + "…";
  }
}
