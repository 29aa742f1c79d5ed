-- How doubtful the label of each record is, as last estimated. Parts are JSON: what each kind of evidence adds to the log odds; confidences: what
-- each source says of the label, as sure as blind review has shown it to be.
CREATE TABLE doubts (
  project TEXT NOT NULL,
  record_id TEXT NOT NULL,
  labeller TEXT NOT NULL,
  label TEXT NOT NULL,
  score DOUBLE PRECISION NOT NULL,
  parts TEXT NOT NULL,
  confidences TEXT NOT NULL,
  version TEXT NOT NULL,
  created_at TEXT NOT NULL,
  PRIMARY KEY (project, record_id)
);
CREATE INDEX doubts_by_score ON doubts (project, score);
CREATE INDEX doubts_in_order ON doubts (project, created_at);

-- One rule a project: what is asked, and how it stands: the first so many candidates are accepted. Its candidates are those of the moment when it was set.
CREATE TABLE auto_accepts (
  project TEXT PRIMARY KEY,
  rule TEXT NOT NULL,
  state TEXT NOT NULL,
  accepted BIGINT NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
);

-- place: from the least doubtful, 0, on.
CREATE TABLE auto_accept_candidates (
  project TEXT NOT NULL,
  place BIGINT NOT NULL,
  record_id TEXT NOT NULL,
  label TEXT NOT NULL,
  labeller TEXT NOT NULL,
  doubt DOUBLE PRECISION NOT NULL,
  PRIMARY KEY (project, place)
);
CREATE INDEX auto_accept_candidates_by_record ON auto_accept_candidates (project, record_id);

-- Curves that make confidences as sure as they are right; the newest of a labeller and source holds, older ones stay for provenance.
CREATE TABLE recalibrations (
  project TEXT NOT NULL,
  labeller TEXT NOT NULL,
  source TEXT NOT NULL,
  version TEXT NOT NULL,
  curve TEXT NOT NULL,
  rows_known BIGINT NOT NULL,
  created_at TEXT NOT NULL,
  PRIMARY KEY (project, labeller, source, version)
);
