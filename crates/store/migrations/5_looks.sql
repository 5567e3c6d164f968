-- What organisers saw of an open conversation, where both sides agreed beforehand that they may: coarse figures that
-- passed the guard, the latest only. It stays until enough people have come for another.
CREATE TABLE look (
  exchange BIGINT NOT NULL, -- of which exchange
  conversation BIGINT NOT NULL, -- at which conversation
  day BIGINT NOT NULL, -- when it was worked out
  people BIGINT NOT NULL, -- who had answered then
  told TEXT NOT NULL, -- JSON: what it says
  PRIMARY KEY (exchange, conversation)
);
