package io.camrelay.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.camrelay.fixtures.ScriptedRelay;
import io.camrelay.fixtures.ScriptedRelay.Line;
import io.camrelay.fixtures.ScriptedRelay.Role;
import io.camrelay.protocol.Covers;
import io.camrelay.protocol.DeviceMessage;
import io.camrelay.protocol.DeviceMessage.CaptureBegin;
import io.camrelay.protocol.DeviceMessage.CaptureEnd;
import io.camrelay.protocol.DeviceMessage.Hello;
import io.camrelay.protocol.LogLevel;
import io.camrelay.protocol.Ping;
import io.camrelay.protocol.Pong;
import io.camrelay.protocol.ProfileData;
import io.camrelay.protocol.Promise;
import io.camrelay.protocol.RelayMessage;
import io.camrelay.protocol.RelayMessage.CaptureAccept;
import io.camrelay.protocol.RelayMessage.CaptureNow;
import io.camrelay.protocol.RelayMessage.CaptureStored;
import io.camrelay.protocol.RelayMessage.Notice;
import io.camrelay.protocol.RelayMessage.Profile;
import io.camrelay.protocol.RelayMessage.Reboot;
import io.camrelay.protocol.RelayMessage.Token;
import io.camrelay.protocol.RelayMessage.Welcome;
import io.camrelay.protocol.ResetReason;
import io.camrelay.protocol.Trigger;
import io.camrelay.sketch.SketchSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the operator wants of a camera, it does. */
@Tag("camera-host")
class CameraHostOrdersTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final ProfileData OWN =
      new ProfileData(1, "", ProfileData.OWN_QUALITY, 0, false, "");

  @TempDir private Path folder;

  private final List<DeviceMessage> heard = new CopyOnWriteArrayList<>();
  private final AtomicReference<@Nullable Line> line = new AtomicReference<>();
  private ScriptedRelay relay;
  private CameraHost camera;

  @BeforeEach
  void start() throws Exception {
    relay = new ScriptedRelay(folder, 0, this::role);
    CameraSketch.write(
        new SketchSettings(
            "127.0.0.1", relay.port(), "camrelay", relay.authorityPem(), "porch", "crt_first"));
    CameraSketch.set(Map.of("WIFI_NAME", "\"home\""));
    camera =
        CameraHost.start(
            CameraSketch.build(folder.resolve("camera")),
            folder.resolve("board"),
            relay.port(),
            "--speed",
            "5");
    await(Hello.class, 1);
  }

  @AfterEach
  void stop() {
    camera.close();
    relay.close();
  }

  /** Welcomes, and stores whatever comes. */
  private Role role(Line one) {
    return message -> {
      heard.add(message);
      switch (message.type()) {
        case HELLO -> {
          one.say(new Welcome(0, 30, 4096, 1 << 24, 1, 8, OWN));
          line.set(one);
        }
        case PING -> one.say(new Pong(((Ping) message).nonce()));
        case CAPTURE_BEGIN -> one.say(new CaptureAccept(message.handle(), 0));
        case CAPTURE_END -> one.say(new CaptureStored(message.handle(), Promise.THIS_DISK));
        default -> {} // nothing to say
      }
    };
  }

  @Test
  @Covers("R-OPS-1")
  void takesAPhotoWhenToldAndAsksWhatItIsTold() throws Exception {
    say(new CaptureNow("Is the gate open?"));

    CaptureBegin begin = await(CaptureBegin.class, 1).get(0);
    assertThat(begin.trigger()).isEqualTo(Trigger.REMOTE);
    assertThat(begin.question()).isEqualTo("Is the gate open?");
    await(CaptureEnd.class, 1);
  }

  @Test
  void usesTheProfileAtOnceAndAfterAPowerCut() throws Exception {
    say(new Profile(new ProfileData(7, "VGA", 20, 0, false, "Who is there?")));
    camera.run("wait line Who is there?", "touch");
    CaptureBegin first = await(CaptureBegin.class, 1).get(0);
    assertThat(List.of(first.width(), first.height())).containsExactly(640, 480);
    assertThat(first.trigger()).isEqualTo(Trigger.TOUCH);
    await(CaptureEnd.class, 1);

    camera.run("link refuse 20s", "power cycle", "sleep 8s", "touch", "link take");
    CaptureBegin second = await(CaptureBegin.class, 2).get(1);
    assertThat(List.of(second.width(), second.height())).containsExactly(640, 480);
  }

  @Test
  void takesAPhotoEachTimeOfTheProfile() throws Exception {
    say(new Profile(new ProfileData(8, "", ProfileData.OWN_QUALITY, 5, false, "")));

    assertThat(await(CaptureBegin.class, 3))
        .extracting(CaptureBegin::trigger)
        .containsOnly(Trigger.TIMER);
  }

  @Test
  @Covers("R-OPS-2")
  void usesANewTokenFromNowOnAndAfterAPowerCut() throws Exception {
    say(new Token("crt_second"));
    camera.run("wait line new token", "link cut rst");
    assertThat(await(Hello.class, 2).get(1).token()).isEqualTo("crt_second");

    camera.run("power cycle");
    assertThat(await(Hello.class, 3).get(2).token()).isEqualTo("crt_second");
    assertThat(camera.serial().text()).doesNotContain("crt_");
  }

  @Test
  void showsANotice() throws Exception {
    say(new Notice(LogLevel.WARN, "The cellar is under water"));

    camera.run("wait line WARNING: The cellar is under water");
  }

  @Test
  void restartsWhenToldAndSaysWhy() throws Exception {
    say(new Reboot(500));

    camera.run("wait starts 2", "wait link up");
    await(Hello.class, 2);
    assertThat(camera.serial().text()).contains("wants a restart", "restarted itself, as asked");
    camera.run("touch");
    assertThat(await(CaptureBegin.class, 1).get(0).flight().reset())
        .isEqualTo(ResetReason.SOFTWARE);
  }

  private void say(RelayMessage message) {
    Awaitility.await().atMost(PATIENCE).until(() -> line.get() != null);
    Objects.requireNonNull(line.get()).say(message);
  }

  private <T extends DeviceMessage> List<T> await(Class<T> type, int count) {
    Awaitility.await().atMost(PATIENCE).until(() -> heard(type).size() >= count);
    return heard(type);
  }

  private <T extends DeviceMessage> List<T> heard(Class<T> type) {
    return heard.stream().filter(type::isInstance).map(type::cast).toList();
  }
}
