-- Of the failures of the present step, those of somebody who was only away: they are not reason enough to give up.
ALTER TABLE jobs ADD COLUMN absences integer NOT NULL DEFAULT 0;
