package io.camrelay.store;

import static io.camrelay.store.CaptureRows.KEY;

import io.camrelay.capture.CaptureKey;
import io.camrelay.capture.Look;
import io.camrelay.json.Json;
import io.camrelay.json.JsonException;
import io.camrelay.json.JsonView;
import io.camrelay.picture.Fingerprint;
import io.camrelay.picture.GateAction;
import io.camrelay.picture.GateCheck;
import io.camrelay.picture.GateVerdict.Finding;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What arithmetic has found in a capture's picture, as the database keeps it. */
final class LookColumns {

  private static final String KEEP = "UPDATE capture SET fingerprint = ?, findings = ?" + KEY;

  private LookColumns() {}

  /** Keeps it; what was there stays where nobody has looked. */
  static void keep(Sql sql, CaptureKey key, @Nullable Look look) throws SQLException {
    if (look != null) {
      sql.update(KEEP, look.fingerprint().cells(), findings(look.findings()), key);
    }
  }

  static @Nullable Look read(ResultSet row) throws SQLException {
    String cells = row.getString("fingerprint");
    return cells == null
        ? null
        : new Look(new Fingerprint(cells), findings(row.getString("findings")));
  }

  private static String findings(List<Finding> findings) {
    return Json.text(
        writer -> {
          writer.beginArray();
          for (Finding finding : findings) {
            writer.beginObject();
            writer.name("check").value(finding.check().word());
            writer.name("action").value(finding.action().word());
            writer.name("sentence").value(finding.sentence());
            writer.endObject();
          }
          writer.endArray();
        });
  }

  /** A check that only a newer relay knows is left out. */
  private static List<Finding> findings(String json) {
    List<Finding> findings = new ArrayList<>();
    try {
      for (JsonView one : Json.parse(json).elements()) {
        Optional<GateCheck> check = GateCheck.of(String.valueOf(one.text("check")));
        Optional<GateAction> action = GateAction.of(String.valueOf(one.text("action")));
        if (check.isPresent() && action.isPresent()) {
          String sentence = String.valueOf(one.text("sentence"));
          findings.add(new Finding(check.get(), action.get(), sentence));
        }
      }
      return findings;
    } catch (JsonException e) {
      throw new IllegalStateException("findings are kept that cannot be read: " + json, e);
    }
  }
}
