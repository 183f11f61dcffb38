package io.camrelay.endtoend;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.camrelay.camera.CameraFleet;
import io.camrelay.camera.CameraMemory;
import io.camrelay.camera.Reply;
import io.camrelay.camera.SerialMonitor;
import io.camrelay.camera.VirtualCamera;
import io.camrelay.device.ProfileKey;
import io.camrelay.device.ProfileSettings;
import io.camrelay.fixtures.FakeProvider;
import io.camrelay.fixtures.Jpegs;
import io.camrelay.fixtures.Script;
import io.camrelay.protocol.Charset;
import io.camrelay.protocol.Code;
import io.camrelay.relay.Installation;
import io.camrelay.relay.Relay;
import io.camrelay.relay.RelayConfig;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A camera whose profile wants JSON, and a model that would rather talk. */
class FormedAnswerTest {

  private static final String SCHEMA =
      "{\"type\":\"object\",\"properties\":{\"open\":{\"type\":\"boolean\"},"
          + "\"why\":{\"type\":\"string\"}},\"required\":[\"open\",\"why\"]}";

  @TempDir private Path folder;

  @Test
  void theCameraShowsOneCompactLineWhateverTheModelSaidBefore() throws Exception {
    try (FakeProvider provider = new FakeProvider()) {
      provider.next(
          Script.answer("The gate stands wide open."),
          Script.answer("```json\n{\n  \"why\": \"Es steht „auf“ da\",\n  \"open\": true\n}\n```"));
      RelayConfig config = TestRelay.load(TestRelay.configure(folder, provider, 0));
      setSchema(config);
      List<String> monitor = new CopyOnWriteArrayList<>();

      Reply reply = press(config, monitor);

      assertThat(reply)
          .isInstanceOfSatisfying(
              Reply.Answered.class,
              answered ->
                  assertThat(answered.text())
                      .isEqualTo("{\"open\":true,\"why\":\"Es steht \\u201eauf\\u201c da\"}"));
      assertThat(monitor)
          .containsOnlyOnce("    {\"open\":true,\"why\":\"Es steht \\u201eauf\\u201c da\"}")
          .anyMatch(line -> line.contains("fake did not answer in the"))
          .noneMatch(line -> line.contains("wide open"))
          .noneMatch(line -> line.contains("begins anew"));
      assertThat(provider.asked()).hasSize(2);
      assertThat(provider.asked().get(1).question())
          .contains("- $: it is no JSON", "The schema: " + SCHEMA);
      assertThat(provider.asked().get(1).picture()).isEqualTo(provider.asked().get(0).picture());
    }
  }

  @Test
  void theCameraIsToldWhyWhereTheModelGoesOnTalking() throws Exception {
    try (FakeProvider provider = new FakeProvider()) {
      provider.always(asked -> Script.answer("{\"open\":\"wide\",\"why\":\"I see it\"}"));
      RelayConfig config = TestRelay.load(TestRelay.configure(folder, provider, 0));
      setSchema(config);
      List<String> monitor = new CopyOnWriteArrayList<>();

      Reply reply = press(config, monitor);

      assertThat(reply)
          .isInstanceOfSatisfying(
              Reply.Failed.class,
              failed -> {
                assertThat(failed.code()).isEqualTo(Code.ANSWER_UNFIT);
                assertThat(failed.hint()).contains("$.open: string found, boolean expected");
              });
      assertThat(monitor).anyMatch(line -> line.contains("FAILED answer_unfit"));
      assertThat(provider.asked()).hasSize(2);
    }
  }

  private static void setSchema(RelayConfig config) throws Exception {
    try (Installation here = Installation.open(config)) {
      here.profiles()
          .change(
              "default",
              had -> ProfileSettings.NONE.with(ProfileKey.SCHEMA, SCHEMA).over(had),
              Instant.now())
          .toCompletableFuture()
          .get(30, SECONDS);
    }
  }

  private static Reply press(RelayConfig config, List<String> monitor) throws Exception {
    try (Relay relay = Relay.start(config);
        CameraFleet fleet = CameraFleet.start(1)) {
      VirtualCamera camera =
          fleet.camera(
              TestRelay.camera(
                      relay.devices(), "gate", relay.port(), relay.identity().authorityPem())
                  .charset(Charset.ASCII)
                  .build(),
              CameraMemory.inMemory(),
              SerialMonitor.to(monitor::add));
      camera.connect();
      return camera
          .press(Jpegs.of(TestRelay.FRAME, 1), "Is it open?")
          .reply()
          .toCompletableFuture()
          .get(60, SECONDS);
    }
  }
}
