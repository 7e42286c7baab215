-- Each scope has a mirror of its own, and counts what is in it: the number is compared with the
-- server's.
CREATE TABLE held (
    n          INTEGER PRIMARY KEY,
    scope      TEXT    NOT NULL UNIQUE,
    cursor     INTEGER NOT NULL,
    complete   INTEGER NOT NULL,    -- the cursor when everything that is held was last up to date
    pulled_ms  INTEGER,             -- when the scope was last seen up to date; NULL: never
    count      INTEGER NOT NULL DEFAULT 0, -- of its rows in the mirror
    checksum   INTEGER NOT NULL DEFAULT 0, -- sum of their digests modulo 2^64, as a signed number
    rounds     INTEGER NOT NULL DEFAULT 0, -- fetched anew so often since both last agreed
    stopped_ms INTEGER              -- since when it is pulled no more; NULL: it is pulled
) STRICT;
INSERT INTO held (scope, cursor, complete, pulled_ms)
    SELECT scope, cursor, complete, pulled_ms FROM scopes;

-- An entity that moves is in two mirrors until the pull is complete.
CREATE TABLE mirrored (
    kind   TEXT    NOT NULL,
    id     BLOB    NOT NULL,
    scope  INTEGER NOT NULL,       -- scopes.n
    owner  BLOB,                   -- the person whom the row is about
    row    BLOB    NOT NULL,       -- CBOR
    digest INTEGER NOT NULL,       -- of the row, as a signed number
    stale  INTEGER NOT NULL,       -- 1: goes when a pull is complete, unless it came again until then
    UNIQUE (kind, id, scope)
) STRICT;
-- The digests are counted before the first pull.
INSERT INTO mirrored (kind, id, scope, owner, row, digest, stale)
    SELECT kind, id, held.n, owner, row, 0, stale FROM mirror JOIN held ON held.scope = mirror.scope;

DROP TABLE mirror;
DROP TABLE scopes;
ALTER TABLE held RENAME TO scopes;
ALTER TABLE mirrored RENAME TO mirror;
CREATE INDEX mirror_in_scope ON mirror (scope);
CREATE INDEX mirror_stale ON mirror (stale) WHERE stale = 1;

-- What the server is to be told of scopes whose numbers differed.
CREATE TABLE disagreements (
    scope TEXT NOT NULL PRIMARY KEY,
    said  BLOB NOT NULL            -- CBOR
) STRICT;
