-- Caps on what model calls may cost, each for a day or a month of UTC. Money is whole nano-dollars.
CREATE TABLE budgets (
  scope TEXT NOT NULL,
  name TEXT NOT NULL,
  period TEXT NOT NULL,
  cap_nano BIGINT NOT NULL,
  changed_at TEXT NOT NULL,
  PRIMARY KEY (scope, name, period)
);

-- One line a budget and period. Spent holds assumed: what was charged without the provider's word. It outlives its budget, so that removing
-- a budget and setting it again does not give the period back.
CREATE TABLE budget_accounts (
  scope TEXT NOT NULL,
  name TEXT NOT NULL,
  period TEXT NOT NULL,
  starts_at TEXT NOT NULL,
  spent_nano BIGINT NOT NULL,
  assumed_nano BIGINT NOT NULL,
  reserved_nano BIGINT NOT NULL,
  PRIMARY KEY (scope, name, period, starts_at)
);

-- What calls under way may cost at most, with the accounts that hold it as JSON. An expired one has been moved from reserved to spent; its line
-- stays for the call that is late and not lost.
CREATE TABLE budget_reservations (
  id TEXT PRIMARY KEY,
  amount_nano BIGINT NOT NULL,
  accounts TEXT NOT NULL,
  expires_at TEXT NOT NULL,
  expired BIGINT NOT NULL
);
CREATE INDEX budget_reservations_by_expiry ON budget_reservations (expired, expires_at);

-- Why a labelling run ended before all was asked.
ALTER TABLE labelling_runs ADD COLUMN fault TEXT;
