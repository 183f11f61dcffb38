package io.camrelay.relay;

import io.camrelay.capture.Captures;
import io.camrelay.capture.Ledger;
import io.camrelay.capture.Questions;
import io.camrelay.device.Devices;
import io.camrelay.device.Profiles;
import io.camrelay.identity.IdentityFolder;
import io.camrelay.identity.RelayIdentity;
import io.camrelay.store.SqliteStore;
import io.camrelay.store.StoreInspection;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;

/**
 * A data folder, opened by a command: beside a running relay or without one, in short transactions
 * that do not disturb it.
 */
public final class Installation implements AutoCloseable {

  private final RelayConfig config;
  private final SqliteStore store;
  private final IdentityFolder folder;
  private final RelayIdentity identity;

  private Installation(RelayConfig config) throws IOException {
    this.config = config;
    this.folder = new IdentityFolder(identityFolder(config), Clock.systemUTC());
    this.store =
        SqliteStore.open(config.data(), SqliteStore.Role.COMMAND, config.store(), problem -> {});
    try {
      this.identity = folder.open(config.hosts());
    } catch (IOException e) {
      store.close();
      throw e;
    }
  }

  /**
   * Opens the data folder, and makes what is missing.
   *
   * @throws IOException when it cannot be used: its message says what is wrong and what to do
   */
  public static Installation open(RelayConfig config) throws IOException {
    return new Installation(config);
  }

  /**
   * True where another process runs a relay on the data folder.
   *
   * @throws IOException when the folder cannot be looked at
   */
  public static boolean relayRuns(RelayConfig config) throws IOException {
    return StoreInspection.relayRuns(config.data());
  }

  static Path identityFolder(RelayConfig config) {
    return config.data().resolve("identity");
  }

  public RelayConfig config() {
    return config;
  }

  public Devices devices() {
    return store.devices();
  }

  public Profiles profiles() {
    return store.profiles();
  }

  public Captures captures() {
    return store.captures();
  }

  public Questions questions() {
    return store.questions();
  }

  public Ledger ledger() {
    return store.ledger();
  }

  public RelayIdentity identity() {
    return identity;
  }

  /** The CA's certificate, which boards trust. */
  public Path authorityFile() {
    return folder.authorityFile();
  }

  @Override
  public void close() throws IOException {
    store.close();
  }
}
