-- Vectors of texts by the hash of all that decides them. The text itself is not kept.
CREATE TABLE vector_cache (
  key TEXT PRIMARY KEY,
  model TEXT NOT NULL,
  vector TEXT NOT NULL,
  created_at TEXT NOT NULL,
  expires_at TEXT NOT NULL
);
CREATE INDEX vector_cache_by_expiry ON vector_cache (expires_at);
