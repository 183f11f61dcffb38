-- A capture has one frame or several.

CREATE TABLE frame (
  device      TEXT NOT NULL,
  epoch       INTEGER NOT NULL,
  number      INTEGER NOT NULL,
  frame_index INTEGER NOT NULL,
  size        INTEGER NOT NULL,
  crc         INTEGER NOT NULL,
  width       INTEGER NOT NULL DEFAULT 0,
  height      INTEGER NOT NULL DEFAULT 0,
  damaged     INTEGER NOT NULL DEFAULT 0,
  -- When it became durable; null before.
  stored_at   INTEGER,

  PRIMARY KEY (device, epoch, number, frame_index),
  FOREIGN KEY (device, epoch, number) REFERENCES capture ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

INSERT INTO frame (device, epoch, number, frame_index, size, crc, width, height, damaged, stored_at)
  SELECT device, epoch, number, 0, size, crc, width, height, damaged, stored_at FROM capture
  WHERE parent_epoch IS NULL AND frame_epoch IS NULL;

-- 0 for a question about another capture's frames.
ALTER TABLE capture ADD COLUMN frame_count INTEGER NOT NULL DEFAULT 1;
UPDATE capture SET frame_count = 0 WHERE parent_epoch IS NOT NULL OR frame_epoch IS NOT NULL;

ALTER TABLE capture DROP COLUMN size;
ALTER TABLE capture DROP COLUMN crc;
ALTER TABLE capture DROP COLUMN width;
ALTER TABLE capture DROP COLUMN height;
ALTER TABLE capture DROP COLUMN damaged;

-- Table piece stays as it is, with what may be gigabytes: start and stop of the pieces of frame i
-- count from i * 2^32, which is more than any frame has. What was there is frame 0.
