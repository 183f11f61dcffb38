package io.camrelay.vision;

import io.camrelay.vision.AttemptResult.Answered;
import io.camrelay.vision.AttemptResult.Failed;
import io.camrelay.vision.AttemptResult.Receipt;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Makes what a provider said fit to be shown and logged: some echo the key, the picture or the
 * whole request in their complaints. Takes out secrets, pictures and control characters, and
 * shortens.
 */
final class Redaction {

  /** What the operator is shown of a failure, in characters. */
  static final int MAX_DETAIL = 400;

  /** A model's or request's name, in characters. */
  static final int MAX_LABEL = 128;

  /** A shorter secret is none, and taking it out would only mangle texts. */
  private static final int MIN_SECRET = 6;

  /** A parameter or header with such a name holds a secret. */
  private static final Pattern SECRET_NAME =
      Pattern.compile("(?i)key|token|secret|auth|sig|pass|cookie|credential");

  /** A picture, or a run of anything that could be a piece of one. */
  private static final Pattern PICTURE =
      Pattern.compile("(?:data:[\\w/+.-]{0,64};base64,)?[A-Za-z0-9+/_-]{64,}={0,2}");

  private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cntrl}\\p{Cf}\\p{Cs}\\p{Z}]+");

  private final List<String> secrets;

  private Redaction(Stream<String> secrets) {
    // The longest first, so that none is hidden from the search by a part of it being gone.
    this.secrets =
        secrets
            .filter(secret -> secret.length() >= MIN_SECRET)
            .distinct()
            .sorted(Comparator.comparingInt(String::length).reversed())
            .toList();
  }

  static Redaction of(Endpoint endpoint) {
    List<String> secrets = new ArrayList<>();
    secrets.add(endpoint.key().reveal());
    for (Map<String, String> extras : List.of(endpoint.headers(), endpoint.query())) {
      extras.forEach(
          (name, value) -> {
            if (SECRET_NAME.matcher(name).find()) {
              secrets.add(value);
            }
          });
    }
    return new Redaction(secrets.stream());
  }

  /** Takes out the question as well: what people ask their cameras is nobody's log's business. */
  Redaction alsoOf(String question) {
    return new Redaction(Stream.concat(secrets.stream(), Stream.of(question)));
  }

  AttemptResult clean(AttemptResult result) {
    Receipt receipt = result.receipt();
    Receipt clean =
        receipt.named(clean(receipt.model(), MAX_LABEL), clean(receipt.requestId(), MAX_LABEL));
    if (result instanceof Failed failed) {
      String detail = clean(failed.detail(), MAX_DETAIL);
      return new Failed(
          failed.failure(), failed.billing(), failed.retryAfter(), failed.again(), detail, clean);
    }
    Answered answered = (Answered) result;
    return new Answered(answered.cut(), answered.detail(), clean);
  }

  String clean(String text, int maxChars) {
    String clean = text;
    for (String secret : secrets) {
      clean = clean.replace(secret, ApiKey.HIDDEN);
    }
    clean = PICTURE.matcher(clean).replaceAll("…");
    clean = UNPRINTABLE.matcher(clean).replaceAll(" ").strip();
    return clean.length() <= maxChars ? clean : cut(clean, maxChars - 1) + "…";
  }

  /** The text's beginning, shorter by one where the last character would be half of a pair. */
  static String cut(String text, int chars) {
    boolean splits = chars > 0 && Character.isHighSurrogate(text.charAt(chars - 1));
    return text.substring(0, splits ? chars - 1 : chars);
  }
}
