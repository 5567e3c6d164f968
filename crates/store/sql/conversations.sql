-- @insert
INSERT INTO conversation (exchange, conversation, rules, stage, copied, withdrawn) VALUES ($1, $2, $3, 'draft', 0, 0)
-- @next
UPDATE exchange SET conversations = conversations + 1 WHERE exchange = $1 RETURNING conversations
-- @all
SELECT conversation, rules, stage FROM conversation WHERE exchange = $1 ORDER BY conversation
-- @set_rules
UPDATE conversation SET rules = $3 WHERE exchange = $1 AND conversation = $2
-- @set_stage
UPDATE conversation SET stage = $3 WHERE exchange = $1 AND conversation = $2
-- @next_statement
SELECT COALESCE(MAX(statement), 0) + 1 FROM statement WHERE exchange = $1 AND conversation = $2
-- @insert_statement
INSERT INTO statement (exchange, conversation, statement, author_side, language, field, status, version) VALUES ($1, $2, $3, $4, $5, $6, $7, 1)
-- @insert_wording
INSERT INTO wording (exchange, conversation, statement, version, en, zh, approved_first, approved_second) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
-- @set_wording
UPDATE wording SET en = $5, zh = $6, approved_first = $7, approved_second = $8 WHERE exchange = $1 AND conversation = $2 AND statement = $3 AND version = $4
-- @set_version
UPDATE statement SET version = $4 WHERE exchange = $1 AND conversation = $2 AND statement = $3
-- @set_status
UPDATE statement SET status = $4 WHERE exchange = $1 AND conversation = $2 AND statement = $3
-- @statements
SELECT s.statement, s.author_side, s.language, s.field, s.status, s.version, w.en, w.zh, w.approved_first, w.approved_second FROM statement s JOIN wording w ON w.exchange = s.exchange AND w.conversation = s.conversation AND w.statement = s.statement AND w.version = s.version WHERE s.exchange = $1 AND s.conversation = $2 ORDER BY s.statement
-- @insert_routing_table
INSERT INTO routing_table (exchange, conversation, routing_table, side, weights) VALUES ($1, $2, $3, $4, $5)
-- @delete_conversation
DELETE FROM conversation WHERE exchange = $1 AND conversation = $2
-- @delete_statements
DELETE FROM statement WHERE exchange = $1 AND conversation = $2
-- @delete_wordings
DELETE FROM wording WHERE exchange = $1 AND conversation = $2
-- @delete_routing_tables
DELETE FROM routing_table WHERE exchange = $1 AND conversation = $2
-- @delete_votes
DELETE FROM vote WHERE exchange = $1 AND conversation = $2
-- @delete_predictions
DELETE FROM prediction WHERE exchange = $1 AND conversation = $2
-- @delete_exposures
DELETE FROM exposure WHERE exchange = $1 AND conversation = $2
-- @copied
SELECT copied FROM conversation WHERE exchange = $1 AND conversation = $2
-- @take_copy
UPDATE conversation SET copied = 1, withdrawn = 0 WHERE exchange = $1 AND conversation = $2 AND (copied = 0 OR withdrawn = 0 OR withdrawn >= $3)
-- @hold_open
UPDATE conversation SET withdrawn = withdrawn WHERE exchange = $1 AND conversation = $2 AND stage = 'open'
