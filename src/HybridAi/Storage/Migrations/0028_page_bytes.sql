-- packed: the page as bytes; body held it as Base64 before, and is empty since.
ALTER TABLE prediction_pages ADD COLUMN packed {bytes};
