-- What a request under an idempotency key was answered, so that the same request again is answered the same and costs nothing.
CREATE TABLE prediction_repeats (
  project TEXT NOT NULL,
  caller TEXT NOT NULL,
  idempotency_key TEXT NOT NULL,
  request_hash TEXT NOT NULL,
  status BIGINT NOT NULL,
  body TEXT NOT NULL,
  created_at TEXT NOT NULL,
  PRIMARY KEY (project, caller, idempotency_key)
);
CREATE INDEX prediction_repeats_by_age ON prediction_repeats (created_at);
