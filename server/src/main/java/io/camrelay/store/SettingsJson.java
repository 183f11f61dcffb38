package io.camrelay.store;

import io.camrelay.device.ProfileKey;
import io.camrelay.device.ProfileSettings;
import io.camrelay.json.Json;
import io.camrelay.json.JsonException;
import io.camrelay.json.JsonView;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A profile's settings as the database keeps them: an object of texts by the operator's words. */
final class SettingsJson {

  private SettingsJson() {}

  static String write(ProfileSettings settings) {
    return Json.text(
        writer -> {
          writer.beginObject();
          settings.written().forEach((key, value) -> writer.name(key.word()).value(value));
          writer.endObject();
        });
  }

  static ProfileSettings read(String json) {
    Map<ProfileKey, String> written = new EnumMap<>(ProfileKey.class);
    try {
      for (Map.Entry<String, JsonView> member : Json.parse(json).members().entrySet()) {
        ProfileKey key = ProfileKey.of(member.getKey()).orElseThrow(() -> unreadable(json, null));
        written.put(key, String.valueOf(member.getValue().text()));
      }
      return new ProfileSettings(written);
    } catch (JsonException | IllegalArgumentException e) {
      throw unreadable(json, e);
    }
  }

  private static IllegalStateException unreadable(String json, @Nullable Exception cause) {
    return new IllegalStateException("a profile is kept that cannot be read: " + json, cause);
  }
}
