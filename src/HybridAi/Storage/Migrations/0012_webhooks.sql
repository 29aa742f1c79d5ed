-- Events are names with a space between them. The secret signs, so it is kept as it is.
CREATE TABLE webhooks (
  id TEXT PRIMARY KEY,
  project TEXT NOT NULL,
  url TEXT NOT NULL,
  events TEXT NOT NULL,
  secret TEXT NOT NULL,
  created_at TEXT NOT NULL
);
CREATE INDEX webhooks_by_project ON webhooks (project);

-- The outbox and, once a line has ended, the log. About: the run; record_ids: a JSON string a line; next_at: when to send, or when the sender has gone silent.
CREATE TABLE webhook_deliveries (
  id TEXT PRIMARY KEY,
  webhook_id TEXT NOT NULL,
  project TEXT NOT NULL,
  event TEXT NOT NULL,
  about TEXT,
  facts TEXT NOT NULL,
  record_count BIGINT NOT NULL DEFAULT 0,
  record_ids TEXT NOT NULL DEFAULT '',
  state TEXT NOT NULL,
  attempts BIGINT NOT NULL DEFAULT 0,
  next_at TEXT NOT NULL,
  status BIGINT,
  error TEXT,
  created_at TEXT NOT NULL,
  ended_at TEXT
);
CREATE INDEX webhook_deliveries_due ON webhook_deliveries (next_at) WHERE state IN ('Gathering', 'Waiting', 'Sending');
CREATE INDEX webhook_deliveries_gathering ON webhook_deliveries (about) WHERE state = 'Gathering';
CREATE INDEX webhook_deliveries_by_webhook ON webhook_deliveries (webhook_id, created_at);

-- Something was handed out since the queue was last said to be empty.
ALTER TABLE review_plans ADD COLUMN handed_out BIGINT NOT NULL DEFAULT 0;
