-- The tables of people come first (001 of the accounts); theirs are the sessions of signing in, ours those on maps.
CREATE TABLE maps (
    id         uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    name       text NOT NULL,
    created_by uuid NOT NULL REFERENCES people,
    created_at timestamptz NOT NULL DEFAULT now(),
    closed_at  timestamptz,
    sequence   bigint NOT NULL DEFAULT 0 -- of its last change; whoever changes a map holds this row
) WITH (fillfactor = 50);

CREATE TABLE pois (
    id               uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    map_id           uuid NOT NULL REFERENCES maps,
    name             text NOT NULL,
    description      text NOT NULL,
    lat              double precision NOT NULL CHECK (lat BETWEEN -90 AND 90),
    lng              double precision NOT NULL CHECK (lng BETWEEN -180 AND 180),
    max_participants integer NOT NULL CHECK (max_participants BETWEEN 1 AND 50),
    created_by       uuid NOT NULL REFERENCES people,
    created_at       timestamptz NOT NULL DEFAULT now(),
    discussion_since timestamptz -- null with fewer than two participants
);
CREATE INDEX pois_of_map ON pois (map_id, lat);

CREATE TABLE map_sessions (
    id             uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    map_id         uuid NOT NULL REFERENCES maps,
    person_id      uuid NOT NULL REFERENCES people,
    lat            double precision NOT NULL CHECK (lat BETWEEN -90 AND 90),
    lng            double precision NOT NULL CHECK (lng BETWEEN -180 AND 180),
    poi_id         uuid REFERENCES pois, -- where they gather
    sequence       bigint NOT NULL,      -- of their last change
    opened_at      timestamptz NOT NULL DEFAULT now(),
    last_active_at timestamptz NOT NULL DEFAULT now(),
    detached_at    timestamptz,          -- when their last socket went
    ended_at       timestamptz
) WITH (fillfactor = 50);
CREATE UNIQUE INDEX one_session_per_person_and_map ON map_sessions (map_id, person_id) WHERE ended_at IS NULL;
CREATE INDEX participants_of_poi ON map_sessions (poi_id) WHERE poi_id IS NOT NULL;
CREATE INDEX active_sessions ON map_sessions (last_active_at) WHERE ended_at IS NULL;

-- What happened on a map lately, in its order; for whoever missed it.
CREATE TABLE changes (
    map_id   uuid NOT NULL REFERENCES maps,
    sequence bigint NOT NULL,
    type     text NOT NULL,
    data     jsonb NOT NULL,
    at       timestamptz NOT NULL DEFAULT now(),
    origin   uuid, -- the socket that asked for it
    PRIMARY KEY (map_id, sequence)
);
CREATE INDEX changes_by_time ON changes (at);

-- Which instance holds whose sockets; an instance that is not seen any more holds none.
CREATE TABLE instances (
    id      uuid PRIMARY KEY,
    name    text NOT NULL,
    seen_at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE attachments (
    connection_id uuid PRIMARY KEY,
    session_id    uuid NOT NULL REFERENCES map_sessions,
    instance_id   uuid NOT NULL REFERENCES instances ON DELETE CASCADE
);
CREATE INDEX attachments_of_session ON attachments (session_id);
