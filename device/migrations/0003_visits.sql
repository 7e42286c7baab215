-- Household visits, answered forms, and what is half written.

CREATE TABLE visits (
    id          BLOB NOT NULL UNIQUE,
    person      BLOB NOT NULL,
    purpose     TEXT NOT NULL,           -- of the visit that was made, else of the plan
    due         TEXT,                    -- NULL: made without a plan
    cause       TEXT,                    -- alert, missed_meals, not_seen, visit; NULL: somebody's own idea
    plan_note   TEXT NOT NULL,
    planned_at_ms INTEGER,
    assigned    BLOB,
    assigned_at_ms INTEGER,
    cancelled   TEXT,                    -- the reason; NULL: it stands
    visitor     BLOB,                    -- NULL: nobody has been there yet
    made_on     TEXT,
    outcome     TEXT,
    wellbeing   TEXT,
    value       BLOB,                    -- CBOR of all that the visitor said
    value_at_ms INTEGER,
    verified    TEXT,                    -- verified, returned; NULL: nobody looked yet
    returned    BLOB,                    -- CBOR of what is to be completed
    verified_by BLOB,
    verified_at_ms INTEGER
) STRICT;
CREATE INDEX visits_of_person ON visits (person, made_on);
CREATE INDEX visits_assigned ON visits (assigned) WHERE made_on IS NULL;
CREATE INDEX visits_made ON visits (made_on) WHERE made_on IS NOT NULL;

-- One part of a form, answered once.
CREATE TABLE assessments (
    id       BLOB NOT NULL UNIQUE,
    person   BLOB NOT NULL,
    visit    BLOB NOT NULL,
    form     TEXT NOT NULL,
    version  INTEGER NOT NULL,
    part     TEXT NOT NULL,
    date     TEXT NOT NULL,
    assessor BLOB NOT NULL,
    at_ms    INTEGER NOT NULL,
    answers  BLOB NOT NULL               -- CBOR: question → answer
) STRICT;
CREATE INDEX assessments_of_person ON assessments (person, form, date);
CREATE INDEX assessments_of_visit ON assessments (visit);

-- The forms that the office defined. The app brings its own along.
CREATE TABLE forms (
    id         BLOB NOT NULL UNIQUE,
    form       TEXT NOT NULL,
    version    INTEGER NOT NULL,
    definition BLOB NOT NULL             -- CBOR
) STRICT;
CREATE INDEX forms_by_code ON forms (form, version);

-- What somebody has begun to write on this device and not recorded yet. Never sent.
CREATE TABLE drafts (
    visit      BLOB NOT NULL UNIQUE,
    value      BLOB NOT NULL,            -- CBOR
    changed_ms INTEGER NOT NULL
) STRICT;
