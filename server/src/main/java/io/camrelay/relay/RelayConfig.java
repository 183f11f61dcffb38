package io.camrelay.relay;

import io.camrelay.bounds.Quantities;
import io.camrelay.device.ProfileKey;
import io.camrelay.device.ProfileSettings;
import io.camrelay.dispatch.DispatchSettings;
import io.camrelay.identity.HostName;
import io.camrelay.session.SessionSettings;
import io.camrelay.store.StoreSettings;
import io.camrelay.usage.Catalogue;
import io.camrelay.vision.ProviderSettings;
import io.camrelay.wire.TlsEngine;
import io.camrelay.wire.WireSettings;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The configuration in force.
 *
 * @param data the folder that holds everything the relay keeps
 * @param hosts by which devices know the relay, beside those that are always in its certificate
 * @param tls whose TLS the listener uses
 * @param listen the device port and its limits
 * @param session what a device may do
 * @param store what is kept, and its bounds
 * @param dispatch how captures are asked about
 * @param provider the name of the one that is asked
 * @param providers all that are configured, by name; {@code offline} is not among them
 * @param catalogue what is known of models and their prices
 * @param usualErrors the rate of errors that is usual with a provider
 * @param settings every key with its value and where that comes from
 */
public record RelayConfig(
    Path data,
    List<HostName> hosts,
    TlsEngine tls,
    WireSettings listen,
    SessionSettings session,
    StoreSettings store,
    DispatchSettings dispatch,
    String provider,
    Map<String, ProviderSettings> providers,
    Catalogue catalogue,
    double usualErrors,
    List<Setting> settings) {

  /**
   * Reads the configuration.
   *
   * @param file the TOML file, null for none
   * @param environment variables over the file
   * @throws ConfigException with everything that is wrong
   */
  public static RelayConfig load(@Nullable Path file, Map<String, String> environment)
      throws ConfigException {
    ConfigSource source = ConfigSource.read(file, environment);
    Path data = Path.of(source.text("data", "data", "the folder that holds everything"));
    List<HostName> hosts =
        hosts(
            source,
            source.texts(
                "hosts",
                List.of(),
                "names and addresses under which devices reach the relay; they go into its"
                    + " certificate"));
    TlsEngine tls = ListenConfig.engine(source);
    WireSettings listen = ListenConfig.read(source);
    SessionSettings session = SessionConfig.read(source);
    StoreSettings store = StoreConfig.read(source);
    DispatchSettings dispatch = AskingConfig.read(source);
    String provider =
        source.text(
            "asking.provider",
            ProviderConfig.OFFLINE,
            "who is asked: offline, or a [provider.NAME]");
    Map<String, ProviderSettings> providers =
        ProviderConfig.read(source, environment, dispatch.maxAnswer());
    if (!provider.equals(ProviderConfig.OFFLINE) && !source.tables("provider").contains(provider)) {
      source.refuse("asking.provider", "there is no table [provider." + provider + "]");
    }
    Catalogue catalogue = UsageConfig.catalogue(source);
    ZoneId zone = UsageConfig.zone(source);
    double usualErrors = UsageConfig.usualErrors(source);
    List<String> problems = source.problems();
    if (!problems.isEmpty()) {
      throw new ConfigException(problems);
    }
    return new RelayConfig(
        data,
        hosts,
        tls,
        listen,
        session,
        store.in(zone),
        dispatch,
        provider,
        providers,
        catalogue,
        usualErrors,
        source.settings());
  }

  private static List<HostName> hosts(ConfigSource source, List<String> written) {
    List<HostName> hosts = new ArrayList<>();
    for (String host : written) {
      try {
        hosts.add(HostName.parse(host));
      } catch (IllegalArgumentException e) {
        source.refuse("hosts", String.valueOf(e.getMessage()));
      }
    }
    return hosts;
  }

  /** Where devices connect: an address of this machine, or one that means all of them. */
  public String address() {
    return listen.address();
  }

  /** The device port; 0 for any that is free. */
  public int port() {
    return listen.port();
  }

  /** How many photos one question may be about. */
  public int maxFrames() {
    return session.maxFrames();
  }

  /** What lies below all profiles: whom the configuration asks, what, and for how long. */
  public ProfileSettings configuredProfile() {
    return new ProfileSettings(
        Map.of(
            ProfileKey.CHAIN, provider,
            ProfileKey.QUESTION, dispatch.question(),
            ProfileKey.DEADLINE, Quantities.write(dispatch.deadline())));
  }

  /** The names that a chain may hold: all that are configured, and the one that is built in. */
  public Set<String> providerNames() {
    Set<String> names = new TreeSet<>(providers.keySet());
    names.add(ProviderConfig.OFFLINE);
    return names;
  }

  /** By whose calendar days and months of spending begin. */
  public ZoneId zone() {
    return store.zone();
  }

  /** Who is asked, with the model; {@code offline} has none. */
  Optional<ProviderSettings> asked() {
    return Optional.ofNullable(providers.get(provider));
  }
}
