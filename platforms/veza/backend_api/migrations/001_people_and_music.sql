CREATE TABLE people (
    id            uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    email         text NOT NULL UNIQUE,
    password_hash text NOT NULL,
    display_name  text NOT NULL,
    role          text NOT NULL CHECK (role IN ('listener', 'artist', 'moderator', 'admin')),
    active        boolean NOT NULL DEFAULT true,
    created_at    timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE sessions (
    id         uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    person_id  uuid NOT NULL REFERENCES people,
    created_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL,
    ended_at   timestamptz
);
CREATE INDEX sessions_of_person ON sessions (person_id) WHERE ended_at IS NULL;

-- Redis keys that a change made untrue when Redis was away; a row goes when the key is gone.
CREATE TABLE cache_removals (
    id  bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    key text NOT NULL
);

CREATE TABLE tracks (
    id               uuid PRIMARY KEY,
    title            text NOT NULL,
    artist_id        uuid NOT NULL REFERENCES people,
    genre            text NOT NULL,
    duration_seconds double precision,
    status           text NOT NULL DEFAULT 'processing' CHECK (status IN ('processing', 'ready', 'failed')),
    progress         integer NOT NULL DEFAULT 0 CHECK (progress BETWEEN 0 AND 100),
    created_at       timestamptz NOT NULL DEFAULT now(),
    published_at     timestamptz -- null until stream-server has the audio; nobody sees the track before
);
CREATE INDEX tracks_of_artist ON tracks (artist_id);
CREATE INDEX tracks_by_title ON tracks (lower(title), id) WHERE status = 'ready';

-- What stream-server is to remove, too; a row goes when it has.
CREATE TABLE track_removals (
    track_id uuid PRIMARY KEY,
    told_at  timestamptz
);

CREATE TABLE playlists (
    id         uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    owner_id   uuid NOT NULL REFERENCES people,
    name       text NOT NULL,
    public     boolean NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX playlists_of_owner ON playlists (owner_id, created_at DESC);
CREATE INDEX playlists_for_all ON playlists (created_at DESC) WHERE public;

-- Positions are 1, 2, 3 … without gap; the same track may be in a playlist more than once.
CREATE TABLE playlist_tracks (
    playlist_id uuid NOT NULL REFERENCES playlists ON DELETE CASCADE,
    position    integer NOT NULL CHECK (position > 0),
    track_id    uuid NOT NULL REFERENCES tracks,
    PRIMARY KEY (playlist_id, position) DEFERRABLE
);
CREATE INDEX playlist_tracks_of_track ON playlist_tracks (track_id);

CREATE TABLE activity (
    id         uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    event_id   uuid NOT NULL UNIQUE,
    person_id  uuid NOT NULL REFERENCES people,
    kind       text NOT NULL CHECK (
        kind IN ('signed_in', 'listened', 'playlist_created', 'message_sent', 'track_published')
    ),
    summary    text NOT NULL,
    subject_id uuid,
    at         timestamptz NOT NULL,
    sequence   bigint GENERATED ALWAYS AS IDENTITY
);
CREATE INDEX activity_of_person ON activity (person_id, at DESC, sequence DESC);

CREATE TABLE audit_log (
    id        uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    action    text NOT NULL CHECK (action IN ('role_changed', 'account_deactivated')),
    actor_id  uuid NOT NULL REFERENCES people,
    target_id uuid NOT NULL REFERENCES people,
    at        timestamptz NOT NULL DEFAULT now(),
    address   text NOT NULL,
    details   jsonb NOT NULL,
    sequence  bigint GENERATED ALWAYS AS IDENTITY
);
CREATE INDEX audit_log_newest ON audit_log (sequence DESC);
CREATE INDEX audit_log_of_target ON audit_log (target_id, sequence DESC);

CREATE TABLE outbox (
    id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    subject text NOT NULL,
    event   jsonb NOT NULL
);
