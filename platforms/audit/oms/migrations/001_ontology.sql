-- A branch holds its locks itself, so that a change which waits for the branch sees them as they then are.
CREATE TABLE branches (
    name       text PRIMARY KEY,
    state      text NOT NULL DEFAULT 'ACTIVE' CHECK (state IN ('ACTIVE', 'ARCHIVED')),
    made_by    uuid,
    made_at    timestamptz NOT NULL DEFAULT now(),
    locks      jsonb NOT NULL DEFAULT '[]',
    last_fence bigint NOT NULL DEFAULT 0
);
INSERT INTO branches (name) VALUES ('main');

-- Which version of each document counts.
CREATE TABLE heads (
    kind    text NOT NULL CHECK (kind IN ('schema', 'object_type')),
    branch  text NOT NULL REFERENCES branches,
    name    text NOT NULL,
    version integer NOT NULL,
    deleted boolean NOT NULL DEFAULT false,
    PRIMARY KEY (branch, kind, name)
);

-- The document store: every version of every document. See documents.py.
CREATE TABLE documents (
    kind       text NOT NULL,
    branch     text NOT NULL,
    name       text NOT NULL,
    version    integer NOT NULL,
    body       jsonb, -- null in the version that says it was deleted
    changed_by uuid NOT NULL,
    changed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (branch, kind, name, version)
);

-- What has to be told, written in the transaction of the change; a row goes when the broker has it.
CREATE TABLE outbox (
    sequence  bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    event_id  uuid NOT NULL DEFAULT gen_random_uuid(),
    action    text NOT NULL,
    target    jsonb NOT NULL,
    version   integer,
    old       jsonb,
    new       jsonb,
    success   boolean NOT NULL DEFAULT true,
    actor     jsonb NOT NULL,
    request   jsonb NOT NULL,
    at        timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- Whether a lock forbids a change: somebody else's, or that the one in whose name it is made is over.
-- Somebody else's keeps others from changing documents of this kind on a branch.
-- A lock is over when its time is up, or when its holder has been silent for three heartbeats.
CREATE FUNCTION live(lock jsonb) RETURNS boolean LANGUAGE sql VOLATILE AS $$
    SELECT (lock->>'expires_at')::timestamptz > clock_timestamp()
       AND (lock->>'silent_at')::timestamptz > clock_timestamp()
$$;

CREATE FUNCTION locked(locks jsonb, kind text, holding uuid) RETURNS boolean LANGUAGE sql VOLATILE AS $$
    SELECT EXISTS (
        SELECT FROM jsonb_array_elements(locks) AS lock
        WHERE live(lock) AND (lock->>'resource_type' IS NULL OR lock->>'resource_type' = kind)
          AND (lock->>'id')::uuid IS DISTINCT FROM holding
    ) OR (holding IS NOT NULL AND NOT EXISTS (
        SELECT FROM jsonb_array_elements(locks) AS lock WHERE live(lock) AND (lock->>'id')::uuid = holding
    ))
$$;
