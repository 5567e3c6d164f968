//! Ballots: read whole for a snapshot or at start, read for one person, deleted.

use beringia_domain::{Choice, Part};
use futures_util::TryStreamExt;

use crate::database::{Database, Tx};
use crate::error::StoreError;
use crate::people::part;
use crate::sql::text;
use crate::writer::{self, Ballot};

/// A vote, without day and language.
#[derive(Debug, Clone, Copy)]
pub struct StoredVote {
    /// Whose.
    pub participant: i64,
    /// On what.
    pub statement: i64,
    /// What she chose.
    pub choice: Choice,
}

/// A prediction, without day.
#[derive(Debug, Clone, Copy)]
pub struct StoredPrediction {
    /// Whose.
    pub participant: i64,
    /// About which statement.
    pub statement: i64,
    /// About whose agreement.
    pub about: Part,
    /// Of a hundred.
    pub share: i64,
}

/// An exposure.
#[derive(Debug, Clone)]
pub struct StoredExposure {
    /// To whom.
    pub participant: i64,
    /// Her first, second, … statement.
    pub position: i64,
    /// What.
    pub statement: i64,
    /// By which rule.
    pub rule: &'static str,
    /// Of being drawn.
    pub probability: f64,
    /// Whether the author's side was named.
    pub is_labelled: bool,
}

/// A person's own vote.
#[derive(Debug, Clone)]
pub struct OwnVote {
    /// On what.
    pub statement: i64,
    /// What she chose.
    pub choice: Choice,
    /// The version of the wording she saw.
    pub version: i64,
    /// In which language.
    pub language: String,
    /// On which day.
    pub day: i64,
}

/// A person's own prediction.
#[derive(Debug, Clone, Copy)]
pub struct OwnPrediction {
    /// About which statement.
    pub statement: i64,
    /// About whose agreement.
    pub about: Part,
    /// Of a hundred.
    pub share: i64,
    /// On which day.
    pub day: i64,
}

/// Rules by which statements are shown.
pub const ROUTING_RULES: [&str; 5] = ["own-side", "other-side", "any", "uniform", "fresh"];

fn rule(word: &str) -> Result<&'static str, StoreError> {
    let found = ROUTING_RULES.into_iter().find(|known| *known == word);
    found.ok_or_else(|| StoreError::Foreign(format!("rule {word}")))
}

fn choice(number: i64) -> Result<Choice, StoreError> {
    match number {
        1 => Ok(Choice::Agree),
        2 => Ok(Choice::Disagree),
        3 => Ok(Choice::Pass),
        _ => Err(StoreError::Foreign(format!("choice {number}"))),
    }
}

/// Reads what was gathered by person: one row each, for a row an answer costs more to fetch than to read. Numbers of
/// an answer come packed into one, for each number costs its text.
async fn by_person(
    database: &Database,
    name: &str,
    place: (i64, i64),
    mut each: impl FnMut(i64, &mut Cells<'_>) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let mut rows = sqlx::query_as::<_, (i64, String)>(text("ballots", name))
        .bind(place.0)
        .bind(place.1)
        .fetch(database.reader());
    while let Some((participant, gathered)) = rows.try_next().await? {
        let mut cells = Cells(&gathered);
        while !cells.0.is_empty() {
            each(participant, &mut cells)?;
        }
    }
    Ok(())
}

/// What is left of what was gathered of one person: words parted by one space each.
struct Cells<'a>(&'a str);

impl<'a> Cells<'a> {
    fn word(&mut self) -> Result<&'a str, StoreError> {
        let (word, rest) = self.0.split_once(' ').unwrap_or((self.0, ""));
        self.0 = rest;
        if word.is_empty() {
            return Err(StoreError::Foreign("an answer in part".to_owned()));
        }
        Ok(word)
    }

    /// A number without a sign: millions of them are read.
    fn number(&mut self) -> Result<i64, StoreError> {
        let mut number = 0_i64;
        let mut used = 0;
        for digit in self.0.bytes().take_while(|byte| *byte != b' ') {
            let value = digit.wrapping_sub(b'0');
            if value > 9 || used == 18 {
                return Err(StoreError::Foreign("a number in an answer".to_owned()));
            }
            number = number * 10 + i64::from(value);
            used += 1;
        }
        self.0 = self.0.get(used + 1..).unwrap_or("");
        if used == 0 {
            Err(StoreError::Foreign("an answer in part".to_owned()))
        } else {
            Ok(number)
        }
    }

    fn read<T: std::str::FromStr>(&mut self) -> Result<T, StoreError> {
        let word = self.word()?;
        word.parse().map_err(|_| StoreError::Foreign(format!("“{word}” in an answer")))
    }
}

/// All votes of a conversation, by person and statement.
pub async fn votes(
    database: &Database,
    exchange: i64,
    conversation: i64,
) -> Result<Vec<StoredVote>, StoreError> {
    let mut votes = Vec::new();
    by_person(database, "votes", (exchange, conversation), |participant, cells| {
        let packed = cells.number()?;
        let (statement, choice) = (packed >> 2, choice(packed & 3)?);
        votes.push(StoredVote { participant, statement, choice });
        Ok(())
    })
    .await?;
    votes.sort_unstable_by_key(|vote| (vote.participant, vote.statement));
    Ok(votes)
}

/// All predictions of a conversation, by person, statement and side.
pub async fn predictions(
    database: &Database,
    exchange: i64,
    conversation: i64,
) -> Result<Vec<StoredPrediction>, StoreError> {
    let mut predictions = Vec::new();
    by_person(database, "predictions", (exchange, conversation), |participant, cells| {
        let packed = cells.number()?;
        let (statement, about, share) = (packed >> 8, part(packed >> 7 & 1)?, packed & 127);
        predictions.push(StoredPrediction { participant, statement, about, share });
        Ok(())
    })
    .await?;
    predictions.sort_unstable_by_key(|row| (row.participant, row.statement, row.about.index()));
    Ok(predictions)
}

/// What was shown to somebody, without why.
#[derive(Debug, Clone, Copy)]
pub struct StoredShowing {
    /// To whom.
    pub participant: i64,
    /// Her first, second, … statement.
    pub position: i64,
    /// Which.
    pub statement: i64,
    /// Whether the author's side was named.
    pub is_labelled: bool,
}

/// All that was shown in a conversation.
pub async fn showings(
    database: &Database,
    exchange: i64,
    conversation: i64,
) -> Result<Vec<StoredShowing>, StoreError> {
    let mut showings = Vec::new();
    by_person(database, "showings", (exchange, conversation), |participant, cells| {
        let packed = cells.number()?;
        let (place, is_labelled) = (packed >> 1, packed & 1 == 1);
        let (position, statement) = (place >> 20, place & 0xF_FFFF);
        showings.push(StoredShowing { participant, position, statement, is_labelled });
        Ok(())
    })
    .await?;
    Ok(showings)
}

/// All exposures of a conversation, by person and position. Probabilities have fifteen digits.
pub async fn exposures(
    database: &Database,
    exchange: i64,
    conversation: i64,
) -> Result<Vec<StoredExposure>, StoreError> {
    let mut exposures = Vec::new();
    by_person(database, "exposures", (exchange, conversation), |participant, cells| {
        exposures.push(StoredExposure {
            participant,
            position: cells.read()?,
            statement: cells.read()?,
            rule: rule(cells.word()?)?,
            probability: cells.read()?,
            is_labelled: cells.read::<u8>()? == 1,
        });
        Ok(())
    })
    .await?;
    exposures.sort_unstable_by_key(|row| (row.participant, row.position));
    Ok(exposures)
}

type ExposureTuple = (i64, i64, i64, String, f64, i64);

fn exposure(row: ExposureTuple) -> Result<StoredExposure, StoreError> {
    let (participant, position, statement, word, probability, labelled) = row;
    let (rule, is_labelled) = (rule(&word)?, labelled == 1);
    Ok(StoredExposure { participant, position, statement, rule, probability, is_labelled })
}

/// A person's votes.
pub async fn votes_of(
    database: &Database,
    exchange: i64,
    conversation: i64,
    participant: i64,
) -> Result<Vec<OwnVote>, StoreError> {
    let rows: Vec<(i64, i64, i64, String, i64)> = sqlx::query_as(text("ballots", "votes_of"))
        .bind(exchange)
        .bind(conversation)
        .bind(participant)
        .fetch_all(database.reader())
        .await?;
    rows.into_iter()
        .map(|(statement, number, version, language, day)| {
            Ok(OwnVote { statement, choice: choice(number)?, version, language, day })
        })
        .collect()
}

/// A person's predictions.
pub async fn predictions_of(
    database: &Database,
    exchange: i64,
    conversation: i64,
    participant: i64,
) -> Result<Vec<OwnPrediction>, StoreError> {
    let rows: Vec<(i64, i64, i64, i64)> = sqlx::query_as(text("ballots", "predictions_of"))
        .bind(exchange)
        .bind(conversation)
        .bind(participant)
        .fetch_all(database.reader())
        .await?;
    rows.into_iter()
        .map(|(statement, about, share, day)| {
            Ok(OwnPrediction { statement, about: part(about)?, share, day })
        })
        .collect()
}

/// What a person was shown.
pub async fn exposures_of(
    database: &Database,
    exchange: i64,
    conversation: i64,
    participant: i64,
) -> Result<Vec<StoredExposure>, StoreError> {
    let rows: Vec<ExposureTuple> = sqlx::query_as(text("ballots", "exposures_of"))
        .bind(exchange)
        .bind(conversation)
        .bind(participant)
        .fetch_all(database.reader())
        .await?;
    rows.into_iter().map(exposure).collect()
}

/// Writes many ballots outside the queue: for an invented society, before anybody votes.
pub async fn insert_many(database: &Database, ballots: &[Ballot]) -> Result<(), StoreError> {
    let mut connection = writer::Connection::open(database).await?;
    for part in ballots.chunks(4_000) {
        let _turn = database.turn().await;
        connection.keep(&part.iter().collect::<Vec<_>>()).await?;
    }
    Ok(())
}

/// Deletes every ballot of an exchange.
pub async fn delete_ballots(tx: &mut Tx, exchange: i64) -> Result<(), StoreError> {
    for (noun, name) in [
        ("results", "delete_hidden"),
        ("results", "orphans"),
        ("results", "delete_all_places"),
        ("ballots", "delete_all_votes"),
        ("ballots", "delete_all_predictions"),
        ("ballots", "delete_all_exposures"),
        ("ballots", "delete_all_participations"),
        ("imports", "delete_all_files"),
        ("imports", "empty_all"),
    ] {
        sqlx::query(text(noun, name)).bind(exchange).execute(&mut *tx.inner).await?;
    }
    Ok(())
}
