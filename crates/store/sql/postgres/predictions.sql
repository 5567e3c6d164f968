INSERT INTO prediction (exchange, conversation, participant, statement, about_side, share, day)
SELECT * FROM UNNEST($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[], $7::bigint[])
ON CONFLICT (exchange, conversation, participant, statement, about_side) DO UPDATE SET share = excluded.share, day = excluded.day
