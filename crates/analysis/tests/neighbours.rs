//! What is protected is not determined: over random small conversations, for every count that may not be told there is
//! another world, one vote away, in which it is another and everything that is told of the statement is the same. So
//! nothing that is told, in whatever form and however it is combined, determines it.
//!
//! The internal edition is the control: there every other count shows.

#![expect(clippy::unwrap_used, reason = "tests")]

use beringia_analysis::disclosure::guard;
use beringia_analysis::findings::Findings;
use beringia_analysis::settings::Settings;
use beringia_analysis::snapshot::Snapshot;
use beringia_analysis::tables::TableReader;
use beringia_analysis::tables::encoding::Encoding;
use beringia_analysis::tables::reader::Intake;
use beringia_engine::random::{Seed, Stream};

/// Agree, disagree, pass of one scope on one statement.
type Counts = [u32; 3];
/// By statement: of the first side, of the second, of people without a side.
type World = Vec<[Counts; 3]>;

/// Fewer people than this are never told, and fewer votes than that make no share.
const PEOPLE_LEAST: u32 = 10;
const VOTES_LEAST: u32 = 20;

/// More for whoever has the time.
#[expect(clippy::disallowed_methods, reason = "a test has no other way to be asked for more")]
fn conversations() -> u64 {
    std::env::var("BERINGIA_CONVERSATIONS").ok().and_then(|text| text.parse().ok()).unwrap_or(60)
}

const STATEMENTS: usize = 6;

fn findings(world: &World) -> Findings {
    turned(world, (0, 0))
}

/// The same where the choices on a statement are those of other people: each has that of the one so many before her.
fn turned(world: &World, (statement_turned, turn): (usize, usize)) -> Findings {
    let mut participants = String::from("participant,side\n");
    let mut votes = String::from("participant,statement,choice\n");
    for (scope, side) in ["North", "South", ""].into_iter().enumerate() {
        let most = world.iter().map(|statement| statement[scope].iter().sum::<u32>()).max();
        for person in 0..most.unwrap_or(0) {
            participants += &format!("{scope}-{person},{side}\n");
        }
        for (j, statement) in world.iter().enumerate() {
            let words = ["agree", "disagree", "pass"].into_iter().zip(statement[scope]);
            let choices = words.flat_map(|(word, n)| std::iter::repeat_n(word, n as usize));
            let mut choices: Vec<&str> = choices.collect();
            if j == statement_turned && !choices.is_empty() {
                let turn = turn % choices.len();
                choices.rotate_right(turn);
            }
            for (person, choice) in choices.into_iter().enumerate() {
                votes += &format!("{scope}-{person},{j},{choice}\n");
            }
        }
    }
    let mut intake = Intake::default();
    for (name, text) in [("participants.csv", participants), ("votes.csv", votes)] {
        let mut reader = TableReader::new(&mut intake, name, Encoding::Utf8);
        reader.feed(text.as_bytes()).unwrap();
        reader.finish().unwrap();
    }
    let snapshot = Snapshot::freeze(intake, None).unwrap();
    beringia_analysis::analyse(&snapshot, &Settings::documented()).unwrap()
}

/// A scope: few people or many, divided or of one mind, on the edge or not.
fn scope(chance: &mut Stream, most: u64) -> Counts {
    let votes = u32::try_from(chance.below(most + 1)).unwrap();
    let agree = match chance.below(5) {
        0 => votes,
        1 => votes - votes.min(u32::try_from(chance.below(4)).unwrap()),
        2 => votes.min(u32::try_from(chance.below(3)).unwrap()),
        _ => u32::try_from(chance.below(u64::from(votes) + 1)).unwrap(),
    };
    let disagree = u32::try_from(chance.below(u64::from(votes - agree) + 1)).unwrap();
    [agree, disagree, votes - agree - disagree]
}

fn world(chance: &mut Stream) -> World {
    let most = [14, 28, 60].map(|most| most + chance.below(20));
    let pick = |chance: &mut Stream| most[usize::try_from(chance.below(3)).unwrap()];
    let sizes = [pick(chance), pick(chance), chance.below(2) * pick(chance) / 2];
    let mut world: World = (0..STATEMENTS).map(|_| sizes.map(|size| scope(chance, size))).collect();
    // Somebody of each side is there, and each statement has a vote.
    for statement in &mut world {
        statement[0][2] += 1;
    }
    world[0][1][2] += 1;
    world
}

fn share(counts: &Counts, part: usize) -> f64 {
    f64::from(counts[part]) / f64::from(counts.iter().sum::<u32>())
}

fn is_extreme(share: f64) -> bool {
    !(0.1..=0.9).contains(&share)
}

/// Why the counts of a scope may not be told, where they may not; agreement may be told where only the rest is
/// protected.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Protected {
    /// Too few people or votes.
    Few,
    /// Of one mind.
    OneMind,
    /// Agreement may be told; who disagrees and who passes may not.
    Rest,
}

fn protection(counts: &Counts, is_side: bool) -> Option<Protected> {
    let votes: u32 = counts.iter().sum();
    let least = if is_side { VOTES_LEAST } else { PEOPLE_LEAST };
    match votes {
        0 => None,
        n if n < least => Some(Protected::Few),
        _ if is_extreme(share(counts, 0)) => Some(Protected::OneMind),
        _ if is_extreme(share(counts, 1)) || is_extreme(share(counts, 2)) => Some(Protected::Rest),
        _ => None,
    }
}

/// The same counts with one vote moved into or out of a choice, in every way after which they are protected for the
/// same reason, and of one mind in the same direction.
fn moved(counts: &Counts, choice: usize, is_side: bool) -> Vec<Counts> {
    let protected = protection(counts, is_side);
    let mut all = Vec::new();
    for (from, to) in [(0, 1), (0, 2), (1, 0), (1, 2), (2, 0), (2, 1)] {
        let is_about_agreement = from == 0 || to == 0;
        let is_other = from != choice && to != choice;
        if counts[from] == 0
            || is_other
            || (protected == Some(Protected::Rest) && is_about_agreement)
        {
            continue;
        }
        let mut other = *counts;
        other[from] -= 1;
        other[to] += 1;
        let is_high = |counts: &Counts| share(counts, 0) > 0.5;
        let is_same = protection(&other, is_side) == protected
            && (protected != Some(Protected::OneMind) || is_high(counts) == is_high(&other));
        if is_same {
            all.push(other);
        }
    }
    all
}

/// All that is told of a statement.
fn told(findings: &Findings, j: usize) -> String {
    format!("{:?} {}", findings.statements[j], findings.shortlist.contains(&j))
}

/// How it went with protected counts.
#[derive(Debug, Default)]
struct Tried {
    counts: usize,
    reasons: [usize; 3],
    /// Counts of which the internal edition, too, would leave more than one possible.
    hidden_inside: usize,
}

impl Tried {
    /// Whether some other number could stand in the place of a count, with everything told of the statement as it is.
    fn count(&mut self, world: &World, (j, scope, choice): (usize, usize, usize)) -> bool {
        let others = moved(&world[j][scope], choice, scope < 2);
        let Some(reason) = protection(&world[j][scope], scope < 2) else { return true };
        if others.is_empty() {
            return true;
        }
        let internal = findings(world);
        let (plain, guarded) = (told(&internal, j), told(&guard(internal), j));
        let (mut is_open, mut is_hidden_inside) = (false, false);
        for counts in others {
            let mut neighbour = world.clone();
            neighbour[j][scope] = counts;
            let other = findings(&neighbour);
            is_hidden_inside |= plain == told(&other, j);
            is_open |= guarded == told(&guard(other), j);
        }
        self.counts += 1;
        self.reasons[reason as usize] += 1;
        self.hidden_inside += usize::from(is_hidden_inside);
        is_open
    }
}

/// Worlds at the edge of a mark: who passes, who disagrees, or whether anybody agrees would turn it.
#[test]
fn marks_do_not_turn_with_a_protected_count() {
    let plain = [[24, 10, 6], [20, 12, 8], [0, 0, 0]];
    let edges: [[Counts; 3]; 9] = [
        [[26, 1, 13], [38, 6, 6], [0, 0, 0]],
        [[26, 0, 14], [38, 6, 6], [0, 0, 0]],
        [[19, 18, 3], [6, 28, 6], [0, 0, 0]],
        [[19, 21, 0], [6, 28, 6], [0, 0, 0]],
        [[20, 20, 0], [6, 28, 6], [0, 0, 0]],
        [[20, 17, 3], [6, 28, 6], [0, 0, 0]],
        [[0, 2, 19], [16, 2, 3], [0, 0, 0]],
        [[11, 26, 3], [2, 20, 4], [0, 0, 0]],
        [[11, 29, 0], [2, 20, 4], [0, 0, 0]],
    ];
    let mut tried = Tried::default();
    for edge in edges {
        let mut world: World = vec![plain; STATEMENTS];
        world[0] = edge;
        for choice in 1..3 {
            assert!(tried.count(&world, (0, 0, choice)), "choice {choice} in {edge:?}");
        }
    }
    assert!(tried.counts >= 16, "{tried:?}");
}

#[test]
fn no_protected_count_is_determined_by_what_is_told() {
    let seed = Seed::new("neighbours");
    let mut tried = Tried::default();
    for number in 0..conversations() {
        let mut chance = seed.stream(&format!("conversation {number}"));
        let world = world(&mut chance);
        let j = usize::try_from(chance.below(STATEMENTS as u64)).unwrap();
        for scope in 0..3 {
            let reason = protection(&world[j][scope], scope < 2);
            let choices = if reason == Some(Protected::Rest) { 1..3 } else { 0..3 };
            for choice in choices {
                let is_open = tried.count(&world, (j, scope, choice));
                assert!(is_open, "{reason:?}: choice {choice} of scope {scope} in {:?}", world[j]);
            }
        }
    }
    assert!(tried.reasons.iter().all(|n| *n > 20), "{tried:?}");
    assert_eq!(tried.hidden_inside, 0, "the control: without the guard every count is determined");
}

/// Everything that is told, in page, JSON, CSV and pictures, follows from this.
fn everything(findings: Findings) -> String {
    let mut findings = findings;
    // It follows from the rest.
    findings.provenance.digest.clear();
    format!("{findings:?}")
}

/// Other worlds that are tried.
const WORLDS: usize = 900;

/// A world one vote away; from the second try on with the choices of a statement among other people, and with another
/// protected count one vote away, too, by which rounded figures over many statements may come out as they were.
fn other_world(
    near: &[World],
    own: (usize, usize),
    (number, chance): (usize, &mut Stream),
) -> (World, (usize, usize)) {
    let pick =
        |chance: &mut Stream, count: usize| usize::try_from(chance.below(count as u64)).unwrap();
    let mut other = near[number % near.len()].clone();
    if number < near.len() {
        return (other, (0, 0));
    }
    let turn = (pick(chance, STATEMENTS), pick(chance, 80));
    for _ in 0..pick(chance, 3) {
        let (j, scope, choice) = (pick(chance, STATEMENTS), pick(chance, 3), pick(chance, 3));
        let counts = other[j][scope];
        let is_protected = (j, scope) != own && protection(&counts, scope < 2).is_some();
        let others = if is_protected { moved(&counts, choice, scope < 2) } else { Vec::new() };
        if !others.is_empty() {
            other[j][scope] = others[pick(chance, others.len())];
        }
    }
    (other, turn)
}

/// Whether there is another world with another number in the place of a count in which everything told is the same.
fn is_open_in_everything(
    world: &World,
    (j, scope, choice): (usize, usize, usize),
    chance: &mut Stream,
) -> Option<bool> {
    protection(&world[j][scope], scope < 2)?;
    let near = moved(&world[j][scope], choice, scope < 2).into_iter().map(|counts| {
        let mut neighbour = world.clone();
        neighbour[j][scope] = counts;
        neighbour
    });
    let near: Vec<World> = near.collect();
    if near.is_empty() {
        return None;
    }
    let told = everything(guard(findings(world)));
    let is_open = (0..WORLDS).any(|number| {
        let (other, turn) = other_world(&near, (j, scope), (number, chance));
        everything(guard(turned(&other, turn))) == told
    });
    Some(is_open)
}

#[test]
fn no_protected_count_is_determined_by_everything_that_is_told() {
    let seed = Seed::new("everything");
    let mut tried = 0;
    for number in 0..conversations() / 3 {
        let mut chance = seed.stream(&format!("conversation {number}"));
        let world = world(&mut chance);
        let j = usize::try_from(chance.below(STATEMENTS as u64)).unwrap();
        for scope in 0..3 {
            let reason = protection(&world[j][scope], scope < 2);
            let choices = if reason == Some(Protected::Rest) { 1..3 } else { 0..3 };
            for choice in choices {
                let place = (j, scope, choice);
                let Some(is_open) = is_open_in_everything(&world, place, &mut chance) else {
                    continue;
                };
                tried += 1;
                assert!(
                    is_open,
                    "{number} {reason:?}: choice {choice} of scope {scope}, {world:?}"
                );
            }
        }
    }
    assert!(tried > 50, "{tried}");
}
