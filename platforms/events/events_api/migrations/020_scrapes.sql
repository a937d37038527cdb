-- What was asked to be scraped, and what became of it.
CREATE TABLE scrapes (
    id             uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    catalogue_id   uuid NOT NULL REFERENCES catalogues ON DELETE CASCADE,
    url            text NOT NULL,
    state          text NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'fetching', 'extracting', 'done', 'failed')),
    reason         text,
    tries          integer NOT NULL DEFAULT 0,
    event_id       uuid REFERENCES events ON DELETE SET NULL,
    correlation_id text NOT NULL,
    requested_by   uuid NOT NULL,
    requested_at   timestamptz NOT NULL DEFAULT now(),
    ended_at       timestamptz
);
-- Whoever asks for an address while it is being scraped gets the same scrape.
CREATE UNIQUE INDEX scrapes_under_way ON scrapes (catalogue_id, url) WHERE ended_at IS NULL;
CREATE INDEX scrapes_of_address ON scrapes (catalogue_id, url, ended_at DESC);

-- What processor has to be told, in this order; a row goes when it has confirmed.
CREATE TABLE handovers (
    sequence bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind     text NOT NULL CHECK (kind IN ('job', 'removal')),
    payload  jsonb NOT NULL
);
