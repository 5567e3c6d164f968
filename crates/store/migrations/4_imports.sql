-- Conversations that were held elsewhere, and brought here with their rows.
CREATE TABLE import (
  exchange BIGINT NOT NULL, -- of which exchange
  conversation BIGINT NOT NULL, -- which conversation
  side BIGINT NOT NULL, -- whose organisers brought it; -1 for whoever runs the server
  source TEXT NOT NULL, -- where it is from, in their words
  first_there TEXT NOT NULL, -- what the first side is called there; empty where people have no sides
  second_there TEXT NOT NULL, -- the same of the second
  day BIGINT NOT NULL, -- when it was brought
  first BIGINT NOT NULL, -- people of the first side
  second BIGINT NOT NULL, -- people of the second side
  unsided BIGINT NOT NULL, -- people of neither
  votes BIGINT NOT NULL, -- votes; 0 once the rows are deleted
  PRIMARY KEY (exchange, conversation)
);

-- Its rows, as tables: under fresh ids, sorted by them, without days or languages.
CREATE TABLE import_file (
  exchange BIGINT NOT NULL, -- of which exchange
  conversation BIGINT NOT NULL, -- of which conversation
  name TEXT NOT NULL, -- of the table
  content TEXT NOT NULL, -- its rows
  PRIMARY KEY (exchange, conversation, name)
) {keyed};
