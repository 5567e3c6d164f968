-- What organisers saw of an open conversation, where both sides agreed beforehand that they may: coarse figures that
-- passed the guard, the latest only. It stays until enough people have come for another.
CREATE TABLE look (
  exchange BIGINT NOT NULL, -- of which exchange
  conversation BIGINT NOT NULL, -- at which conversation
  day BIGINT NOT NULL, -- when it was worked out
  first BIGINT NOT NULL, -- people of the first side who had answered then
  second BIGINT NOT NULL, -- the same of the second
  told TEXT NOT NULL, -- JSON: what it says
  PRIMARY KEY (exchange, conversation)
);
