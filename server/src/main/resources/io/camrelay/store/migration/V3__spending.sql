-- What asking takes and costs, what it may cost, and what was found in pictures before. Money is in
-- billionths of a dollar. -1 stands for tokens that nobody knows, null for a price.

-- One row an attempt. Stays when its capture goes: what was spent is not forgotten.
CREATE TABLE ledger (
  device             TEXT NOT NULL,
  epoch              INTEGER NOT NULL,
  number             INTEGER NOT NULL,
  ordinal            INTEGER NOT NULL,
  begun_at           INTEGER NOT NULL,
  -- Empty where that was not kept.
  profile            TEXT NOT NULL,
  revision           INTEGER NOT NULL,
  provider           TEXT NOT NULL,
  model              TEXT NOT NULL,
  expected_picture   INTEGER NOT NULL,
  expected_prompt    INTEGER NOT NULL,

  -- What is reserved for it until it is settled.
  worst_tokens       INTEGER NOT NULL,
  worst_cost         INTEGER,

  settled_at         INTEGER,
  outcome            TEXT,
  prompt_tokens      INTEGER NOT NULL DEFAULT -1,
  cached_tokens      INTEGER NOT NULL DEFAULT -1,
  cache_write_tokens INTEGER NOT NULL DEFAULT -1,
  answer_tokens      INTEGER NOT NULL DEFAULT -1,
  reasoning_tokens   INTEGER NOT NULL DEFAULT -1,
  cost               INTEGER,
  basis              TEXT CHECK ((basis IS NULL) = (settled_at IS NULL)),
  -- What it counts against a budget in tokens.
  counted_tokens     INTEGER NOT NULL DEFAULT 0,

  PRIMARY KEY (device, epoch, number, ordinal)
) STRICT, WITHOUT ROWID;

CREATE INDEX ledger_time ON ledger (begun_at);
CREATE INDEX ledger_of_device ON ledger (device, begun_at);
CREATE INDEX ledger_of_profile ON ledger (profile, begun_at);
CREATE INDEX ledger_of_model ON ledger (model, begun_at);
CREATE INDEX ledger_open ON ledger (device, epoch, number, ordinal) WHERE settled_at IS NULL;

INSERT INTO ledger (device, epoch, number, ordinal, begun_at, profile, revision, provider, model,
    expected_picture, expected_prompt, worst_tokens, settled_at, outcome, prompt_tokens,
    answer_tokens, cost, basis, counted_tokens)
  SELECT device, epoch, number, ordinal, started_at, '', 0, provider, model, -1, -1, -1, ended_at,
      outcome, coalesce(prompt_tokens, -1), coalesce(answer_tokens, -1),
      CASE billed WHEN 'NO' THEN 0 END,
      CASE billed WHEN 'NO' THEN 'NOTHING' WHEN 'MAYBE' THEN 'WORST_CASE' WHEN 'YES' THEN 'UNKNOWN'
      END,
      CASE billed WHEN 'NO' THEN 0
      ELSE max(0, coalesce(prompt_tokens, 0)) + max(0, coalesce(answer_tokens, 0)) END
  FROM attempt;

ALTER TABLE attempt DROP COLUMN prompt_tokens;
ALTER TABLE attempt DROP COLUMN answer_tokens;

-- What really went out; null where that was the frame as it is.
ALTER TABLE attempt ADD COLUMN sent_width INTEGER;
ALTER TABLE attempt ADD COLUMN sent_height INTEGER;
ALTER TABLE attempt ADD COLUMN sent_bytes INTEGER;
ALTER TABLE attempt ADD COLUMN sent_crc INTEGER;
ALTER TABLE attempt ADD COLUMN overlapped INTEGER NOT NULL DEFAULT 0;

-- What the operator allows. The name is empty for the budget of all.
CREATE TABLE budget (
  scope           TEXT NOT NULL CHECK (scope IN ('ALL', 'PROFILE', 'DEVICE')),
  name            TEXT NOT NULL,
  period          TEXT NOT NULL CHECK (period IN ('DAY', 'MONTH')),
  unit            TEXT NOT NULL CHECK (unit IN ('MONEY', 'TOKENS')),
  most            INTEGER NOT NULL,
  warn_percent    INTEGER NOT NULL,
  cheaper_percent INTEGER NOT NULL,

  PRIMARY KEY (scope, name, period, unit)
) STRICT, WITHOUT ROWID;

-- The sums of the ledger that budgets need, in the period that is running. One that is missing, or
-- of another period, is made anew from the ledger.
CREATE TABLE counter (
  scope           TEXT NOT NULL,
  name            TEXT NOT NULL,
  period          TEXT NOT NULL,
  starts          INTEGER NOT NULL,
  spent_nanos     INTEGER NOT NULL,
  spent_tokens    INTEGER NOT NULL,
  reserved_nanos  INTEGER NOT NULL,
  reserved_tokens INTEGER NOT NULL,
  -- Whether the operator was told in this period, for each unit.
  warned_money    INTEGER NOT NULL DEFAULT 0,
  warned_tokens   INTEGER NOT NULL DEFAULT 0,

  PRIMARY KEY (scope, name, period)
) STRICT, WITHOUT ROWID;

-- How the operator wants a capture to be asked; null for as the device's profile has it.
ALTER TABLE capture ADD COLUMN asked_profile TEXT;
ALTER TABLE capture ADD COLUMN asked_provider TEXT;

-- What arithmetic has found in its picture; findings are a JSON array.
ALTER TABLE capture ADD COLUMN fingerprint TEXT;
ALTER TABLE capture ADD COLUMN findings TEXT;

-- Epoch 0 is the operator's, who asks about pictures once more.
CREATE INDEX capture_fingerprint ON capture (device, stored_at)
  WHERE fingerprint IS NOT NULL AND epoch <> 0 AND failure IS NOT 'picture_unfit';
