-- What a closed conversation says, worked out once and hidden until both sides release it: figures that passed
-- the guard, never rows.
CREATE TABLE result (
  exchange BIGINT NOT NULL, -- of which exchange
  conversation BIGINT NOT NULL, -- of which conversation
  digest TEXT NOT NULL, -- of a random text and the findings as they will be shown
  day BIGINT NOT NULL, -- when they were worked out
  released BIGINT NOT NULL, -- 1 once both sides have released them
  PRIMARY KEY (exchange, conversation)
) {keyed};

-- The files of a result, as they are shown and handed out.
CREATE TABLE result_file (
  exchange BIGINT NOT NULL, -- of which exchange
  conversation BIGINT NOT NULL, -- of which conversation
  name TEXT NOT NULL, -- of the file
  content TEXT NOT NULL, -- what is in it
  PRIMARY KEY (exchange, conversation, name)
) {keyed};
