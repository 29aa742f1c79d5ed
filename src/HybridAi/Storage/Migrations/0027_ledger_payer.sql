-- Who pays for a model call besides its project: the id of the API key and the tenant. Null: neither, or booked before these columns were.
ALTER TABLE ledger ADD COLUMN key_id TEXT;
ALTER TABLE ledger ADD COLUMN tenant TEXT;
