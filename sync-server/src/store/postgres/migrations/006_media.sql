-- Ciphertexts of photos that rows name: what is here of each.
CREATE TABLE media (
  hash      bytea   PRIMARY KEY, -- BLAKE3 of the ciphertext
  kind      text    NOT NULL,    -- of the row that names it
  entity    uuid    NOT NULL,
  author    uuid    NOT NULL,    -- who attached it
  bytes     bigint  NOT NULL,
  withdrawn boolean NOT NULL DEFAULT false, -- no row names it any more
  begun_ms  bigint,              -- when its upload began; NULL: none is under way
  parts     text    NOT NULL DEFAULT '', -- where each part that arrived ends: "4096,9000"
  stored_ms bigint,              -- since when all of it is here
  durable   boolean NOT NULL DEFAULT false -- in a verified backup
);
CREATE INDEX media_by_entity ON media (entity, kind);
CREATE INDEX media_begun ON media (begun_ms) WHERE begun_ms IS NOT NULL;
CREATE INDEX media_withdrawn ON media (hash) WHERE withdrawn;
CREATE INDEX media_open ON media (stored_ms) WHERE NOT durable AND stored_ms IS NOT NULL;
