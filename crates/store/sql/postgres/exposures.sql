INSERT INTO exposure (exchange, conversation, participant, slot, statement, version, language, rule, routing_table, probability, labelled)
SELECT * FROM UNNEST($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[], $7::text[], $8::text[], $9::bigint[], $10::double precision[], $11::bigint[])
ON CONFLICT DO NOTHING
