INSERT OR ROLLBACK INTO vote (exchange, conversation, participant, statement, choice, version, language, day)
SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5, value ->> 6, value ->> 7 FROM json_each($1) WHERE true
ON CONFLICT (exchange, conversation, participant, statement) DO UPDATE SET choice = excluded.choice, version = excluded.version, language = excluded.language, day = excluded.day
