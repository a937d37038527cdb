CREATE TABLE tracks (
    id uuid PRIMARY KEY,
    title text NOT NULL,
    artist_id uuid NOT NULL,
    artist_name text NOT NULL,
    genre text NOT NULL,
    duration_seconds double precision NOT NULL CHECK (duration_seconds > 0),
    status text NOT NULL DEFAULT 'processing' CHECK (status IN ('processing', 'ready', 'failed')),
    progress integer NOT NULL DEFAULT 0 CHECK (progress BETWEEN 0 AND 100),
    failure text,
    source_sha256 text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    CHECK ((status = 'ready') = (progress = 100)),
    CHECK ((status = 'failed') = (failure IS NOT NULL))
);
CREATE INDEX tracks_by_artist ON tracks (artist_id);
CREATE INDEX tracks_newest ON tracks (created_at DESC) WHERE status = 'ready';

CREATE TABLE renditions (
    track_id uuid NOT NULL REFERENCES tracks ON DELETE CASCADE,
    quality text NOT NULL CHECK (quality IN ('low', 'medium', 'high')),
    bitrate_kbps integer NOT NULL,
    bytes bigint NOT NULL,
    content_type text NOT NULL,
    PRIMARY KEY (track_id, quality)
);

CREATE TABLE streams (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    listener_id uuid NOT NULL,
    track_id uuid NOT NULL REFERENCES tracks ON DELETE CASCADE,
    quality text NOT NULL CHECK (quality IN ('low', 'medium', 'high')),
    state text NOT NULL DEFAULT 'started' CHECK (state IN ('started', 'playing', 'paused', 'stopped')),
    attached boolean NOT NULL DEFAULT false, -- a socket follows it, and it stops with that socket
    started_at timestamptz NOT NULL DEFAULT now(),
    seen_at timestamptz NOT NULL DEFAULT now(),
    stopped_at timestamptz,
    position_seconds double precision NOT NULL DEFAULT 0 CHECK (position_seconds >= 0),
    CHECK ((state = 'stopped') = (stopped_at IS NOT NULL))
);
CREATE INDEX streams_by_listener ON streams (listener_id, track_id);
CREATE INDEX streams_of_track ON streams (track_id);
CREATE INDEX streams_under_way ON streams (seen_at) WHERE stopped_at IS NULL;

CREATE TABLE outbox (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    subject text NOT NULL,
    event jsonb NOT NULL
);
