-- @next_proposal
SELECT COALESCE(MAX(proposal), 0) + 1 FROM proposal WHERE exchange = $1
-- @insert_proposal
INSERT INTO proposal (exchange, proposal, change, digest, now, side, account, at_second, state, reason) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'waiting', '')
-- @proposals
SELECT proposal, change, digest, now, side, account, at_second, state, reason FROM proposal WHERE exchange = $1 ORDER BY proposal DESC
-- @proposal
SELECT proposal, change, digest, now, side, account, at_second, state, reason FROM proposal WHERE exchange = $1 AND proposal = $2
-- @decide_proposal
UPDATE proposal SET state = $3, reason = $4 WHERE exchange = $1 AND proposal = $2 AND state = 'waiting'
-- @insert_approval
INSERT INTO approval (exchange, proposal, side, account, at_second, position) VALUES ($1, $2, $3, $4, $5, $6)
-- @approvals
SELECT proposal, side, account, at_second, position FROM approval WHERE exchange = $1 ORDER BY proposal, position
-- @chain
UPDATE exchange SET chain = chain WHERE exchange = $1 RETURNING chain
-- @set_chain
UPDATE exchange SET chain = $2 WHERE exchange = $1
-- @next_position
SELECT COALESCE(MAX(position), 0) + 1 FROM audit WHERE exchange = $1
-- @insert_audit
INSERT INTO audit (exchange, position, at_second, account, side, act, subject, head) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
-- @audit
SELECT position, at_second, account, side, act, subject, head FROM audit WHERE exchange = $1 AND position > $2 ORDER BY position
-- @audit_latest
SELECT position, at_second, account, side, act, subject, head FROM audit WHERE exchange = $1 ORDER BY position DESC LIMIT $2
