-- The kelurahan that a person moved away from, separated by blanks.
ALTER TABLE person_scopes ADD COLUMN left_areas TEXT NOT NULL DEFAULT '';
