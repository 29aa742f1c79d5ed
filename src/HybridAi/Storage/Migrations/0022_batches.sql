-- Files answered whole. What a batch answered for nothing has no line of its own in the ledger: here it is counted. tiers: rows by tier, as JSON.
CREATE TABLE batches (
  id TEXT PRIMARY KEY,
  project TEXT NOT NULL,
  route TEXT NOT NULL,
  input_hash TEXT NOT NULL,
  answered BIGINT NOT NULL,
  failed BIGINT NOT NULL,
  tiers TEXT NOT NULL,
  cost_nano BIGINT NOT NULL,
  unpriced BIGINT NOT NULL,
  started_at TEXT NOT NULL,
  ended_at TEXT
);
CREATE INDEX batches_by_project ON batches (project, started_at);
