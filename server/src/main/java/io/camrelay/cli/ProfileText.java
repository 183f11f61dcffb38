package io.camrelay.cli;

import io.camrelay.device.Profile;
import io.camrelay.device.ProfileKey;
import io.camrelay.device.ProfileSnapshot;
import io.camrelay.json.JsonWriter;
import io.camrelay.relay.RelayConfig;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** Profiles as text, and what commands say when one is not there. */
final class ProfileText {

  private ProfileText() {}

  /** The key with this word. */
  static ProfileKey key(String word) {
    return ProfileKey.of(word)
        .orElseThrow(
            () ->
                Failure.usage(
                    "a profile does not set \"%s\"; it sets %s".formatted(word, ProfileKey.all())));
  }

  static Failure unknown(String name) {
    return Failure.failed("there is no profile " + name + "; see: camrelay profile list");
  }

  /** Refuses a chain that names somebody whom the configuration does not have. */
  static void checkProviders(Collection<String> chain, RelayConfig config) {
    Set<String> known = config.providerNames();
    List<String> unknown = chain.stream().filter(name -> !known.contains(name)).toList();
    if (!unknown.isEmpty()) {
      throw Failure.failed(
          "no provider %s is configured; there is %s"
              .formatted(String.join(", ", unknown), String.join(", ", known)));
    }
  }

  /** One profile, as it is kept. */
  static void write(Profile profile, ProfileSnapshot all, JsonWriter writer) {
    writer.beginObject();
    writer.name("profile").value(profile.name());
    writer.name("revision").value(profile.revision());
    writer.name("devices").beginArray();
    all.devicesOf(profile.name()).forEach(writer::value);
    writer.endArray();
    writer.name("sets").beginObject();
    profile.settings().written().forEach((key, value) -> writer.name(key.word()).value(value));
    writer.endObject();
    writer.endObject();
  }
}
