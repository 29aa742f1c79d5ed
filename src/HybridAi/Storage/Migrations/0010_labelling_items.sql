-- How often a version of a labeller was asked for the record until it gave this line.
ALTER TABLE labels ADD COLUMN attempts BIGINT NOT NULL DEFAULT 1;

-- What became of each record in each labelling run. Asked: a call may be under way, or its process died; Retried: a later run asked again.
CREATE TABLE labelling_items (
  run_id TEXT NOT NULL,
  record_id TEXT NOT NULL,
  record_hash TEXT NOT NULL,
  attempt BIGINT NOT NULL,
  state TEXT NOT NULL,
  model TEXT,
  prompt_hash TEXT,
  settings_hash TEXT,
  shots TEXT,
  reason TEXT,
  input_tokens BIGINT,
  output_tokens BIGINT,
  cost_nano BIGINT,
  latency_micros BIGINT,
  asked_at TEXT NOT NULL,
  ended_at TEXT,
  PRIMARY KEY (run_id, record_id)
);
