-- @next_batch
SELECT COALESCE(MAX(batch), 0) + 1 FROM batch WHERE exchange = $1
-- @insert_batch
INSERT INTO batch (exchange, batch, side, label, size, until_day, is_replacement) VALUES ($1, $2, $3, $4, $5, $6, $7)
-- @batches
SELECT b.batch, b.side, b.label, b.size, b.until_day, b.is_replacement, CAST(COALESCE(SUM(CASE WHEN i.state = 'used' THEN 1 ELSE 0 END), 0) AS BIGINT), CAST(COALESCE(SUM(CASE WHEN i.state = 'revoked' THEN 1 ELSE 0 END), 0) AS BIGINT) FROM batch b LEFT JOIN invitation i ON i.exchange = b.exchange AND i.batch = b.batch WHERE b.exchange = $1 GROUP BY b.batch, b.side, b.label, b.size, b.until_day, b.is_replacement ORDER BY b.batch
-- @insert_invitation
INSERT INTO invitation (exchange, digest, batch, number, state) VALUES ($1, $2, $3, $4, 'open')
-- @invitation
SELECT b.side, i.state, b.until_day, i.batch FROM invitation i JOIN batch b ON b.exchange = i.exchange AND b.batch = i.batch WHERE i.exchange = $1 AND i.digest = $2
-- @states
SELECT number, state FROM invitation WHERE exchange = $1 AND batch = $2 ORDER BY number
-- @use
UPDATE invitation SET state = 'used' WHERE exchange = $1 AND digest = $2 AND state = 'open'
-- @revoke
UPDATE invitation SET state = 'revoked' WHERE exchange = $1 AND batch = $2 AND state = 'open'
-- @revoke_one
UPDATE invitation SET state = 'revoked' WHERE exchange = $1 AND batch = $2 AND number = $3 AND state = 'open'
-- @insert_participation
INSERT INTO participation (exchange, participant, digest, side, state, age_band, consent_version, consent_language) VALUES ($1, $2, $3, $4, 'free', '', 0, '')
-- @participations
SELECT participant, side, state FROM participation WHERE exchange = $1 ORDER BY participant
-- @by_code
SELECT participant, side FROM participation WHERE exchange = $1 AND digest = $2 AND state = 'claimed'
-- @claim
UPDATE participation SET state = 'claimed', age_band = $3, consent_version = $4, consent_language = $5 WHERE exchange = $1 AND participant = $2 AND state = 'free'
-- @release
UPDATE participation SET state = 'free', age_band = '', consent_version = 0, consent_language = '' WHERE exchange = $1 AND participant = $2 AND state = 'claimed'
-- @insert_claim
INSERT INTO claim (exchange, form, participant, day) VALUES ($1, $2, $3, $4)
-- @claimed
SELECT c.participant, p.side FROM claim c JOIN participation p ON p.exchange = c.exchange AND p.participant = c.participant WHERE c.exchange = $1 AND c.form = $2
-- @delete_claim
DELETE FROM claim WHERE exchange = $1 AND form = $2
-- @purge_claims
DELETE FROM claim WHERE exchange = $1 AND day < $2
-- @purge_submissions
DELETE FROM submission WHERE exchange = $1 AND day < $2
