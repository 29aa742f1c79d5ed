-- What a proposed label's confidence rests on. Labels from before were not told apart: they count as the labeller's own reckoning.
ALTER TABLE labels ADD COLUMN confidence_source TEXT NOT NULL DEFAULT 'Own';
