package io.camrelay.cli;

import io.camrelay.camera.CameraSettings;
import io.camrelay.device.Devices;
import io.camrelay.identity.DeviceToken;
import io.camrelay.relay.Relay;
import io.camrelay.relay.RelayConfig;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** A relay in this process, for commands that need one for a while. */
final class LocalRelay implements AutoCloseable {

  /** Virtual cameras and their relay meet on this machine alone. */
  static final String LOOPBACK = "127.0.0.1";

  private final Relay relay;

  private LocalRelay(Relay relay) {
    this.relay = relay;
  }

  /** Starts a relay on this data folder. */
  static LocalRelay start(RelayConfig config) {
    try {
      return new LocalRelay(Relay.start(config));
    } catch (IOException e) {
      throw Failure.failed(e);
    }
  }

  Relay relay() {
    return relay;
  }

  /** Adds a device and gives what a camera has to be flashed with. */
  CameraSettings.Builder camera(String name) {
    return CameraSettings.of(
        LOOPBACK,
        relay.port(),
        relay.identity().authorityPem(),
        name,
        admit(relay.devices(), name).reveal());
  }

  /** Gives the device a new token. */
  static DeviceToken admit(Devices devices, String name) {
    DeviceToken token = DeviceToken.generate(new SecureRandom());
    String hash = HexFormat.of().formatHex(token.hash().bytes());
    Stages.await(devices.put(name, hash, Instant.now()));
    return token;
  }

  @Override
  public void close() {
    relay.close();
  }

  /** Removes a folder that a command has made for itself. */
  static void delete(Path folder) throws IOException {
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path dir, @Nullable IOException problem)
              throws IOException {
            Files.delete(dir);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
