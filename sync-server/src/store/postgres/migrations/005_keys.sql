-- Whose keys serve this database: another machine that comes with other ones is told so.
ALTER TABLE server ADD COLUMN identity text; -- the public key, in hex; NULL: nobody has said yet
ALTER TABLE server ADD COLUMN sealing text; -- whom devices seal to
