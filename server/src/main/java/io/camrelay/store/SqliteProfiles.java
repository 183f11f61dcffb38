package io.camrelay.store;

import io.camrelay.device.Profile;
import io.camrelay.device.ProfileChange;
import io.camrelay.device.ProfileName;
import io.camrelay.device.ProfileSettings;
import io.camrelay.device.ProfileSnapshot;
import io.camrelay.device.ProfileSnapshot.Assignment;
import io.camrelay.device.Profiles;
import io.camrelay.store.Write.Outcome;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** {@link Profiles} over the writer and the readers. */
final class SqliteProfiles implements Profiles {

  static final String FIND = "SELECT * FROM profile WHERE name = ?";

  static final String HISTORY =
      "SELECT * FROM profile_change WHERE profile = ? ORDER BY revision DESC LIMIT ?";

  private static final String RECORD =
      "INSERT INTO profile_change (revision, changed_at, profile, device, settings)"
          + " VALUES (?, ?, ?, ?, ?)";

  private static final String PUT =
      "INSERT INTO profile (name, revision, settings) VALUES (?, ?, ?)"
          + " ON CONFLICT (name) DO UPDATE SET revision = excluded.revision,"
          + " settings = excluded.settings";

  private static final String ASSIGN =
      "INSERT INTO device_profile (device, profile, revision) VALUES (?, ?, ?)"
          + " ON CONFLICT (device) DO UPDATE SET profile = excluded.profile,"
          + " revision = excluded.revision";

  static final String IN_USE = "SELECT 1 FROM device_profile WHERE profile = ? LIMIT 1";

  static final String PROFILE_OF = "SELECT profile FROM device_profile WHERE device = ?";

  private final Writer writer;
  private final Readers readers;
  private final ForeignChanges changes;

  SqliteProfiles(Writer writer, Readers readers, ForeignChanges changes) {
    this.writer = writer;
    this.readers = readers;
    this.changes = changes;
  }

  @Override
  public CompletionStage<Optional<Profile>> find(String name) {
    return readers.later(sql -> find(sql, name));
  }

  @Override
  public CompletionStage<List<Profile>> list() {
    return readers.later(
        sql -> sql.list("SELECT * FROM profile ORDER BY name", SqliteProfiles::profile));
  }

  @Override
  public CompletionStage<List<ProfileChange>> history(String name, int limit) {
    return readers.later(sql -> sql.list(HISTORY, SqliteProfiles::change, name, limit));
  }

  @Override
  public CompletionStage<Profile> change(
      String name, UnaryOperator<ProfileSettings> change, Instant now) {
    return writer.submit(
        sql -> {
          Optional<Profile> before = find(sql, name);
          ProfileSettings had = before.map(Profile::settings).orElse(ProfileSettings.NONE);
          ProfileSettings has = change.apply(had);
          if (before.isPresent() && has.equals(had)) {
            return Outcome.durable(before.get());
          }
          String settings = SettingsJson.write(has);
          long revision = record(sql, now, name, null, settings);
          sql.update(PUT, name, revision, settings);
          return Outcome.durable(new Profile(name, revision, has));
        });
  }

  @Override
  public CompletionStage<Removed> remove(String name, Instant now) {
    return writer.submit(
        sql -> {
          if (name.equals(ProfileName.DEFAULT)) {
            return Outcome.durable(Removed.ALWAYS_THERE);
          }
          if (sql.number(IN_USE, name) == 1) {
            return Outcome.durable(Removed.IN_USE);
          }
          if (sql.update("DELETE FROM profile WHERE name = ?", name) == 0) {
            return Outcome.durable(Removed.UNKNOWN);
          }
          record(sql, now, name, null, null);
          return Outcome.durable(Removed.YES);
        });
  }

  @Override
  public CompletionStage<Assigned> assign(String device, String profile, Instant now) {
    return writer.submit(
        sql -> {
          if (sql.number("SELECT count(*) FROM device WHERE name = ?", device) == 0) {
            return Outcome.durable(Assigned.NO_SUCH_DEVICE);
          }
          if (find(sql, profile).isEmpty()) {
            return Outcome.durable(Assigned.NO_SUCH_PROFILE);
          }
          String before =
              sql.first(PROFILE_OF, row -> row.getString(1), device).orElse(ProfileName.DEFAULT);
          if (!before.equals(profile)) {
            sql.update(ASSIGN, device, profile, record(sql, now, profile, device, null));
          }
          return Outcome.durable(Assigned.YES);
        });
  }

  @Override
  public CompletionStage<ProfileSnapshot> snapshot() {
    return readers.later(
        sql -> {
          Map<String, Profile> profiles = new HashMap<>();
          sql.list("SELECT * FROM profile", SqliteProfiles::profile)
              .forEach(profile -> profiles.put(profile.name(), profile));
          Map<String, Assignment> assignments = new HashMap<>();
          sql.list(
              "SELECT device, profile, revision FROM device_profile",
              row ->
                  assignments.put(
                      row.getString(1), new Assignment(row.getString(2), row.getLong(3))));
          return new ProfileSnapshot(profiles, assignments);
        });
  }

  @Override
  public void onForeignChange(Runnable listener) {
    changes.listen(listener);
  }

  private static Optional<Profile> find(Sql sql, String name) throws SQLException {
    return sql.first(FIND, SqliteProfiles::profile, name);
  }

  /** Writes down that something was changed; returns its revision. */
  private static long record(
      Sql sql, Instant now, String profile, @Nullable String device, @Nullable String settings)
      throws SQLException {
    long revision = 1 + sql.number("SELECT max(revision) FROM profile_change");
    sql.update(RECORD, revision, now, profile, device, settings);
    return revision;
  }

  private static Profile profile(ResultSet row) throws SQLException {
    return new Profile(
        row.getString("name"),
        row.getLong("revision"),
        SettingsJson.read(row.getString("settings")));
  }

  private static ProfileChange change(ResultSet row) throws SQLException {
    String settings = row.getString("settings");
    return new ProfileChange(
        row.getLong("revision"),
        Instant.ofEpochMilli(row.getLong("changed_at")),
        row.getString("profile"),
        row.getString("device"),
        settings == null ? null : SettingsJson.read(settings));
  }
}
