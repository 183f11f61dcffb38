package io.camrelay.identity;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A folder in which an identity is opened again and again, at times of the test's choice. */
final class IdentityFixture {

  static final Instant START = Instant.parse("2026-11-23T12:00:00Z");

  final Path path;
  private Instant now = START;
  private List<HostName> machine = List.of(HostName.parse("pi"));

  IdentityFixture(Path path) {
    this.path = path;
  }

  IdentityFixture at(Instant time) {
    now = time;
    return this;
  }

  IdentityFixture onMachine(String name) {
    machine = MachineNames.of(name);
    return this;
  }

  private IdentityFolder folder() {
    return new IdentityFolder(path, Clock.fixed(now, ZoneOffset.UTC), () -> machine);
  }

  RelayIdentity open(String... hosts) throws IdentityException {
    return folder().open(hosts(hosts));
  }

  List<Finding> inspect(String... hosts) {
    return folder().inspect(hosts(hosts));
  }

  private static List<HostName> hosts(String... hosts) {
    return Stream.of(hosts).map(HostName::parse).toList();
  }

  Path file(String name) {
    return path.resolve(name);
  }

  String text(String name) throws IOException {
    return Files.readString(file(name));
  }

  /** The visible files and what they hold. */
  Map<String, String> contents() throws IOException {
    Map<String, String> contents = new TreeMap<>();
    try (Stream<Path> files = Files.list(path)) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        if (!name.equals(".lock")) {
          contents.put(name, Files.readString(file));
        }
      }
    }
    return contents;
  }
}
