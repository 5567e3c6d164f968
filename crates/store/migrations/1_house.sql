-- One SQL text for both databases. {keyed} is WITHOUT ROWID on SQLite, so that a row lies where its
-- random key puts it and no order of arrival is kept; on PostgreSQL it is nothing.
-- Days are counted from 1970-01-01; moments, of organisers' acts only, are seconds since then.

-- The one exchange of this database.
CREATE TABLE exchange (
  exchange BIGINT NOT NULL PRIMARY KEY, -- random number
  charter TEXT, -- JSON, as both sides approved it; nothing before they have
  draft TEXT, -- JSON, as it is being written
  chain TEXT NOT NULL, -- head of the audit chain
  conversations BIGINT NOT NULL -- how many there ever were: no number is used again
);

-- People who run an exchange.
CREATE TABLE account (
  exchange BIGINT NOT NULL, -- whose
  account BIGINT NOT NULL, -- random number
  login TEXT NOT NULL, -- user name or e-mail, folded to small letters
  name TEXT NOT NULL, -- as she writes it
  password TEXT NOT NULL, -- argon2id, in its own notation
  authenticator TEXT, -- secret of the authenticator, where she uses one
  authenticator_step BIGINT NOT NULL, -- the last step that was used; none is used twice
  PRIMARY KEY (exchange, account),
  UNIQUE (exchange, login)
);

-- Printed codes for when a password or an authenticator is lost.
CREATE TABLE recovery_code (
  exchange BIGINT NOT NULL, -- whose
  account BIGINT NOT NULL, -- whose
  digest TEXT NOT NULL, -- of the code, under the server's key
  PRIMARY KEY (exchange, digest)
);

-- Who has which role on which side.
CREATE TABLE member (
  exchange BIGINT NOT NULL, -- of which exchange
  account BIGINT NOT NULL, -- who
  side BIGINT NOT NULL, -- 0 or 1, in the exchange's own order
  role TEXT NOT NULL, -- organiser, deputy, moderator, translator, observer
  PRIMARY KEY (exchange, account)
);

-- Where accounts are signed in.
CREATE TABLE session (
  exchange BIGINT NOT NULL, -- of which exchange
  digest TEXT NOT NULL, -- of the token in the cookie
  account BIGINT NOT NULL, -- who
  until_second BIGINT NOT NULL, -- when it ends
  PRIMARY KEY (exchange, digest)
);

-- One-time links: for a new account, or to recover one.
CREATE TABLE appointment (
  exchange BIGINT NOT NULL, -- of which exchange
  digest TEXT NOT NULL, -- of the token in the link
  side BIGINT NOT NULL, -- for which side
  role TEXT NOT NULL, -- for which role
  account BIGINT, -- whose account is recovered; nothing for a new one
  until_second BIGINT NOT NULL, -- when it ends
  PRIMARY KEY (exchange, digest)
);

-- What is to change, once both sides have approved.
CREATE TABLE proposal (
  exchange BIGINT NOT NULL, -- of which exchange
  proposal BIGINT NOT NULL, -- 1, 2, …
  change TEXT NOT NULL, -- JSON
  digest TEXT NOT NULL, -- of the JSON
  now TEXT NOT NULL, -- JSON: what it replaces, as it was when asked
  side BIGINT NOT NULL, -- who asked
  account BIGINT NOT NULL, -- by whom
  at_second BIGINT NOT NULL, -- when
  state TEXT NOT NULL, -- waiting, done, refused, taken-back
  reason TEXT NOT NULL, -- why it was refused
  PRIMARY KEY (exchange, proposal)
);

-- The keys given.
CREATE TABLE approval (
  exchange BIGINT NOT NULL, -- of which exchange
  proposal BIGINT NOT NULL, -- to what
  side BIGINT NOT NULL, -- whose key
  account BIGINT NOT NULL, -- by whom
  at_second BIGINT NOT NULL, -- when
  position BIGINT NOT NULL, -- of its line in the audit
  PRIMARY KEY (exchange, proposal, side)
);

-- The chain of organisers' acts. No names, no ballots.
CREATE TABLE audit (
  exchange BIGINT NOT NULL, -- of which exchange
  position BIGINT NOT NULL, -- 1, 2, …
  at_second BIGINT NOT NULL, -- when
  account BIGINT NOT NULL, -- by whom; 0 for the server itself
  side BIGINT NOT NULL, -- of which side; −1 for the server itself
  act TEXT NOT NULL, -- what
  subject TEXT NOT NULL, -- of what, by number or digest
  head TEXT NOT NULL, -- SHA-256 over the head before and this line
  PRIMARY KEY (exchange, position)
);

-- Conversations.
CREATE TABLE conversation (
  exchange BIGINT NOT NULL, -- of which exchange
  conversation BIGINT NOT NULL, -- 1, 2, …
  rules TEXT NOT NULL, -- JSON
  stage TEXT NOT NULL, -- draft, open, closed
  copied BIGINT NOT NULL, -- 1 once rows or results have left
  withdrawn BIGINT NOT NULL, -- people with votes in it who withdrew since rows left last
  PRIMARY KEY (exchange, conversation)
);

-- Statements.
CREATE TABLE statement (
  exchange BIGINT NOT NULL, -- of which exchange
  conversation BIGINT NOT NULL, -- of which conversation
  statement BIGINT NOT NULL, -- 1, 2, …
  author_side BIGINT, -- the side whose organisers wrote it
  language TEXT NOT NULL, -- in which it was written
  field TEXT NOT NULL, -- what it is about, in a word of the glossary; may be empty
  status TEXT NOT NULL, -- accepted, pending, rejected, meta
  version BIGINT NOT NULL, -- of its present wording
  PRIMARY KEY (exchange, conversation, statement)
);

-- Every wording a statement ever had.
CREATE TABLE wording (
  exchange BIGINT NOT NULL, -- of which exchange
  conversation BIGINT NOT NULL, -- of which conversation
  statement BIGINT NOT NULL, -- of which statement
  version BIGINT NOT NULL, -- 1, 2, …
  en TEXT NOT NULL, -- in English
  zh TEXT NOT NULL, -- in Chinese
  approved_first BIGINT NOT NULL, -- 1 where the first side approved the translation
  approved_second BIGINT NOT NULL, -- 1 where the second side did
  PRIMARY KEY (exchange, conversation, statement, version)
);

-- Weights from which statements are drawn.
CREATE TABLE routing_table (
  exchange BIGINT NOT NULL, -- of which exchange
  conversation BIGINT NOT NULL, -- of which conversation
  routing_table BIGINT NOT NULL, -- random number
  side BIGINT NOT NULL, -- for viewers of which side
  weights TEXT NOT NULL, -- JSON: one weight a statement, in order
  PRIMARY KEY (exchange, conversation, routing_table)
);

-- Batches of invitations.
CREATE TABLE batch (
  exchange BIGINT NOT NULL, -- of which exchange
  batch BIGINT NOT NULL, -- 1, 2, …
  side BIGINT NOT NULL, -- for which side
  label TEXT NOT NULL, -- the organisers' own word for it
  size BIGINT NOT NULL, -- how many invitations
  until_day BIGINT NOT NULL, -- last day on which they open
  is_replacement BIGINT NOT NULL, -- 1 where they replace lost codes
  PRIMARY KEY (exchange, batch)
);

-- Invitations. Nothing here says who used one, or when.
CREATE TABLE invitation (
  exchange BIGINT NOT NULL, -- of which exchange
  digest TEXT NOT NULL, -- of the code, under the server's key
  batch BIGINT NOT NULL, -- of which batch
  number BIGINT NOT NULL, -- its number in the batch
  state TEXT NOT NULL, -- open, used, revoked
  PRIMARY KEY (exchange, digest)
) {keyed};

-- Participations, made beforehand and claimed by chance.
CREATE TABLE participation (
  exchange BIGINT NOT NULL, -- of which exchange
  participant BIGINT NOT NULL, -- random number
  digest TEXT NOT NULL, -- of the participation code, under the server's key
  side BIGINT NOT NULL, -- of which side
  state TEXT NOT NULL, -- free, claimed, withdrawn
  age_band TEXT NOT NULL, -- empty until claimed
  consent_version BIGINT NOT NULL, -- which consent text; 0 until claimed
  consent_language TEXT NOT NULL, -- in which language it was read
  PRIMARY KEY (exchange, participant),
  UNIQUE (exchange, digest)
) {keyed};

-- By which a form sent twice claims one participation, not two. A row lives until the next day is over.
CREATE TABLE claim (
  exchange BIGINT NOT NULL, -- of which exchange
  form TEXT NOT NULL, -- digest of the form's own random number
  participant BIGINT NOT NULL, -- what was claimed
  day BIGINT NOT NULL, -- when
  PRIMARY KEY (exchange, form)
) {keyed};

-- Votes, the latest of each person on each statement.
CREATE TABLE vote (
  exchange BIGINT NOT NULL, -- of which exchange
  conversation BIGINT NOT NULL, -- of which conversation
  participant BIGINT NOT NULL, -- whose
  statement BIGINT NOT NULL, -- on what
  choice BIGINT NOT NULL, -- 1 agree, 2 disagree, 3 pass
  version BIGINT NOT NULL, -- of the wording she saw
  language TEXT NOT NULL, -- in which she saw it
  day BIGINT NOT NULL, -- when
  PRIMARY KEY (exchange, conversation, participant, statement)
) {keyed};

-- Predictions, the latest of each person on each statement and side.
CREATE TABLE prediction (
  exchange BIGINT NOT NULL, -- of which exchange
  conversation BIGINT NOT NULL, -- of which conversation
  participant BIGINT NOT NULL, -- whose
  statement BIGINT NOT NULL, -- about which statement
  about_side BIGINT NOT NULL, -- about which side's agreement
  share BIGINT NOT NULL, -- 0 to 100
  day BIGINT NOT NULL, -- when
  PRIMARY KEY (exchange, conversation, participant, statement, about_side)
) {keyed};

-- What was shown to whom, by which rule, with which probability.
CREATE TABLE exposure (
  exchange BIGINT NOT NULL, -- of which exchange
  conversation BIGINT NOT NULL, -- of which conversation
  participant BIGINT NOT NULL, -- to whom
  slot BIGINT NOT NULL, -- her first, second, … statement
  statement BIGINT NOT NULL, -- what
  version BIGINT NOT NULL, -- of its wording
  language TEXT NOT NULL, -- in which language
  rule TEXT NOT NULL, -- own-side, other-side, any, uniform, fresh
  routing_table BIGINT NOT NULL, -- from which weights; 0 where none was needed
  probability DOUBLE PRECISION NOT NULL, -- of being drawn, among what she had not seen
  labelled BIGINT NOT NULL, -- 1 where the author's side was named
  PRIMARY KEY (exchange, conversation, participant, slot)
) {keyed};

-- Keys of forms already counted. A row lives until the next day is over.
CREATE TABLE submission (
  exchange BIGINT NOT NULL, -- of which exchange
  participant BIGINT NOT NULL, -- whose
  form BIGINT NOT NULL, -- which form with which answer
  day BIGINT NOT NULL, -- when
  PRIMARY KEY (exchange, participant, form)
) {keyed};
