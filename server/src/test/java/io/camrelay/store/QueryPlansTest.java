package io.camrelay.store;

import static io.camrelay.store.CaptureRows.KEY;
import static org.assertj.core.api.Assertions.assertThat;

import io.camrelay.capture.Ledger.By;
import io.camrelay.store.SqliteStore.Role;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds queries over tables that grow without end to the indexes that were made for them. */
class QueryPlansTest {

  @TempDir private Path folder;

  @BeforeEach
  void migrate() throws Exception {
    SqliteStore.open(folder, Role.RELAY, StoreSettings.defaults(), problem -> {}).close();
  }

  /** By what each is for. */
  private static final Map<String, String> QUERIES = new TreeMap<>();

  static {
    QUERIES.put("counter", Counters.FIND);
    QUERIES.put("sum of all", Counters.SUM);
    QUERIES.put("sum of a device", Counters.SUM + " AND device = ?");
    QUERIES.put("sum of a profile", Counters.SUM + " AND profile = ?");
    QUERIES.put("budgets that apply", SqliteLedger.OF_SCOPE);
    QUERIES.put("a day's spending", SqliteLedger.DAY);
    QUERIES.put("the day before", SqliteLedger.LAST);
    QUERIES.put("a model's latest attempts", SqliteLedger.RECENT);
    for (By by : By.values()) {
      if (by != By.DAY) {
        QUERIES.put("spending by " + by, SqliteLedger.sums(by));
      }
    }
    QUERIES.put("a capture's open attempt", LedgerRows.OPEN + KEY + " AND settled_at IS NULL");
    QUERIES.put("the next attempt", SqliteAsking.NEXT_ORDINAL);
    QUERIES.put("a capture's attempts", CaptureRows.ATTEMPTS);
    QUERIES.put("the last picture", SqliteAsking.LAST_FINGERPRINT);
    QUERIES.put("the operator's next number", SqliteQuestions.NEXT_NUMBER);
    QUERIES.put("a capture's frames", FrameRows.ABOUT);
    QUERIES.put("where a frame goes on", Pieces.NEXT);
    QUERIES.put("how much of a frame is there", Pieces.END);
    QUERIES.put("a profile", SqliteProfiles.FIND);
    QUERIES.put("a profile's history", SqliteProfiles.HISTORY);
    QUERIES.put("who has a profile", SqliteProfiles.IN_USE);
    QUERIES.put("a device's profile", SqliteProfiles.PROFILE_OF);
    QUERIES.put("the next revision", "SELECT max(revision) FROM profile_change");
  }

  static Stream<String> queries() {
    return QUERIES.keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("queries")
  void searchesByAnIndex(String name) throws SQLException {
    assertThat(plan(QUERIES.getOrDefault(name, name)))
        .as("the plan of " + name)
        .isNotEmpty()
        .anyMatch(step -> step.startsWith("SEARCH"))
        .noneMatch(step -> step.startsWith("SCAN"));
  }

  @ParameterizedTest
  @MethodSource("open")
  void whatIsOpenIsFoundByAnIndexThatHoldsNothingElse(String query, String index)
      throws SQLException {
    assertThat(plan(query)).containsExactly("SCAN " + index);
  }

  static Stream<Arguments> open() {
    return Stream.of(
        Arguments.of(
            LedgerRows.OPEN + " WHERE settled_at IS NULL", "ledger USING INDEX ledger_open"));
  }

  private List<String> plan(String query) throws SQLException {
    List<String> steps = new ArrayList<>();
    try (Connection connection = new DatabaseFile(folder).source(Duration.ZERO).getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("EXPLAIN QUERY PLAN " + query)) {
      while (rows.next()) {
        steps.add(rows.getString("detail"));
      }
    }
    return steps;
  }
}
