-- Projection of the rows of covers: who carries which route for a time, the rest of a round included.
CREATE TABLE covers (
  cover     uuid   PRIMARY KEY,
  route     uuid   NOT NULL,
  kelurahan text   NOT NULL,
  courier   uuid   NOT NULL,
  from_ms   bigint NOT NULL,
  until_ms  bigint NOT NULL -- the first instant after it
);
CREATE INDEX covers_by_courier ON covers (courier);

-- Who vouches for which operation that was set aside. The operation may arrive later.
CREATE TABLE acceptances (
  accepted_by    uuid   PRIMARY KEY, -- the operation that says so
  op_id          uuid   NOT NULL,
  content        bytea  NOT NULL, -- hash of the copy that was looked at
  user_id        uuid   NOT NULL, -- by whose right it counts
  at_ms          bigint NOT NULL,
  uncertainty_ms bigint NOT NULL
);
CREATE INDEX acceptances_by_operation ON acceptances (op_id);

-- Facts that came late although their time is known: coordinators look at them.
CREATE INDEX operations_late ON operations (received_ms)
  WHERE state = 'applied' AND device IS NOT NULL
    AND 172800000 < received_ms - at_ms AND uncertainty_ms <= 86400000;
