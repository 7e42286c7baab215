-- What was attached to deliveries and visits: photos, parafs, and "not photographed".
CREATE TABLE photos (
    op        BLOB NOT NULL UNIQUE,      -- that attached it
    kind      TEXT NOT NULL,             -- of the record: delivery, visit
    entity    BLOB NOT NULL,
    author    BLOB NOT NULL,
    at_ms     INTEGER NOT NULL,
    entry     TEXT NOT NULL,             -- photo, paraf, declined
    value     BLOB NOT NULL,             -- CBOR of it
    full      BLOB,                      -- hashes of the ciphertexts; photos only
    thumbnail BLOB
) STRICT;
CREATE INDEX photos_of ON photos (entity, kind);
CREATE INDEX photos_by_full ON photos (full) WHERE full IS NOT NULL;
CREATE INDEX photos_by_thumbnail ON photos (thumbnail) WHERE thumbnail IS NOT NULL;

-- Ciphertexts that were made here or fetched: where each is. Nothing of it is synced.
CREATE TABLE media (
    hash     BLOB NOT NULL UNIQUE,
    bytes    INTEGER NOT NULL,
    own      INTEGER NOT NULL,           -- made here: kept until the server has it in a backup
    small    INTEGER NOT NULL,           -- a thumbnail: goes first
    state    TEXT NOT NULL,              -- waiting, stored, durable; fetched; wanted: asked for by a screen
    here     INTEGER NOT NULL,           -- the file is on this device
    at_ms    INTEGER NOT NULL,           -- made or fetched
    asked_ms INTEGER NOT NULL DEFAULT 0  -- when the server was last asked about it
) STRICT;
CREATE INDEX media_open ON media (state, small, at_ms) WHERE state IN ('waiting', 'stored', 'wanted');
CREATE INDEX media_here ON media (at_ms) WHERE here = 1;
