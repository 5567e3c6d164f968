INSERT OR ROLLBACK INTO exposure (exchange, conversation, participant, slot, statement, version, language, rule, routing_table, probability, labelled)
SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5, value ->> 6, value ->> 7, value ->> 8, value ->> 9, value ->> 10 FROM json_each($3) WHERE true
ON CONFLICT DO NOTHING
