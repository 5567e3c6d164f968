INSERT INTO vote (exchange, conversation, participant, statement, choice, version, language, day)
SELECT * FROM UNNEST($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[], $7::text[], $8::bigint[])
ON CONFLICT (exchange, conversation, participant, statement) DO UPDATE SET choice = excluded.choice, version = excluded.version, language = excluded.language, day = excluded.day
