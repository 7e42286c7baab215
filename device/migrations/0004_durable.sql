-- What the server vouches for: the time that it fixed for an operation. Shown to it when it has lost both.
ALTER TABLE log ADD COLUMN receipt BLOB; -- 16 bytes; NULL: none yet

-- The office has to look on which date it was: the phone's clock could not tell.
ALTER TABLE deliveries ADD COLUMN uncertain INTEGER NOT NULL DEFAULT 0;
CREATE INDEX deliveries_uncertain ON deliveries (date) WHERE uncertain = 1;
