-- One standing line a record and annotator, and beside it how the record came to the annotator. What an older line never recorded stays null.
ALTER TABLE annotations ADD COLUMN queue TEXT;
ALTER TABLE annotations ADD COLUMN reason TEXT;
ALTER TABLE annotations ADD COLUMN asked_at TEXT;
ALTER TABLE annotations ADD COLUMN duration_ms BIGINT;
ALTER TABLE annotations ADD COLUMN comment TEXT;
ALTER TABLE annotations ADD COLUMN in_bulk BIGINT NOT NULL DEFAULT 0;
-- The record was handed out to check the annotator by its trusted label.
ALTER TABLE annotations ADD COLUMN gold_check BIGINT NOT NULL DEFAULT 0;
-- It came when nobody was waiting for it any more, or was a check on a resolved record: kept, and never counted.
ALTER TABLE annotations ADD COLUMN extra BIGINT NOT NULL DEFAULT 0;
ALTER TABLE annotations ADD COLUMN voided_because TEXT;

UPDATE annotations SET voided = 1 WHERE voided = 0 AND seq < (
  SELECT MAX(later.seq) FROM annotations later
  WHERE later.project = annotations.project AND later.record_id = annotations.record_id AND later.annotator = annotations.annotator AND later.voided = 0);
DROP INDEX annotations_standing;
CREATE UNIQUE INDEX annotations_standing ON annotations (project, record_id, annotator) WHERE voided = 0;

-- A reviewer's decision on a record; it stands beside the annotations and voids none of them.
CREATE TABLE adjudications (
  seq {identity},
  project TEXT NOT NULL,
  project_version BIGINT NOT NULL,
  record_id TEXT NOT NULL,
  reviewer TEXT NOT NULL,
  label TEXT NOT NULL,
  reason TEXT NOT NULL,
  comment TEXT,
  voided BIGINT NOT NULL,
  created_at TEXT NOT NULL
);
CREATE UNIQUE INDEX adjudications_standing ON adjudications (project, record_id) WHERE voided = 0;

CREATE TABLE review_comments (
  seq {identity},
  project TEXT NOT NULL,
  record_id TEXT NOT NULL,
  author TEXT NOT NULL,
  text TEXT NOT NULL,
  created_at TEXT NOT NULL
);
CREATE INDEX review_comments_by_record ON review_comments (project, record_id, seq);

-- What people have come to about each record that somebody labelled. last_seq: the newest annotation that counted.
CREATE TABLE resolutions (
  project TEXT NOT NULL,
  record_id TEXT NOT NULL,
  state TEXT NOT NULL,
  label TEXT,
  decided_by TEXT NOT NULL,
  suggestion_shown BIGINT NOT NULL,
  votes BIGINT NOT NULL,
  last_seq BIGINT NOT NULL,
  PRIMARY KEY (project, record_id)
);
CREATE INDEX resolutions_by_state ON resolutions (project, state, last_seq);

CREATE TABLE review_settings (
  project TEXT PRIMARY KEY,
  settings TEXT NOT NULL,
  changed_at TEXT NOT NULL
);

-- mark: up to where records, labels and doubts stand in the queue. Its line is also the lock that lets one process at a time hand out and take in.
CREATE TABLE review_plans (
  project TEXT PRIMARY KEY,
  mark TEXT NOT NULL
);

-- One line a record that is no duplicate. open: it still wants labels; voters: who gave the labels that count, each name between two separators;
-- chance: its seeded place on [0, 1); scored: doubt comes from the doubts table; rarity: the share of its label where that label is rare.
CREATE TABLE review_queue (
  project TEXT NOT NULL,
  record_id TEXT NOT NULL,
  seq BIGINT NOT NULL,
  held_out BIGINT NOT NULL,
  open BIGINT NOT NULL,
  voters TEXT NOT NULL,
  votes BIGINT NOT NULL,
  doubt DOUBLE PRECISION NOT NULL,
  scored BIGINT NOT NULL,
  chance DOUBLE PRECISION NOT NULL,
  label TEXT,
  rarity DOUBLE PRECISION,
  gold BIGINT NOT NULL,
  requeued TEXT,
  PRIMARY KEY (project, record_id)
);
CREATE INDEX review_queue_by_doubt ON review_queue (project, open, held_out, voters, doubt DESC, seq);
CREATE INDEX review_queue_by_chance ON review_queue (project, open, held_out, voters, chance);
CREATE INDEX review_queue_rare ON review_queue (project, open, held_out, voters, rarity, chance) WHERE rarity IS NOT NULL;
CREATE INDEX review_queue_again ON review_queue (project, open, held_out, voters, requeued, chance) WHERE requeued IS NOT NULL;
CREATE INDEX review_queue_gold ON review_queue (project, chance) WHERE gold = 1;

-- Who was handed which record, with what was shown. An expired line stays until the record is handed in or given to somebody else for good.
CREATE TABLE review_leases (
  project TEXT NOT NULL,
  record_id TEXT NOT NULL,
  annotator TEXT NOT NULL,
  queue TEXT NOT NULL,
  reason TEXT NOT NULL,
  gold_check BIGINT NOT NULL,
  in_bulk BIGINT NOT NULL,
  returned BIGINT NOT NULL,
  suggestion_shown BIGINT NOT NULL,
  suggested_label TEXT,
  suggested_by TEXT,
  asked_at TEXT NOT NULL,
  expires_at TEXT NOT NULL,
  PRIMARY KEY (project, record_id, annotator)
);
CREATE INDEX review_leases_by_annotator ON review_leases (project, annotator);

-- How many records an annotator was handed: the place in the seeded sequence of turns.
CREATE TABLE review_annotators (
  project TEXT NOT NULL,
  annotator TEXT NOT NULL,
  turns BIGINT NOT NULL,
  PRIMARY KEY (project, annotator)
);

CREATE INDEX labels_in_order ON labels (project, seq);
CREATE INDEX labels_by_run ON labels (run_id, seq);
