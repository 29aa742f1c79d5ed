-- How routes follow one another: what a project asks of it, in one JSON; a project without a line has the defaults.
CREATE TABLE succession_settings (
  project TEXT PRIMARY KEY,
  settings TEXT NOT NULL,
  changed_at TEXT NOT NULL
);

-- A candidate beside the champion, from shadow to its end. Settings: those of the start, so that a change does not move a comparison that is under way.
CREATE TABLE route_successions (
  id TEXT PRIMARY KEY,
  project TEXT NOT NULL,
  champion TEXT NOT NULL,
  candidate TEXT NOT NULL,
  state TEXT NOT NULL,
  settings TEXT NOT NULL,
  reason TEXT NOT NULL,
  comparison TEXT,
  started_at TEXT NOT NULL,
  since TEXT NOT NULL
);
CREATE INDEX route_successions_by_project ON route_successions (project, started_at);
CREATE UNIQUE INDEX route_successions_running ON route_successions (project) WHERE state IN ('Shadow', 'Canary');

-- A request that both routes met: what each said, and, once somebody knows, who was right. Texts are not kept here.
CREATE TABLE succession_pairs (
  seq {identity},
  succession_id TEXT NOT NULL,
  request_id TEXT NOT NULL,
  record_id TEXT NOT NULL,
  served TEXT NOT NULL,
  champion_end TEXT NOT NULL,
  champion_label TEXT,
  candidate_end TEXT NOT NULL,
  candidate_label TEXT,
  champion_right BIGINT,
  candidate_right BIGINT,
  judged_at TEXT,
  created_at TEXT NOT NULL,
  UNIQUE (succession_id, request_id, record_id)
);

-- The evidence against "the floor holds", by route and by what counts as right.
CREATE TABLE floor_monitors (
  project TEXT NOT NULL,
  route TEXT NOT NULL,
  truth TEXT NOT NULL,
  confidence DOUBLE PRECISION NOT NULL,
  state TEXT NOT NULL,
  mean DOUBLE PRECISION NOT NULL,
  broken_at TEXT,
  updated_at TEXT NOT NULL,
  PRIMARY KEY (project, route, truth)
);

-- Each audit moves a monitor once.
CREATE TABLE floor_audits (
  project TEXT NOT NULL,
  audit_id TEXT NOT NULL,
  truth TEXT NOT NULL,
  PRIMARY KEY (project, audit_id, truth)
);

-- How unlike the texts of training a sample of the served texts was.
CREATE TABLE served_novelties (
  seq {identity},
  project TEXT NOT NULL,
  model TEXT NOT NULL,
  novelty DOUBLE PRECISION NOT NULL,
  created_at TEXT NOT NULL
);
CREATE INDEX served_novelties_by_model ON served_novelties (project, model, seq);

CREATE TABLE retrainings (
  seq {identity},
  project TEXT NOT NULL,
  reason TEXT NOT NULL,
  job_id TEXT NOT NULL,
  created_at TEXT NOT NULL
);
CREATE INDEX retrainings_by_project ON retrainings (project, seq);
