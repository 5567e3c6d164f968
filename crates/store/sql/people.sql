-- @insert_account
INSERT INTO account (exchange, account, login, name, password, authenticator, authenticator_step) VALUES ($1, $2, $3, $4, $5, NULL, 0)
-- @by_login
SELECT account, login, name, password, authenticator, authenticator_step FROM account WHERE exchange = $1 AND login = $2
-- @by_number
SELECT account, login, name, password, authenticator, authenticator_step FROM account WHERE exchange = $1 AND account = $2
-- @set_password
UPDATE account SET password = $3 WHERE exchange = $1 AND account = $2
-- @set_authenticator
UPDATE account SET authenticator = $3, authenticator_step = 0 WHERE exchange = $1 AND account = $2
-- @use_step
UPDATE account SET authenticator_step = $3 WHERE exchange = $1 AND account = $2 AND authenticator_step < $3
-- @insert_recovery_code
INSERT INTO recovery_code (exchange, account, digest) VALUES ($1, $2, $3)
-- @use_recovery_code
DELETE FROM recovery_code WHERE exchange = $1 AND account = $2 AND digest = $3
-- @drop_recovery_codes
DELETE FROM recovery_code WHERE exchange = $1 AND account = $2
-- @insert_member
INSERT INTO member (exchange, account, side, role) VALUES ($1, $2, $3, $4)
-- @delete_member
DELETE FROM member WHERE exchange = $1 AND account = $2
-- @members
SELECT m.account, m.side, m.role, a.name, a.login FROM member m JOIN account a ON a.exchange = m.exchange AND a.account = m.account WHERE m.exchange = $1 ORDER BY m.side, m.role, a.name, m.account
-- @insert_session
INSERT INTO session (exchange, digest, account, until_second) VALUES ($1, $2, $3, $4)
-- @session
SELECT s.account, a.name, m.side, m.role FROM session s JOIN account a ON a.exchange = s.exchange AND a.account = s.account JOIN member m ON m.exchange = s.exchange AND m.account = s.account WHERE s.exchange = $1 AND s.digest = $2 AND s.until_second > $3
-- @delete_session
DELETE FROM session WHERE exchange = $1 AND digest = $2
-- @delete_sessions_of
DELETE FROM session WHERE exchange = $1 AND account = $2
-- @purge_sessions
DELETE FROM session WHERE exchange = $1 AND until_second <= $2
-- @insert_appointment
INSERT INTO appointment (exchange, digest, side, role, account, until_second) VALUES ($1, $2, $3, $4, $5, $6)
-- @appointment
SELECT side, role, account FROM appointment WHERE exchange = $1 AND digest = $2 AND until_second > $3
-- @delete_appointment
DELETE FROM appointment WHERE exchange = $1 AND digest = $2
-- @purge_appointments
DELETE FROM appointment WHERE exchange = $1 AND until_second <= $2
-- @delete_appointments
DELETE FROM appointment WHERE exchange = $1 AND side = $2
