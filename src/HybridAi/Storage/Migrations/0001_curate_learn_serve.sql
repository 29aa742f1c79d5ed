-- One set of migrations for SQLite and PostgreSQL. {identity} is the one word that differs.
-- Moments are ISO 8601 text in UTC; money is whole nano-dollars, time whole microseconds (null: unknown); truth values are 0 and 1; JSON is text.

CREATE TABLE projects (
  name TEXT NOT NULL,
  version BIGINT NOT NULL,
  hash TEXT NOT NULL,
  definition TEXT NOT NULL,
  created_at TEXT NOT NULL,
  PRIMARY KEY (name, version)
);

CREATE TABLE ingestions (
  id TEXT PRIMARY KEY,
  project TEXT NOT NULL,
  source TEXT NOT NULL,
  source_hash TEXT NOT NULL,
  profile TEXT NOT NULL,
  reject_file TEXT,
  started_at TEXT NOT NULL,
  ended_at TEXT NOT NULL
);
CREATE INDEX ingestions_by_project ON ingestions (project, ended_at);

CREATE TABLE records (
  seq {identity},
  project TEXT NOT NULL,
  id TEXT NOT NULL,
  hash TEXT NOT NULL,
  group_hash TEXT NOT NULL,
  text TEXT NOT NULL,
  fields TEXT NOT NULL,
  gold TEXT,
  duplicate_of TEXT,
  source TEXT NOT NULL,
  line BIGINT NOT NULL,
  created_at TEXT NOT NULL,
  UNIQUE (project, id)
);
CREATE INDEX records_by_hash ON records (project, hash);
CREATE INDEX records_in_order ON records (project, seq);

CREATE TABLE labelling_runs (
  id TEXT PRIMARY KEY,
  project TEXT NOT NULL,
  labeller TEXT NOT NULL,
  labeller_version TEXT NOT NULL,
  state TEXT NOT NULL,
  planned BIGINT NOT NULL,
  labelled BIGINT NOT NULL,
  failed BIGINT NOT NULL,
  cost_nano BIGINT NOT NULL,
  started_at TEXT NOT NULL,
  ended_at TEXT
);
CREATE INDEX labelling_runs_by_project ON labelling_runs (project, started_at);

-- The journal of labelling: one line a record, labeller and labeller version; a failure has no label but a reason.
CREATE TABLE labels (
  seq {identity},
  project TEXT NOT NULL,
  record_id TEXT NOT NULL,
  labeller TEXT NOT NULL,
  labeller_version TEXT NOT NULL,
  run_id TEXT NOT NULL,
  label TEXT,
  confidence DOUBLE PRECISION NOT NULL,
  reason TEXT NOT NULL,
  cost_nano BIGINT,
  latency_micros BIGINT,
  created_at TEXT NOT NULL,
  UNIQUE (project, record_id, labeller, labeller_version)
);
CREATE INDEX labels_by_record ON labels (project, record_id);

-- Append-only: undo is a line of its own, and the line that it takes back keeps standing with voided set to 1.
CREATE TABLE annotations (
  seq {identity},
  project TEXT NOT NULL,
  project_version BIGINT NOT NULL,
  record_id TEXT NOT NULL,
  annotator TEXT NOT NULL,
  action TEXT NOT NULL,
  label TEXT,
  suggested_label TEXT,
  suggested_by TEXT,
  suggestion_shown BIGINT NOT NULL,
  voided BIGINT NOT NULL,
  created_at TEXT NOT NULL
);
-- One standing label a record; skips and voided lines do not count.
CREATE UNIQUE INDEX annotations_standing ON annotations (project, record_id) WHERE voided = 0 AND action <> 'Skip';
CREATE INDEX annotations_by_record ON annotations (project, record_id);
CREATE INDEX annotations_by_annotator ON annotations (project, annotator, seq);

CREATE TABLE datasets (
  hash TEXT NOT NULL,
  project TEXT NOT NULL,
  manifest TEXT NOT NULL,
  created_at TEXT NOT NULL,
  PRIMARY KEY (project, hash)
);

CREATE TABLE models (
  hash TEXT NOT NULL,
  project TEXT NOT NULL,
  stage TEXT NOT NULL,
  card TEXT NOT NULL,
  created_at TEXT NOT NULL,
  PRIMARY KEY (project, hash)
);

CREATE TABLE model_moves (
  seq {identity},
  project TEXT NOT NULL,
  model TEXT NOT NULL,
  from_stage TEXT,
  to_stage TEXT NOT NULL,
  reason TEXT NOT NULL,
  created_at TEXT NOT NULL
);
CREATE INDEX model_moves_by_project ON model_moves (project, seq);

CREATE TABLE routes (
  hash TEXT NOT NULL,
  project TEXT NOT NULL,
  definition TEXT NOT NULL,
  created_at TEXT NOT NULL,
  PRIMARY KEY (project, hash)
);

-- Which route was live from when; the last line of a project is the live one.
CREATE TABLE route_moves (
  seq {identity},
  project TEXT NOT NULL,
  route TEXT NOT NULL,
  reason TEXT NOT NULL,
  created_at TEXT NOT NULL
);
CREATE INDEX route_moves_by_project ON route_moves (project, seq);

-- Append-only account of every model call and every prediction.
CREATE TABLE ledger (
  seq {identity},
  at TEXT NOT NULL,
  project TEXT NOT NULL,
  kind TEXT NOT NULL,
  request_id TEXT NOT NULL,
  record_id TEXT,
  route TEXT,
  tier TEXT NOT NULL,
  model TEXT,
  label TEXT,
  confidence DOUBLE PRECISION,
  cost_nano BIGINT,
  reference_cost_nano BIGINT,
  latency_micros BIGINT,
  input_tokens BIGINT,
  output_tokens BIGINT,
  outcome TEXT NOT NULL
);
CREATE INDEX ledger_by_project ON ledger (project, kind, seq);

-- owner and seen_at: whose process works on the job, and when it last said so. A job whose owner has fallen silent is taken over.
CREATE TABLE jobs (
  id TEXT PRIMARY KEY,
  project TEXT NOT NULL,
  kind TEXT NOT NULL,
  arguments TEXT NOT NULL,
  state TEXT NOT NULL,
  progress TEXT,
  result TEXT,
  fault TEXT,
  created_at TEXT NOT NULL,
  started_at TEXT,
  ended_at TEXT,
  owner TEXT,
  seen_at TEXT,
  takeovers BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX jobs_by_state ON jobs (state, created_at);
CREATE INDEX jobs_by_project ON jobs (project, created_at);
-- Two jobs of one kind in one project never run together: each would pay for what the other is about to do.
CREATE UNIQUE INDEX jobs_one_running ON jobs (project, kind) WHERE state = 'Running';
