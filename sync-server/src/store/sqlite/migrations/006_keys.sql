-- Whose keys serve this database: another machine that comes with other ones is told so.
ALTER TABLE server ADD COLUMN identity TEXT; -- the public key, in hex; NULL: nobody has said yet
ALTER TABLE server ADD COLUMN sealing  TEXT; -- whom devices seal to
