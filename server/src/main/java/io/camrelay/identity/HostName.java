package io.camrelay.identity;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.regex.Pattern;
import org.bouncycastle.util.IPAddress;
import org.jspecify.annotations.Nullable;

/**
 * A name that clients may know the relay by, as it stands in the certificate: a DNS name in lower
 * case, or an IPv4 or IPv6 address in Java's usual spelling. Two that name the same are equal.
 */
public final class HostName {

  /** The two kinds of name that a client can check. */
  public enum Kind {
    DNS,
    ADDRESS
  }

  /** RFC 1035, 2.3.4. */
  static final int MAX_LENGTH = 253;

  private static final Pattern LABEL =
      Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?", Pattern.CASE_INSENSITIVE);
  private static final Pattern DIGITS = Pattern.compile("[0-9]+");

  private final Kind kind;
  private final String text;

  private HostName(Kind kind, String text) {
    this.kind = kind;
    this.text = text;
  }

  /**
   * Reads a host as an operator writes it; no name service is asked.
   *
   * @throws IllegalArgumentException if it is neither a DNS name nor an address; the message says
   *     what is wrong and what to write instead
   */
  public static HostName parse(String written) {
    String text = written.strip();
    if (text.isEmpty()) {
      throw wrong(written, "is empty", "Give a name such as relay.example.org, or an address.");
    }
    if (text.contains("/")) {
      throw wrong(written, "has a slash in it", "Give the host alone, without https:// or a path.");
    }
    if (text.startsWith("[") && text.endsWith("]")) {
      text = text.substring(1, text.length() - 1);
    }
    return text.indexOf(':') >= 0 || IPAddress.isValidIPv4(text)
        ? address(written, text)
        : dns(written, text);
  }

  private static HostName address(String written, String text) {
    if (text.indexOf('%') >= 0) {
      throw wrong(
          written, "has a zone", "Leave out the % and what follows: it means nothing elsewhere.");
    }
    if (!IPAddress.isValid(text)) {
      throw text.indexOf(':') == text.lastIndexOf(':')
          ? wrong(written, "has a port", "Give the host alone; the port is set elsewhere.")
          : wrong(written, "is no IPv6 address", "Write it like 2001:db8::7, without a port.");
    }
    InetAddress address = resolved(text);
    if (address.isAnyLocalAddress() || address.isMulticastAddress()) {
      throw wrong(
          written, "is no single machine's address", "Give one that clients can connect to.");
    }
    return new HostName(Kind.ADDRESS, address.getHostAddress());
  }

  private static InetAddress resolved(String literal) {
    try {
      return InetAddress.getByName(literal);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("\"%s\" is no address".formatted(literal), e);
    }
  }

  private static HostName dns(String written, String text) {
    String name = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    if (name.length() > MAX_LENGTH) {
      throw wrong(
          written, "is too long", "A DNS name has at most %d characters.".formatted(MAX_LENGTH));
    }
    String[] labels = name.split("\\.", -1);
    if (DIGITS.matcher(labels[labels.length - 1]).matches()) {
      throw wrong(
          written, "is no IPv4 address", "Write it as four numbers from 0 to 255: 192.168.1.20.");
    }
    for (String label : labels) {
      if (!LABEL.matcher(label).matches()) {
        throw wrong(written, "is no DNS name", remedy(label));
      }
    }
    return new HostName(Kind.DNS, name.toLowerCase(Locale.ROOT));
  }

  private static String remedy(String label) {
    if (label.isEmpty()) {
      return "There is nothing between two dots, or before the first one.";
    }
    if (label.contains("*")) {
      return "Wildcards are not supported: name each host.";
    }
    if (label.chars().anyMatch(c -> c > 127)) {
      return "Write letters outside of a to z in the xn-- form.";
    }
    return "Between its dots stand 1 to 63 letters, digits and hyphens, no hyphen first or last.";
  }

  private static IllegalArgumentException wrong(String written, String what, String remedy) {
    String shown =
        written.length() <= MAX_LENGTH ? written : written.substring(0, MAX_LENGTH) + "…";
    return new IllegalArgumentException("host \"%s\" %s. %s".formatted(shown, what, remedy));
  }

  /** Whether it is a name or an address. */
  public Kind kind() {
    return kind;
  }

  /** The bytes of an address. */
  byte[] addressBytes() {
    if (kind != Kind.ADDRESS) {
      throw new IllegalStateException(text + " is a name");
    }
    return resolved(text).getAddress();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof HostName host && kind == host.kind && text.equals(host.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}
