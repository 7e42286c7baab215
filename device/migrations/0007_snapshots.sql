-- Scopes that are being fetched as snapshots, and how far that has come.
CREATE TABLE snapshots (
    scope     TEXT    NOT NULL PRIMARY KEY,
    signed    BLOB,                -- CBOR of the index; NULL: it is still to be asked for
    next      INTEGER NOT NULL     -- the chunk that is fetched next
) STRICT;
