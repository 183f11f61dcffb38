package io.camrelay.form;

import io.camrelay.json.Json;
import io.camrelay.json.JsonException;
import io.camrelay.json.JsonView;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Takes the one JSON value out of what a model said. Models put a fence around it or a sentence
 * before it, also when they are told not to, and asking again for that would cost a second picture.
 * So three readings are tried, the first that is wholly JSON is it:
 *
 * <ol>
 *   <li>the whole text;
 *   <li>what stands in the only fence;
 *   <li>everything from the first opening brace or bracket to the last closing one.
 * </ol>
 *
 * <p>None of them can pick one of several values, or the whole inner part of a broken outer one.
 */
final class OneValue {

  /** Where what only a programmer understands begins in a parser's complaint. */
  private static final List<String> ASIDES = List.of(" (", ": was expecting", ": expected");

  private static final String FENCE = "```";

  private static final Pattern FENCED =
      Pattern.compile("```[a-zA-Z]*[ \\t\\r]*\\n(.*)\\n[ \\t]*```", Pattern.DOTALL);

  private OneValue() {}

  /**
   * Reads the value.
   *
   * @throws IllegalArgumentException with a sentence where there is none, or not exactly one
   */
  static JsonView in(String said) {
    JsonView whole = parsed(said);
    if (whole != null) {
      return whole;
    }
    String fenced = fenced(said);
    JsonView inFence = fenced == null ? null : parsed(fenced);
    if (inFence != null) {
      return inFence;
    }
    String braced = braced(said);
    if (braced == null) {
      throw new IllegalArgumentException("it is no JSON");
    }
    try {
      return Json.parse(braced);
    } catch (JsonException e) {
      throw new IllegalArgumentException("it is not exactly one JSON value: " + complaint(e), e);
    }
  }

  /** What a parser did not like, without what only a programmer understands. */
  static String complaint(JsonException e) {
    String words = String.valueOf(e.getMessage());
    for (String aside : ASIDES) {
      int start = words.indexOf(aside);
      words = start < 0 ? words : words.substring(0, start);
    }
    return words;
  }

  private static @Nullable String fenced(String said) {
    if (said.split(FENCE, -1).length != 3) {
      return null;
    }
    Matcher fenced = FENCED.matcher(said);
    return fenced.find() ? fenced.group(1) : null;
  }

  private static @Nullable String braced(String said) {
    int start = first(said.indexOf('{'), said.indexOf('['));
    int end = Math.max(said.lastIndexOf('}'), said.lastIndexOf(']'));
    // Where nothing closes it, what was opened: the parser says best what is missing.
    return start < 0 ? null : said.substring(start, end < start ? said.length() : end + 1);
  }

  private static int first(int one, int other) {
    return one < 0 ? other : other < 0 ? one : Math.min(one, other);
  }

  private static @Nullable JsonView parsed(String text) {
    try {
      return Json.parse(text);
    } catch (JsonException e) {
      return null;
    }
  }
}
