-- @insert
INSERT INTO exchange (exchange, charter, draft, chain, conversations) VALUES ($1, NULL, NULL, '', 0)
-- @one
SELECT exchange, charter, draft FROM exchange
-- @set_draft
UPDATE exchange SET draft = $2 WHERE exchange = $1
-- @set_charter
UPDATE exchange SET charter = $2, draft = NULL WHERE exchange = $1
