-- One line for each prediction along a route. asked: what each asked tier said; ways: all that the logging policy might have done, with its chances.
CREATE TABLE decisions (
  seq {identity},
  id TEXT NOT NULL,
  project TEXT NOT NULL,
  at TEXT NOT NULL,
  request_id TEXT NOT NULL,
  record_id TEXT NOT NULL,
  route TEXT NOT NULL,
  arm TEXT NOT NULL,
  text_hash TEXT NOT NULL,
  label TEXT,
  reliability DOUBLE PRECISION NOT NULL,
  tier TEXT,
  outcome TEXT NOT NULL,
  cost_nano BIGINT,
  reference_cost_nano BIGINT,
  asked TEXT NOT NULL,
  ways TEXT NOT NULL,
  gold TEXT,
  gold_by TEXT,
  gold_at TEXT
);
CREATE UNIQUE INDEX decisions_by_id ON decisions (id);
CREATE INDEX decisions_by_project ON decisions (project, seq);
CREATE INDEX decisions_by_age ON decisions (at);

-- The queue of audits and, once a line has ended, its result. text: kept until then; next_at: when to ask, or when the asker has gone silent.
CREATE TABLE audits (
  decision TEXT PRIMARY KEY,
  project TEXT NOT NULL,
  text TEXT,
  judge TEXT NOT NULL,
  state TEXT NOT NULL,
  attempts BIGINT NOT NULL DEFAULT 0,
  next_at TEXT NOT NULL,
  answers TEXT NOT NULL DEFAULT '[]',
  reference_label TEXT,
  agrees BIGINT,
  error TEXT,
  created_at TEXT NOT NULL,
  ended_at TEXT
);
CREATE INDEX audits_due ON audits (next_at) WHERE state = 'Open';
CREATE INDEX audits_by_project ON audits (project, state, created_at);
