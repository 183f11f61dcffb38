package io.camrelay.vision;

/** What can go wrong with an attempt, as far as it matters for what is done next. */
public enum Failure {
  /** No connection, no name, no TLS: nothing was sent. */
  UNREACHABLE,
  /** 429: too many requests or tokens for now. */
  RATE_LIMITED,
  /** 503, 529: the provider has too much to do. */
  OVERLOADED,
  /** The account is empty or at its limit. Waiting does not help. */
  OUT_OF_MONEY,
  /** 401, 403: the key, the organisation or the address is not accepted. */
  BAD_KEY,
  /** 404: there is no such model or path, or not any more. */
  NO_SUCH_MODEL,
  /** 400, 413, 422 and the like: the provider does not accept the request as it is. */
  REJECTED,
  /** The provider cannot use this picture. */
  BAD_PICTURE,
  /** The model or a filter refuses to answer. */
  REFUSED,
  /** 500, 502, 504, an error inside a stream, or an answer that is none. */
  PROVIDER_ERROR,
  /** The request was sent and nothing came in time. */
  TIMEOUT,
  /** The connection broke after the request was sent. */
  BROKEN,
  /** The model ended without a word. */
  EMPTY,
  /** This side hung up. */
  CANCELLED
}
