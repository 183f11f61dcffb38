package io.camrelay.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.camrelay.capture.CaptureKey;
import io.camrelay.picture.TestJpegs;
import io.camrelay.protocol.Code;
import io.camrelay.protocol.Covers;
import io.camrelay.protocol.DeviceMessage;
import io.camrelay.protocol.MessageType;
import io.camrelay.protocol.RelayMessage;
import io.camrelay.protocol.TranscriptRules;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A device that keeps the rules, a model that speaks or not, a store that is slow or full, links
 * that break: in any order, the relay keeps the rules too, and every capture comes to one end.
 */
class RandomConversationsTest {

  private static final int SEEDS = 300;
  private static final int MORE_SEEDS = 20_000;
  private static final int STEPS = 400;
  private static final byte[] FRAME = TestJpegs.photo(160, 120);

  static IntStream seeds() {
    return IntStream.range(0, SEEDS);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  @Covers({"R-END-1", "R-END-2", "R-ID-3", "R-ANS-2", "R-ANS-7", "R-UPL-17"})
  void keepsTheRulesWhateverHappens(int seed) {
    Life life = new Life(new Random(seed));
    for (int step = 0; step < STEPS; step++) {
      life.step();
    }
    life.finish();
  }

  @Test
  @Tag("soak")
  void keepsTheRulesWhateverHappensForAWhile() {
    IntStream.range(SEEDS, MORE_SEEDS).forEach(this::keepsTheRulesWhateverHappens);
  }

  private static final class Life {

    private final Random random;
    private final Desk desk = new Desk();
    private final TranscriptRules rules = new TranscriptRules();
    private final RandomDevice device;
    private final List<String> story = new ArrayList<>();

    /** What the model has said in the latest attempt, by capture. */
    private final Map<CaptureKey, StringBuilder> said = new HashMap<>();

    private final Map<CaptureKey, Integer> attempts = new HashMap<>();
    private TestLink link;
    private int connection;

    /** The capture that the relay answers now. */
    private CaptureKey answered = Desk.key(0);

    Life(Random random) {
      this.random = random;
      this.device = new RandomDevice(random, FRAME);
      this.link = connect();
    }

    private TestLink connect() {
      connection++;
      story.add("connect " + connection);
      rules.connected(connection);
      DeviceMessage hello = Says.hello("porch", Desk.TOKEN, 30);
      assertThat(rules.device(connection, hello)).isEmpty();
      return desk.connect().say(hello);
    }

    void step() {
      int dice = random.nextInt(100);
      // What waits to be read is said later, as far as the relay can tell.
      if (dice < 60 && !link.isPaused()) {
        device.next(false).forEach(this::say);
      } else if (dice < 90) {
        model();
      } else {
        trouble();
      }
      desk.settle();
      listen();
    }

    private void say(DeviceMessage message) {
      story.add("D> " + message);
      assertThat(rules.device(connection, message)).as(this::tell).isEmpty();
      link.say(message);
    }

    private void listen() {
      for (RelayMessage message : link.heard()) {
        story.add("R> " + message);
        if (message instanceof RelayMessage.AnswerBegin begin) {
          answered = new CaptureKey("porch", begin.id());
        }
        // The rules take for stored what they have heard STORED of; the store knows better.
        List<String> broken = rules.relay(connection, message);
        assertThat(broken)
            .filteredOn(rule -> !rule.startsWith("R-UPL-11"))
            .as(this::tell)
            .isEmpty();
        assertThat(isStored(message)).as(this::tell).isTrue();
        assertThat(message.type()).as(this::tell).isNotEqualTo(MessageType.GOODBYE);
        device.hear(message);
      }
    }

    /** True unless it says or implies that a capture was stored that is not. */
    private boolean isStored(RelayMessage message) {
      if (message.type() == MessageType.CAPTURE_STORED) {
        return desk.store.isStored(Desk.key(device.number(message.handle())));
      }
      return message.type() != MessageType.ANSWER_END || desk.store.isStored(answered);
    }

    private String tell() {
      return String.join("\n", story.subList(Math.max(0, story.size() - 100), story.size()));
    }

    private void model() {
      List<CaptureKey> open = open();
      if (open.isEmpty()) {
        return;
      }
      CaptureKey key = open.get(random.nextInt(open.size()));
      int dice = random.nextInt(10);
      if (dice < 6) {
        speak(key, "words ".substring(random.nextInt(5)));
      } else if (dice < 7) {
        attempts.merge(key, 1, Integer::sum);
        said.put(key, new StringBuilder());
      } else if (dice < 9) {
        end(key);
      } else {
        desk.end(key, 0, Desk.failure(Code.PROVIDER_BUSY));
      }
      story.add("model " + key + " " + dice);
    }

    private void speak(CaptureKey key, String piece) {
      StringBuilder words = said.computeIfAbsent(key, each -> new StringBuilder());
      desk.live(key, attempts.getOrDefault(key, 0) + 1, words.length(), piece);
      words.append(piece);
    }

    private void end(CaptureKey key) {
      String words = said.getOrDefault(key, new StringBuilder("whole")).toString();
      desk.end(key, attempts.getOrDefault(key, 0) + 1, Desk.answer(words));
    }

    /** Stored, and without an end. */
    private List<CaptureKey> open() {
      return desk.store.open();
    }

    private void trouble() {
      int dice = random.nextInt(11);
      story.add("trouble " + dice);
      switch (dice) {
        case 0 -> desk.store.slow();
        case 1 -> desk.store.full();
        case 2, 3, 4 -> desk.store.room();
        case 5 -> desk.pass(Duration.ofSeconds(random.nextInt(4)));
        case 6 -> link.writable(false);
        case 7, 8 -> link.writable(true);
        case 9 -> desk.store.lose(random);
        default -> reconnect();
      }
    }

    /** In order, or while the older connection hangs. */
    private void reconnect() {
      listen();
      rules.ended(connection);
      TestLink old = link;
      if (random.nextBoolean()) {
        old.cut();
      }
      device.disconnected();
      link = connect();
      desk.settle();
      old.heard();
    }

    private boolean isOver() {
      return device.isDone() && open().isEmpty() && desk.store.unacknowledged().isEmpty();
    }

    void finish() {
      desk.store.room();
      link.writable(true);
      reconnect();
      for (int round = 0; round < 5_000 && !isOver(); round++) {
        if (!link.isPaused()) {
          device.next(true).forEach(this::say);
        }
        open().forEach(this::end);
        desk.settle();
        listen();
      }
      assertThat(desk.store.unacknowledged()).as(this::tell).isEmpty();
      assertThat(device.undone()).as(this::tell).isEmpty();
      assertThat(rules.finish()).as(this::tell).isEmpty();
      assertThat(desk.sessions.uploadMemoryTaken()).as("memory").isZero();
      assertThat(device.ends().keySet()).hasSize(desk.store.captures());
    }
  }
}
