//! What is protected is not determined: over random small conversations, for everything that may not be told there is
//! another world in which it is another and everything that is told is the same: of the statement, one answer away, and
//! of the whole edition. So nothing that is told, in whatever form and however it is combined, determines it.
//!
//! The internal edition is the control: there every other count shows.

#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "tests")]

use beringia_analysis::disclosure::guard;
use beringia_analysis::findings::{Figure, Findings, MisjudgementFindings};
use beringia_analysis::settings::Settings;
use beringia_analysis::snapshot::Snapshot;
use beringia_analysis::tables::TableReader;
use beringia_analysis::tables::encoding::Encoding;
use beringia_analysis::tables::reader::Intake;
use beringia_engine::random::{Seed, Stream};

/// Agree, disagree, pass of one scope on one statement.
type Counts = [u32; 3];

/// What everybody answered, by statement and person.
#[derive(Debug, Clone)]
struct World {
    /// Choices of the first side, of the second, of people without a side; [`NONE`] of who did not answer.
    votes: Vec<[Vec<usize>; 3]>,
    /// Tens of a hundred, of the first side about the second, of the second about the first, and of each about itself.
    guesses: Vec<[Vec<u32>; 4]>,
}

impl World {
    fn counts(&self, j: usize, scope: usize) -> Counts {
        counts(&self.votes[j][scope])
    }
}

/// No choice: she did not answer.
const NONE: usize = 3;

fn counts(choices: &[usize]) -> Counts {
    [0, 1, 2].map(|c| u32::try_from(choices.iter().filter(|choice| **choice == c).count()).unwrap())
}

/// Fewer people than this are never told, fewer votes than that make no share, and fewer predictions no mean.
const PEOPLE_LEAST: u32 = 10;
const VOTES_LEAST: u32 = 20;
const GUESSES_LEAST: usize = 20;
/// The most a prediction can be, in tens.
const ALL: u32 = 10;

/// Many statements: enough for every figure that is told of many only.
const MANY: usize = 28;

/// More for whoever has the time.
#[expect(clippy::disallowed_methods, reason = "a test has no other way to be asked for more")]
fn conversations() -> u64 {
    std::env::var("BERINGIA_CONVERSATIONS").ok().and_then(|text| text.parse().ok()).unwrap_or(60)
}

/// The edition of whoever holds the rows, and that of the public.
fn findings(world: &World) -> [Findings; 2] {
    let mut participants = String::from("participant,side\n");
    let mut votes = String::from("participant,statement,choice\n");
    for (scope, side) in ["North", "South", ""].into_iter().enumerate() {
        let most = world.votes.iter().map(|statement| statement[scope].len()).max();
        for person in 0..most.unwrap_or(0) {
            participants += &format!("{scope}-{person},{side}\n");
        }
        for (j, statement) in world.votes.iter().enumerate() {
            let answered =
                statement[scope].iter().enumerate().filter(|(_, choice)| **choice != NONE);
            for (person, choice) in answered {
                let choice = ["agree", "disagree", "pass"][*choice];
                votes += &format!("{scope}-{person},{j},{choice}\n");
            }
        }
    }
    let mut predictions = String::from("participant,statement,about_side,share\n");
    for (j, statement) in world.guesses.iter().enumerate() {
        for (direction, guesses) in statement.iter().enumerate() {
            let side = direction % 2;
            let about = ["North", "South"][if direction < 2 { 1 - side } else { side }];
            for (person, tens) in guesses.iter().enumerate() {
                predictions += &format!("{side}-{person},{j},{about},{}\n", tens * 10);
            }
        }
    }
    let mut intake = Intake::default();
    let mut tables = vec![("participants.csv", participants), ("votes.csv", votes)];
    if world.guesses.iter().flatten().any(|guesses| !guesses.is_empty()) {
        tables.push(("predictions.csv", predictions));
    }
    for (name, text) in tables {
        let mut reader = TableReader::new(&mut intake, name, Encoding::Utf8);
        reader.feed(text.as_bytes()).unwrap();
        reader.finish().unwrap();
    }
    let snapshot = Snapshot::freeze(intake, None).unwrap();
    let internal = beringia_analysis::analyse(&snapshot, &Settings::documented()).unwrap();
    [internal.clone(), guard(internal, &snapshot)]
}

/// A scope: few people or many, divided or of one mind, on the edge or not; where many answer, mostly many and divided.
fn scope(chance: &mut Stream, most: u64, many: bool) -> Counts {
    let is_usual = many && chance.below(16) > 0;
    let least = if is_usual { most * 2 / 3 } else { 0 };
    let votes = u32::try_from(least + chance.below(most - least + 1)).unwrap();
    let agree = match chance.below(5) {
        _ if is_usual => votes / 5 + u32::try_from(chance.below(u64::from(votes) / 2 + 1)).unwrap(),
        0 => votes,
        1 => votes - votes.min(u32::try_from(chance.below(4)).unwrap()),
        2 => votes.min(u32::try_from(chance.below(3)).unwrap()),
        _ => u32::try_from(chance.below(u64::from(votes) + 1)).unwrap(),
    };
    let disagree = u32::try_from(chance.below(u64::from(votes - agree) + 1)).unwrap();
    [agree, disagree, votes - agree - disagree]
}

/// Predictions: few or many, of one mind or not, on the edge or not; no more than people.
fn guesses(chance: &mut Stream, people: u64, many: bool) -> Vec<u32> {
    let is_usual = many && chance.below(16) > 0;
    let number = match chance.below(4) {
        _ if is_usual => people * 2 / 3 + chance.below(people / 3 + 1),
        0 => 0,
        1 => chance.below(people.min(24) + 1),
        _ => chance.below(people + 1),
    };
    let middle = if is_usual { 3 + chance.below(5) } else { chance.below(u64::from(ALL) + 1) };
    let (middle, width) = (u32::try_from(middle).unwrap(), 1 + chance.below(4));
    let one = |chance: &mut Stream| {
        let off = u32::try_from(chance.below(width)).unwrap();
        let is_up = chance.below(2) == 0;
        if is_up { (middle + off).min(ALL) } else { middle.saturating_sub(off) }
    };
    (0..number).map(|_| one(chance)).collect()
}

/// Who of so many people chose what: by chance, or, where opinions are shared in two camps, each more often what its
/// camp does. Those who answer little are the same people more often than not.
fn dealt(counts: Counts, people: u64, camps: bool, chance: &mut Stream) -> Vec<usize> {
    let of = |choice: usize| std::iter::repeat_n(choice, counts[choice] as usize);
    let choices: Vec<usize> = (0..3).flat_map(of).collect();
    let mut eager: Vec<(u64, usize)> =
        (0..people).map(|p| (p + chance.below(people), usize::try_from(p).unwrap())).collect();
    eager.sort_unstable();
    eager.truncate(choices.len());
    let first = chance.below(2);
    let key = |person: usize, chance: &mut Stream| {
        let lean = if camps && (person as u64 + first).is_multiple_of(2) { 70 } else { 0 };
        (lean + chance.below(100), person)
    };
    let mut answering: Vec<(u64, usize)> =
        eager.into_iter().map(|(_, person)| key(person, chance)).collect();
    answering.sort_unstable();
    let mut dealt = vec![NONE; usize::try_from(people).unwrap()];
    answering.into_iter().zip(choices).for_each(|((_, person), choice)| dealt[person] = choice);
    dealt
}

fn world(chance: &mut Stream, statements: usize) -> World {
    let most = [14, 28, 60].map(|most| most + chance.below(20));
    let pick = |chance: &mut Stream| most[usize::try_from(chance.below(3)).unwrap()];
    let many = chance.below(2) == 0;
    let sides = [0, 1].map(|_| if many { most[2] } else { pick(chance) });
    let sizes = [sides[0], sides[1], chance.below(2) * pick(chance) / 2];
    let mut tallied: Vec<[Counts; 3]> =
        (0..statements).map(|_| sizes.map(|size| scope(chance, size, many))).collect();
    // Somebody of each side is there, and each statement has a vote.
    for statement in &mut tallied {
        statement[0][2] += 1;
    }
    tallied[0][1][2] += 1;
    let (asked, camps) = (many || chance.below(2) == 0, chance.below(2) == 0);
    let there = [0, 1, 2].map(|scope: usize| {
        let of = tallied.iter().map(|scopes| u64::from(scopes[scope].iter().sum::<u32>()));
        of.max().unwrap_or(0)
    });
    let votes = tallied
        .iter()
        .map(|scopes| [0, 1, 2].map(|scope| dealt(scopes[scope], there[scope], camps, chance)));
    let votes = votes.collect();
    let guesses = (0..statements).map(|_| {
        [0, 1, 2, 3].map(|direction| {
            if asked { guesses(chance, there[direction % 2], many) } else { Vec::new() }
        })
    });
    let guesses = guesses.collect();
    World { votes, guesses }
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

/// Whether one vote more or less makes counts that are protected for the same reason, and of one mind in the same
/// direction.
fn is_alike(counts: &Counts, (from, to): (usize, usize), is_side: bool) -> bool {
    let protected = protection(counts, is_side);
    let mut other = *counts;
    other[from] -= 1;
    other[to] += 1;
    let is_high = |counts: &Counts| share(counts, 0) > 0.5;
    protection(&other, is_side) == protected
        && (protected != Some(Protected::OneMind) || is_high(counts) == is_high(&other))
}

/// Why predictions may not be told, where they may not.
fn guarded_guesses(guesses: &[u32]) -> Option<Protected> {
    match guesses.len() {
        0 => None,
        n if n < GUESSES_LEAST => Some(Protected::Few),
        n => {
            let mean = f64::from(guesses.iter().sum::<u32>()) / (n as f64 * f64::from(ALL));
            is_extreme(mean).then_some(Protected::OneMind)
        }
    }
}

/// All that is told of a statement.
fn told(findings: &Findings, j: usize) -> String {
    format!("{:?} {}", findings.statements[j], findings.shortlist.contains(&j))
}

/// What must not be determined.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Target {
    /// How many of a scope chose this.
    Votes(usize, usize, usize),
    /// How many of a scope answered.
    Voted(usize, usize),
    /// What all predictions of a direction add up to.
    Sum(usize, usize),
    /// How many they are.
    Number(usize, usize),
}

/// One answer that is another.
#[derive(Debug, Clone)]
enum Change {
    /// Of this statement and scope this person chose this.
    Vote(usize, usize, usize, usize),
    /// On this statement and in this direction these are the predictions.
    Guesses(usize, usize, Vec<u32>),
}

impl Change {
    fn in_world(&self, world: &World) -> World {
        let mut other = world.clone();
        match self {
            Self::Vote(j, scope, person, choice) => other.votes[*j][*scope][*person] = *choice,
            Self::Guesses(j, direction, guesses) => {
                other.guesses[*j][*direction].clone_from(guesses);
            }
        }
        other
    }
}

impl Target {
    fn statement(self) -> usize {
        match self {
            Self::Votes(j, ..) | Self::Voted(j, _) | Self::Sum(j, _) | Self::Number(j, _) => j,
        }
    }

    /// All that is protected of a statement.
    fn all(world: &World, j: usize) -> Vec<Self> {
        let mut all = Vec::new();
        for scope in 0..3 {
            match protection(&world.counts(j, scope), scope < 2) {
                None => {}
                Some(Protected::Rest) => all.extend([1, 2].map(|c| Self::Votes(j, scope, c))),
                Some(reason) => {
                    all.extend([0, 1, 2].map(|c| Self::Votes(j, scope, c)));
                    all.extend((reason == Protected::Few).then_some(Self::Voted(j, scope)));
                }
            }
        }
        for (direction, guesses) in world.guesses[j].iter().enumerate() {
            match guarded_guesses(guesses) {
                None => {}
                Some(Protected::Few) => {
                    all.extend([Self::Sum(j, direction), Self::Number(j, direction)]);
                }
                Some(_) => all.push(Self::Sum(j, direction)),
            }
        }
        all
    }

    /// Every one answer that makes it another.
    fn changes(self, world: &World) -> Vec<Change> {
        match self {
            Self::Votes(j, scope, choice) => votes_moved(world, (j, scope), choice),
            Self::Voted(j, scope) => answered(world, (j, scope)),
            Self::Sum(j, direction) => shifted(&world.guesses[j][direction])
                .into_iter()
                .map(|guesses| Change::Guesses(j, direction, guesses))
                .collect(),
            Self::Number(j, direction) => recounted(&world.guesses[j][direction])
                .into_iter()
                .map(|guesses| Change::Guesses(j, direction, guesses))
                .collect(),
        }
    }

    fn reason(self, world: &World) -> Option<Protected> {
        match self {
            Self::Votes(j, scope, _) | Self::Voted(j, scope) => {
                protection(&world.counts(j, scope), scope < 2)
            }
            Self::Sum(j, direction) | Self::Number(j, direction) => {
                guarded_guesses(&world.guesses[j][direction])
            }
        }
    }
}

/// Somebody chose something else, so that one more or one less chose this.
fn votes_moved(world: &World, (j, scope): (usize, usize), choice: usize) -> Vec<Change> {
    let counts = world.counts(j, scope);
    let only_rest = protection(&counts, scope < 2) == Some(Protected::Rest);
    let may = |from: usize, to: usize| {
        from != to
            && (from == choice || to == choice)
            && !(only_rest && (from == 0 || to == 0))
            && is_alike(&counts, (from, to), scope < 2)
    };
    let mut all = Vec::new();
    let answered = world.votes[j][scope].iter().enumerate().filter(|(_, choice)| **choice != NONE);
    for (person, from) in answered {
        let others = (0..3).filter(|to| may(*from, *to));
        all.extend(others.map(|to| Change::Vote(j, scope, person, to)));
    }
    all
}

/// Somebody answered who did not, or did not who did, where they stay too few.
fn answered(world: &World, (j, scope): (usize, usize)) -> Vec<Change> {
    let votes: u32 = world.counts(j, scope).iter().sum();
    let least = if scope < 2 { VOTES_LEAST } else { PEOPLE_LEAST };
    let mut all = Vec::new();
    for (person, choice) in world.votes[j][scope].iter().enumerate() {
        if *choice != NONE && votes > 1 {
            all.push(Change::Vote(j, scope, person, NONE));
        } else if *choice == NONE && votes + 1 < least {
            all.extend((0..3).map(|to| Change::Vote(j, scope, person, to)));
        }
    }
    all
}

/// The same predictions but for one, of every value, that is a step higher or lower.
fn shifted(guesses: &[u32]) -> Vec<Vec<u32>> {
    let is_same = |other: &Vec<u32>| guarded_guesses(other) == guarded_guesses(guesses);
    let mut all = Vec::new();
    for value in 0..=ALL {
        let Some(at) = guesses.iter().position(|guess| *guess == value) else { continue };
        for next in [value.checked_sub(1), Some(value + 1).filter(|next| *next <= ALL)] {
            let mut other = guesses.to_vec();
            if let Some(next) = next {
                other[at] = next;
                all.push(other);
            }
        }
    }
    all.retain(is_same);
    all
}

/// One prediction more, or one less.
fn recounted(guesses: &[u32]) -> Vec<Vec<u32>> {
    let mut all = Vec::new();
    if guesses.len() + 1 < GUESSES_LEAST {
        all.extend((0..=ALL).map(|value| [guesses, &[value]].concat()));
    }
    if guesses.len() > 1 {
        all.push(guesses[1..].to_vec());
        all.push(guesses[..guesses.len() - 1].to_vec());
    }
    all
}

/// How it went with what is protected.
#[derive(Debug, Default)]
struct Tried {
    all: usize,
    votes: [usize; 3],
    guesses: [usize; 3],
    /// What the internal edition, too, would leave open.
    hidden_inside: usize,
}

impl Tried {
    /// Whether some other number could stand in its place, with everything told of the statement as it is.
    fn is_open(&mut self, world: &World, target: Target) -> bool {
        // Which of those who chose alike it is does not show in a statement.
        let mut changes = target.changes(world);
        let mut seen = Vec::new();
        changes.retain(|change| match change {
            Change::Vote(j, scope, person, to) => {
                let kind = (world.votes[*j][*scope][*person], *to);
                let is_new = !seen.contains(&kind);
                seen.push(kind);
                is_new
            }
            Change::Guesses(..) => true,
        });
        let (Some(reason), false) = (target.reason(world), changes.is_empty()) else { return true };
        let j = target.statement();
        let own = findings(world).map(|edition| told(&edition, j));
        let (mut is_open, mut is_hidden_inside) = (false, false);
        for change in changes {
            let other = findings(&change.in_world(world)).map(|edition| told(&edition, j));
            is_hidden_inside |= own[0] == other[0];
            is_open |= own[1] == other[1];
        }
        self.all += 1;
        let is_vote = matches!(target, Target::Votes(..) | Target::Voted(..));
        let by_reason = if is_vote { &mut self.votes } else { &mut self.guesses };
        by_reason[reason as usize] += 1;
        // A mean of few predictions is told to nobody.
        self.hidden_inside += usize::from(is_hidden_inside && is_vote);
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
        let mut tallied = vec![plain; 6];
        tallied[0] = edge;
        let mut chance = Seed::new("edges").stream("edges");
        let votes = tallied.iter().map(|scopes| scopes.map(|c| dealt(c, 40, false, &mut chance)));
        let world = World { votes: votes.collect(), guesses: vec![Default::default(); 6] };
        for choice in 1..3 {
            let target = Target::Votes(0, 0, choice);
            assert!(tried.is_open(&world, target), "choice {choice} in {edge:?}");
        }
    }
    assert!(tried.all >= 16, "{tried:?}");
}

#[test]
fn nothing_protected_is_determined_by_what_is_told_of_a_statement() {
    let seed = Seed::new("neighbours");
    let mut tried = Tried::default();
    for number in 0..conversations() {
        let mut chance = seed.stream(&format!("conversation {number}"));
        let world = world(&mut chance, 6);
        let j = usize::try_from(chance.below(6)).unwrap();
        for target in Target::all(&world, j) {
            assert!(
                tried.is_open(&world, target),
                "{number}: {target:?}, {:?}, in {:?} {:?}",
                target.reason(&world),
                [0, 1, 2].map(|scope| world.counts(j, scope)),
                world.guesses[j]
            );
        }
    }
    assert!(tried.votes.iter().all(|n| *n > 20), "{tried:?}");
    assert!(tried.guesses[0] > 20 && tried.guesses[1] > 0, "{tried:?}");
    assert_eq!(tried.hidden_inside, 0, "the control: without the guard everything is determined");
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
/// How many of them on the way from one neighbour, before another is taken.
const STEPS: usize = 12;

fn pick<T: Clone>(chance: &mut Stream, all: &[T]) -> Option<T> {
    let at = (!all.is_empty()).then(|| chance.below(all.len() as u64))?;
    all.get(usize::try_from(at).unwrap()).cloned()
}

/// One more answer that is another, of what is protected elsewhere: by such, rounded figures over many statements may
/// come out as they were.
fn with_another(world: &World, own: Target, chance: &mut Stream) -> World {
    let j = usize::try_from(chance.below(world.votes.len() as u64)).unwrap();
    let target = pick(chance, &Target::all(world, j));
    let elsewhere = target.filter(|target| target.statement() != own.statement());
    let change = elsewhere.and_then(|target| pick(chance, &target.changes(world)));
    change.map_or_else(|| world.clone(), |change| change.in_world(world))
}

/// In how many figures and words two editions differ.
fn differences(one: &str, other: &str) -> usize {
    let (one, other): (Vec<&str>, Vec<&str>) =
        (one.split(", ").collect(), other.split(", ").collect());
    let apart = one.iter().zip(&other).filter(|(one, other)| one != other).count();
    apart + one.len().abs_diff(other.len())
}

/// How often what is protected was tried.
#[derive(Debug, Default)]
struct Everything {
    votes: usize,
    guesses: usize,
    /// The most worlds that had to be looked at.
    worlds: usize,
    /// Conversations of which groups are told, and in which one side's gap, and its index of misjudgement.
    grouped: usize,
    pooled: usize,
    indexed: usize,
}

/// Looks for a world with another number in its place in which everything told is the same, and says how many had to be
/// looked at: from one answer away on, always keeping what is told more alike than before, some steps far.
fn found(
    world: &World,
    (target, changes): (Target, &[Change]),
    chance: &mut Stream,
) -> Option<usize> {
    let own = findings(world).map(everything);
    let mut at: Option<(World, usize, usize)> = None;
    for number in 0..WORLDS {
        let stuck = at.as_ref().is_none_or(|(_, _, steps)| *steps >= STEPS);
        let other = match &at {
            Some((near, ..)) if !stuck => with_another(near, target, chance),
            _ => pick(chance, changes).unwrap().in_world(world),
        };
        let told = findings(&other).map(everything);
        // The control: where a vote is another, nothing looks the same to whoever holds the rows.
        assert!(own[0] != told[0] || !matches!(target, Target::Votes(..)), "{target:?}");
        let apart = differences(&own[1], &told[1]);
        match &mut at {
            _ if apart == 0 => return Some(number),
            Some((near, before, steps)) if !stuck => {
                *steps += 1;
                if apart <= *before {
                    (*near, *before) = (other, apart);
                }
            }
            _ => at = Some((other, apart, 0)),
        }
    }
    None
}

/// Tries what is protected of one statement of each conversation.
fn try_everything(statements: usize, conversations: u64) -> Everything {
    let seed = Seed::new("everything");
    let mut tried = Everything::default();
    for number in 0..conversations {
        let mut chance = seed.stream(&format!("{statements} statements, conversation {number}"));
        let world = world(&mut chance, statements);
        let [_, public] = findings(&world);
        tried.grouped += usize::from(!public.opinion_groups.groups.is_empty());
        let is_told = |of: fn(&MisjudgementFindings) -> &Figure| {
            public.misjudgement.iter().flatten().any(|side| of(side).is_given())
        };
        tried.pooled += usize::from(is_told(|side| &side.pooled.gap));
        tried.indexed += usize::from(is_told(|side| &side.mean_square));
        let some: Vec<usize> =
            (0..statements).filter(|j| !Target::all(&world, *j).is_empty()).collect();
        let Some(j) = pick(&mut chance, &some) else { continue };
        for target in Target::all(&world, j) {
            let changes = target.changes(&world);
            if changes.is_empty() {
                continue;
            }
            let found = found(&world, (target, &changes), &mut chance);
            assert!(found.is_some(), "{number}: {target:?}, {:?}", target.reason(&world));
            tried.worlds = tried.worlds.max(found.map_or(0, |worlds| worlds + 1));
            let is_vote = matches!(target, Target::Votes(..) | Target::Voted(..));
            *(if is_vote { &mut tried.votes } else { &mut tried.guesses }) += 1;
        }
    }
    println!("{statements} statements, {conversations} conversations: {tried:?}");
    tried
}

#[test]
fn nothing_protected_is_determined_by_everything_that_is_told_of_few_statements() {
    let tried = try_everything(6, conversations() / 3);
    assert!(tried.votes > 50 && tried.guesses > 10 && tried.pooled > 3, "{tried:?}");
}

#[test]
fn nothing_protected_is_determined_by_everything_that_is_told_of_many_statements() {
    let tried = try_everything(MANY, conversations() / 12);
    assert!(tried.votes > 20 && tried.guesses > 4, "{tried:?}");
    assert!(tried.pooled > 1 && tried.indexed > 0 && tried.grouped > 1, "{tried:?}");
}
