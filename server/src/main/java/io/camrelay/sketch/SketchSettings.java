package io.camrelay.sketch;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is filled in for one device.
 *
 * @param host the address or name that the camera connects to
 * @param port the device port, 1 to 65 535
 * @param name what the relay's certificate is checked for
 * @param authorityPem the certificate of the relay's CA
 * @param device the device's name
 * @param token its secret
 */
public record SketchSettings(
    String host, int port, String name, String authorityPem, String device, String token) {

  /** Leaves the token out. */
  @Override
  public String toString() {
    return "SketchSettings[host=%s, port=%d, name=%s, device=%s]"
        .formatted(host, port, name, device);
  }

  /** The values of the sketch's {@code #define} lines, in C, by their names. */
  Map<String, String> defines() {
    Map<String, String> defines = new LinkedHashMap<>();
    defines.put("RELAY_HOST", CText.literal(host));
    defines.put("RELAY_PORT", Integer.toString(port));
    defines.put("RELAY_NAME", CText.literal(name));
    defines.put("RELAY_CA", CText.lines(authorityPem));
    defines.put("DEVICE_NAME", CText.literal(device));
    defines.put("DEVICE_TOKEN", CText.literal(token));
    return defines;
  }
}
