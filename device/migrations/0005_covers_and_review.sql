-- Somebody else carries a route for some days, or the rest of one round.
CREATE TABLE covers (
    id          BLOB    NOT NULL PRIMARY KEY,
    route       BLOB    NOT NULL,
    courier     BLOB    NOT NULL, -- who carries it meanwhile
    from_date   TEXT    NOT NULL,
    until_date  TEXT    NOT NULL, -- the last day
    ended_at_ms INTEGER,          -- ended before that
    sitting     TEXT,             -- of the round whose rest it is; NULL: the whole route
    doors       BLOB,             -- CBOR of person ids: the rest of the round; NULL: the whole route
    by          BLOB    NOT NULL, -- who arranged it
    at_ms       INTEGER NOT NULL
) STRICT;
CREATE INDEX covers_of_route ON covers (route, until_date);

-- What the server told a coordinator to look at. Not a record: it is replaced as a whole.
CREATE TABLE set_aside (
    item           BLOB    NOT NULL PRIMARY KEY, -- under which a decision stands
    op             BLOB    NOT NULL,
    content        BLOB    NOT NULL, -- hash of the copy that is meant
    kind           TEXT    NOT NULL,
    author         BLOB    NOT NULL,
    phone          TEXT    NOT NULL, -- "HP Pak Dedi"
    at_ms          INTEGER NOT NULL,
    received_ms    INTEGER NOT NULL,
    state          TEXT    NOT NULL CHECK (state IN ('held', 'quarantined', 'late')),
    cause          TEXT,
    body           BLOB              -- NULL: of somebody who is not to be seen here
) STRICT;

-- From which phones operations that stand against each other came.
CREATE TABLE origins (
    op          BLOB    NOT NULL PRIMARY KEY,
    phone       TEXT    NOT NULL,
    received_ms INTEGER NOT NULL
) STRICT;
