-- Answered predictions that cost nothing, many to a line, until they stand in ledger and decisions each on its own. writer: the process that answered them.
CREATE TABLE prediction_pages (
  seq {identity},
  writer TEXT NOT NULL,
  project TEXT NOT NULL,
  route TEXT NOT NULL,
  predictions BIGINT NOT NULL,
  body TEXT NOT NULL,
  written_at TEXT NOT NULL
);
CREATE INDEX prediction_pages_by_writer ON prediction_pages (writer, seq);
