-- Where each person stands on a conversation's map, worked out with its result and shown to her alone. It is kept
-- and deleted like her ballots.
CREATE TABLE place (
  exchange BIGINT NOT NULL, -- of which exchange
  conversation BIGINT NOT NULL, -- on whose map
  participant BIGINT NOT NULL, -- who stands there
  x DOUBLE PRECISION NOT NULL, -- the middle of her hexagon
  y DOUBLE PRECISION NOT NULL, -- the same, upwards
  opinion_group BIGINT NOT NULL, -- the number of her group; 0 where she is in none that may be told
  near_border BIGINT NOT NULL, -- 1 where other statements might put her into another group
  PRIMARY KEY (exchange, conversation, participant)
) {keyed};
