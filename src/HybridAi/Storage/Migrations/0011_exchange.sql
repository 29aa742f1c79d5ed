-- Finished imports from other tools; the report is JSON.
CREATE TABLE imports (
  id TEXT PRIMARY KEY,
  project TEXT NOT NULL,
  report TEXT NOT NULL,
  ended_at TEXT NOT NULL
);
CREATE INDEX imports_by_project ON imports (project, ended_at);
