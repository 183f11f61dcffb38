package io.camrelay.dispatch;

import static io.camrelay.dispatch.DispatchFixture.key;
import static org.assertj.core.api.Assertions.assertThat;

import io.camrelay.capture.CaptureKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WaitingTest {

  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
  private static final Instant LATER = NOW.plusSeconds(60);

  private final Waiting waiting = new Waiting();

  @Test
  void devicesTakeTurns() {
    for (int number = 1; number <= 3; number++) {
      waiting.add(key("greedy", number));
    }
    waiting.add(key("modest", 1));

    assertThat(takeAll())
        .containsExactly(key("greedy", 1), key("modest", 1), key("greedy", 2), key("greedy", 3));
  }

  @Test
  void aDeviceThatComesBackStandsBehindTheOthers() {
    waiting.add(key("a", 1));
    waiting.add(key("b", 1));
    assertThat(waiting.take(provider -> true, NOW)).isEqualTo(key("a", 1));
    waiting.add(key("a", 2));

    assertThat(takeAll()).containsExactly(key("b", 1), key("a", 2));
  }

  @Test
  void takesTheSameCaptureOnce() {
    waiting.add(key("a", 1));
    waiting.add(key("a", 1));

    assertThat(takeAll()).containsExactly(key("a", 1));
  }

  @Test
  void takesNoMoreOfADeviceThanItsBoundAndKnowsThatThereIsMore() {
    for (int number = 1; number <= Waiting.PER_DEVICE; number++) {
      assertThat(waiting.add(key("a", number))).isTrue();
    }
    assertThat(waiting.add(key("a", Waiting.PER_DEVICE + 1))).isFalse();
    assertThat(waiting.add(key("b", 1))).isTrue();

    assertThat(takeAll()).hasSize(Waiting.PER_DEVICE + 1);
    assertThat(waiting.wantsMore()).isTrue();
  }

  @Test
  void takesNoMoreInAllThanItsBound() {
    for (int device = 0; device < Waiting.LIMIT; device++) {
      assertThat(waiting.add(key("d" + device, 1))).isTrue();
    }
    assertThat(waiting.add(key("one-more", 1))).isFalse();

    assertThat(takeAll()).hasSize(Waiting.LIMIT);
    assertThat(waiting.wantsMore()).isTrue();
  }

  @Test
  void wantsNoMoreWhereTheStoreHasNoMore() {
    waiting.refreshBegins();
    waiting.refresh(List.of(key("a", 1)), Set.of());

    assertThat(takeAll()).hasSize(1);
    assertThat(waiting.wantsMore()).isFalse();
  }

  @Test
  void wantsMoreWhereTheStoreFilledADevicesShare() {
    List<CaptureKey> due = new ArrayList<>();
    for (int number = 1; number <= Waiting.PER_DEVICE; number++) {
      due.add(key("a", number));
    }
    waiting.refreshBegins();
    waiting.refresh(due, Set.of());

    assertThat(takeAll()).hasSize(Waiting.PER_DEVICE);
    assertThat(waiting.wantsMore()).isTrue();
  }

  @Test
  void passesOverWhatWaitsForItsProviderUntilThatHasAPlace() {
    waiting.add(key("a", 1));
    assertThat(waiting.take(provider -> true, NOW)).isEqualTo(key("a", 1));
    waiting.putBack(key("a", 1), new Waiting.Hold("openai", NOW, LATER));
    waiting.add(key("a", 2));

    assertThat(waiting.take(provider -> !provider.equals("openai"), NOW)).isEqualTo(key("a", 2));
    assertThat(waiting.take(provider -> !provider.equals("openai"), NOW)).isNull();
    assertThat(waiting.contains(key("a", 1))).isTrue();
    assertThat(waiting.take(provider -> true, NOW)).isEqualTo(key("a", 1));
  }

  @Test
  void looksAtWhatWaitsNotBeforeItsTimeAndInAnyCaseWhenThatIsOver() {
    waiting.putBack(key("a", 1), new Waiting.Hold("openai", NOW.plusMillis(300), LATER));
    assertThat(waiting.held()).isEqualTo(1);

    assertThat(waiting.take(provider -> true, NOW.plusMillis(299))).isNull();
    assertThat(waiting.take(provider -> true, NOW.plusMillis(300))).isEqualTo(key("a", 1));

    waiting.putBack(key("a", 1), new Waiting.Hold("openai", NOW, LATER));
    assertThat(waiting.take(provider -> false, LATER.minusMillis(1))).isNull();
    assertThat(waiting.take(provider -> false, LATER)).isEqualTo(key("a", 1));
    assertThat(waiting.held()).isZero();
  }

  @Test
  void refreshingKeepsTurnsAndWhatCameMeanwhileAndDropsTheRest() {
    waiting.add(key("a", 1));
    waiting.add(key("b", 1));
    waiting.add(key("b", 2));
    waiting.refreshBegins();
    waiting.add(key("c", 1));
    waiting.refresh(List.of(key("b", 2), key("b", 1), key("d", 1)), Set.of(key("d", 1)));

    assertThat(takeAll()).containsExactly(key("b", 2), key("c", 1), key("b", 1));
  }

  private List<CaptureKey> takeAll() {
    List<CaptureKey> taken = new ArrayList<>();
    for (CaptureKey key = waiting.take(provider -> true, NOW);
        key != null;
        key = waiting.take(provider -> true, NOW)) {
      taken.add(key);
    }
    return taken;
  }
}
