-- Why something was refused of which has to be told that it was.
ALTER TABLE outbox ADD COLUMN error_code text;
