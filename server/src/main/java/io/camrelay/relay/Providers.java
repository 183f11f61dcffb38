package io.camrelay.relay;

import io.camrelay.vision.HttpProvider;
import io.camrelay.vision.OfflineProvider;
import io.camrelay.vision.Provider;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;

/** The providers that are configured, and the one that is built in, each under its name. */
final class Providers implements AutoCloseable {

  private final Map<String, Provider> byName = new LinkedHashMap<>();

  Providers(RelayConfig config) {
    byName.put(ProviderConfig.OFFLINE, new OfflineProvider());
    config
        .providers()
        .forEach(
            (name, settings) -> byName.put(name, new HttpProvider(settings, Clock.systemUTC())));
  }

  /** The one of this name; where there is none (any more), one that says so to whoever asks it. */
  Provider named(String name) {
    Provider known = byName.get(name);
    return known == null ? new MissingProvider(name) : known;
  }

  @Override
  public void close() {
    byName.values().forEach(Provider::close);
  }
}
