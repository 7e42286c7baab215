-- Removals up to here may have been forgotten: a cursor behind it begins from a snapshot.
ALTER TABLE scopes ADD COLUMN compacted_through bigint NOT NULL DEFAULT 0;
-- Of those that are there nobody knows the age: they begin to age now.
ALTER TABLE removals ADD COLUMN removed_ms bigint NOT NULL
  DEFAULT (extract(epoch FROM now()) * 1000)::bigint;
ALTER TABLE removals ALTER COLUMN removed_ms DROP DEFAULT;
