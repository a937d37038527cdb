-- Names as other services tell them; kept up to date from events.
CREATE TABLE people (
    id uuid PRIMARY KEY,
    name text NOT NULL
);

-- A removed track stays as a marker, so that late news of it cannot bring it back.
CREATE TABLE tracks (
    id uuid PRIMARY KEY,
    title text NOT NULL,
    removed_at timestamptz
);

CREATE TABLE conversations (
    id uuid PRIMARY KEY,
    name text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 100),
    owner_id uuid NOT NULL REFERENCES people,
    created_at timestamptz NOT NULL DEFAULT now(),
    last_sequence bigint NOT NULL DEFAULT 0
);

CREATE TABLE members (
    conversation_id uuid NOT NULL REFERENCES conversations ON DELETE CASCADE,
    person_id uuid NOT NULL REFERENCES people,
    joined_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (conversation_id, person_id)
);
CREATE INDEX members_person ON members (person_id);

CREATE TABLE messages (
    id uuid PRIMARY KEY,
    conversation_id uuid NOT NULL REFERENCES conversations ON DELETE CASCADE,
    sequence bigint NOT NULL,
    sender_id uuid NOT NULL REFERENCES people,
    client_message_id text NOT NULL,
    content text NOT NULL CHECK (char_length(content) BETWEEN 1 AND 2000),
    track_id uuid REFERENCES tracks,
    sent_at timestamptz NOT NULL,
    removed_at timestamptz,
    removed_by uuid,
    UNIQUE (conversation_id, sequence),
    UNIQUE (sender_id, client_message_id)
);

CREATE TABLE mutes (
    conversation_id uuid NOT NULL,
    person_id uuid NOT NULL,
    until timestamptz NOT NULL,
    reason text NOT NULL,
    muted_by uuid NOT NULL,
    PRIMARY KEY (conversation_id, person_id),
    FOREIGN KEY (conversation_id, person_id) REFERENCES members ON DELETE CASCADE
);

CREATE TABLE outbox (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    subject text NOT NULL,
    event jsonb NOT NULL
);
