-- What phones handed over on the office's network; on a coordinator's desktop only. Nothing of it is synced.
CREATE TABLE office_ranges (
    id         INTEGER PRIMARY KEY,
    device     BLOB    NOT NULL,
    user       BLOB    NOT NULL,
    replica    BLOB    NOT NULL,
    first_seq  INTEGER NOT NULL,
    last_seq   INTEGER NOT NULL,
    hash       BLOB    NOT NULL,         -- of the chain at last_seq
    sealed     BLOB    NOT NULL,         -- for the server; empty once the server has answered
    arrived_ms INTEGER NOT NULL,
    state      TEXT    NOT NULL,         -- waiting, refused, at_server
    cause      TEXT,                     -- why the server refused it
    changed_ms INTEGER NOT NULL,         -- the last answer of the server, or the arrival
    UNIQUE (replica, first_seq, last_seq, hash)
) STRICT;
CREATE INDEX office_ranges_open ON office_ranges (state, replica, first_seq);

-- What the coordinator may read of them, until the mirror shows it.
CREATE TABLE office_operations (
    id       INTEGER PRIMARY KEY,
    op_id    BLOB    NOT NULL UNIQUE,
    range    INTEGER NOT NULL REFERENCES office_ranges (id) ON DELETE CASCADE,
    kind     TEXT    NOT NULL,
    envelope BLOB    NOT NULL,           -- as hashed
    body     BLOB    NOT NULL,
    at_ms    INTEGER NOT NULL            -- effective time, as well as it is known
) STRICT;
CREATE INDEX office_operations_of_range ON office_operations (range);

-- Which entities they change on top of the mirror.
CREATE TABLE office_overlay (
    kind      TEXT    NOT NULL,
    id        BLOB    NOT NULL,
    operation INTEGER NOT NULL REFERENCES office_operations (id) ON DELETE CASCADE,
    UNIQUE (kind, id, operation)
) STRICT;
CREATE INDEX office_overlay_of_operation ON office_overlay (operation);

-- A range that the server has stays on top of the mirror until complete pulls have passed these positions.
CREATE TABLE office_awaited (
    range    INTEGER NOT NULL REFERENCES office_ranges (id) ON DELETE CASCADE,
    scope    TEXT    NOT NULL,
    position INTEGER NOT NULL,
    UNIQUE (range, scope)
) STRICT;
