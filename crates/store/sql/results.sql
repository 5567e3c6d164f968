-- @insert
INSERT INTO result (exchange, conversation, digest, day, released) VALUES ($1, $2, $3, $4, 0)
-- @insert_file
INSERT INTO result_file (exchange, conversation, name, content) VALUES ($1, $2, $3, $4)
-- @all
SELECT conversation, digest, day, released FROM result WHERE exchange = $1 ORDER BY conversation
-- @file
SELECT content FROM result_file WHERE exchange = $1 AND conversation = $2 AND name = $3
-- @release
UPDATE result SET released = 1 WHERE exchange = $1 AND conversation = $2 AND digest = $3 AND released = 0
-- @delete_files
DELETE FROM result_file WHERE exchange = $1 AND conversation = $2
-- @delete
DELETE FROM result WHERE exchange = $1 AND conversation = $2
-- @orphans
DELETE FROM result_file WHERE exchange = $1 AND conversation NOT IN (SELECT conversation FROM result WHERE exchange = $1)
-- @withdraw
DELETE FROM result WHERE exchange = $1 AND released = 0 AND conversation IN (SELECT conversation FROM vote WHERE exchange = $1 AND participant = $2)
-- @hold
UPDATE conversation SET withdrawn = withdrawn WHERE exchange = $1 AND conversation = $2 AND stage = 'closed'
-- @delete_hidden
DELETE FROM result WHERE exchange = $1 AND released = 0
-- @place
SELECT x, y, opinion_group, near_border FROM place WHERE exchange = $1 AND conversation = $2 AND participant = $3
-- @delete_places
DELETE FROM place WHERE exchange = $1 AND conversation = $2
-- @withdraw_place
DELETE FROM place WHERE exchange = $1 AND participant = $2
-- @delete_all_places
DELETE FROM place WHERE exchange = $1
-- @look
SELECT day, first, second, told FROM look WHERE exchange = $1 AND conversation = $2
-- @keep_look
INSERT INTO look (exchange, conversation, day, first, second, told) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (exchange, conversation) DO UPDATE SET day = excluded.day, first = excluded.first, second = excluded.second, told = excluded.told
-- @delete_look
DELETE FROM look WHERE exchange = $1 AND conversation = $2
