INSERT INTO submission (exchange, participant, form, day)
SELECT * FROM UNNEST($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[])
ON CONFLICT DO NOTHING RETURNING exchange, participant, form
