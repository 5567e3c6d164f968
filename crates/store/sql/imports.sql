-- @insert
INSERT INTO import (exchange, conversation, side, source, first_there, second_there, day, first, second, unsided, votes) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
-- @insert_file
INSERT INTO import_file (exchange, conversation, name, content) VALUES ($1, $2, $3, $4)
-- @all
SELECT conversation, side, source, first_there, second_there, day, first, second, unsided, votes FROM import WHERE exchange = $1 ORDER BY conversation
-- @file
SELECT content FROM import_file WHERE exchange = $1 AND conversation = $2 AND name = $3
-- @delete
DELETE FROM import WHERE exchange = $1 AND conversation = $2
-- @delete_files
DELETE FROM import_file WHERE exchange = $1 AND conversation = $2
-- @delete_all_files
DELETE FROM import_file WHERE exchange = $1
-- @empty_all
UPDATE import SET votes = 0 WHERE exchange = $1
