INSERT OR ROLLBACK INTO prediction (exchange, conversation, participant, statement, about_side, share, day)
SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5, value ->> 6 FROM json_each($2) WHERE true
ON CONFLICT (exchange, conversation, participant, statement, about_side) DO UPDATE SET share = excluded.share, day = excluded.day
