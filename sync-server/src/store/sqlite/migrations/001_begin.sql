-- Ids are the 16 bytes of a UUID, instants are milliseconds since 1970 UTC.

-- Who this server is. One row.
CREATE TABLE server (
  one        INTEGER PRIMARY KEY CHECK (one = 1),
  server_id  BLOB    NOT NULL, -- named in every invitation; survives restores
  epoch      INTEGER NOT NULL, -- raised when the server holds less than it acknowledged
  area       TEXT    NOT NULL, -- Kemendagri code of the kelurahan or kecamatan
  replica    BLOB    NOT NULL, -- the server's own log
  operator   BLOB    NOT NULL, -- the author of the own log
  is_demo    INTEGER NOT NULL CHECK (is_demo IN (0, 1)),
  created_ms INTEGER NOT NULL
) STRICT;

-- Projection of user.define, which only the own log may hold.
CREATE TABLE users (
  user    BLOB PRIMARY KEY,
  area    TEXT NOT NULL,
  profile BLOB NOT NULL -- CBOR: names and telephone
) STRICT;

CREATE TABLE user_roles (
  user BLOB NOT NULL REFERENCES users (user),
  role TEXT NOT NULL, -- code of the role
  PRIMARY KEY (user, role)
) STRICT;

-- The office's own list of grants: an RW of a PSM, a colleague's route.
CREATE TABLE grants (
  id    INTEGER PRIMARY KEY,
  user  BLOB NOT NULL REFERENCES users (user),
  terms BLOB NOT NULL -- CBOR: class, place, from, until
) STRICT;
CREATE INDEX grants_by_user ON grants (user);

CREATE TABLE devices (
  device      BLOB    PRIMARY KEY,
  user        BLOB    NOT NULL REFERENCES users (user),
  public_key  BLOB    NOT NULL, -- Ed25519
  name        TEXT    NOT NULL, -- "HP Pak Dedi"
  enrolled_ms INTEGER NOT NULL,
  contact_ms  INTEGER, -- its last hello; NULL: none yet
  revoked_ms  INTEGER -- from then on everything it sends is set aside
) STRICT;
CREATE INDEX devices_by_user ON devices (user);

-- The server's time at a moment of a device's boot clock, from its hellos.
CREATE TABLE anchors (
  device    BLOB    NOT NULL REFERENCES devices (device),
  boot      BLOB    NOT NULL,
  boot_ms   INTEGER NOT NULL,
  server_ms INTEGER NOT NULL,
  PRIMARY KEY (device, boot)
) STRICT;

-- How far a device holds each scope, as it said in its last hello.
CREATE TABLE held (
  device BLOB    NOT NULL REFERENCES devices (device),
  scope  TEXT    NOT NULL,
  cursor INTEGER NOT NULL,
  PRIMARY KEY (device, scope)
) STRICT;

CREATE TABLE invitations (
  code_hash   BLOB    PRIMARY KEY, -- BLAKE3 of a code with 128 random bits
  user        BLOB    NOT NULL REFERENCES users (user),
  device_name TEXT    NOT NULL,
  expires_ms  INTEGER NOT NULL,
  device      BLOB REFERENCES devices (device) -- set when it was used
) STRICT;

CREATE TABLE replicas (
  id             INTEGER PRIMARY KEY,
  replica        BLOB    NOT NULL UNIQUE,
  device         BLOB REFERENCES devices (device), -- NULL: the server's own log
  seq            INTEGER NOT NULL, -- of the last stored operation
  hash           BLOB    NOT NULL, -- of the chain up to it
  head_signature BLOB -- by the device over the last pushed head
) STRICT;

-- Every operation that ever arrived, once for each content.
CREATE TABLE operations (
  id             INTEGER PRIMARY KEY,
  op_id          BLOB    NOT NULL,
  content        BLOB    NOT NULL, -- hash without replica and seq
  kind           TEXT    NOT NULL,
  author         BLOB    NOT NULL,
  device         BLOB, -- who sent it first; NULL: the own log
  envelope       BLOB    NOT NULL, -- as hashed
  body           BLOB    NOT NULL, -- as received
  received_ms    INTEGER NOT NULL,
  at_ms          INTEGER NOT NULL, -- effective time, fixed once
  uncertainty_ms INTEGER NOT NULL,
  state          TEXT    NOT NULL CHECK (state IN ('applied', 'held', 'quarantined')),
  cause          TEXT, -- of held and quarantined
  verdict        BLOB    NOT NULL, -- CBOR: the receipt as it was given
  UNIQUE (op_id, content)
) STRICT;
-- What waits or was set aside, to be judged again.
CREATE INDEX operations_set_aside ON operations (author, state) WHERE state <> 'applied';

-- The chain of each replica.
CREATE TABLE log (
  place     INTEGER PRIMARY KEY, -- replicas.id << 40 | seq
  hash      BLOB    NOT NULL,
  operation INTEGER NOT NULL REFERENCES operations (id)
) STRICT;

CREATE TABLE scopes (
  id   INTEGER PRIMARY KEY,
  name TEXT    NOT NULL UNIQUE, -- "delivery/31.71.08.1002/<route>"
  head INTEGER NOT NULL -- the last position that was given
) STRICT;

-- The state of every entity, in the order in which devices are sent it.
CREATE TABLE rows (
  place  INTEGER PRIMARY KEY, -- scopes.id << 40 | position
  kind   TEXT NOT NULL,
  entity BLOB NOT NULL,
  owner  BLOB, -- the person whom the row follows from scope to scope
  clear  BLOB NOT NULL, -- CBOR registers: ids, codes, dates, outcomes, amounts, places down to RW
  sealed BLOB NOT NULL  -- CBOR registers: names, addresses, telephones, NIK, health, free text
) STRICT;
CREATE UNIQUE INDEX rows_by_entity ON rows (entity, kind);
CREATE INDEX rows_by_owner ON rows (owner) WHERE owner IS NOT NULL;

-- Rows that left a scope.
CREATE TABLE removals (
  place  INTEGER PRIMARY KEY, -- scopes.id << 40 | position
  kind   TEXT NOT NULL,
  entity BLOB NOT NULL
) STRICT;
CREATE INDEX removals_by_entity ON removals (entity, kind);

CREATE TABLE person_scopes (
  person   BLOB    PRIMARY KEY,
  delivery INTEGER NOT NULL REFERENCES scopes (id),
  case_    INTEGER NOT NULL REFERENCES scopes (id)
) STRICT;

-- Projection of the rows of routes: who carries which route now.
CREATE TABLE routes (
  route     BLOB    PRIMARY KEY,
  kelurahan TEXT    NOT NULL,
  courier   BLOB,
  since_ms  INTEGER NOT NULL
) STRICT;
CREATE INDEX routes_by_courier ON routes (courier) WHERE courier IS NOT NULL;

-- Every assignment, so that an old operation is judged by the rights of its time.
CREATE TABLE route_assignments (
  op_id     BLOB    PRIMARY KEY,
  route     BLOB    NOT NULL,
  kelurahan TEXT    NOT NULL,
  courier   BLOB,
  at_ms     INTEGER NOT NULL
) STRICT;
CREATE INDEX route_assignments_by_courier ON route_assignments (courier) WHERE courier IS NOT NULL;
CREATE INDEX route_assignments_by_route ON route_assignments (route, at_ms, op_id);
