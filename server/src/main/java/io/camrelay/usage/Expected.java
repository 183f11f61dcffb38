package io.camrelay.usage;

/**
 * What a question is expected to take before it is asked; -1 stands for what nobody can tell.
 *
 * @param pictureTokens of all its pictures
 * @param promptTokens of the whole input, pictures included
 */
public record Expected(long pictureTokens, long promptTokens) {

  /** Nobody can tell. */
  public static final Expected UNKNOWN = new Expected(-1, -1);
}
