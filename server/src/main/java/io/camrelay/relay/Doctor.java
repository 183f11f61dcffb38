package io.camrelay.relay;

import io.camrelay.identity.Finding;
import io.camrelay.identity.IdentityFolder;
import io.camrelay.store.StoreException;
import io.camrelay.store.StoreInspection;
import io.camrelay.wire.TlsEngine;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Looks an installation over: what is wrong with it, and how to mend it. Changes nothing. */
public final class Doctor {

  /** How a check came out. */
  public enum Level {
    GOOD,
    NOTE,
    WARNING,
    BAD
  }

  /**
   * One thing that was looked at.
   *
   * @param level how it is
   * @param what what is so
   * @param remedy what can be done; empty where nothing has to be
   */
  public record Check(Level level, String what, String remedy) {}

  /** A clock before this moment is wrong: the program did not exist then. */
  private static final Instant NOT_BEFORE = Instant.parse("2026-11-01T00:00:00Z");

  private static final long LITTLE_SPACE = 1L << 30;
  private static final int PROBE_MILLIS = 500;

  private final RelayConfig config;
  private final List<Check> checks = new ArrayList<>();

  /** Found out with the database, and looked at with the port. */
  private boolean relayRuns;

  private Doctor(RelayConfig config) {
    this.config = config;
  }

  /** Every check, in the order in which a relay needs things. */
  public static List<Check> examine(RelayConfig config) {
    Doctor doctor = new Doctor(config);
    doctor.machine();
    doctor.dataFolder();
    doctor.database();
    doctor.identity();
    doctor.port();
    doctor.provider();
    return List.copyOf(doctor.checks);
  }

  private void machine() {
    good("Java " + Runtime.version() + " on " + System.getProperty("os.arch"));
    if (TlsEngine.BORINGSSL.works()) {
      good("TLS by BoringSSL");
    } else if (config.tls() == TlsEngine.BORINGSSL) {
      bad(
          "listen.tls asks for BoringSSL, and its native library does not load here",
          "Set listen.tls to auto; the JDK's TLS then does the work at a higher price.");
    } else {
      note(
          "TLS by the JDK, because BoringSSL's native library does not load here",
          "Works. When many cameras return at once, each handshake costs five times as much.");
    }
    if (Instant.now().isBefore(NOT_BEFORE)) {
      warning(
          "the clock says " + Instant.now(),
          "Set it, or install a time service; certificates and captures carry its time.");
    }
  }

  private void dataFolder() {
    Path data = config.data().toAbsolutePath();
    if (!Files.exists(data)) {
      note("the data folder " + data + " is not there yet", "The first start makes it.");
      return;
    }
    if (!Files.isDirectory(data) || !Files.isWritable(data)) {
      bad(
          "the data folder " + data + " is no folder that this user can write to",
          "Give it to the user who runs the relay, or name another with `data`.");
      return;
    }
    try {
      FileStore disk = Files.getFileStore(data);
      long free = disk.getUsableSpace();
      String what = "data folder %s, %d MB free on its disk".formatted(data, free / (1 << 20));
      if (free < LITTLE_SPACE) {
        warning(what, "Free some space: when it runs out, cameras are told to come back later.");
      } else {
        good(what);
      }
    } catch (IOException e) {
      warning("the free space of " + data + " cannot be told: " + e.getMessage(), "");
    }
  }

  private void database() {
    Path data = config.data();
    if (!Files.isDirectory(data)) {
      return;
    }
    try {
      StoreInspection.of(data)
          .ifPresentOrElse(
              this::database, () -> note("there is no database yet", "The first start makes it."));
    } catch (StoreException e) {
      bad(e.problem(), e.remedy());
    } catch (IOException e) {
      bad("the database cannot be looked at: " + e.getMessage(), "Look whether its disk works.");
    }
  }

  private void database(StoreInspection store) {
    relayRuns = store.relayRuns();
    String file = store.file().toString();
    if (store.schema() > store.knownSchema()) {
      bad(
          "%s has schema %d, and this program knows up to %d"
              .formatted(file, store.schema(), store.knownSchema()),
          "Start the newer version that wrote it, or restore a backup from before it.");
    } else if (!store.damage().isEmpty()) {
      bad(
          file + " is damaged: " + String.join("; ", store.damage()),
          "Stop the relay, keep a copy of the folder, and restore a backup.");
    } else {
      String what =
          "database of %s, write-ahead log of %s, schema %d, %s"
              .formatted(
                  size(store.bytes()), size(store.walBytes()), store.schema(), captures(store));
      if (store.checked()) {
        good(what + ", sound");
      } else {
        note(
            what + ", too large to be read through here",
            "While the relay is stopped: sqlite3 " + file + " 'PRAGMA quick_check'");
      }
    }
  }

  private static String captures(StoreInspection store) {
    if (store.captures().isEmpty()) {
      return "no captures";
    }
    return "captures: "
        + store.captures().entrySet().stream()
            .map(e -> e.getValue() + " " + e.getKey().name().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(", "));
  }

  private static String size(long bytes) {
    return bytes < 1 << 20 ? (bytes >> 10) + " KB" : (bytes >> 20) + " MB";
  }

  private void identity() {
    IdentityFolder folder =
        new IdentityFolder(Installation.identityFolder(config), Clock.systemUTC());
    List<Finding> findings = folder.inspect(config.hosts());
    for (Finding finding : findings) {
      Level level =
          switch (finding.severity()) {
            case NOTE -> Level.NOTE;
            case WARNING -> Level.WARNING;
            case ERROR -> Level.BAD;
          };
      checks.add(new Check(level, finding.problem(), finding.remedy()));
    }
    if (findings.isEmpty()) {
      if (Files.exists(folder.authorityFile())) {
        good("keys and certificates in " + Installation.identityFolder(config).toAbsolutePath());
      } else {
        note("there are no keys and certificates yet", "The first start makes them.");
      }
    }
  }

  private void port() {
    int port = config.listen().port();
    InetSocketAddress address = new InetSocketAddress(config.listen().address(), port);
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(address);
      good("port " + port + " is free");
    } catch (IOException e) {
      if (relayRuns) {
        good("port " + port + " is taken, and a relay is running on this data folder");
      } else if (answers(port)) {
        bad(
            "port " + port + " is taken, by something other than this folder's relay",
            "Stop that, or choose another with listen.port.");
      } else {
        bad(
            "port "
                + port
                + " at "
                + config.listen().address()
                + " cannot be opened: "
                + e.getMessage(),
            "Choose another with listen.port, or another listen.address.");
      }
    }
  }

  private static boolean answers(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PROBE_MILLIS);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private void provider() {
    config
        .asked()
        .ifPresentOrElse(
            asked -> good("asked is " + asked.model() + " at " + asked.endpoint().baseUrl()),
            () ->
                note(
                    "asked is the offline provider, which is no model",
                    "To ask one, write a [provider.NAME] and set asking.provider; README shows"
                        + " how."));
  }

  private void good(String what) {
    checks.add(new Check(Level.GOOD, what, ""));
  }

  private void note(String what, String remedy) {
    checks.add(new Check(Level.NOTE, what, remedy));
  }

  private void warning(String what, String remedy) {
    checks.add(new Check(Level.WARNING, what, remedy));
  }

  private void bad(String what, String remedy) {
    checks.add(new Check(Level.BAD, what, remedy));
  }
}
