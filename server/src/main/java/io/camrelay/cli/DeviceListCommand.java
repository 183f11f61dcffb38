package io.camrelay.cli;

import io.camrelay.device.Device;
import io.camrelay.json.Json;
import io.camrelay.json.JsonWriter;
import io.camrelay.relay.Installation;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code camrelay device list} */
@Command(name = "list", description = "Lists the devices.")
final class DeviceListCommand implements Callable<Integer> {

  @Mixin private InstallationOptions installation;

  @Option(names = "--json", description = "Print a JSON array.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    List<Device> devices;
    try (Installation here = installation.open()) {
      devices = Stages.await(here.devices().list());
    }
    if (json) {
      spec.commandLine().getOut().println(Json.text(writer -> write(devices, writer)));
      return ExitCode.OK;
    }
    if (devices.isEmpty()) {
      spec.commandLine().getErr().println("no devices yet; add one with: camrelay device add NAME");
      return ExitCode.OK;
    }
    Table table = new Table("DEVICE", "STATE", "ADDED", "LAST SEEN");
    for (Device device : devices) {
      table.row(
          device.name(),
          device.admitted() ? "admitted" : "revoked",
          Times.local(device.addedAt()),
          Times.local(device.lastSeen()));
    }
    table.print(spec.commandLine().getOut());
    return ExitCode.OK;
  }

  private static void write(List<Device> devices, JsonWriter writer) {
    writer.beginArray();
    for (Device device : devices) {
      writer
          .beginObject()
          .name("device")
          .value(device.name())
          .name("admitted")
          .value(device.admitted())
          .name("added_at")
          .value(Times.iso(device.addedAt()))
          .name("revoked_at")
          .value(Times.iso(device.revokedAt()))
          .name("last_seen")
          .value(Times.iso(device.lastSeen()))
          .endObject();
    }
    writer.endArray();
  }
}
