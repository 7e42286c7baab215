-- Ciphertexts of photos that rows name: what is here of each.
CREATE TABLE media (
  hash      BLOB    PRIMARY KEY, -- BLAKE3 of the ciphertext
  kind      TEXT    NOT NULL,    -- of the row that names it
  entity    BLOB    NOT NULL,
  author    BLOB    NOT NULL,    -- who attached it
  bytes     INTEGER NOT NULL,
  withdrawn INTEGER NOT NULL DEFAULT 0, -- no row names it any more
  begun_ms  INTEGER,             -- when its upload began; NULL: none is under way
  parts     TEXT    NOT NULL DEFAULT '', -- where each part that arrived ends: "4096,9000"
  stored_ms INTEGER,             -- since when all of it is here
  durable   INTEGER NOT NULL DEFAULT 0  -- in a verified backup
) STRICT;
CREATE INDEX media_by_entity ON media (entity, kind);
CREATE INDEX media_begun ON media (begun_ms) WHERE begun_ms IS NOT NULL;
CREATE INDEX media_withdrawn ON media (hash) WHERE withdrawn = 1;
CREATE INDEX media_open ON media (stored_ms) WHERE durable = 0 AND stored_ms IS NOT NULL;
