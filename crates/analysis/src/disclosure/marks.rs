//! Marks that rest on what is withheld: who disagrees and who passes decide on them, also where only agreement is
//! told, and so does how many agree where only a bound is. Told as they are, they would say on which side of a
//! threshold a protected count lies, which among few people is the count. They are made only where every count that
//! is protected for the same reason would make them.

use std::ops::RangeInclusive;

use beringia_engine::false_discovery::q_values as q_values_of;
use beringia_engine::interval::{Z90_ONE_SIDED, coin_mid_p, wilson};
use beringia_engine::measure::common_ground::Kind;
use beringia_engine::measure::division::two_proportions;

use super::is_inside;
use super::statement::{Counts, scopes};
use crate::findings::{Majority, State, StatementFindings, TallyFindings, Verdict};
use crate::settings::Settings;

/// The q-values of a kind of mark at the least and at the most favourable of the counts that look the same.
struct Between {
    least: Vec<Option<f64>>,
    most: Vec<Option<f64>>,
}

impl Between {
    fn of(p_values: impl Iterator<Item = Option<[f64; 2]>>) -> Self {
        let (low, high): (Vec<_>, Vec<_>) =
            p_values.map(|p| (p.map(|[low, _]| low), p.map(|[_, high]| high))).unzip();
        Self { least: q_values_of(&low), most: q_values_of(&high) }
    }

    /// Whether the mark is made at the least favourable of these counts, too.
    fn is_clear(&self, j: usize, rate: f64) -> bool {
        self.most[j].is_some_and(|q| q <= rate)
    }

    /// Whether the counts disagree about it.
    fn turns(&self, j: usize, rate: f64) -> bool {
        !self.is_clear(j, rate) && self.least[j].is_some_and(|q| q <= rate)
    }
}

/// Takes back marks that would tell a protected count; `before` are the statements before anything was withheld. Says
/// whether some protected count would turn a mark of rejection on any statement, whatever the counts really are: then
/// what is made of marked statements tells it, too.
pub(super) fn settle(
    statements: &mut [StatementFindings],
    before: &[StatementFindings],
    settings: &Settings,
) -> bool {
    let scopes: Vec<Vec<Counts>> = before.iter().map(scopes).collect();
    let (rate, pass_share_max) = (settings.false_discovery_rate, settings.pass_share_max);
    let pairs = || statements.iter().zip(&scopes);
    let divisions: Vec<Option<Division>> =
        pairs().map(|(statement, scopes)| Division::of(statement, scopes)).collect();
    let divides = Between::of(divisions.iter().map(|found| {
        let found = found.as_ref()?;
        Some([found.p_most; 2])
    }));
    let [accept, reject] = [Kind::Accept, Kind::Reject].map(|kind| {
        Between::of(pairs().map(|(statement, scopes)| p_values(kind, statement, scopes)))
    });
    let everybody = Between::of(pairs().zip(before).map(|((statement, scopes), before)| {
        before.majority?;
        let [least, most] = everybody_between(statement, scopes)?;
        Some([most, least].map(|c| coin_mid_p(c.disagree, c.votes)))
    }));
    let mut rejection_turns = false;
    for (j, statement) in statements.iter_mut().enumerate() {
        let are_steady = are_steady(statement, &scopes[j], pass_share_max);
        rejection_turns |= statement.reject.is_some() && (!are_steady[1] || reject.turns(j, rate));
        for (claim, is_steady, between) in [
            (&mut statement.accept, are_steady[0], &accept),
            (&mut statement.reject, are_steady[1], &reject),
        ] {
            let Some(claim) = claim else { continue };
            if !is_steady || !between.is_clear(j, rate) {
                (claim.claimed, claim.surprising) = (false, false);
            }
        }
        if let (Some(told), Some(found)) = (&mut statement.division, &divisions[j]) {
            told.divides = found.is_opposite && divides.is_clear(j, rate);
        }
        retell_verdict(statement);
        let is_clear = everybody.is_clear(j, rate);
        settle_majority(statement, &scopes[j], (is_clear, pass_share_max));
    }
    rejection_turns
}

/// The sides of a statement at the least that they may differ: over every number who agree under a bound, where only
/// that is told.
struct Division {
    /// Whether they lean to opposite sides.
    is_opposite: bool,
    /// The largest p-value.
    p_most: f64,
}

impl Division {
    fn of(statement: &StatementFindings, scopes: &[Counts]) -> Option<Self> {
        statement.division.as_ref()?;
        let (sides, [first, second, ..]) = (statement.sides.as_ref()?, scopes) else { return None };
        let possible = |side: &TallyFindings, counts: &Counts| match side.agree_share.state {
            State::Bounded => counts.of_one_mind(),
            _ if is_half_told(side) => counts.ends().into(),
            _ => vec![*counts],
        };
        let (first, second) = (possible(&sides[0], first), possible(&sides[1], second));
        let lean = |c: &Counts| c.agree.cmp(&c.disagree);
        let mut found = Self { is_opposite: true, p_most: 0.0 };
        for (a, b) in first.iter().flat_map(|a| second.iter().map(move |b| (a, b))) {
            found.is_opposite &= lean(a).is_ne() && lean(b) == lean(a).reverse();
            let shares = [a, b].map(|c| c.share(c.agree));
            let p = two_proportions(shares, [a.votes as f64, b.votes as f64]);
            found.p_most = found.p_most.max(p);
        }
        Some(found)
    }
}

/// The smallest and the largest p-value of a claim over every count that looks the same; nothing where it is not
/// tested.
fn p_values(kind: Kind, statement: &StatementFindings, scopes: &[Counts]) -> Option<[f64; 2]> {
    let claim = match kind {
        Kind::Accept => statement.accept.as_ref(),
        Kind::Reject => statement.reject.as_ref(),
    };
    let (_, sides) = claim.zip(statement.sides.as_ref())?;
    let of = |(side, counts): (&TallyFindings, &Counts)| {
        let held = match (kind, side.agree_share.state) {
            (Kind::Accept, State::Bounded) => {
                let ends = counts.of_one_mind();
                [ends.last(), ends.first()].map(|end| end.map_or(counts.agree, |end| end.agree))
            }
            (Kind::Accept, _) => [counts.agree; 2],
            (Kind::Reject, _) if is_half_told(side) => {
                let [least, most] = counts.ends();
                [most.disagree, least.disagree]
            }
            (Kind::Reject, _) => [counts.disagree; 2],
        };
        held.map(|held| coin_mid_p(held, counts.votes))
    };
    let [first, second] = [of((&sides[0], &scopes[0])), of((&sides[1], &scopes[1]))];
    Some([first[0].max(second[0]), first[1].max(second[1])])
}

/// Everybody's counts with the fewest and with the most who disagree, as far as protected counts leave it open.
fn everybody_between(statement: &StatementFindings, scopes: &[Counts]) -> Option<[Counts; 2]> {
    let voted = scopes.iter().filter(|counts| counts.votes > 0);
    let end = |pick: usize| {
        let is_open = is_half_told(&statement.everybody);
        let of = |counts: &Counts| if is_open { counts.ends()[pick] } else { *counts };
        voted.clone().map(of).reduce(Counts::plus)
    };
    Some([end(0)?, end(1)?])
}

/// Whether a count accepts, or rejects, as far as the share of passes and the interval go.
fn accepts(c: &Counts, pass_share_max: f64) -> bool {
    c.share(c.pass) < pass_share_max
}

fn rejects(c: &Counts, pass_share_max: f64) -> bool {
    let interval = wilson(c.share(c.disagree), c.votes as f64, Z90_ONE_SIDED);
    interval.low > 0.5 && c.share(c.pass) < pass_share_max
}

/// Whether agreement is told and who disagrees is not.
fn is_half_told(tally: &TallyFindings) -> bool {
    tally.agree_share.state == State::Given && tally.disagree.is_none()
}

/// Whether every count that looks the same accepts alike, and rejects alike.
fn are_steady(statement: &StatementFindings, scopes: &[Counts], pass_share_max: f64) -> [bool; 2] {
    let sides = statement.sides.iter().flatten().zip(scopes);
    let half_told: Vec<&Counts> =
        sides.filter(|(side, _)| is_half_told(side)).map(|(_, counts)| counts).collect();
    let tests: [fn(&Counts, f64) -> bool; 2] = [accepts, rejects];
    tests.map(|test| {
        half_told.iter().all(|counts| {
            // Both tests turn once at most as more disagree and fewer pass.
            let [least, most] = counts.ends().map(|end| test(&end, pass_share_max));
            least == most
        })
    })
}

/// The verdict is that of the marks that are left.
fn retell_verdict(statement: &mut StatementFindings) {
    let is_tested = |verdict: &Verdict| !matches!(verdict, Verdict::TooFew | Verdict::ModeratedOut);
    let retold = statement.verdict_of_marks();
    statement.verdict =
        statement.verdict.map(|verdict| if is_tested(&verdict) { retold } else { verdict });
}

fn settle_majority(
    statement: &mut StatementFindings,
    scopes: &[Counts],
    (is_clearly_rejected, pass_share_max): (bool, f64),
) {
    let is_open = is_half_told(&statement.everybody);
    let Some((majority, between)) =
        statement.majority.filter(|_| is_open).zip(everybody_between(statement, scopes))
    else {
        return;
    };
    let ends = between.map(|end| (accepts(&end, pass_share_max), rejects(&end, pass_share_max)));
    let is_unclear = majority == Majority::Disagree && !is_clearly_rejected;
    if ends[0] != ends[1] || is_unclear {
        statement.majority = Some(Majority::Unclear);
    }
}

impl Counts {
    /// The numbers who disagree that are protected for the same reason as the real one, agreement being told: all
    /// of them leave the statement looking the same.
    fn alike(&self) -> RangeInclusive<u64> {
        let rest = self.votes - self.agree;
        let share = |count: u64| self.share(count);
        let is_protected = |d: u64| !(is_inside(share(d)) && is_inside(share(rest - d)));
        if !is_protected(self.disagree) {
            return self.disagree..=self.disagree;
        }
        let (mut least, mut most) = (self.disagree, self.disagree);
        while least > 0 && is_protected(least - 1) {
            least -= 1;
        }
        while most < rest && is_protected(most + 1) {
            most += 1;
        }
        least..=most
    }

    /// The least and the largest number who agree under the same bound: taken from those who pass, and where these are
    /// too few from those who disagree.
    fn of_one_mind(&self) -> Vec<Self> {
        let is_high = self.share(self.agree) > 0.5;
        let is_same = |agree: &u64| {
            let share = self.share(*agree);
            !is_inside(share) && (share > 0.5) == is_high
        };
        let with = |agree: u64| {
            let rest = self.votes - agree;
            let disagree = self.disagree.min(rest);
            Self { agree, disagree, pass: rest - disagree, ..*self }
        };
        let least = (0..=self.agree).rev().take_while(is_same).last();
        let most = (self.agree..=self.votes).take_while(is_same).last();
        [least, most].into_iter().flatten().map(with).collect()
    }

    /// The ends of these: the fewest and the most who disagree.
    fn ends(&self) -> [Self; 2] {
        let run = self.alike();
        [*run.start(), *run.end()].map(|disagree| self.with(disagree))
    }

    /// The same agreement with so many who disagree.
    fn with(&self, disagree: u64) -> Self {
        Self { disagree, pass: self.votes - self.agree - disagree, ..*self }
    }

    fn plus(self, other: Self) -> Self {
        Self {
            votes: self.votes + other.votes,
            agree: self.agree + other.agree,
            disagree: self.disagree + other.disagree,
            pass: self.pass + other.pass,
        }
    }
}
