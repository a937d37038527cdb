CREATE EXTENSION IF NOT EXISTS vector WITH SCHEMA public;

-- Collections of events. Nothing of one is linked with anything of another. Nobody's (keeper null) are the admins'.
CREATE TABLE catalogues (
    id      uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    name    text NOT NULL UNIQUE,
    keeper  uuid,
    made_at timestamptz NOT NULL DEFAULT now()
);
INSERT INTO catalogues (name) VALUES ('public');

CREATE TABLE events (
    id           uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    catalogue_id uuid NOT NULL REFERENCES catalogues ON DELETE CASCADE,
    name         text NOT NULL CHECK (name <> ''),
    description  text NOT NULL DEFAULT '',
    date         timestamptz CHECK (date >= '1900-01-01'),
    place        text NOT NULL DEFAULT '',
    url          text,
    quality      integer NOT NULL DEFAULT 0 CHECK (quality BETWEEN 0 AND 100),
    words        tsvector NOT NULL DEFAULT '',
    embedding    public.vector(512),
    scraped_at   timestamptz,
    made_at      timestamptz NOT NULL DEFAULT now(),
    changed_at   timestamptz NOT NULL DEFAULT now(),
    UNIQUE (catalogue_id, url)
);
CREATE INDEX events_by_date ON events (catalogue_id, date DESC NULLS LAST, id);
CREATE INDEX events_by_words ON events USING gin (words);

CREATE TABLE speakers (
    id           uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    catalogue_id uuid NOT NULL REFERENCES catalogues ON DELETE CASCADE,
    name         text NOT NULL,
    normal       text NOT NULL, -- small letters, no accents, no titles
    company      text NOT NULL DEFAULT ''
);
CREATE INDEX speakers_by_name ON speakers (catalogue_id, normal);

CREATE TABLE companies (
    id           uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    catalogue_id uuid NOT NULL REFERENCES catalogues ON DELETE CASCADE,
    name         text NOT NULL,
    normal       text NOT NULL,
    UNIQUE (catalogue_id, normal)
);

CREATE TABLE topics (
    id           uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    catalogue_id uuid NOT NULL REFERENCES catalogues ON DELETE CASCADE,
    name         text NOT NULL,
    normal       text NOT NULL,
    UNIQUE (catalogue_id, normal)
);

-- The graph.
CREATE TABLE event_speakers (
    event_id   uuid NOT NULL REFERENCES events ON DELETE CASCADE,
    speaker_id uuid NOT NULL REFERENCES speakers ON DELETE CASCADE,
    role       text NOT NULL CHECK (role IN ('speaker', 'host', 'judge', 'panelist')),
    PRIMARY KEY (event_id, speaker_id)
);
CREATE INDEX events_of_speaker ON event_speakers (speaker_id, event_id);

CREATE TABLE event_companies (
    event_id   uuid NOT NULL REFERENCES events ON DELETE CASCADE,
    company_id uuid NOT NULL REFERENCES companies ON DELETE CASCADE,
    relation   text NOT NULL CHECK (relation IN ('host', 'sponsor', 'venue', 'partner')),
    PRIMARY KEY (event_id, company_id)
);
CREATE INDEX events_of_company ON event_companies (company_id, event_id);

CREATE TABLE event_topics (
    event_id uuid NOT NULL REFERENCES events ON DELETE CASCADE,
    topic_id uuid NOT NULL REFERENCES topics ON DELETE CASCADE,
    PRIMARY KEY (event_id, topic_id)
);
CREATE INDEX events_of_topic ON event_topics (topic_id, event_id);

-- Where people go: what recommendations follow from.
CREATE TABLE attendances (
    person_id uuid NOT NULL REFERENCES people ON DELETE CASCADE,
    event_id  uuid NOT NULL REFERENCES events ON DELETE CASCADE,
    since     timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (person_id, event_id)
);
CREATE INDEX attendances_of_event ON attendances (event_id);

-- Speakers who may be the same person: somebody has to say.
CREATE TABLE reviews (
    id           uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    catalogue_id uuid NOT NULL REFERENCES catalogues ON DELETE CASCADE,
    first_id     uuid NOT NULL REFERENCES speakers ON DELETE CASCADE,
    second_id    uuid NOT NULL REFERENCES speakers ON DELETE CASCADE,
    score        double precision NOT NULL,
    same         boolean,
    made_at      timestamptz NOT NULL DEFAULT now(),
    UNIQUE (first_id, second_id)
);
CREATE INDEX reviews_of_catalogue ON reviews (catalogue_id) WHERE same IS NULL;
