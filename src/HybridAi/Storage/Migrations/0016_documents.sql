-- Documents that questions are asked about. Source: what its owner calls it (a path, an address, a name); one living document has it.
-- Kept_by: the document of the same content whose passages stand for this one's, too.
CREATE TABLE documents (
  id TEXT PRIMARY KEY,
  tenant TEXT NOT NULL,
  source TEXT NOT NULL,
  name TEXT NOT NULL,
  state TEXT NOT NULL,
  fault TEXT,
  file_hash TEXT NOT NULL,
  version TEXT,
  kept_by TEXT,
  job_id TEXT,
  tags TEXT NOT NULL,
  readers TEXT NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  deleted_at TEXT
);
CREATE UNIQUE INDEX documents_living ON documents (tenant, source) WHERE deleted_at IS NULL;
CREATE INDEX documents_by_version ON documents (tenant, version);
CREATE INDEX documents_kept_by ON documents (kept_by);

-- What a document said: the normalised text with its blocks as JSON, null once it was erased. Older versions stay, for what was cited from them.
CREATE TABLE document_versions (
  document_id TEXT NOT NULL,
  hash TEXT NOT NULL,
  file_hash TEXT NOT NULL,
  kind TEXT NOT NULL,
  title TEXT NOT NULL,
  as_of TEXT,
  characters BIGINT NOT NULL,
  report TEXT NOT NULL,
  text TEXT,
  created_at TEXT NOT NULL,
  PRIMARY KEY (document_id, hash)
);

-- Documents that share a band may be near duplicates: a band is a hash of some of the text's smallest shingle hashes.
CREATE TABLE document_bands (
  tenant TEXT NOT NULL,
  band TEXT NOT NULL,
  document_id TEXT NOT NULL,
  PRIMARY KEY (tenant, band, document_id)
);
CREATE INDEX document_bands_by_document ON document_bands (document_id);

-- Every change of what searches may find, in order: an index that knows how far it has followed lacks nothing.
CREATE TABLE document_changes (
  seq {identity},
  tenant TEXT NOT NULL,
  document_id TEXT NOT NULL,
  changed_at TEXT NOT NULL
);

-- Requests to take a document in, by the key that makes them repeatable.
CREATE TABLE document_requests (
  tenant TEXT NOT NULL,
  idempotency_key TEXT NOT NULL,
  request_hash TEXT NOT NULL,
  document_id TEXT NOT NULL,
  created_at TEXT NOT NULL,
  PRIMARY KEY (tenant, idempotency_key)
);
