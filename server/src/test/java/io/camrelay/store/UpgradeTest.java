package io.camrelay.store;

import static io.camrelay.capture.Scene.NOW;
import static io.camrelay.capture.Scene.done;
import static io.camrelay.capture.Scene.key;
import static org.assertj.core.api.Assertions.assertThat;

import io.camrelay.capture.Attempt;
import io.camrelay.capture.Capture;
import io.camrelay.capture.CaptureKey;
import io.camrelay.capture.CaptureState;
import io.camrelay.capture.Ending;
import io.camrelay.capture.Frame;
import io.camrelay.capture.FrameKey;
import io.camrelay.capture.Ledger.By;
import io.camrelay.capture.Ledger.Spending;
import io.camrelay.capture.Scene;
import io.camrelay.capture.Uploads;
import io.camrelay.capture.Uploads.Begun;
import io.camrelay.capture.Uploads.Stored;
import io.camrelay.device.Device;
import io.camrelay.device.Profile;
import io.camrelay.device.ProfileSettings;
import io.camrelay.protocol.AnswerStatus;
import io.camrelay.store.SqliteStore.Role;
import io.camrelay.usage.Bill;
import io.camrelay.usage.Budget;
import io.camrelay.usage.BudgetKey;
import io.camrelay.usage.BudgetPeriod;
import io.camrelay.usage.BudgetScope;
import io.camrelay.usage.BudgetUnit;
import io.camrelay.usage.CostBasis;
import io.camrelay.usage.Expected;
import io.camrelay.usage.Money;
import io.camrelay.usage.UsedTokens;
import io.camrelay.usage.WorstCase;
import java.io.InputStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A data folder of the first version, with content, under this one. */
class UpgradeTest {

  private static final byte[] FRAME = {1, 2, 3, 4, 5};
  private static final long AT = NOW.toEpochMilli();

  @TempDir private Path folder;

  @BeforeEach
  void firstVersion() throws Exception {
    DatabaseFile file = new DatabaseFile(folder);
    file.createFolder();
    file.create();
    Flyway.configure(getClass().getClassLoader())
        .dataSource(file.source(Duration.ofSeconds(5)))
        .locations(Schema.MIGRATIONS)
        .target("1")
        .load()
        .migrate();
    try (Connection connection = file.source(Duration.ofSeconds(5)).getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "INSERT INTO device VALUES ('porch', '" + "0".repeat(64) + "', " + AT + ", NULL, 7)");
      capture(statement, 1, "ANSWERED");
      capture(statement, 2, "ASKING");
      piece(connection, 1);
      piece(connection, 2);
      attempt(statement, 1, 1, "'timeout', 'MAYBE', 'nothing came', -1, -1, ''");
      attempt(statement, 1, 2, "'rate_limited', 'NO', 'wait', -1, -1, 'req-2'");
      attempt(statement, 1, 3, "'answered', 'YES', '', 812, 31, 'req-3'");
      statement.execute(
          "INSERT INTO attempt (device, epoch, number, ordinal, provider, model, started_at)"
              + " VALUES ('porch', "
              + key("porch", 2).id().epoch()
              + ", 2, 1, 'openai', 'gpt-4o', "
              + AT
              + ")");
    }
  }

  private static void capture(Statement statement, int number, String state) throws SQLException {
    boolean answered = state.equals("ANSWERED");
    statement.execute(
        "INSERT INTO capture (device, epoch, number, size, crc, taken_at, triggered_by, urgency,"
            + " question, reset, state, width, height, begun_at, touched_at, stored_at, ended_at,"
            + " mailbox_place, answer, answer_status, answer_provider, answer_model, prompt_tokens,"
            + " answer_tokens, answer_ms) VALUES ('porch', %d, %d, 5, 9, %d, 'TOUCH', 'NORMAL',"
                .formatted(key("porch", 1).id().epoch(), number, AT)
            + " 'What is it?', 'POWER_ON', '%s', 1600, 1200, %d, %d, %d, "
                .formatted(state, AT, AT, AT)
            + (answered
                ? AT + ", 1, 'A cat.', 'COMPLETE', 'openai', 'gpt-4o', 812, 31, 1204)"
                : "NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)"));
  }

  private static void piece(Connection connection, int number) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO piece VALUES ('porch', ?, ?, 0, 5, ?)")) {
      insert.setLong(1, key("porch", number).id().epoch());
      insert.setLong(2, number);
      insert.setBytes(3, FRAME);
      insert.executeUpdate();
    }
  }

  private static void attempt(Statement statement, int number, int ordinal, String end)
      throws SQLException {
    statement.execute(
        "INSERT INTO attempt VALUES ('porch', %d, %d, %d, 'openai', 'gpt-4o', %d, %d, %s)"
            .formatted(key("porch", 1).id().epoch(), number, ordinal, AT, AT + 1_000, end));
  }

  private SqliteStore open() throws Exception {
    return SqliteStore.open(folder, Role.RELAY, SqliteFixture.SETTINGS, problem -> {});
  }

  @Test
  void keepsEverything() throws Exception {
    CaptureKey answered = key("porch", 1);
    try (SqliteStore store = open()) {
      assertThat(done(store.devices().find("porch")).map(Device::lastSeen)).isPresent();
      Capture kept = done(store.captures().find(answered)).orElseThrow();
      assertThat(kept.ending())
          .isEqualTo(
              new Ending.Answer(
                  "A cat.", AnswerStatus.COMPLETE, "openai", "gpt-4o", 812, 31, 1_204));
      assertThat(kept.look()).isNull();
      assertThat(kept.asked()).isEqualTo(Capture.Asked.AS_USUAL);
      assertThat(done(store.mailbox().waiting("porch", 9))).containsExactly(answered);
      assertThat(kept.press().frameCount()).isEqualTo(1);
      assertThat(kept.frames()).containsExactly(new Frame(0, 5, 9, 1600, 1200, NOW));
      try (InputStream in = store.captures().frame(FrameKey.first(answered)).open()) {
        assertThat(in.readAllBytes()).isEqualTo(FRAME);
      }
    }
  }

  @Test
  void goesOnWithAnUploadThatTheFirstVersionLeftHalfDone() throws Exception {
    CaptureKey half = key("porch", 3);
    byte[] frame = {9, 8, 7, 6, 5, 4, 3, 2};
    connect(
        statement -> {
          capture(statement, 3, "RECEIVING");
          statement.execute(
              "UPDATE capture SET size = 8, crc = %d, damaged = 3, stored_at = NULL WHERE number = 3"
                  .formatted(Scene.crc(frame)));
          statement.execute("DELETE FROM piece WHERE number = 3");
        });
    try (SqliteStore store = open()) {
      Uploads uploads = store.uploads();
      assertThat(done(uploads.begin(Scene.press(half), Scene.announced(frame), NOW)))
          .isEqualTo(new Begun.Upload(0));
      done(uploads.append(FrameKey.first(half), 0, frame, 8));
      assertThat(done(uploads.startOver(FrameKey.first(half)))).as("damaged").isEqualTo(4);
      done(uploads.append(FrameKey.first(half), 0, frame, 8));
      assertThat(done(uploads.store(FrameKey.first(half), 8, 8, NOW))).isEqualTo(Stored.CAPTURE);
      assertThat(done(uploads.begin(Scene.press(half), Scene.announced(frame), NOW)))
          .isEqualTo(new Begun.Known(null, false));
    }
  }

  @Test
  void knowsAFollowUpOfTheFirstVersionByItsParentsFrame() throws Exception {
    CaptureKey followUp = key("porch", 3);
    CaptureKey orphan = key("porch", 4);
    connect(
        statement -> {
          capture(statement, 3, "ASKING");
          capture(statement, 4, "ASKING");
          statement.execute(
              "UPDATE capture SET size = 0, crc = 0, parent_epoch = epoch, parent_number = number - 2,"
                  + " frame_epoch = epoch, frame_number = 1 WHERE number = 3");
          statement.execute(
              "UPDATE capture SET size = 0, crc = 0, parent_epoch = epoch, parent_number = 99"
                  + " WHERE number = 4");
        });
    try (SqliteStore store = open()) {
      Capture kept = done(store.captures().find(followUp)).orElseThrow();
      assertThat(kept.press().frameCount()).isZero();
      assertThat(kept.frames()).containsExactly(new Frame(0, 5, 9, 1600, 1200, NOW));
      try (InputStream in = store.asking().frames(kept).get(0).open()) {
        assertThat(in.readAllBytes()).isEqualTo(FRAME);
      }
      assertThat(done(store.captures().find(orphan)).orElseThrow().frames()).isEmpty();
      assertThat(done(store.uploads().ask(Scene.question(followUp), key("porch", 1), NOW)))
          .isEqualTo(new Begun.Known(null, false));
    }
  }

  private interface Change {
    void on(Statement statement) throws SQLException;
  }

  private void connect(Change change) throws Exception {
    DatabaseFile file = new DatabaseFile(folder);
    try (Connection connection = file.source(Duration.ofSeconds(5)).getConnection();
        Statement statement = connection.createStatement()) {
      change.on(statement);
    }
  }

  @Test
  void keepsWhatWasBilledAndKnowsNoPriceOfIt() throws Exception {
    try (SqliteStore store = open()) {
      List<Attempt> attempts =
          done(store.captures().find(key("porch", 1))).orElseThrow().attempts();

      assertThat(attempts)
          .extracting(attempt -> attempt.end() == null ? null : attempt.end().bill())
          .containsExactly(
              new Bill(UsedTokens.UNKNOWN, null, CostBasis.WORST_CASE),
              new Bill(UsedTokens.UNKNOWN, Money.ZERO, CostBasis.NOTHING),
              new Bill(new UsedTokens(812, -1, -1, 31, -1), null, CostBasis.UNKNOWN));
      assertThat(attempts.get(0).beginning().profile()).isEmpty();
      assertThat(attempts.get(0).beginning().expected()).isEqualTo(Expected.UNKNOWN);
      assertThat(attempts.get(0).beginning().worst()).isEqualTo(WorstCase.UNKNOWN);
      assertThat(attempts.get(2).end())
          .extracting(Attempt.End::requestId, Attempt.End::billed)
          .containsExactly("req-3", Attempt.Billed.YES);
      assertThat(done(store.ledger().spending(By.MODEL, NOW, NOW.plusSeconds(9), 9)))
          .containsExactly(new Spending("gpt-4o", 4, 1, 1, 812, 31, Money.ZERO, Money.ZERO, 2));
    }
  }

  @Test
  void countsInABudgetOfTodayWhatWasSpentBeforeTheUpgrade() throws Exception {
    BudgetKey tokens =
        new BudgetKey(BudgetScope.DEVICE, "porch", BudgetPeriod.DAY, BudgetUnit.TOKENS);
    try (SqliteStore store = open()) {
      assertThat(done(store.ledger().put(new Budget(tokens, 10_000, 80, 0), NOW)).spent())
          .isEqualTo(843);
    }
  }

  @Test
  void settlesAnAttemptThatTheFirstVersionLeftOpen() throws Exception {
    CaptureKey asking = key("porch", 2);
    try (SqliteStore store = open()) {
      assertThat(done(store.asking().settle(NOW.plusSeconds(60)))).containsExactly(asking);

      Capture settled = done(store.captures().find(asking)).orElseThrow();
      assertThat(settled.state()).isEqualTo(CaptureState.QUEUED);
      assertThat(settled.attempts().get(0).end())
          .extracting(Attempt.End::outcome, Attempt.End::bill)
          .containsExactly("interrupted", Bill.worst(WorstCase.UNKNOWN));
    }
  }

  @Test
  void beginsWithAnEmptyDefaultProfileAndNoBudget() throws Exception {
    try (SqliteStore store = open()) {
      assertThat(done(store.profiles().list()))
          .containsExactly(new Profile("default", 0, ProfileSettings.NONE));
      assertThat(done(store.profiles().snapshot()).assignments()).isEmpty();
      assertThat(done(store.ledger().budgets(NOW))).isEmpty();
    }
  }
}
