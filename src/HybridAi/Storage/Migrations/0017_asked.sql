-- Since when somebody waits for a person's word on the record; null: nobody does.
ALTER TABLE review_queue ADD COLUMN asked TEXT;
CREATE INDEX review_queue_asked ON review_queue (project, open, held_out, voters, asked, chance) WHERE asked IS NOT NULL;
