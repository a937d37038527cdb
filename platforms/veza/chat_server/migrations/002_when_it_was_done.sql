ALTER TABLE mutes ADD COLUMN muted_at timestamptz NOT NULL DEFAULT clock_timestamp();

ALTER TABLE people ADD COLUMN renamed_at timestamptz;
