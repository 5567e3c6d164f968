-- @votes
SELECT participant, string_agg(CAST(statement * 4 + choice AS TEXT), ' ') FROM vote WHERE exchange = $1 AND conversation = $2 GROUP BY participant ORDER BY participant
-- @predictions
SELECT participant, string_agg(CAST(statement * 256 + about_side * 128 + share AS TEXT), ' ') FROM prediction WHERE exchange = $1 AND conversation = $2 GROUP BY participant ORDER BY participant
-- @showings
SELECT participant, string_agg(CAST((slot * 1048576 + statement) * 2 + labelled AS TEXT), ' ') FROM exposure WHERE exchange = $1 AND conversation = $2 GROUP BY participant ORDER BY participant
-- @exposures
SELECT participant, string_agg(slot || ' ' || statement || ' ' || rule || ' ' || probability || ' ' || labelled, ' ') FROM exposure WHERE exchange = $1 AND conversation = $2 GROUP BY participant ORDER BY participant
-- @votes_of
SELECT statement, choice, version, language, day FROM vote WHERE exchange = $1 AND conversation = $2 AND participant = $3 ORDER BY statement
-- @predictions_of
SELECT statement, about_side, share, day FROM prediction WHERE exchange = $1 AND conversation = $2 AND participant = $3 ORDER BY statement, about_side
-- @exposures_of
SELECT participant, slot, statement, rule, probability, labelled FROM exposure WHERE exchange = $1 AND conversation = $2 AND participant = $3 ORDER BY slot
-- @withdraw_votes
DELETE FROM vote WHERE exchange = $1 AND participant = $2
-- @withdraw_predictions
DELETE FROM prediction WHERE exchange = $1 AND participant = $2
-- @withdraw_exposures
DELETE FROM exposure WHERE exchange = $1 AND participant = $2
-- @withdraw_submissions
DELETE FROM submission WHERE exchange = $1 AND participant = $2
-- @withdraw_claims
DELETE FROM claim WHERE exchange = $1 AND participant = $2
-- @withdraw
UPDATE participation SET state = 'withdrawn', digest = $3, age_band = '', consent_version = 0, consent_language = '' WHERE exchange = $1 AND participant = $2
-- @delete_all_votes
DELETE FROM vote WHERE exchange = $1
-- @delete_all_predictions
DELETE FROM prediction WHERE exchange = $1
-- @delete_all_exposures
DELETE FROM exposure WHERE exchange = $1
-- @delete_all_participations
DELETE FROM participation WHERE exchange = $1
-- @note_withdrawal
UPDATE conversation SET withdrawn = withdrawn + 1 WHERE exchange = $1 AND conversation IN (SELECT conversation FROM vote WHERE exchange = $1 AND participant = $2)
