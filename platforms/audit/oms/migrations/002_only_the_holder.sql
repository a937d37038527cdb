-- The id of a lock can be seen by everybody: in its name only its holder changes something.
CREATE FUNCTION locked(locks jsonb, kind text, holding uuid, author uuid) RETURNS boolean LANGUAGE sql VOLATILE AS $$
    SELECT EXISTS (
        SELECT FROM jsonb_array_elements(locks) AS lock
        WHERE live(lock) AND (lock->>'resource_type' IS NULL OR lock->>'resource_type' = kind)
          AND ((lock->>'id')::uuid IS DISTINCT FROM holding OR (lock->>'holder_id')::uuid IS DISTINCT FROM author)
    ) OR (holding IS NOT NULL AND NOT EXISTS (
        SELECT FROM jsonb_array_elements(locks) AS lock WHERE live(lock) AND (lock->>'id')::uuid = holding
    ))
$$;
DROP FUNCTION locked(jsonb, text, uuid);
