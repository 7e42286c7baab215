-- What is in a verified backup, and what came of a restore.

ALTER TABLE replicas ADD COLUMN durable_seq INTEGER NOT NULL DEFAULT 0; -- never goes back

ALTER TABLE server ADD COLUMN backed_up_ms INTEGER; -- the moment of the latest verified backup; NULL: none yet
ALTER TABLE server ADD COLUMN restored_ms  INTEGER; -- when the epoch was last raised; NULL: never
ALTER TABLE server ADD COLUMN restored_from_ms INTEGER; -- of which backup; NULL: nobody announced it

-- How far devices say that this server had acknowledged each log. More than is stored: it was lost.
CREATE TABLE promises (
  replica BLOB    PRIMARY KEY,
  device  BLOB    NOT NULL REFERENCES devices (device),
  seq     INTEGER NOT NULL -- the furthest that was ever said
) STRICT;
