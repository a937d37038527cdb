ALTER TABLE people
    ADD COLUMN preferred_quality text NOT NULL DEFAULT 'medium' CHECK (preferred_quality IN ('low', 'medium', 'high'));
