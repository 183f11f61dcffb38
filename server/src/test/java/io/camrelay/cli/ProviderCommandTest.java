package io.camrelay.cli;

import static io.camrelay.cli.Ran.camrelay;
import static org.assertj.core.api.Assertions.assertThat;

import io.camrelay.json.Json;
import io.camrelay.json.JsonView;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.imageio.ImageIO;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.junit5.StartStop;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProviderCommandTest {

  @TempDir private Path folder;

  @StartStop private final MockWebServer server = new MockWebServer();

  private MockResponse answer = stream("Red.", true);
  private String models = "";

  /** What was asked for beside the answer. */
  private final List<String> asked = new CopyOnWriteArrayList<>();

  @BeforeEach
  void serve() {
    server.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) {
            if (!request.getTarget().contains("/models")) {
              return answer;
            }
            asked.add(request.getTarget());
            boolean alone = !request.getTarget().endsWith("/models");
            return models.isEmpty() || (alone && models.contains("data"))
                ? new MockResponse.Builder().code(404).build()
                : new MockResponse.Builder().body(models).build();
          }
        });
  }

  @Test
  void saysWhatAModelAnswersAndWhatThatCost() throws Exception {
    Ran ran = check("gpt-6-luna");

    assertThat(ran.status()).isEqualTo(ExitCode.OK);
    assertThat(ran.out())
        .matches(
            "good  mine  gpt-6-luna  says \"Red\\.\" after \\d+ ms, 12 \\+ 2 tokens, about"
                + " \\$0\\.00000220\n");
  }

  @Test
  void showsARedPictureAndAsksForItsColour() throws Exception {
    check("gpt-6-luna");

    JsonView asked = Json.parse(Objects.requireNonNull(server.takeRequest().getBody()).utf8());
    JsonView content = asked.at("messages", 1, "content");
    assertThat(content.text(0, "text")).contains("colour");
    String url = Objects.requireNonNull(content.text(1, "image_url", "url"));
    byte[] jpeg = Base64.getDecoder().decode(url.substring(url.indexOf(',') + 1));
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(jpeg));
    int middle = image.getRGB(image.getWidth() / 2, image.getHeight() / 2);
    assertThat((middle >> 16) & 0xFF).isGreaterThan(230);
    assertThat(middle & 0xFFFF).isLessThan(0x2020);
    assertThat(jpeg.length).isLessThan(2_000);
  }

  @Test
  void warnsOfAModelThatIsBlindEndingOrUncounted() throws Exception {
    answer = stream("I cannot see pictures.", false);
    models = "{\"data\":[{\"id\":\"my-model\",\"shutdown_date\":\"2027-01-02T00:00:00Z\"}]}";

    Ran ran = check("my-model");

    assertThat(ran.status()).isEqualTo(ExitCode.OK);
    assertThat(ran.out())
        .contains(
            "on 2027-01-02.",
            "It was shown a red picture and did not say so",
            "It does not say how many tokens it used",
            "Its price is not known")
        .doesNotContain("about $");
  }

  @Test
  void believesWhatTheProviderSaysOfTheModelAlone() throws Exception {
    models = "{\"id\":\"my-model\",\"retires_at\":\"2027-01-03T00:00:00Z\"}";

    assertThat(check("my-model").out()).contains("on 2027-01-03.");
    assertThat(asked).containsExactly("/v1/models/my-model");
  }

  @Test
  void warnsOfAModelThatDoesNotStream() throws Exception {
    answer =
        new MockResponse.Builder()
            .setHeader("Content-Type", "application/json")
            .body(
                "{\"choices\":[{\"message\":{\"content\":\"Red.\"},\"finish_reason\":\"stop\"}],"
                    + "\"usage\":{\"prompt_tokens\":12,\"completion_tokens\":2}}")
            .build();

    Ran ran = check("gpt-6-luna");

    assertThat(ran.status()).isEqualTo(ExitCode.OK);
    assertThat(ran.out()).contains("It does not stream");
    answer = stream("Red.", true);
    assertThat(check("gpt-6-luna").out()).doesNotContain("warning");
  }

  @Test
  void tellsTheRoomThatIsLeftAndTheProvidersOwnCost() throws Exception {
    answer =
        new MockResponse.Builder()
            .setHeader("Content-Type", "text/event-stream")
            .setHeader("x-ratelimit-limit-requests", "500")
            .setHeader("x-ratelimit-remaining-requests", "499")
            .setHeader("x-ratelimit-remaining-tokens", "199000")
            .body(
                "data: {\"choices\":[{\"delta\":{\"content\":\"Red\"},\"finish_reason\":\"stop\"}],"
                    + "\"usage\":{\"prompt_tokens\":12,\"completion_tokens\":2,\"cost\":0.00049}}\n\n"
                    + "data: [DONE]\n\n")
            .build();

    assertThat(check("gpt-6-luna").out())
        .contains("12 + 2 tokens, $0.00049", "left: 499 of 500 requests, 199,000 tokens")
        .doesNotContain("about");
  }

  @Test
  void warnsOfAModelThatTheCatalogueKnowsToEndAndTheProviderDoesNotList() throws Exception {
    models = "{\"data\":[{\"id\":\"another\"}]}";

    assertThat(check("gpt-4o-mini").out())
        .contains(
            "on 2027-01-14. Its maker names gpt-6-luna in its place.",
            "The provider's own list of models has no gpt-4o-mini.");
  }

  @ParameterizedTest
  @CsvSource({
    "401, invalid_api_key, bad_key, Check key_env or key_file",
    "404, model_not_found, no_such_model, 'Check model, base_url and path'",
    "429, insufficient_quota, out_of_money, Top up the account",
    "429, rate_limit_exceeded, rate_limited, limit of requests",
    "400, invalid_request_error, rejected, Check token_limit_field",
    "503, server_error, overloaded, still loads the model",
    "500, server_error, provider_error, failed",
  })
  void saysWhatIsWrongAndWhatToDo(int status, String code, String word, String remedy)
      throws Exception {
    answer =
        new MockResponse.Builder()
            .code(status)
            .body("{\"error\":{\"message\":\"so it is\",\"code\":\"" + code + "\"}}")
            .build();

    Ran ran = check("gpt-6-luna");

    assertThat(ran.status()).isEqualTo(ExitCode.FAILED);
    assertThat(ran.out())
        .startsWith("BAD   mine  gpt-6-luna  " + word)
        .contains("so it is", remedy);
  }

  @Test
  void saysThatNobodyListens() throws Exception {
    int free;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }
    Path config = config("m", "http://127.0.0.1:" + free + "/v1");

    Ran ran = camrelay("provider", "check", "-c", config.toString());

    assertThat(ran.status()).isEqualTo(ExitCode.FAILED);
    assertThat(ran.out()).contains("unreachable", "is the server running?");
  }

  @Test
  void writesTheSameAsJson() throws Exception {
    Path config = config("gpt-6-luna", server.url("/v1").toString());
    JsonView good = camrelay("provider", "check", "mine", "--json", "-c", config.toString()).json();

    assertThat(good.flag(0, "good")).contains(true);
    assertThat(good.text(0, "answer")).isEqualTo("Red.");
    assertThat(good.number(0, "prompt_tokens")).hasValue(12);

    answer = new MockResponse.Builder().code(402).build();
    JsonView bad = camrelay("provider", "check", "--json", "-c", config.toString()).json();
    assertThat(bad.text(0, "failure")).isEqualTo("out_of_money");
  }

  @Test
  void listsWhatIsConfiguredWithoutShowingKeys() throws Exception {
    Path key = Files.writeString(folder.resolve("key"), "sk-canary-7f3a9c51e2");
    Path config = config("gpt-6-luna", "https://example.org/v1");
    Files.writeString(config, Files.readString(config) + "key_file = \"" + key + "\"\n");

    Ran ran = camrelay("provider", "list", "-c", config.toString());

    assertThat(ran.out())
        .containsPattern("mine +yes +gpt-6-luna +set +https://example.org/v1")
        .contains("offline")
        .doesNotContain("canary");
  }

  @Test
  void refusesAnUnknownNameAndNeedsNothingForOffline() throws Exception {
    Path config = config("m", "http://127.0.0.1:1/v1");
    Ran unknown = camrelay("provider", "check", "frob", "-c", config.toString());
    assertThat(unknown.status()).isEqualTo(ExitCode.USAGE);
    assertThat(unknown.err()).contains("there is no [provider.frob]; there are: mine");

    Files.writeString(config, "");
    assertThat(camrelay("provider", "check", "-c", config.toString()).out())
        .contains("the offline provider needs no check");
  }

  private Ran check(String model) throws IOException {
    Path config = config(model, server.url("/v1").toString());
    return camrelay("provider", "check", "-c", config.toString());
  }

  private Path config(String model, String url) throws IOException {
    return Files.writeString(
        folder.resolve("camrelay.toml"),
        """
        [asking]
        provider = "mine"
        [provider.mine]
        model = "%s"
        base_url = "%s"
        """
            .formatted(model, url));
  }

  private static MockResponse stream(String words, boolean usage) {
    String body =
        "data: {\"choices\":[{\"delta\":{\"content\":\"%s\"},\"finish_reason\":\"stop\"}]}\n\n%sdata: [DONE]\n\n"
            .formatted(
                words,
                usage
                    ? "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":12,"
                        + "\"completion_tokens\":2}}\n\n"
                    : "");
    return new MockResponse.Builder()
        .setHeader("Content-Type", "text/event-stream")
        .body(body)
        .build();
  }
}
