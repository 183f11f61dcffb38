package io.camrelay.vision;

import static org.assertj.core.api.Assertions.assertThat;

import io.camrelay.vision.AttemptResult.Answered;
import io.camrelay.vision.AttemptResult.Billing;
import io.camrelay.vision.AttemptResult.Failed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A recorded response, cut after each of its bytes and torn between each two of them. */
class OpenAiCutStreamTest {

  private static final String WORDS = "J\u00E4, \uD83D\uDE00!";

  /** How a response tells where it ends. */
  enum Framing {
    BY_THE_CONNECTION {
      @Override
      byte[] response(String events) {
        return utf8("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n" + events);
      }
    },
    BY_LENGTH {
      @Override
      byte[] response(String events) {
        return utf8(
            "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: "
                + utf8(events).length
                + "\r\n\r\n"
                + events);
      }
    },
    IN_CHUNKS {
      @Override
      byte[] response(String events) {
        StringBuilder chunks = new StringBuilder("HTTP/1.1 200 OK\r\n");
        chunks.append("Content-Type: text/event-stream\r\n");
        chunks.append("Transfer-Encoding: chunked\r\n\r\n");
        for (String event : events.split("(?<=\n\r?\n)", -1)) {
          if (!event.isEmpty()) {
            chunks.append(Integer.toHexString(utf8(event).length));
            chunks.append("\r\n").append(event).append("\r\n");
          }
        }
        return utf8(chunks + "0\r\n\r\n");
      }
    };

    abstract byte[] response(String events);
  }

  @ParameterizedTest
  @CsvSource({
    "BY_THE_CONNECTION, false",
    "BY_THE_CONNECTION, true",
    "BY_LENGTH, false",
    "IN_CHUNKS, false",
    "IN_CHUNKS, true"
  })
  void endsOnceAndAnswersOnlyIfTheModelHadFinished(Framing framing, boolean crLf) throws Exception {
    byte[] response = framing.response(recorded(crLf));
    int finished = end(response, "\"finish_reason\":\"stop\"");
    Cut cut = new Cut();

    try (ScriptedServer server = new ScriptedServer(cut);
        HttpProvider provider = provider(server)) {
      for (int at = 0; at <= response.length; at++) {
        cut.response = Arrays.copyOf(response, at);
        HeardAnswer heard = new HeardAnswer();
        provider.ask(Scenes.ask("?"), heard);
        AttemptResult result = heard.result();

        String where = "cut at %d of %d: %s".formatted(at, response.length, result);
        assertThat(WORDS).as(where).startsWith(heard.text());
        if (at < finished) {
          assertThat(result).as(where).isInstanceOf(Failed.class);
          Failed failed = (Failed) result;
          assertThat(failed.failure()).as(where).isEqualTo(Failure.BROKEN);
          assertThat(failed.billing())
              .as(where)
              .isEqualTo(heard.text().isEmpty() ? Billing.MAYBE : Billing.YES);
        }
        if (at > finished + 4) {
          assertThat(result).as(where).isInstanceOf(Answered.class);
          assertThat(heard.text()).isEqualTo(WORDS);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Framing.class)
  void hearsTheSameWhereverTheResponseIsTorn(Framing framing) throws Exception {
    byte[] response = framing.response(recorded(false));
    Torn torn = new Torn(response);

    try (ScriptedServer server = new ScriptedServer(torn);
        HttpProvider provider = provider(server)) {
      for (int at = 1; at < response.length; at++) {
        torn.at = at;
        HeardAnswer heard = new HeardAnswer();
        provider.ask(Scenes.ask("?"), heard);

        assertThat(heard.answered().receipt().promptTokens()).isEqualTo(1117);
        assertThat(heard.pieces()).containsExactly("J\u00E4, ", "\uD83D\uDE00", "!");
      }
    }
  }

  private static String recorded(boolean crLf) {
    String events = ": life\n\n" + ChatStreams.answer("J\u00E4, ", "\uD83D\uDE00", "!");
    return crLf ? events.replace("\n", "\r\n") : events;
  }

  /** The position right after the event which holds the text, its blank line not counted. */
  private static int end(byte[] response, String text) {
    String latin = new String(response, StandardCharsets.ISO_8859_1);
    int line = latin.indexOf(text);
    int end = latin.indexOf('\n', line);
    return latin.charAt(end - 1) == '\r' ? end - 1 : end;
  }

  private static HttpProvider provider(ScriptedServer server) {
    return new HttpProvider(Scenes.settings(server.url()), Clock.systemUTC());
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Sends the beginning of a response and hangs up. */
  private static final class Cut implements ScriptedServer.Script {
    private volatile byte[] response = {};

    @Override
    public void play(ScriptedServer.Peer peer) throws IOException {
      peer.readRequest();
      peer.send(response);
    }
  }

  /** Sends a response in two segments and hangs up. */
  private static final class Torn implements ScriptedServer.Script {
    private final byte[] response;
    private volatile int at;

    Torn(byte[] response) {
      this.response = response;
    }

    @Override
    public void play(ScriptedServer.Peer peer) throws IOException, InterruptedException {
      peer.readRequest();
      peer.send(Arrays.copyOf(response, at));
      peer.keepSending("", 1, Duration.ofMillis(1));
      peer.send(Arrays.copyOfRange(response, at, response.length));
    }
  }
}
