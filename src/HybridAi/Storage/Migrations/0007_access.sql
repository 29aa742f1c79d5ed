-- People who sign in. The stamp changes with password and roles and ends every session; failures and locked_until slow down guessing.
CREATE TABLE users (
  name TEXT PRIMARY KEY,
  password_hash TEXT NOT NULL,
  stamp TEXT NOT NULL,
  failures BIGINT NOT NULL,
  locked_until TEXT,
  created_at TEXT NOT NULL
);

-- One role a project; the project '*' is every one there is and will be.
CREATE TABLE user_roles (
  user_name TEXT NOT NULL REFERENCES users (name) ON DELETE CASCADE,
  project TEXT NOT NULL,
  role TEXT NOT NULL,
  PRIMARY KEY (user_name, project)
);

-- One line a secret; after a rotation two of one name overlap. Revoked ones stay: a server that was closed once never opens again by itself.
CREATE TABLE api_keys (
  hash TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  prefix TEXT NOT NULL,
  scopes TEXT NOT NULL,
  project TEXT NOT NULL,
  tenant TEXT,
  created_at TEXT NOT NULL,
  expires_at TEXT,
  last_used_at TEXT,
  revoked_at TEXT
);
CREATE INDEX api_keys_by_name ON api_keys (name, created_at);

-- Append-only: who did what to what, and how it ended. Never what was in it.
CREATE TABLE audit (
  seq {identity},
  at TEXT NOT NULL,
  caller_kind TEXT NOT NULL,
  caller TEXT NOT NULL,
  action TEXT NOT NULL,
  project TEXT,
  target TEXT,
  outcome TEXT NOT NULL,
  request_id TEXT
);
CREATE INDEX audit_by_project ON audit (project, seq);
