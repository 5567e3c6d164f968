//! What people expect of their own half: false polarisation, the control for hedging, pluralistic ignorance.
//!
//! # Definition
//! Over the statements with enough of both kinds of prediction, for half A:
//! perceived distance² Dp² = mean ((ȳ_AB − ȳ_AA)² − SE²), real distance² Dr² = mean ((p_A − p_B)² − SE²),
//! false polarisation FP = √max(0, Dp²) − √max(0, Dr²); excess misjudgement = √max(0, M²_out) − √max(0, M²_in)
//! with M²_in the same people's misjudgement of their own half. SE² includes the covariance of answers
//! given by the same person. Jackknife over people.
//! Pluralistic ignorance of a statement is p_A − ȳ_AA, flagged where the two lie on opposite sides of one
//! half and both 90 % intervals are clear of it.
//!
//! # Limits
//! The square root is bent at 0: where the sides hardly differ the interval of FP is too short.

use super::agreement::{Tallies, Tally};
use super::jackknife::{Estimate, Jackknife};
use super::least::{Counted, LeastNumbers, TooFew, enough};
use super::misjudgement::{Expectations, share_variance};
use super::opinions::{Half, Opinions};
use super::prediction_matrix::{About, Expectation};
use super::vote_matrix::Choice;
use crate::interval::{Interval, Z90};

/// What one half's predictions about itself tell.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct OwnHalf {
    /// FP: above 0 where the halves are believed further apart than they are.
    pub false_polarisation: Estimate,
    /// Perceived distance √max(0, Dp²).
    pub perceived_distance: f64,
    /// Real distance √max(0, Dr²).
    pub real_distance: f64,
    /// Misjudgement of the other half beyond that of the own half.
    pub excess: Estimate,
    /// Statements that entered.
    pub statements: u32,
    /// People of the half who predicted their own half on one of them.
    pub people: u32,
}

/// Belief about the own half on one statement.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PluralisticIgnorance {
    /// The half's share of agreement.
    pub actual: f64,
    /// What its people expect of their own half.
    pub believed: f64,
    /// Actual minus believed.
    pub difference: f64,
    /// Whether majority and belief are clearly opposite.
    pub flagged: bool,
    /// How many predictions.
    pub predictions: u32,
}

/// Answers that the same people gave to two questions about one statement.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
struct Overlap {
    mass: f64,
    mass_squared: f64,
    x: f64,
    y: f64,
    xy: f64,
}

impl Overlap {
    fn add(&mut self, x: f64, y: f64, weight: f64, sign: f64) {
        self.mass += sign * weight;
        self.mass_squared += sign * weight * weight;
        self.x += sign * weight * x;
        self.y += sign * weight * y;
        self.xy += sign * weight * x * y;
    }

    /// Covariance of the two weighted means, whose total weights are given.
    fn covariance(&self, mass_x: f64, mass_y: f64) -> f64 {
        let n = self.mass * self.mass / self.mass_squared;
        if self.mass <= 0.0 || n < 2.0 {
            return 0.0;
        }
        let spread = self.xy / self.mass - self.x / self.mass * (self.y / self.mass);
        spread * n / (n - 1.0) * self.mass_squared / (mass_x * mass_y)
    }
}

/// Everything about one statement that half A's people can change.
#[derive(Debug, Clone, Copy)]
struct State {
    other: Expectation,
    own: Expectation,
    mine: Tally,
    theirs: Tally,
    other_and_own: Overlap,
    own_and_vote: Overlap,
}

/// One person's answers on one statement.
#[derive(Debug, Clone, Copy, Default)]
struct Answers {
    vote: Option<Choice>,
    other: Option<f64>,
    own: Option<f64>,
}

/// Sums over statements of Dp², Dr², M²_out, M²_in, each with its noise removed.
type Terms = [f64; 4];

impl State {
    fn pair(&mut self, answers: &Answers, weight: f64, sign: f64) {
        if let (Some(other), Some(own)) = (answers.other, answers.own) {
            self.other_and_own.add(other, own, weight, sign);
        }
        if let (Some(own), Some(vote)) = (answers.own, answers.vote) {
            let agrees = f64::from(u8::from(vote == Choice::Agree));
            self.own_and_vote.add(own, agrees, weight, sign);
        }
    }

    fn without(&self, answers: &Answers, weight: f64) -> Self {
        let mut rest = *self;
        rest.pair(answers, weight, -1.0);
        if let Some(share) = answers.other {
            rest.other = rest.other.without(share, weight);
        }
        if let Some(share) = answers.own {
            rest.own = rest.own.without(share, weight);
        }
        if let Some(choice) = answers.vote {
            rest.mine = rest.mine.without(choice, weight);
        }
        rest
    }

    fn terms(&self) -> Terms {
        let (other, own) = (self.other.mean(), self.own.mean());
        let (mine, theirs) = (self.mine.share(Choice::Agree), self.theirs.share(Choice::Agree));
        let (var_other, var_own) = (self.other.mean_variance(), self.own.mean_variance());
        let (var_mine, var_theirs) = (share_variance(&self.mine), share_variance(&self.theirs));
        let both = self.other_and_own.covariance(self.other.mass(), self.own.mass());
        let self_seen = self.own_and_vote.covariance(self.own.mass(), self.mine.mass());
        [
            (other - own).powi(2) - (var_other + var_own - 2.0 * both),
            (mine - theirs).powi(2) - (var_mine + var_theirs),
            (other - theirs).powi(2) - (var_other + var_theirs),
            (own - mine).powi(2) - (var_own + var_mine - 2.0 * self_seen),
        ]
    }
}

/// False polarisation and excess misjudgement of half `holder`. Cost: O(votes + predictions).
pub fn own_half(
    opinions: &Opinions<'_>,
    (expectations, tallies): (&Expectations, &Tallies),
    holder: Half,
    least: &LeastNumbers,
) -> Result<OwnHalf, TooFew> {
    let states = states(opinions, (expectations, tallies), holder, least);
    let statements = states.iter().flatten().count();
    let predicts = |person: &usize| {
        let row = opinions.predictions.row(*person);
        row.iter().any(|p| p.about == About::Own && states[p.statement as usize].is_some())
    };
    let people = opinions.people_of(holder).filter(predicts).count();
    enough(people, least.index_people, Counted::People)?;
    enough(opinions.voters_of(holder.other()), least.index_people, Counted::People)?;
    enough(statements, least.index_statements, Counted::Statements)?;
    let mut total = [0.0; 4];
    for state in states.iter().flatten() {
        add(&mut total, &state.terms(), 1.0);
    }
    let m = statements as f64;
    let jackknife = jackknife(opinions, &states, holder, &total);
    let root = |sum: f64| (sum / m).max(0.0).sqrt();
    Ok(OwnHalf {
        false_polarisation: jackknife.estimate(0),
        perceived_distance: root(total[0]),
        real_distance: root(total[1]),
        excess: jackknife.estimate(1),
        statements: u32::try_from(statements).unwrap_or(u32::MAX),
        people: u32::try_from(people).unwrap_or(u32::MAX),
    })
}

/// Pluralistic ignorance of one statement, or `None` below the least numbers.
pub fn pluralistic_ignorance(
    own: &Expectation,
    tally: &Tally,
    least: &LeastNumbers,
) -> Option<PluralisticIgnorance> {
    let enough = own.count >= least.predictions_per_statement.max(2)
        && tally.votes() >= least.votes_per_statement.max(2);
    if !enough {
        return None;
    }
    let (actual, believed) = (tally.share(Choice::Agree), own.mean());
    let seen = tally.interval(Choice::Agree, Z90);
    let belief = Interval::around(believed, Z90 * own.mean_variance().sqrt());
    let opposite = (seen.low > 0.5 && belief.high < 0.5) || (seen.high < 0.5 && belief.low > 0.5);
    let difference = actual - believed;
    Some(PluralisticIgnorance {
        actual,
        believed,
        difference,
        flagged: opposite,
        predictions: own.count,
    })
}

fn states(
    opinions: &Opinions<'_>,
    (expectations, tallies): (&Expectations, &Tallies),
    holder: Half,
    least: &LeastNumbers,
) -> Vec<Option<State>> {
    let (mine, theirs) = (tallies.of(holder), tallies.of(holder.other()));
    let (other, own) = (&expectations.other[holder.index()], &expectations.own[holder.index()]);
    let state = |j: usize| {
        let predicted = least.predictions_per_statement.max(3);
        let voted = least.votes_per_statement.max(3);
        let enough = opinions.counted[j]
            && other[j].count.min(own[j].count) >= predicted
            && mine[j].votes().min(theirs[j].votes()) >= voted;
        enough.then(|| State {
            other: other[j],
            own: own[j],
            mine: mine[j],
            theirs: theirs[j],
            other_and_own: Overlap::default(),
            own_and_vote: Overlap::default(),
        })
    };
    let mut states: Vec<Option<State>> = (0..mine.len()).map(state).collect();
    if states.iter().all(Option::is_none) {
        return states;
    }
    for person in opinions.people_of(holder) {
        let weight = opinions.weight(person);
        for (j, answers) in answers_of(opinions, person) {
            if let Some(state) = &mut states[j] {
                state.pair(&answers, weight, 1.0);
            }
        }
    }
    states
}

fn jackknife(
    opinions: &Opinions<'_>,
    states: &[Option<State>],
    holder: Half,
    total: &Terms,
) -> Jackknife<2> {
    let m = states.iter().flatten().count() as f64;
    let base: Vec<Option<Terms>> = states.iter().map(|s| s.as_ref().map(State::terms)).collect();
    let results = |sums: &Terms| {
        let root = sums.map(|sum| (sum / m).max(0.0).sqrt());
        [root[0] - root[1], root[2] - root[3]]
    };
    let mut jackknife = Jackknife::new(results(total));
    for person in opinions.people_of(holder) {
        let weight = opinions.weight(person);
        let (mut rest, mut gave) = (*total, false);
        for (j, answers) in answers_of(opinions, person) {
            if let (Some(state), Some(base)) = (&states[j], &base[j]) {
                gave = true;
                add(&mut rest, base, -1.0);
                add(&mut rest, &state.without(&answers, weight).terms(), 1.0);
            }
        }
        if gave {
            jackknife.leave_out(holder, &results(&rest));
        }
    }
    for person in opinions.people_of(holder.other()) {
        let weight = opinions.weight(person);
        let (mut rest, mut gave) = (*total, false);
        for (j, choice) in opinions.votes.row(person) {
            if let (Some(state), Some(base)) = (&states[j], &base[j]) {
                gave = true;
                let changed = State { theirs: state.theirs.without(choice, weight), ..*state };
                add(&mut rest, base, -1.0);
                add(&mut rest, &changed.terms(), 1.0);
            }
        }
        if gave {
            jackknife.leave_out(holder.other(), &results(&rest));
        }
    }
    jackknife
}

/// A person's votes and predictions, statement by statement, ascending.
fn answers_of(opinions: &Opinions<'_>, person: usize) -> Vec<(usize, Answers)> {
    let mut found: Vec<(usize, Answers)> = opinions
        .votes
        .row(person)
        .map(|(j, choice)| (j, Answers { vote: Some(choice), ..Answers::default() }))
        .collect();
    for p in opinions.predictions.row(person) {
        let j = p.statement as usize;
        let at = match found.binary_search_by_key(&j, |(j, _)| *j) {
            Ok(at) => at,
            Err(at) => {
                found.insert(at, (j, Answers::default()));
                at
            }
        };
        match p.about {
            About::Other => found[at].1.other = Some(p.share()),
            About::Own => found[at].1.own = Some(p.share()),
        }
    }
    found
}

fn add(total: &mut Terms, part: &Terms, times: f64) {
    for (sum, value) in total.iter_mut().zip(part) {
        *sum += times * value;
    }
}
