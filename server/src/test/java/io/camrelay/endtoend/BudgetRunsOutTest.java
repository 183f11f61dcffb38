package io.camrelay.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.camrelay.camera.CameraFleet;
import io.camrelay.camera.CameraListener;
import io.camrelay.camera.CameraMemory;
import io.camrelay.camera.Reply;
import io.camrelay.camera.VirtualCamera;
import io.camrelay.fixtures.FakeProvider;
import io.camrelay.fixtures.Jpegs;
import io.camrelay.protocol.Code;
import io.camrelay.relay.Relay;
import io.camrelay.relay.RelayConfig;
import io.camrelay.usage.Budget;
import io.camrelay.usage.BudgetKey;
import io.camrelay.usage.BudgetPeriod;
import io.camrelay.usage.BudgetScope;
import io.camrelay.usage.BudgetState;
import io.camrelay.usage.BudgetUnit;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many cameras press at once, and the money is not enough for all of them. */
class BudgetRunsOutTest {

  private static final int CAMERAS = 64;
  private static final long DOLLAR = 1_000_000_000;

  /** A month, so that no midnight in the middle of the test renews it. */
  private static final BudgetKey MONTH =
      new BudgetKey(BudgetScope.ALL, "", BudgetPeriod.MONTH, BudgetUnit.MONEY);

  @TempDir private Path folder;

  @Test
  void noMoreThanTheBudgetIsSpentAndEachRefusedCameraIsToldWhy() throws Exception {
    Path catalogue =
        Files.writeString(
            folder.resolve("models.json"),
            """
            {"as_of": "2026-11-01", "models": [{"model": "%s", "source": "a test",
              "formula": {"kind": "fixed", "low": 1000, "high": 1000, "auto": 1000},
              "prices": {"input": "20", "output": "20"}}]}
            """
                .formatted(FakeProvider.MODEL));
    try (FakeProvider provider = TestRelay.provider(Duration.ofMillis(50))) {
      RelayConfig config =
          TestRelay.load(
              TestRelay.configure(
                  folder, provider, 0, "[usage]\ncatalogue = \"" + catalogue + "\"\n"));
      List<Reply.Failed> refused = new ArrayList<>();
      try (Relay relay = Relay.start(config);
          CameraFleet fleet = CameraFleet.start(2)) {
        Budget budget = new Budget(MONTH, DOLLAR, 80, 0);
        BudgetState set = relay.ledger().put(budget, Instant.now()).toCompletableFuture().join();
        assertThat(set.taken()).isZero();
        for (Reply reply : press(relay, fleet)) {
          if (reply instanceof Reply.Failed failed) {
            refused.add(failed);
          }
        }
      }

      assertThat(refused).isNotEmpty().hasSizeLessThan(CAMERAS);
      assertThat(refused)
          .allMatch(failed -> failed.code() == Code.BUDGET)
          .allMatch(failed -> failed.hint().contains("The month's budget of all devices together"))
          .allMatch(failed -> failed.hint().contains("It renews in"));
      judgeAfterARestart(config, provider, CAMERAS - refused.size());
    }
  }

  private static void judgeAfterARestart(RelayConfig config, FakeProvider provider, int answered)
      throws Exception {
    try (Relay again = Relay.start(config)) {
      BudgetState state = again.ledger().budgets(Instant.now()).toCompletableFuture().join().get(0);
      System.out.printf(
          "budget of $1: %d answered, %d refused, %s spent%n",
          answered, CAMERAS - answered, state.budget().amount(state.spent()));
      assertThat(state.spent()).isPositive().isLessThanOrEqualTo(DOLLAR);
      assertThat(state.reserved()).isZero();
      assertThat(provider.asked()).hasSize(answered);
    }
  }

  private static List<Reply> press(Relay relay, CameraFleet fleet) throws Exception {
    List<VirtualCamera> cameras = new ArrayList<>();
    for (int i = 0; i < CAMERAS; i++) {
      VirtualCamera camera =
          fleet.camera(
              TestRelay.camera(
                      relay.devices(), "cam" + i, relay.port(), relay.identity().authorityPem())
                  .build(),
              CameraMemory.inMemory(),
              CameraListener.none());
      camera.connect().toCompletableFuture().get(60, TimeUnit.SECONDS);
      cameras.add(camera);
    }
    List<CompletionStage<Reply>> pressed = new ArrayList<>();
    for (int i = 0; i < CAMERAS; i++) {
      pressed.add(cameras.get(i).press(Jpegs.of(20_000, i), "").reply());
    }
    List<Reply> replies = new ArrayList<>();
    for (CompletionStage<Reply> reply : pressed) {
      replies.add(reply.toCompletableFuture().get(60, TimeUnit.SECONDS));
    }
    return replies;
  }
}
