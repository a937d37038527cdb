-- In which quality somebody wishes to listen, as backend-api tells; who is not here has not chosen.
CREATE TABLE preferences (
    person_id uuid PRIMARY KEY,
    quality   text NOT NULL CHECK (quality IN ('low', 'medium', 'high'))
);
