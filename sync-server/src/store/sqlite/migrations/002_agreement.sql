-- What the rows of a scope add up to: kept with every write, counted anew from the rows every day.
ALTER TABLE scopes ADD COLUMN count INTEGER NOT NULL DEFAULT 0;
ALTER TABLE scopes ADD COLUMN checksum INTEGER NOT NULL DEFAULT 0; -- sum of digests mod 2^64, as i64
-- Raised when the numbers were wrong, and when rows changed that no position tells of.
ALTER TABLE scopes ADD COLUMN generation INTEGER NOT NULL DEFAULT 1;

-- Where a device's rows were not what this server counted.
CREATE TABLE disagreements (
  device        BLOB    NOT NULL REFERENCES devices (device),
  scope         TEXT    NOT NULL,
  state         TEXT    NOT NULL CHECK (state IN ('fetching', 'healed', 'stopped')),
  head          INTEGER NOT NULL, -- at which both counted
  generation    INTEGER NOT NULL, -- of the server's number
  told_count    INTEGER NOT NULL, -- the server's
  told_checksum INTEGER NOT NULL,
  own_count     INTEGER NOT NULL, -- the device's
  own_checksum  INTEGER NOT NULL,
  reported_ms   INTEGER NOT NULL,
  PRIMARY KEY (device, scope)
) STRICT;
