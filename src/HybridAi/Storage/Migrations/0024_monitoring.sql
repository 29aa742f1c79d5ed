-- A sample of the texts that were served, until they are older than the settings keep. label, confidence: what the model said then; null where it was not asked.
CREATE TABLE served_texts (
  seq {identity},
  project TEXT NOT NULL,
  route TEXT NOT NULL,
  model TEXT NOT NULL,
  text TEXT NOT NULL,
  label TEXT,
  confidence DOUBLE PRECISION,
  at TEXT NOT NULL
);
CREATE INDEX served_texts_by_project ON served_texts (project, at);
CREATE INDEX served_texts_by_age ON served_texts (at);

-- A span of traffic that was looked at, once. report: what was found, without any text.
CREATE TABLE monitoring_windows (
  seq {identity},
  project TEXT NOT NULL,
  model TEXT NOT NULL,
  began_at TEXT NOT NULL,
  ended_at TEXT NOT NULL,
  report TEXT NOT NULL,
  UNIQUE (project, began_at)
);
CREATE INDEX monitoring_windows_by_project ON monitoring_windows (project, ended_at);

-- What somebody should look at. While one is open, the same finding again only counts up.
CREATE TABLE alerts (
  id TEXT PRIMARY KEY,
  project TEXT NOT NULL,
  kind TEXT NOT NULL,
  about TEXT NOT NULL,
  reason TEXT NOT NULL,
  times BIGINT NOT NULL,
  raised_at TEXT NOT NULL,
  seen_at TEXT NOT NULL,
  acknowledged_at TEXT,
  acknowledged_by TEXT,
  note TEXT
);
CREATE UNIQUE INDEX alerts_open ON alerts (project, kind, about) WHERE acknowledged_at IS NULL;
CREATE INDEX alerts_by_project ON alerts (project, raised_at);
