CREATE TABLE experiments (
    id                 uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    tenant             text NOT NULL,
    name               text NOT NULL,
    description        text NOT NULL DEFAULT '',
    state              text NOT NULL DEFAULT 'pending',
    baseline_pipeline  text NOT NULL,
    candidate_pipeline text NOT NULL,
    target_nodes       jsonb NOT NULL,
    config             jsonb NOT NULL,
    auto_start         boolean NOT NULL,
    run_seconds        integer NOT NULL CHECK (run_seconds > 0),
    reason             text NOT NULL DEFAULT '',
    version            integer NOT NULL DEFAULT 1,
    created_by         uuid NOT NULL,
    created_at         timestamptz NOT NULL DEFAULT now(),
    updated_at         timestamptz NOT NULL DEFAULT now(),
    entered_at         timestamptz NOT NULL DEFAULT now(), -- into its state
    started_at         timestamptz,
    completed_at       timestamptz,
    results            jsonb,
    CONSTRAINT name_of_tenant UNIQUE (tenant, name)
);
CREATE INDEX experiments_listed ON experiments (tenant, created_at DESC, id);
CREATE INDEX experiments_at_work ON experiments (entered_at) WHERE state IN ('initializing', 'running', 'analyzing');
CREATE INDEX experiments_waiting ON experiments (created_at) WHERE state = 'pending' AND auto_start;

-- What may follow what. Nobody gets round it, whatever service, or hand, changes a row.
CREATE TABLE allowed_transitions (
    previous text NOT NULL,
    next     text NOT NULL,
    PRIMARY KEY (previous, next)
);
INSERT INTO allowed_transitions VALUES
    ('pending', 'initializing'), ('pending', 'cancelled'),
    ('initializing', 'running'), ('initializing', 'failed'), ('initializing', 'cancelled'),
    ('running', 'analyzing'), ('running', 'failed'), ('running', 'cancelled'),
    ('analyzing', 'completed'), ('analyzing', 'failed');

-- Every state that an experiment was in. `transaction` tells readers what is committed for good (see live.py).
CREATE TABLE transitions (
    sequence      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    experiment_id uuid NOT NULL REFERENCES experiments ON DELETE CASCADE,
    tenant        text NOT NULL,
    previous      text,
    next          text NOT NULL,
    reason        text NOT NULL,
    at            timestamptz NOT NULL DEFAULT clock_timestamp(),
    transaction   xid8 NOT NULL DEFAULT pg_current_xact_id()
);
CREATE INDEX transitions_of_experiment ON transitions (experiment_id, sequence);
CREATE INDEX transitions_told ON transitions (transaction);

CREATE FUNCTION guard_experiment() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'pending' THEN
            RAISE EXCEPTION 'cannot transition from nothing to %', NEW.state USING ERRCODE = 'PX001';
        END IF;
        RETURN NEW;
    END IF;
    IF NEW.state <> OLD.state THEN
        IF NOT EXISTS (SELECT FROM phoenix.allowed_transitions WHERE previous = OLD.state AND next = NEW.state) THEN
            RAISE EXCEPTION 'cannot transition from % to %', OLD.state, NEW.state USING ERRCODE = 'PX001';
        END IF;
        NEW.entered_at := clock_timestamp();
        IF NEW.state = 'running' THEN
            NEW.started_at := NEW.entered_at;
        ELSIF NEW.state IN ('completed', 'failed', 'cancelled') THEN
            NEW.completed_at := NEW.entered_at;
        END IF;
    END IF;
    NEW.version := OLD.version + 1;
    NEW.updated_at := clock_timestamp();
    RETURN NEW;
END $$;
CREATE TRIGGER guard BEFORE INSERT OR UPDATE ON experiments FOR EACH ROW EXECUTE FUNCTION guard_experiment();

CREATE FUNCTION record_transition() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO phoenix.transitions (experiment_id, tenant, previous, next, reason)
        VALUES (NEW.id, NEW.tenant, NULL, NEW.state, NEW.reason);
    ELSIF NEW.state <> OLD.state THEN
        INSERT INTO phoenix.transitions (experiment_id, tenant, previous, next, reason)
        VALUES (NEW.id, NEW.tenant, OLD.state, NEW.state, NEW.reason);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER record AFTER INSERT OR UPDATE ON experiments FOR EACH ROW EXECUTE FUNCTION record_transition();

-- The pipelines of experiments, every version of them; the last one ought to run.
CREATE TABLE deployments (
    experiment_id uuid NOT NULL REFERENCES experiments ON DELETE CASCADE,
    variant       text NOT NULL CHECK (variant IN ('baseline', 'candidate')),
    version       integer NOT NULL,
    template      text NOT NULL,
    configuration text NOT NULL,
    made_by       uuid, -- null: generated
    made_at       timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (experiment_id, variant, version)
);

CREATE TABLE loads (
    experiment_id      uuid PRIMARY KEY REFERENCES experiments ON DELETE CASCADE,
    processes          integer NOT NULL,
    metrics_per_second integer NOT NULL,
    ends_at            timestamptz NOT NULL
);
