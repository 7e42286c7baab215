-- The store of one device. Ids are 16 bytes, dates are text 'YYYY-MM-DD', instants are
-- milliseconds since 1970 UTC, codes are the stable codes of the vocabulary.

-- Small facts about this device, each a CBOR value; names in store/facts.rs.
CREATE TABLE facts (
    name  TEXT NOT NULL PRIMARY KEY,
    value BLOB NOT NULL
) STRICT;

-- What this device recorded, in the order in which it was recorded. Never edited, except that a
-- fork gives the chain another replica.
CREATE TABLE log (
    seq      INTEGER NOT NULL PRIMARY KEY, -- 1, 2, 3 … without holes; the order of the overlay
    op_id    BLOB    NOT NULL UNIQUE,
    kind     TEXT    NOT NULL,
    entity   BLOB    NOT NULL,             -- what the operation is mainly about
    envelope BLOB    NOT NULL,             -- as hashed
    body     BLOB    NOT NULL,             -- salt and payload, as hashed
    hash     BLOB    NOT NULL,             -- of the chain up to and including this operation
    state    INTEGER NOT NULL,             -- 0 pending, 1 applied, 2 held, 3 quarantined
    cause    TEXT,                         -- why it is held or quarantined
    at_ms    INTEGER NOT NULL,             -- effective time: the device's guess until the server fixed it
    uncertainty_ms INTEGER                 -- NULL until then
) STRICT;
CREATE INDEX log_of_entity ON log (entity);
CREATE INDEX log_not_applied ON log (state) WHERE state <> 1;

-- Which entities an operation of the log still changes on top of the mirror.
CREATE TABLE overlay (
    kind TEXT    NOT NULL,
    id   BLOB    NOT NULL,
    seq  INTEGER NOT NULL REFERENCES log (seq),
    UNIQUE (kind, id, seq)
) STRICT;
CREATE INDEX overlay_of_operation ON overlay (seq);

-- An applied operation stays in the overlay until complete pulls have passed these positions.
CREATE TABLE awaited (
    seq      INTEGER NOT NULL REFERENCES log (seq),
    scope    TEXT    NOT NULL,
    position INTEGER NOT NULL,
    UNIQUE (seq, scope)
) STRICT;
CREATE INDEX awaited_in_scope ON awaited (scope, position);

-- What this device may hold, and how far it has come.
CREATE TABLE scopes (
    scope     TEXT    NOT NULL PRIMARY KEY,
    cursor    INTEGER NOT NULL,
    complete  INTEGER NOT NULL,    -- the cursor when everything that is held was last up to date
    pulled_ms INTEGER              -- when the scope was last seen up to date; NULL: never
) STRICT;

-- The server's rows as they were pulled.
CREATE TABLE mirror (
    kind  TEXT NOT NULL,
    id    BLOB NOT NULL,
    scope TEXT NOT NULL,
    owner BLOB,                    -- the person whom the row is about
    row   BLOB NOT NULL,           -- CBOR
    stale INTEGER NOT NULL,        -- 1: goes when a pull is complete, unless it came again until then
    UNIQUE (kind, id)
) STRICT;
CREATE INDEX mirror_in_scope ON mirror (scope);
CREATE INDEX mirror_stale ON mirror (stale) WHERE stale = 1;

-- From here on: the view. Each row is the mirror with the overlay applied, written again whenever
-- one of them changes.

CREATE TABLE persons (
    n               INTEGER PRIMARY KEY, -- row of the search index
    id              BLOB NOT NULL UNIQUE,
    name            TEXT NOT NULL,
    honorific       TEXT NOT NULL,       -- as written; empty: by sex
    nickname        TEXT NOT NULL,
    sort_name       TEXT NOT NULL,       -- lower case, without titles
    birth_date      TEXT,
    birth_precision TEXT,                -- day, month, year
    sex             TEXT,                -- female, male
    phone           TEXT NOT NULL,
    lives_alone     INTEGER NOT NULL,
    kelurahan       TEXT,
    rw              INTEGER,
    rt              INTEGER,
    gang            TEXT NOT NULL,
    house_no        TEXT NOT NULL,
    landmark        TEXT NOT NULL,
    access_note     TEXT NOT NULL,
    diet            BLOB,                -- CBOR of the diet; NULL: nothing special
    life            TEXT NOT NULL,       -- alive, reported, deceased
    life_at_ms      INTEGER,
    life_by         BLOB,
    life_note       TEXT NOT NULL,
    died_on         TEXT,
    alias_of        BLOB,                -- the canonical person of a duplicate
    first_at_ms     INTEGER NOT NULL,    -- oldest register that stands
    address_at_ms   INTEGER
) STRICT;
CREATE INDEX persons_by_name ON persons (sort_name, id);
CREATE INDEX persons_by_place ON persons (kelurahan, rw, rt, sort_name);
CREATE INDEX persons_by_birth ON persons (birth_date, id);
CREATE INDEX persons_alias ON persons (alias_of) WHERE alias_of IS NOT NULL;
CREATE INDEX persons_not_alive ON persons (life) WHERE life <> 'alive';

-- Words of name, nickname, gang and patokan, as spelled and ('0…') as they sound.
CREATE VIRTUAL TABLE persons_words USING fts5 (
    words, content = '', contentless_delete = 1, prefix = '1 2 3', tokenize = 'unicode61 remove_diacritics 2'
);
-- Every word ever indexed, to find the one that was meant by a misspelt one.
CREATE TABLE known_words (
    word TEXT NOT NULL PRIMARY KEY
) STRICT, WITHOUT ROWID;

-- The case half: on coordinators' and PSM's devices only.
CREATE TABLE person_cases (
    id         BLOB NOT NULL UNIQUE,
    nik_status TEXT NOT NULL,
    nik        TEXT,
    kk         TEXT
) STRICT;
CREATE INDEX person_cases_by_nik ON person_cases (nik) WHERE nik IS NOT NULL;

CREATE TABLE contacts (
    id          BLOB NOT NULL UNIQUE,
    person      BLOB NOT NULL,
    name        TEXT NOT NULL,
    relation    TEXT NOT NULL,
    phone       TEXT NOT NULL,
    hint        TEXT NOT NULL,
    may_receive INTEGER NOT NULL
) STRICT;
CREATE INDEX contacts_of_person ON contacts (person);

CREATE TABLE enrolments (
    id              BLOB NOT NULL UNIQUE,
    person          BLOB NOT NULL,
    period          BLOB,                -- NULL until the period itself is known here
    status          TEXT,
    status_date     TEXT,
    status_reason   TEXT NOT NULL,
    status_at_ms    INTEGER,
    route           BLOB,
    order_key       TEXT NOT NULL,
    membership_at_ms INTEGER,
    membership_op   BLOB,                -- later writings win by (time, operation)
    fasting         INTEGER              -- NULL: not asked
) STRICT;
CREATE INDEX enrolments_of_person ON enrolments (person);
CREATE INDEX enrolments_on_route ON enrolments (route, order_key);
CREATE INDEX enrolments_in_period ON enrolments (period, status);

CREATE TABLE holds (
    id         BLOB NOT NULL UNIQUE,
    person     BLOB NOT NULL,
    reason     TEXT NOT NULL,
    from_date  TEXT NOT NULL,
    until_date TEXT,                     -- last day without a delivery
    note       TEXT NOT NULL,
    placed_by  BLOB NOT NULL,
    placed_at_ms INTEGER NOT NULL,
    ended_on   TEXT,                     -- first day with deliveries again
    ended_at_ms INTEGER
) STRICT;
CREATE INDEX holds_of_person ON holds (person, from_date);

CREATE TABLE deliveries (
    id          BLOB NOT NULL UNIQUE,
    op          BLOB NOT NULL,           -- the operation that recorded the attempt
    at_ms       INTEGER NOT NULL,        -- its effective time
    run         BLOB NOT NULL,
    date        TEXT NOT NULL,
    sitting     TEXT NOT NULL,
    slots       INTEGER NOT NULL,        -- 1 first, 2 second, 3 both
    courier     BLOB NOT NULL,
    person      BLOB,                    -- NULL: a door off the list that nobody attached yet
    outcome     TEXT NOT NULL,
    flags       INTEGER NOT NULL,        -- 1 food_spoiled, 2 short_portion, 4 late
    wellbeing   TEXT,
    boxes       INTEGER NOT NULL,
    received_by TEXT NOT NULL,
    contact     BLOB,
    seen_by_neighbor INTEGER,
    bring_back  INTEGER NOT NULL,
    until_date  TEXT,
    value_at_ms INTEGER NOT NULL,
    corrected   INTEGER NOT NULL,        -- more than one version of the value was written
    retracted   INTEGER NOT NULL,
    door        BLOB                     -- CBOR of the description of a door off the list
) STRICT;
-- Date first: every screen asks for a day.
CREATE INDEX deliveries_of_day ON deliveries (date, person);
CREATE INDEX deliveries_of_run ON deliveries (run, at_ms);
CREATE INDEX deliveries_of_person ON deliveries (person, date);
-- When each person was last met, and who got twice, without reading the attempts themselves.
CREATE INDEX deliveries_given ON deliveries (person, date, outcome)
    WHERE retracted = 0 AND outcome IN ('received_self', 'received_family', 'left_with_neighbor',
        'left_at_place', 'refused_today');
CREATE INDEX deliveries_off_list ON deliveries (date) WHERE door IS NOT NULL;

CREATE TABLE delivery_cases (
    id         BLOB NOT NULL UNIQUE,
    complaints BLOB NOT NULL,            -- CBOR of the list
    note       TEXT NOT NULL
) STRICT;

-- A run's id follows from route, date and sitting; they are NULL until it was started.
CREATE TABLE runs (
    id            BLOB NOT NULL UNIQUE,
    kelurahan     TEXT NOT NULL,
    route         BLOB,
    date          TEXT,
    sitting       TEXT,
    courier       BLOB,
    started_at_ms INTEGER,
    doors         BLOB,                  -- CBOR of the persons shown at the start
    list_updated_at_ms INTEGER,
    handed_over   INTEGER,               -- boxes
    handed_over_by TEXT,
    handed_over_at_ms INTEGER,
    cooked_at_ms  INTEGER,
    received      INTEGER,               -- boxes
    received_at_ms INTEGER,
    obstacle      BLOB,                  -- CBOR of the latest
    obstacle_at_ms INTEGER,
    boxes_back    INTEGER,
    finish_note   TEXT,
    finished_at_ms INTEGER
) STRICT;
CREATE INDEX runs_of_day ON runs (date, route);

CREATE TABLE routes (
    id        BLOB NOT NULL UNIQUE,
    kelurahan TEXT NOT NULL,
    name      TEXT NOT NULL,
    courier   BLOB
) STRICT;
CREATE INDEX routes_of_courier ON routes (courier);

CREATE TABLE users (
    id        BLOB NOT NULL UNIQUE,
    area      TEXT NOT NULL,
    full_name TEXT NOT NULL,
    call_name TEXT NOT NULL,
    phone     TEXT NOT NULL,
    roles     TEXT NOT NULL              -- codes with a space around each: ' kurir psm '
) STRICT;

CREATE TABLE organisations (
    id   BLOB NOT NULL UNIQUE,
    area TEXT NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    phone TEXT NOT NULL
) STRICT;

CREATE TABLE programmes (
    id   BLOB NOT NULL UNIQUE,
    area TEXT NOT NULL,
    name TEXT NOT NULL
) STRICT;

CREATE TABLE periods (
    id    BLOB NOT NULL UNIQUE,
    area  TEXT NOT NULL,
    first TEXT NOT NULL,
    last  TEXT NOT NULL,
    terms BLOB NOT NULL                  -- CBOR of the contract
) STRICT;

CREATE TABLE service_days (
    id     BLOB NOT NULL UNIQUE,
    area   TEXT NOT NULL,
    period BLOB,                         -- NULL until the period itself is known here
    date   TEXT NOT NULL,
    serves INTEGER NOT NULL,
    reason TEXT NOT NULL
) STRICT;
CREATE INDEX service_days_by_date ON service_days (date);

-- What was done about a derived alert. The alert itself is computed.
CREATE TABLE alerts_ack (
    id     BLOB NOT NULL UNIQUE,
    person BLOB,
    action TEXT NOT NULL,                -- the latest; every one is in the row
    by     BLOB NOT NULL,
    at_ms  INTEGER NOT NULL
) STRICT;

-- Derived items of *Perlu dicek* that somebody looked at.
CREATE TABLE reviews (
    id    BLOB NOT NULL UNIQUE,
    note  TEXT NOT NULL,
    by    BLOB NOT NULL,
    at_ms INTEGER NOT NULL
) STRICT;

CREATE TABLE incidents (
    id     BLOB NOT NULL UNIQUE,
    person BLOB NOT NULL,
    kind   TEXT NOT NULL,
    note   TEXT NOT NULL,
    by     BLOB NOT NULL,
    at_ms  INTEGER NOT NULL
) STRICT;
CREATE INDEX incidents_of_person ON incidents (person);

CREATE TABLE proposals (
    id     BLOB NOT NULL UNIQUE,
    person BLOB NOT NULL,
    kind   TEXT NOT NULL,
    note   TEXT NOT NULL,
    by     BLOB NOT NULL,
    at_ms  INTEGER NOT NULL,
    status TEXT                          -- NULL: nobody decided
) STRICT;
CREATE INDEX proposals_of_person ON proposals (person);

-- Registers with two heads that say different things.
CREATE TABLE conflicts (
    kind     TEXT NOT NULL,
    id       BLOB NOT NULL,
    register TEXT NOT NULL,
    owner    BLOB,
    UNIQUE (kind, id, register)
) STRICT;
CREATE INDEX conflicts_of_person ON conflicts (owner);
