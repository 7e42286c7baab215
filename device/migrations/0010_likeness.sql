-- Who is probably somebody else too. Each person is compared with the others once, and again when what
-- is compared of them changes; the screens read what was found.

CREATE TABLE likeness (
    person    INTEGER NOT NULL, -- persons.n of who was compared
    other     INTEGER NOT NULL, -- persons.n
    score     INTEGER NOT NULL,
    reasons   BLOB NOT NULL,    -- CBOR
    lately_ms INTEGER NOT NULL, -- persons.first_at_ms of who was registered later
    PRIMARY KEY (person, other)
) STRICT, WITHOUT ROWID;
CREATE INDEX likeness_of_other ON likeness (other);
CREATE INDEX likeness_by_time ON likeness (lately_ms);

-- Who is still to be compared. Written by the triggers below, which never use OR REPLACE: the statement that
-- fires them would overrule it.
CREATE TABLE likeness_due (
    person  INTEGER PRIMARY KEY, -- persons.n
    changed INTEGER NOT NULL,    -- 0: only somebody whom they are like did
    taken   INTEGER NOT NULL     -- 1: is being compared, as they were then
) STRICT;
INSERT INTO likeness_due (person, changed, taken) SELECT n, 1, 0 FROM persons;

CREATE TRIGGER persons_compared_first AFTER INSERT ON persons BEGIN
    INSERT INTO likeness_due VALUES (new.n, 1, 0)
        ON CONFLICT DO UPDATE SET changed = 1, taken = 0;
END;
CREATE TRIGGER persons_compared_again AFTER UPDATE ON persons
WHEN (old.name, old.nickname, old.phone, old.gang, old.house_no, old.first_at_ms)
        <> (new.name, new.nickname, new.phone, new.gang, new.house_no, new.first_at_ms)
    OR old.birth_date IS NOT new.birth_date OR old.birth_precision IS NOT new.birth_precision
    OR old.sex IS NOT new.sex OR old.kelurahan IS NOT new.kelurahan OR old.rw IS NOT new.rw
    OR old.rt IS NOT new.rt OR old.alias_of IS NOT new.alias_of
BEGIN
    INSERT INTO likeness_due VALUES (new.n, 1, 0)
        ON CONFLICT DO UPDATE SET changed = 1, taken = 0;
END;
CREATE TRIGGER persons_compared_no_more AFTER DELETE ON persons BEGIN
    DELETE FROM likeness WHERE person = old.n;
    DELETE FROM likeness WHERE other = old.n;
    DELETE FROM likeness_due WHERE person = old.n;
END;
CREATE TRIGGER cases_compared AFTER INSERT ON person_cases BEGIN
    INSERT INTO likeness_due SELECT n, 1, 0 FROM persons WHERE id = new.id
        ON CONFLICT DO UPDATE SET changed = 1, taken = 0;
END;
CREATE TRIGGER contacts_compared AFTER INSERT ON contacts WHEN new.phone <> '' BEGIN
    INSERT INTO likeness_due SELECT n, 1, 0 FROM persons WHERE id = new.person
        ON CONFLICT DO UPDATE SET changed = 1, taken = 0;
END;
CREATE TRIGGER contacts_compared_no_more AFTER DELETE ON contacts WHEN old.phone <> '' BEGIN
    INSERT INTO likeness_due SELECT n, 1, 0 FROM persons WHERE id = old.person
        ON CONFLICT DO UPDATE SET changed = 1, taken = 0;
END;
