package io.camrelay.identity;

/** What opening an identity changed on the disk, in the order in which it is done. */
public enum IdentityChange {
  /** The folder was empty: a new certificate authority, which the boards must be given. */
  AUTHORITY_CREATED,

  /** ca.crt was missing and was made again for the same key: boards that trust it still do. */
  AUTHORITY_CERTIFICATE_RESTORED,

  /** A new key for the server; boards do not notice. */
  SERVER_KEY_CREATED,

  /** A new certificate for the server, by the same authority; boards do not notice. */
  SERVER_CERTIFICATE_ISSUED
}
