package io.camrelay.cli;

import io.camrelay.device.Profile;
import io.camrelay.device.ProfileKey;
import io.camrelay.device.ProfileName;
import io.camrelay.device.ProfileSettings;
import io.camrelay.device.ProfileSnapshot;
import io.camrelay.json.Json;
import io.camrelay.json.JsonWriter;
import io.camrelay.relay.Installation;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code camrelay profile show NAME} */
@Command(
    name = "show",
    description = "Shows everything that a profile comes to, and where each value is from.")
final class ProfileShowCommand implements Callable<Integer> {

  private static final int VALUE_WIDTH = 40;

  /** What nobody sets. */
  private static final String PROVIDERS_OWN = "the provider's own";

  @Mixin private InstallationOptions installation;

  @Parameters(
      paramLabel = "NAME",
      arity = "0..1",
      defaultValue = ProfileName.DEFAULT,
      description = "The profile (${DEFAULT-VALUE}).")
  private String name;

  @Option(names = "--device", paramLabel = "DEVICE", description = "The one of this device.")
  private @Nullable String device;

  @Option(names = "--json", description = "Print one JSON object; long values are not cut.")
  private boolean json;

  @Spec private CommandSpec spec;

  /** What is set in one place. */
  private record Layer(String from, ProfileSettings settings) {}

  /** One value in force; null where nobody says anything. */
  private record Line(ProfileKey key, @Nullable String value, String from) {}

  @Override
  public Integer call() throws Exception {
    ProfileSnapshot all;
    ProfileSettings configured;
    try (Installation here = installation.open()) {
      all = Stages.await(here.profiles().snapshot());
      configured = here.config().configuredProfile();
      if (device != null && Stages.await(here.devices().find(device)).isEmpty()) {
        throw Failure.failed("there is no device " + device + "; see: camrelay device list");
      }
    }
    String wanted = device == null ? name : all.profileOf(device);
    Profile profile = all.profiles().get(wanted);
    if (profile == null) {
      throw ProfileText.unknown(wanted);
    }
    List<Line> lines = lines(layers(profile, all, configured));
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(Json.text(writer -> write(profile, all, lines, writer)));
      return ExitCode.OK;
    }
    out.println("profile   " + profile.name() + ", revision " + profile.revision());
    out.println("devices   " + devices(profile, all));
    out.println();
    Table table = new Table("KEY", "VALUE", "FROM", "MEANING");
    for (Line line : lines) {
      String value = line.value() == null ? PROVIDERS_OWN : line.value();
      table.row(
          line.key().word(),
          Plain.shortLine(value, VALUE_WIDTH),
          line.from(),
          line.key().meaning());
    }
    table.print(out);
    return ExitCode.OK;
  }

  private static List<Layer> layers(
      Profile profile, ProfileSnapshot all, ProfileSettings configured) {
    List<Layer> layers = new ArrayList<>();
    layers.add(new Layer(profile.name(), profile.settings()));
    Profile below = all.profiles().get(ProfileName.DEFAULT);
    if (below != null && !below.name().equals(profile.name())) {
      layers.add(new Layer(below.name(), below.settings()));
    }
    layers.add(new Layer("(configuration)", configured));
    layers.add(new Layer("(usual)", ProfileSettings.USUAL));
    return layers;
  }

  private static List<Line> lines(List<Layer> layers) {
    List<Line> lines = new ArrayList<>();
    for (ProfileKey key : ProfileKey.values()) {
      Line line = new Line(key, null, "");
      for (Layer layer : layers) {
        String value = layer.settings().get(key);
        if (value != null) {
          line = new Line(key, value, layer.from());
          break;
        }
      }
      lines.add(line);
    }
    return lines;
  }

  private static String devices(Profile profile, ProfileSnapshot all) {
    List<String> devices = all.devicesOf(profile.name());
    if (profile.name().equals(ProfileName.DEFAULT)) {
      return "all that have no other";
    }
    return devices.isEmpty() ? "none" : Plain.shortLine(String.join(", ", devices), 68);
  }

  private static void write(
      Profile profile, ProfileSnapshot all, List<Line> lines, JsonWriter writer) {
    writer.beginObject();
    writer.name("profile").value(profile.name());
    writer.name("revision").value(profile.revision());
    writer.name("devices").beginArray();
    all.devicesOf(profile.name()).forEach(writer::value);
    writer.endArray();
    writer.name("settings").beginArray();
    for (Line line : lines) {
      writer.beginObject();
      writer.name("key").value(line.key().word());
      writer.name("value").value(line.value());
      writer.name("from").value(line.from());
      writer.name("meaning").value(line.key().meaning());
      writer.name("form").value(line.key().form());
      writer.endObject();
    }
    writer.endArray();
    writer.endObject();
  }
}
