-- Removals up to here may have been forgotten: a cursor behind it begins from a snapshot.
ALTER TABLE scopes ADD COLUMN compacted_through INTEGER NOT NULL DEFAULT 0;
ALTER TABLE removals ADD COLUMN removed_ms INTEGER NOT NULL DEFAULT 0;
-- Of those that are there nobody knows the age: they begin to age now.
UPDATE removals SET removed_ms = unixepoch() * 1000;
