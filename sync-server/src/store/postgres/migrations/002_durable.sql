-- What is in a verified backup, and what came of a restore.

ALTER TABLE replicas ADD COLUMN durable_seq bigint NOT NULL DEFAULT 0; -- never goes back

ALTER TABLE server ADD COLUMN backed_up_ms bigint; -- the moment of the latest verified backup; NULL: none yet
ALTER TABLE server ADD COLUMN restored_ms bigint; -- when the epoch was last raised; NULL: never
ALTER TABLE server ADD COLUMN restored_from_ms bigint; -- of which backup; NULL: nobody announced it

-- How far devices say that this server had acknowledged each log. More than is stored: it was lost.
CREATE TABLE promises (
  replica uuid   PRIMARY KEY,
  device  uuid   NOT NULL REFERENCES devices (device),
  seq     bigint NOT NULL -- the furthest that was ever said
);
