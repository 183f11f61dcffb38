package io.camrelay.relay;

/**
 * One value of the configuration, as it is in force.
 *
 * @param key its name, such as {@code listen.port}
 * @param value its value as one would write it; {@code ***} for a secret
 * @param standard the value where nobody sets another
 * @param origin where the value comes from: {@code default}, {@code file:line} or a variable's name
 * @param meaning what it does, with its bounds
 */
public record Setting(String key, String value, String standard, String origin, String meaning) {

  /** The environment variable that overrides the file. */
  public String variable() {
    return ConfigSource.variable(key);
  }
}
