//! The frozen input of an analysis: everything in its own order, so that the order of rows is forgotten.

use std::cmp::Ordering;

use beringia_domain::id::natural;
use beringia_domain::{Conversation, Exposure, Label, Part, Sides, Statement, StatementId};
use beringia_engine::measure::exposure::Item;
use beringia_engine::measure::opinions::{Half, Opinions};
use beringia_engine::measure::prediction_matrix::{About, Prediction, PredictionMatrix};
use beringia_engine::measure::vote_matrix::VoteMatrix;

use crate::ballots::{self, Ballots};
use crate::tables::ids::Ids;
use crate::tables::participants::ParticipantRow;
use crate::tables::predictions::PredictionRow;
use crate::tables::reader::{Intake, Note};
use crate::tables::{Problem, TableError};
use crate::{provenance, signs};

/// What is analysed. Slices over people go by the natural order of their ids, over statements likewise.
#[derive(Debug, Clone)]
pub struct Snapshot {
    /// What the conversation says of itself.
    pub conversation: Conversation,
    /// The two sides, where people have sides.
    pub sides: Option<Sides>,
    /// Participants.
    pub people: Vec<String>,
    /// The half each person belongs to.
    pub halves: Vec<Option<Half>>,
    /// The weight of each person, where there are weights.
    pub weights: Option<Vec<f64>>,
    /// Statements.
    pub statements: Vec<Statement>,
    /// Whether a statement enters claims.
    pub counted: Vec<bool>,
    /// The half of each statement's author, where known.
    pub authors: Vec<Option<Half>>,
    /// Final votes with their days.
    pub ballots: Ballots,
    /// Predictions.
    pub predictions: PredictionMatrix,
    /// Exposures, by person, statement and position.
    pub exposures: Vec<Exposure>,
    /// What was read otherwise than it stood there.
    pub notes: Vec<Note>,
    /// What the tables hold beside.
    pub source: Source,
    /// SHA-256 over all of the above that bears on a figure, in hexadecimal.
    pub digest: String,
}

/// Where it came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// Whether it is a Polis export.
    pub is_polis: bool,
    /// Files, in order of reading.
    pub files: Vec<String>,
    /// Attributes of participants that are not read.
    pub attributes: Vec<String>,
    /// Whether votes tell the language shown.
    pub tells_language: bool,
}

/// The half of a side.
pub fn half_of(part: Part) -> Half {
    match part {
        Part::First => Half::First,
        Part::Second => Half::Second,
    }
}

/// The side of a half.
pub fn part_of(half: Half) -> Part {
    match half {
        Half::First => Part::First,
        Half::Second => Part::Second,
    }
}

impl Snapshot {
    /// The input of the measures.
    pub fn opinions(&self) -> Opinions<'_> {
        Opinions {
            votes: &self.ballots.votes,
            predictions: &self.predictions,
            halves: &self.halves,
            weights: self.weights.as_deref(),
            counted: &self.counted,
        }
    }

    /// Exposures as the engine counts them.
    pub fn items(&self) -> Vec<Item> {
        let item = |e: &Exposure| Item {
            person: e.person,
            statement: e.statement,
            label_shown: e.label.map(|label| label == Label::Shown),
        };
        self.exposures.iter().map(item).collect()
    }

    /// Final votes.
    pub fn votes(&self) -> &VoteMatrix {
        &self.ballots.votes
    }

    /// Freezes what was read. `first_side` names the side to list first; else the conversation says, else
    /// the natural order of the names decides.
    pub fn freeze(mut intake: Intake, first_side: Option<&str>) -> Result<Self, TableError> {
        if intake.votes.is_empty() {
            let file = intake.files.last().map_or("the input", String::as_str);
            let file = if intake.votes.file.is_empty() { file } else { &intake.votes.file };
            return Err(TableError::of_file(file, Problem::NoVotes));
        }
        let sign = signs::settle(&mut intake);
        intake.notes.extend(sign);
        let order = Order::of(&intake.people);
        let statement_order = Order::of(&intake.statements);
        let (sides, half_of_name) = name_sides(&intake, first_side)?;
        let ballots = ballots::gather(&mut intake, &order, &statement_order)?;
        let (halves, weights) = place_people(&mut intake, &order, half_of_name);
        let predictions =
            place_predictions(&mut intake, (&order, &statement_order), &halves, half_of_name)?;
        let exposures = place_exposures(&intake, &order, &statement_order);
        let (statements, authors) = place_statements(&mut intake, &statement_order, sides.as_ref());
        let told = unknown_sides(&intake.conversation, sides.as_ref());
        intake.notes.extend(told);
        intake.notes.sort();
        intake.notes.dedup();
        intake.conversation.title.sort();
        intake.conversation.about.sort();
        intake.conversation.side_names.sort();
        let mut snapshot = Self {
            conversation: intake.conversation,
            sides,
            people: order.names(&intake.people),
            halves,
            weights,
            counted: statements.iter().map(|s| s.status.counts()).collect(),
            statements,
            authors,
            ballots,
            predictions,
            exposures,
            notes: intake.notes,
            source: Source {
                is_polis: intake.is_polis,
                files: intake.files,
                attributes: intake.attributes,
                tells_language: intake.votes.tells_language,
            },
            digest: String::new(),
        };
        snapshot.digest = provenance::digest(&snapshot);
        Ok(snapshot)
    }
}

/// Sides of which the conversation speaks and to which nobody belongs.
fn unknown_sides(conversation: &Conversation, sides: Option<&Sides>) -> Vec<Note> {
    let named = conversation.side_names.iter().map(|(name, _, _)| name);
    let all = named.chain(&conversation.first_side);
    let unknown = all.filter(|name| sides.is_none_or(|sides| sides.find(name).is_none()));
    unknown.map(|name| Note::UnknownSide { name: name.clone() }).collect()
}

/// From the order of appearance to the natural order and back.
#[derive(Debug)]
pub(crate) struct Order {
    /// The old index at each new place.
    pub(crate) old: Vec<u32>,
    /// The new place of each old index.
    pub(crate) new: Vec<u32>,
}

impl Order {
    pub(crate) fn of(ids: &Ids) -> Self {
        let count = u32::try_from(ids.len()).unwrap_or(u32::MAX);
        let mut old: Vec<u32> = (0..count).collect();
        let numbers: Option<Vec<u64>> = old.iter().map(|i| plain_number(ids.name(*i))).collect();
        match numbers {
            Some(numbers) => old.sort_unstable_by_key(|i| numbers[*i as usize]),
            None => old.sort_unstable_by(|a, b| compare(ids, *a, *b)),
        }
        let mut new = vec![0; old.len()];
        for (place, index) in (0_u32..).zip(&old) {
            new[*index as usize] = place;
        }
        Self { old, new }
    }

    fn names(&self, ids: &Ids) -> Vec<String> {
        self.old.iter().map(|index| ids.text(*index)).collect()
    }

    /// Whether everything appeared in its natural order.
    pub(crate) fn is_as_read(&self) -> bool {
        self.old.is_sorted()
    }

    pub(crate) fn place(&self, index: u32) -> usize {
        self.new[index as usize] as usize
    }
}

fn compare(ids: &Ids, a: u32, b: u32) -> Ordering {
    natural(ids.name(a), ids.name(b))
}

/// A number without leading zeros, whose numeric order is the natural order.
fn plain_number(id: &[u8]) -> Option<u64> {
    let plain =
        id.len() <= 18 && id.iter().all(u8::is_ascii_digit) && (id[0] != b'0' || id.len() == 1);
    plain.then(|| id.iter().fold(0, |sum, c| sum * 10 + u64::from(c - b'0')))
}

/// The sides in the exchange's order, and the half of each name in the order of appearance.
fn name_sides(
    intake: &Intake,
    first_side: Option<&str>,
) -> Result<(Option<Sides>, [Half; 2]), TableError> {
    let unsided = [Half::First, Half::Second];
    let (a, b) = match intake.sides.as_slice() {
        [] => return Ok((None, unsided)),
        [only] => {
            let problem = Problem::OneSide(only.clone());
            let file = intake.files.iter().find(|f| f.contains("participants"));
            let file = file.cloned().unwrap_or_else(|| "the participants".to_owned());
            return Err(TableError::at(&file, 0, Some("side"), problem));
        }
        [a, b, ..] => (a.clone(), b.clone()),
    };
    let wanted = first_side.or(intake.conversation.first_side.as_deref());
    let turned = match wanted {
        Some(first) if first == a => false,
        Some(first) if first == b => true,
        _ => natural(a.as_bytes(), b.as_bytes()) == Ordering::Greater,
    };
    Ok(if turned {
        (Sides::new(b, a), [Half::Second, Half::First])
    } else {
        (Sides::new(a, b), unsided)
    })
}

fn place_people(
    intake: &mut Intake,
    order: &Order,
    half_of_name: [Half; 2],
) -> (Vec<Option<Half>>, Option<Vec<f64>>) {
    let mut halves = vec![None; intake.people.len()];
    let mut weights = intake.weight_column.is_some().then(|| vec![1.0; intake.people.len()]);
    for ParticipantRow { person, side, weight, .. } in &intake.participants {
        let place = order.place(*person);
        halves[place] = side.map(|side| half_of_name[usize::from(side)]);
        if let Some(weights) = &mut weights {
            weights[place] = *weight;
        }
    }
    let listed = intake.participants.len();
    if intake.participants_are_given && listed < intake.people.len() {
        let people = intake.people.len() - listed;
        intake.notes.push(Note::PeopleWithoutSide { people });
    }
    (halves, weights)
}

fn place_predictions(
    intake: &mut Intake,
    (people, statements): (&Order, &Order),
    halves: &[Option<Half>],
    half_of_name: [Half; 2],
) -> Result<PredictionMatrix, TableError> {
    let key = |row: &PredictionRow| {
        (people.place(row.person), statements.place(row.statement), row.about)
    };
    intake.predictions.sort_by_key(|row| (key(row), row.line));
    for pair in intake.predictions.windows(2) {
        if key(&pair[0]) == key(&pair[1]) && pair[0].share != pair[1].share {
            return Err(two_predictions(intake, &pair[0], &pair[1]));
        }
    }
    let mut rows: Vec<Vec<Prediction>> = vec![Vec::new(); halves.len()];
    let mut without_side = 0;
    for row in &intake.predictions {
        let person = people.place(row.person);
        let Some(half) = halves[person] else {
            without_side += 1;
            continue;
        };
        let about = half_of_name[usize::from(row.about)];
        rows[person].push(Prediction {
            statement: statements.new[row.statement as usize],
            about: if about == half { About::Own } else { About::Other },
            of_hundred: row.share.of_hundred(),
        });
    }
    if without_side > 0 {
        intake.notes.push(Note::PredictionsWithoutSide { predictions: without_side });
    }
    let shares = || intake.predictions.iter().map(|row| row.share.of_hundred());
    if shares().all(|share| share <= 1) && shares().any(|share| share == 1) {
        intake.notes.push(Note::PredictionsLookLikeFractions);
    }
    Ok(PredictionMatrix::from_rows(rows))
}

fn two_predictions(intake: &Intake, first: &PredictionRow, second: &PredictionRow) -> TableError {
    let problem = Problem::TwoPredictions {
        participant: intake.people.text(second.person),
        statement: intake.statements.text(second.statement),
        other_line: first.line,
    };
    TableError::at(&intake.predictions_file, second.line, Some("share"), problem)
}

fn place_exposures(intake: &Intake, people: &Order, statements: &Order) -> Vec<Exposure> {
    let place = |row: &Exposure| Exposure {
        person: people.new[row.person as usize],
        statement: statements.new[row.statement as usize],
        ..*row
    };
    let mut exposures: Vec<Exposure> = intake.exposures.iter().map(place).collect();
    let label = |e: &Exposure| e.label.map(|label| label == Label::Shown);
    let probability = |e: &Exposure| e.probability.unwrap_or(0.0);
    exposures.sort_by(|a, b| {
        let key = |e: &Exposure| (e.person, e.statement, e.position, label(e));
        key(a).cmp(&key(b)).then(probability(a).total_cmp(&probability(b)))
    });
    exposures
}

fn place_statements(
    intake: &mut Intake,
    order: &Order,
    sides: Option<&Sides>,
) -> (Vec<Statement>, Vec<Option<Half>>) {
    let mut given: Vec<Option<Statement>> = vec![None; order.old.len()];
    let mut of_no_side = 0;
    for row in std::mem::take(&mut intake.statement_rows) {
        let author = row.author.as_deref().and_then(|name| sides?.find(name));
        of_no_side += usize::from(row.author.is_some() && author.is_none());
        given[order.place(row.index)] = Some(Statement { author, ..row.statement });
    }
    if of_no_side > 0 {
        intake.notes.push(Note::AuthorsOfNoSide { statements: of_no_side });
    }
    let missing = given.iter().filter(|statement| statement.is_none()).count();
    if intake.statements_are_given && missing > 0 {
        intake.notes.push(Note::StatementsWithoutText { statements: missing });
    }
    let bare = |index: u32| {
        let id = StatementId::parse(&intake.statements.text(index));
        Statement::bare(id.expect("the id was parsed when it was read"))
    };
    let statements: Vec<Statement> = given
        .into_iter()
        .zip(&order.old)
        .map(|(given, index)| given.unwrap_or_else(|| bare(*index)))
        .collect();
    let authors = statements.iter().map(|s| s.author.map(half_of)).collect();
    (statements, authors)
}
