-- Times are milliseconds since 1970. Unsigned 64-bit numbers (epochs) are kept as the signed
-- integer with the same bits. The device is part of every key.

CREATE TABLE device (
  name       TEXT PRIMARY KEY,
  token_hash TEXT NOT NULL,
  added_at   INTEGER NOT NULL,
  revoked_at INTEGER,
  last_seen  INTEGER
) STRICT, WITHOUT ROWID;

CREATE TABLE capture (
  device           TEXT NOT NULL,
  epoch            INTEGER NOT NULL,
  number           INTEGER NOT NULL,

  -- Without a frame of its own: the capture it goes on with, and the one whose frame both are about.
  parent_epoch     INTEGER,
  parent_number    INTEGER,
  frame_epoch      INTEGER,
  frame_number     INTEGER,

  -- What the device said of it.
  size             INTEGER NOT NULL,
  crc              INTEGER NOT NULL,
  taken_at         INTEGER NOT NULL,
  triggered_by     TEXT NOT NULL,
  urgency          TEXT NOT NULL,
  question         TEXT NOT NULL,

  -- The device's flight record; null for unknown.
  free_heap        INTEGER,
  largest_block    INTEGER,
  free_psram       INTEGER,
  uptime_s         INTEGER,
  connect_ms       INTEGER,
  handshake_ms     INTEGER,
  write_stalls     INTEGER,
  rssi             INTEGER,
  reset            TEXT NOT NULL,

  state            TEXT NOT NULL
                   CHECK (state IN ('RECEIVING', 'QUEUED', 'ASKING', 'ANSWERED', 'FAILED')),
  width            INTEGER NOT NULL DEFAULT 0,
  height           INTEGER NOT NULL DEFAULT 0,
  damaged          INTEGER NOT NULL DEFAULT 0,
  begun_at         INTEGER NOT NULL,
  -- When its upload was last begun, for the first time or again.
  touched_at       INTEGER NOT NULL,
  stored_at        INTEGER,
  due_at           INTEGER CHECK ((due_at IS NOT NULL) = (state = 'QUEUED')),

  -- Its one end.
  ended_at         INTEGER CHECK ((ended_at IS NOT NULL) = (state IN ('ANSWERED', 'FAILED'))),
  -- Its place in the device's mailbox; null once it was acknowledged or dropped.
  mailbox_place    INTEGER,
  acknowledged_at  INTEGER,
  dropped_at       INTEGER,
  failure          TEXT CHECK ((failure IS NOT NULL) = (state = 'FAILED')),
  hint             TEXT,
  answer           TEXT CHECK ((answer IS NOT NULL) = (state = 'ANSWERED')),
  answer_status    TEXT,
  answer_provider  TEXT,
  answer_model     TEXT,
  prompt_tokens    INTEGER,
  answer_tokens    INTEGER,
  answer_ms        INTEGER,

  PRIMARY KEY (device, epoch, number)
) STRICT;

CREATE INDEX capture_upload ON capture (device, touched_at) WHERE state = 'RECEIVING';

-- High urgency first, then the longest waiting.
CREATE INDEX capture_due ON capture ((urgency = 'HIGH') DESC, due_at) WHERE state = 'QUEUED';
CREATE INDEX capture_due_of_device ON capture (device, (urgency = 'HIGH') DESC, due_at)
  WHERE state = 'QUEUED';

CREATE UNIQUE INDEX capture_mailbox ON capture (device, mailbox_place)
  WHERE mailbox_place IS NOT NULL;
CREATE INDEX capture_mailbox_age ON capture (ended_at) WHERE mailbox_place IS NOT NULL;

CREATE INDEX capture_latest ON capture (begun_at);
CREATE INDEX capture_latest_of_device ON capture (device, begun_at);
CREATE INDEX capture_latest_in_state ON capture (state, begun_at);

-- A frame, as the pieces in which it came. They follow one another without a gap.
CREATE TABLE piece (
  device TEXT NOT NULL,
  epoch  INTEGER NOT NULL,
  number INTEGER NOT NULL,
  start  INTEGER NOT NULL,
  stop   INTEGER NOT NULL,
  bytes  BLOB NOT NULL CHECK (length(bytes) = stop - start),

  PRIMARY KEY (device, epoch, number, start),
  FOREIGN KEY (device, epoch, number) REFERENCES capture ON DELETE CASCADE
) STRICT;

CREATE TABLE attempt (
  device        TEXT NOT NULL,
  epoch         INTEGER NOT NULL,
  number        INTEGER NOT NULL,
  ordinal       INTEGER NOT NULL,
  provider      TEXT NOT NULL,
  model         TEXT NOT NULL,
  started_at    INTEGER NOT NULL,

  -- Null while it may be under way.
  ended_at      INTEGER,
  outcome       TEXT,
  billed        TEXT,
  detail        TEXT,
  prompt_tokens INTEGER,
  answer_tokens INTEGER,
  request_id    TEXT,

  PRIMARY KEY (device, epoch, number, ordinal),
  FOREIGN KEY (device, epoch, number) REFERENCES capture ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE INDEX attempt_open ON attempt (device, epoch, number, ordinal) WHERE ended_at IS NULL;
