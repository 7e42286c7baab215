-- People who moved away to another kelurahan, as the office that they left remembers them.
CREATE TABLE departures (
    id           BLOB    NOT NULL PRIMARY KEY,
    person       BLOB    NOT NULL,
    name         TEXT    NOT NULL,
    honorific    TEXT    NOT NULL,
    to_kelurahan TEXT    NOT NULL,
    route        BLOB,             -- from which they left; NULL: from none
    by           BLOB    NOT NULL,
    at_ms        INTEGER NOT NULL
) STRICT;
CREATE INDEX departures_in_order ON departures (at_ms);
