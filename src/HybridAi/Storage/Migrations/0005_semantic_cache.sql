-- From which similarity on a project's questions may share an answer, and what showed it, as JSON.
CREATE TABLE semantic_calibrations (
  project TEXT PRIMARY KEY,
  embedding TEXT NOT NULL,
  embedding_version TEXT NOT NULL,
  evidence TEXT NOT NULL,
  created_at TEXT NOT NULL
);

-- Vectors of questions whose answers answer_cache holds under the same key, as base64 of 32-bit numbers. The texts are not kept.
CREATE TABLE semantic_questions (
  seq {identity},
  key TEXT NOT NULL UNIQUE,
  scope TEXT NOT NULL,
  vector TEXT NOT NULL,
  created_at TEXT NOT NULL
);
CREATE INDEX semantic_questions_by_scope ON semantic_questions (scope, seq);

-- Hits that were asked for all the same, and whether the answers agreed.
CREATE TABLE semantic_audits (
  seq {identity},
  project TEXT NOT NULL,
  similarity DOUBLE PRECISION NOT NULL,
  same BIGINT NOT NULL,
  at TEXT NOT NULL
);
CREATE INDEX semantic_audits_by_project ON semantic_audits (project, at);
