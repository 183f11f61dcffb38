package io.camrelay.vision;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import okhttp3.Headers;
import okhttp3.HttpUrl;

/**
 * Where a provider is found and how it is shown the key.
 *
 * @param baseUrl http or https, without user, query and fragment: {@code https://api.openai.com/v1}
 * @param path what follows the base URL: {@code /chat/completions}
 * @param query parameters of the URL, such as Azure's api-version
 * @param key the key, {@link ApiKey#NONE} where none is wanted
 * @param keyHeader the header that carries the key
 * @param keyPrefix what stands before the key in that header, its space included
 * @param headers more headers, which may hold secrets too
 * @param linkLocal whether addresses such as 169.254.169.254 may be asked, behind which clouds keep
 *     the credentials of the machine
 */
public record Endpoint(
    String baseUrl,
    String path,
    Map<String, String> query,
    ApiKey key,
    String keyHeader,
    String keyPrefix,
    Map<String, String> headers,
    boolean linkLocal) {

  /** OpenAI's path, and that of all who are compatible. */
  public static final String CHAT_COMPLETIONS = "/chat/completions";

  /** The header in which most providers want the key. */
  public static final String AUTHORIZATION = "Authorization";

  /** What stands before the key in that header. */
  public static final String BEARER = "Bearer ";

  /** The most parameters, and the most headers. */
  public static final int MAX_EXTRAS = 32;

  /** Headers that make up the request itself and are not for the configuration to change. */
  private static final Set<String> RESERVED =
      Set.of(
          "accept",
          "accept-encoding",
          "connection",
          "content-length",
          "content-type",
          "expect",
          "host",
          "te",
          "transfer-encoding",
          "upgrade");

  public Endpoint {
    query = Map.copyOf(query);
    headers = Map.copyOf(headers);
    checkBase(baseUrl);
    if (!path.startsWith("/") || path.contains("?") || path.contains("#")) {
      throw new IllegalArgumentException(
          "path must begin with / and hold no ? or #, but is " + path);
    }
    if (query.size() > MAX_EXTRAS || headers.size() > MAX_EXTRAS) {
      throw new IllegalArgumentException(
          "query and headers must have at most " + MAX_EXTRAS + " entries each");
    }
    checkHeader(keyHeader, keyPrefix);
    headers.forEach(Endpoint::checkHeader);
    if (headers.keySet().stream().anyMatch(keyHeader::equalsIgnoreCase)) {
      throw new IllegalArgumentException(
          "headers gives the key's own header " + keyHeader + " a second time");
    }
    if (!linkLocal) {
      AddressRule.checkHost(url(baseUrl, path, query).host());
    }
  }

  /** An endpoint as OpenAI has it. */
  public static Endpoint at(String baseUrl, ApiKey key) {
    return new Endpoint(
        baseUrl, CHAT_COMPLETIONS, Map.of(), key, AUTHORIZATION, BEARER, Map.of(), false);
  }

  HttpUrl url() {
    return url(baseUrl, path, query);
  }

  /** Where a provider may tell of a model: it alone, and all that there are. */
  List<HttpUrl> modelUrls(String model) {
    HttpUrl all = url(baseUrl, "/models", query);
    return List.of(all.newBuilder().addPathSegments(model).build(), all);
  }

  /** The headers that make the provider accept the request. */
  Headers credentials() {
    Headers.Builder all = new Headers.Builder();
    new TreeMap<>(headers).forEach(all::set);
    if (!key.isEmpty()) {
      all.set(keyHeader, keyPrefix + key.reveal());
    }
    return all.build();
  }

  /** Shows neither the key nor what parameters and headers hold. */
  @Override
  public String toString() {
    return "Endpoint[baseUrl=%s, path=%s, query=%s, key=%s, keyHeader=%s, headers=%s]"
        .formatted(baseUrl, path, query.keySet(), key, keyHeader, headers.keySet());
  }

  private static HttpUrl url(String baseUrl, String path, Map<String, String> query) {
    String base = baseUrl.endsWith("/") ? baseUrl.substring(0, baseUrl.length() - 1) : baseUrl;
    HttpUrl.Builder url = HttpUrl.get(base + path).newBuilder();
    new TreeMap<>(query).forEach(url::addQueryParameter);
    return url.build();
  }

  private static void checkBase(String baseUrl) {
    HttpUrl base = HttpUrl.parse(baseUrl);
    if (base == null) {
      throw new IllegalArgumentException(
          "baseUrl must look like https://api.openai.com/v1 or http://localhost:11434/v1");
    }
    if (!base.username().isEmpty() || !base.password().isEmpty()) {
      throw new IllegalArgumentException(
          "baseUrl holds a user or a password; give the key as the key instead");
    }
    if (base.query() != null || base.fragment() != null) {
      throw new IllegalArgumentException(
          "baseUrl holds ? or #; give parameters as the query instead");
    }
  }

  private static void checkHeader(String name, String value) {
    if (name.isEmpty() || !name.chars().allMatch(c -> c > ' ' && c < 0x7F && c != ':')) {
      throw new IllegalArgumentException("no header can be named \"" + name + "\"");
    }
    if (RESERVED.contains(name.toLowerCase(Locale.ROOT))) {
      throw new IllegalArgumentException("the header " + name + " is set by the relay itself");
    }
    if (!value.chars().allMatch(c -> c >= ' ' && c < 0x7F)) {
      throw new IllegalArgumentException(
          "the header " + name + " holds a line break or a character beyond ASCII");
    }
  }
}
