-- Answers of models by the hash of all that decides them. The question itself is not kept.
CREATE TABLE answer_cache (
  key TEXT PRIMARY KEY,
  model TEXT NOT NULL,
  answer TEXT NOT NULL,
  created_at TEXT NOT NULL,
  expires_at TEXT NOT NULL
);
CREATE INDEX answer_cache_by_expiry ON answer_cache (expires_at);
