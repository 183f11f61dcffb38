-- What the operator has set for devices. Settings are a JSON object of texts, by the words that
-- commands use.

CREATE TABLE profile (
  name     TEXT PRIMARY KEY,
  -- The change that made it what it is.
  revision INTEGER NOT NULL,
  settings TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Under all others, and always there.
INSERT INTO profile (name, revision, settings) VALUES ('default', 0, '{}');

-- A device that is not in here has the default profile.
CREATE TABLE device_profile (
  device   TEXT PRIMARY KEY,
  profile  TEXT NOT NULL,
  revision INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX device_profile_name ON device_profile (profile);

-- Every change, for ever: captures name the revision that they were asked with.
CREATE TABLE profile_change (
  revision   INTEGER PRIMARY KEY,
  changed_at INTEGER NOT NULL,
  profile    TEXT NOT NULL,
  -- Set where this device was assigned to the profile, and the profile itself not changed.
  device     TEXT,
  -- What it sets from then on; null where it was removed, or a device assigned.
  settings   TEXT CHECK (device IS NULL OR settings IS NULL)
) STRICT;

CREATE INDEX profile_change_history ON profile_change (profile, revision);
