-- Whose process works on a job, and when it last said so: a job whose owner has fallen silent is taken over.
ALTER TABLE jobs ADD COLUMN owner TEXT;
ALTER TABLE jobs ADD COLUMN seen_at TEXT;
ALTER TABLE jobs ADD COLUMN takeovers BIGINT NOT NULL DEFAULT 0;

-- Two jobs of one kind in one project never run together: each would pay for what the other is about to do.
CREATE UNIQUE INDEX jobs_one_running ON jobs (project, kind) WHERE state = 'Running';
CREATE INDEX jobs_by_project ON jobs (project, created_at);
