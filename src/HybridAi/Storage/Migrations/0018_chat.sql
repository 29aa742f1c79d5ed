CREATE TABLE conversations (
  id TEXT PRIMARY KEY,
  tenant TEXT NOT NULL,
  owner TEXT NOT NULL,
  title TEXT NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
);
CREATE INDEX conversations_by_owner ON conversations (tenant, owner, updated_at);

-- answer: everything behind it but the passages' texts; text: what was shown. own_cost_nano: what the answerer whose answer stands cost, without those before it.
CREATE TABLE chat_exchanges (
  seq {identity},
  id TEXT NOT NULL,
  conversation TEXT NOT NULL,
  question TEXT NOT NULL,
  state TEXT NOT NULL,
  text TEXT NOT NULL,
  answer TEXT,
  answerer TEXT,
  own_cost_nano BIGINT,
  replaces TEXT,
  rating TEXT,
  comment TEXT,
  created_at TEXT NOT NULL
);
CREATE UNIQUE INDEX chat_exchanges_by_id ON chat_exchanges (id);
CREATE INDEX chat_exchanges_in_order ON chat_exchanges (conversation, seq);
CREATE INDEX chat_exchanges_by_answerer ON chat_exchanges (answerer);

-- One certified route of answerers a tenant.
CREATE TABLE answer_routes (
  tenant TEXT PRIMARY KEY,
  route TEXT NOT NULL,
  made_at TEXT NOT NULL
);
