package io.camrelay.cli;

import static io.camrelay.cli.Ran.camrelay;
import static org.assertj.core.api.Assertions.assertThat;

import io.camrelay.fixtures.FakeProvider;
import io.camrelay.fixtures.Jpegs;
import io.camrelay.json.JsonView;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several photos with one question, from the command line and back out of the store. */
class CaptureFramesTest {

  private static final byte[] BEFORE = Jpegs.of(6_000, 1);
  private static final byte[] AFTER = Jpegs.of(7_000, 2);

  @TempDir private Path folder;

  private final FakeProvider provider = new FakeProvider();
  private Path before;
  private Path after;

  @BeforeEach
  void configure() throws Exception {
    before = Files.write(folder.resolve("before.jpg"), BEFORE);
    after = Files.write(folder.resolve("after.jpg"), AFTER);
    Files.writeString(
        folder.resolve("camrelay.toml"),
        """
        data = "%s"
        [listen]
        address = "127.0.0.1"
        port = 0
        [session]
        max_frames = 2
        [asking]
        provider = "one"
        [provider.one]
        base_url = "%s"
        model = "first"
        """
            .formatted(folder.resolve("data"), provider.baseUrl()));
  }

  @AfterEach
  void close() {
    provider.close();
  }

  private Ran here(String... words) {
    return camrelay(
        Stream.concat(Stream.of(words), Stream.of("-c", folder.resolve("camrelay.toml").toString()))
            .toArray(String[]::new));
  }

  private JsonView together() throws Exception {
    Ran ran =
        here(
            "ask",
            "--together",
            before.toString(),
            after.toString(),
            "-q",
            "What is new?",
            "--json");
    assertThat(ran.status()).as(ran.err()).isEqualTo(ExitCode.OK);
    assertThat(ran.json().elements()).hasSize(1);
    return ran.json().elements().get(0);
  }

  @Test
  void asksOnceAboutAllPhotosTogetherAndElseAboutEach() throws Exception {
    JsonView asked = together();

    assertThat(asked.elements("photos")).hasSize(2);
    assertThat(provider.asked())
        .extracting(FakeProvider.Asked::pictures)
        .containsExactly(List.of(FakeProvider.hash(BEFORE), FakeProvider.hash(AFTER)));

    assertThat(here("ask", before.toString(), after.toString()).status()).isEqualTo(ExitCode.OK);
    assertThat(provider.asked()).hasSize(3);
  }

  @Test
  void refusesMorePhotosThanTheRelayTakesBeforeItAsks() {
    Ran ran = here("ask", "--together", before.toString(), after.toString(), before.toString());

    assertThat(ran.status()).isEqualTo(ExitCode.USAGE);
    assertThat(ran.err()).contains("3 photos", "session.max_frames is 2");
    assertThat(provider.asked()).isEmpty();
  }

  @Test
  void showsAndSavesEachFrame() throws Exception {
    String capture = String.valueOf(together().text("capture"));
    Path file = folder.resolve("out.jpg");

    Ran shown = here("capture", "show", capture, "--frame", file.toString());
    JsonView json = here("capture", "show", capture, "--json").json();

    assertThat(shown.out()).contains("frame  1/2 6000 bytes", "frame  2/2 7000 bytes");
    assertThat(Files.readAllBytes(folder.resolve("out-1.jpg"))).isEqualTo(BEFORE);
    assertThat(Files.readAllBytes(folder.resolve("out-2.jpg"))).isEqualTo(AFTER);
    assertThat(file).doesNotExist();
    assertThat(json.number("frame_count")).hasValue(2);
    assertThat(json.number("bytes")).hasValue(13_000);
    assertThat(json.elements("frames"))
        .extracting(frame -> frame.number("index").orElse(-1))
        .containsExactly(0L, 1L);
    assertThat(here("capture", "list").out()).contains("13000");
  }

  @Test
  void savesTheOnlyFrameUnderTheNameThatWasGiven() throws Exception {
    Ran ran = here("ask", before.toString(), "--json");
    String capture = String.valueOf(ran.json().elements().get(0).text("capture"));
    Path file = folder.resolve("out.jpg");

    assertThat(here("capture", "show", capture, "--frame", file.toString()).out())
        .contains("frame      6000 bytes, 160 x 120");

    assertThat(Files.readAllBytes(file)).isEqualTo(BEFORE);
  }

  @Test
  void numbersAFileBeforeItsLastDot() {
    assertThat(CaptureShowCommand.numbered(Path.of("a.b/photo.x.jpg"), 2))
        .isEqualTo(Path.of("a.b/photo.x-2.jpg"));
    assertThat(CaptureShowCommand.numbered(Path.of("photo"), 1)).isEqualTo(Path.of("photo-1"));
    assertThat(CaptureShowCommand.numbered(Path.of(".photo"), 3)).isEqualTo(Path.of(".photo-3"));
  }
}
