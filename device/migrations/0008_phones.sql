-- Whoever has the same telephone is looked for before somebody is registered.

CREATE INDEX persons_by_phone ON persons (phone) WHERE phone <> '';
CREATE INDEX contacts_by_phone ON contacts (phone) WHERE phone <> '';
