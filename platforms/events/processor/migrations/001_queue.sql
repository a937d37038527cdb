-- What is to be done. Whoever works at a job holds its lease; what is not ended in time is taken again.
CREATE TABLE jobs (
    id             uuid PRIMARY KEY, -- of the scrape: handed over twice, it is one
    catalogue_id   uuid NOT NULL,
    url            text NOT NULL,
    correlation_id text NOT NULL,
    state          text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'running', 'done', 'failed')),
    step           text NOT NULL DEFAULT 'fetching' CHECK (step IN ('fetching', 'extracting', 'telling', 'reporting')),
    tries          integer NOT NULL DEFAULT 0, -- how often the page was asked for
    failures       integer NOT NULL DEFAULT 0, -- of the present step, in a row
    reason         text,
    result         jsonb,
    next_try_at    timestamptz NOT NULL DEFAULT now(),
    lease          uuid,
    leased_until   timestamptz,
    made_at        timestamptz NOT NULL DEFAULT now(),
    ended_at       timestamptz
);
CREATE INDEX jobs_to_do ON jobs (next_try_at) WHERE state IN ('waiting', 'running');
CREATE INDEX jobs_of_catalogue ON jobs (catalogue_id, state);

-- Pages as they came.
CREATE TABLE pages (
    job_id       uuid PRIMARY KEY REFERENCES jobs ON DELETE CASCADE,
    url          text NOT NULL, -- where it was in the end, after redirects
    content_type text NOT NULL,
    body         bytea NOT NULL,
    fetched_at   timestamptz NOT NULL DEFAULT now()
);
