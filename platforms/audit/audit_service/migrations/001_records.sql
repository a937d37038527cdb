-- Everything that was recorded, in the order in which it was. Each record is sealed together with the one before.
CREATE TABLE records (
    position        bigint PRIMARY KEY,
    event_id        uuid NOT NULL UNIQUE,
    action          text NOT NULL,
    actor_id        uuid,
    actor_username  text NOT NULL,
    actor_role      text NOT NULL,
    ip_address      text NOT NULL,
    user_agent      text NOT NULL,
    resource_type   text NOT NULL,
    resource_id     text NOT NULL,
    resource_name   text NOT NULL,
    branch          text,
    success         boolean NOT NULL,
    error_code      text,
    changes         json, -- not jsonb, which would write it in other words than those that were sealed
    request_id      text NOT NULL,
    correlation_id  text NOT NULL,
    source          text NOT NULL,
    source_sequence bigint,
    event_time      timestamptz NOT NULL,
    recorded_at     timestamptz NOT NULL,
    previous        text NOT NULL, -- the seal of the record before
    seal            text NOT NULL
);
CREATE INDEX records_by_time ON records (event_time DESC, position DESC);
CREATE INDEX records_of_resource ON records (resource_type, resource_id, position);
CREATE INDEX records_of_actor ON records (actor_id, position);

-- Where records go when their time is over. They stay links of the chain.
CREATE TABLE archive (LIKE records INCLUDING ALL, archived_at timestamptz NOT NULL DEFAULT now());

-- The last link, sealed itself, so that a chain cannot be cut short.
CREATE TABLE chain (
    one      boolean PRIMARY KEY DEFAULT true CHECK (one),
    position bigint NOT NULL,
    seal     text NOT NULL,
    closed   text NOT NULL,
    taken    bigint NOT NULL DEFAULT 0 -- the place in the stream of the last event that was taken in
);

-- What could not be recorded: tried again with growing waits, then set aside with the reason until somebody replays it.
CREATE TABLE poison (
    id              uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    stream_sequence bigint NOT NULL UNIQUE,
    subject         text NOT NULL,
    payload         bytea NOT NULL,
    reason          text NOT NULL,
    state           text NOT NULL DEFAULT 'retrying' CHECK (state IN ('retrying', 'set_aside', 'replayed')),
    tried_at        timestamptz[] NOT NULL,
    set_aside_at    timestamptz,
    replayed_at     timestamptz,
    replayed_by     uuid
);

-- How long records of a class are kept; the most specific pattern counts. A day may be a fraction.
CREATE TABLE retention_policies (
    id               uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    action_pattern   text NOT NULL,
    resource_pattern text NOT NULL DEFAULT '*',
    days             double precision NOT NULL CHECK (days > 0),
    made_by          uuid,
    made_at          timestamptz NOT NULL DEFAULT now(),
    UNIQUE (action_pattern, resource_pattern)
);
INSERT INTO retention_policies (action_pattern, days) VALUES
    ('*', 2555), ('auth.*', 2555), ('acl.*', 2555), ('schema.*', 1825), ('object_type.*', 1825),
    ('branch.*', 365), ('audit.*', 730);

CREATE TABLE legal_holds (
    id            uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    resource_type text NOT NULL,
    resource_id   text NOT NULL,
    reason        text NOT NULL,
    placed_by     uuid NOT NULL,
    placed_at     timestamptz NOT NULL DEFAULT now(),
    lifted_at     timestamptz
);
CREATE INDEX legal_holds_of_resource ON legal_holds (resource_type, resource_id) WHERE lifted_at IS NULL;

CREATE TABLE reports (
    id           uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    period_from  timestamptz NOT NULL,
    period_to    timestamptz NOT NULL,
    requested_by uuid NOT NULL,
    requested_at timestamptz NOT NULL DEFAULT now(),
    summary      jsonb NOT NULL
);
