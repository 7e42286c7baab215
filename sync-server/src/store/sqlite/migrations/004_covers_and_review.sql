-- Projection of the rows of covers: who carries which route for a time, the rest of a round included.
CREATE TABLE covers (
  cover     BLOB    PRIMARY KEY,
  route     BLOB    NOT NULL,
  kelurahan TEXT    NOT NULL,
  courier   BLOB    NOT NULL,
  from_ms   INTEGER NOT NULL,
  until_ms  INTEGER NOT NULL -- the first instant after it
) STRICT;
CREATE INDEX covers_by_courier ON covers (courier);

-- Who vouches for which operation that was set aside. The operation may arrive later.
CREATE TABLE acceptances (
  accepted_by    BLOB    PRIMARY KEY, -- the operation that says so
  op_id          BLOB    NOT NULL,
  content        BLOB    NOT NULL, -- hash of the copy that was looked at
  user           BLOB    NOT NULL, -- by whose right it counts
  at_ms          INTEGER NOT NULL,
  uncertainty_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX acceptances_by_operation ON acceptances (op_id);

-- Facts that came late although their time is known: coordinators look at them.
CREATE INDEX operations_late ON operations (received_ms)
  WHERE state = 'applied' AND device IS NOT NULL
    AND 172800000 < received_ms - at_ms AND uncertainty_ms <= 86400000;
