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
use crate::findings::{ClaimFindings, Majority, State, StatementFindings, TallyFindings, Verdict};
use crate::settings::Settings;

/// Takes back marks that would tell a protected count; `before` are the statements before anything was withheld.
pub(super) fn settle(
    statements: &mut [StatementFindings],
    before: &[StatementFindings],
    settings: &Settings,
) {
    let scopes: Vec<Vec<Counts>> = before.iter().map(scopes).collect();
    let pairs = statements.iter().zip(&scopes);
    let divisions: Vec<Option<Division>> =
        pairs.map(|(statement, scopes)| Division::of(statement, scopes)).collect();
    let p_values: Vec<Option<f64>> =
        divisions.iter().map(|found| found.as_ref().map(|found| found.p_most)).collect();
    let q_values = q_values_of(&p_values);
    let claims = [Kind::Accept, Kind::Reject].map(|kind| {
        let pairs = statements.iter().zip(&scopes);
        let p_values: Vec<Option<f64>> =
            pairs.map(|(statement, scopes)| p_most(kind, statement, scopes)).collect();
        q_values_of(&p_values)
    });
    for (j, statement) in statements.iter_mut().enumerate() {
        let are_clear =
            claims.each_ref().map(|q| q[j].is_some_and(|q| q <= settings.false_discovery_rate));
        settle_claims(statement, &scopes[j], (are_clear, settings.pass_share_max));
        if let (Some(told), Some(found), Some(q)) =
            (&mut statement.division, &divisions[j], q_values[j])
        {
            told.divides = found.is_opposite && q <= settings.false_discovery_rate;
        }
        retell_verdict(statement);
        settle_majority(statement, &scopes[j], settings.pass_share_max);
    }
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

/// The largest p-value of a claim, over every count that looks the same; nothing where it is not tested.
fn p_most(kind: Kind, statement: &StatementFindings, scopes: &[Counts]) -> Option<f64> {
    let claim = match kind {
        Kind::Accept => statement.accept.as_ref(),
        Kind::Reject => statement.reject.as_ref(),
    };
    let (_, sides) = claim.zip(statement.sides.as_ref())?;
    let of = |(side, counts): (&TallyFindings, &Counts)| {
        let held = match (kind, side.agree_share.state) {
            (Kind::Accept, State::Bounded) => {
                counts.of_one_mind().first().map_or(counts.agree, |least| least.agree)
            }
            (Kind::Accept, _) => counts.agree,
            (Kind::Reject, _) if is_half_told(side) => *counts.alike().start(),
            (Kind::Reject, _) => counts.disagree,
        };
        coin_mid_p(held, counts.votes)
    };
    Some(sides.iter().zip(scopes).map(of).fold(0.0, f64::max))
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

fn settle_claims(
    statement: &mut StatementFindings,
    scopes: &[Counts],
    (are_clear, pass_share_max): ([bool; 2], f64),
) {
    let Some(sides) = &statement.sides else { return };
    let half_told: Vec<&Counts> = sides
        .iter()
        .zip(scopes)
        .filter(|(side, _)| is_half_told(side))
        .map(|(_, counts)| counts)
        .collect();
    let is_steady = |test: fn(&Counts, f64) -> bool| {
        half_told.iter().all(|counts| {
            // Both tests turn once at most as more disagree and fewer pass.
            let run = counts.alike();
            let [least, most] = [*run.start(), *run.end()]
                .map(|disagree| test(&counts.with(disagree), pass_share_max));
            least == most
        })
    };
    let stays = [is_steady(accepts) && are_clear[0], is_steady(rejects) && are_clear[1]];
    for (claim, stays) in [&mut statement.accept, &mut statement.reject].into_iter().zip(stays) {
        if let Some(claim) = claim.as_mut().filter(|_| !stays) {
            (claim.claimed, claim.surprising) = (false, false);
        }
    }
}

/// The verdict is that of the marks that are left.
fn retell_verdict(statement: &mut StatementFindings) {
    let claimed = |claim: &Option<ClaimFindings>| claim.as_ref().is_some_and(|claim| claim.claimed);
    let divides = statement.division.as_ref().is_some_and(|division| division.divides);
    let retold = match () {
        () if claimed(&statement.accept) => Verdict::Accepted,
        () if claimed(&statement.reject) => Verdict::Rejected,
        () if divides => Verdict::Divides,
        () => Verdict::Unclear,
    };
    let is_tested = |verdict: &Verdict| !matches!(verdict, Verdict::TooFew | Verdict::ModeratedOut);
    statement.verdict =
        statement.verdict.map(|verdict| if is_tested(&verdict) { retold } else { verdict });
}

fn settle_majority(statement: &mut StatementFindings, scopes: &[Counts], pass_share_max: f64) {
    if !is_half_told(&statement.everybody) || statement.majority.is_none() {
        return;
    }
    let end = |pick: fn(&RangeInclusive<u64>) -> u64| {
        let all = scopes.iter().filter(|counts| counts.votes > 0);
        let all = all.map(|counts| counts.with(pick(&counts.alike())));
        let end = all.reduce(Counts::plus)?;
        Some((accepts(&end, pass_share_max), rejects(&end, pass_share_max)))
    };
    if end(|run| *run.start()) != end(|run| *run.end()) {
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
