-- What the view shows of an entity with own operations on top: a pulled row that says the same is not
-- written to the view again.
ALTER TABLE overlay ADD COLUMN shown INTEGER; -- fingerprint of the row; NULL: not known
