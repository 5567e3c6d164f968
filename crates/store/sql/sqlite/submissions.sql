INSERT OR ROLLBACK INTO submission (exchange, participant, form, day)
SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3 FROM json_each($1) WHERE true
ON CONFLICT DO NOTHING
