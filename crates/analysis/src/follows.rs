//! What follows from findings that were published: computed again from the counts they tell, by whoever holds
//! nothing else.
//!
//! Nothing here knows the rows. What rests on more than the published counts (tests over withheld counts, groups,
//! resampling) is not checked here; whoever holds the rows makes the findings anew.

use beringia_engine::interval::{Interval, Share, Z95, difference_of_two, mean_of_two, wilson};

use crate::findings::{
    Figure, Findings, GapFindings, GroundCounts, PooledFindings, State, StatementFindings,
    TallyFindings, Verdict,
};
use crate::headlines::headlines;
use crate::settings::Audience;

/// Figures may differ by rounding of the last places only.
const NEAR: f64 = 1e-9;

/// What is told to the hundredth is so far from what it is.
const HUNDREDTH_HALF: f64 = 0.005;

/// One kind of figure that was computed again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// What was computed, by the key of its sentence.
    pub name: &'static str,
    /// How many figures.
    pub checked: usize,
    /// Where the published figure is another: statements by id.
    pub wrong: Vec<String>,
}

/// Computes everything again that follows from published counts.
pub fn follows(findings: &Findings) -> Vec<Check> {
    let by_statement: [(_, Again); 6] = [
        ("shares", shares),
        ("both", both),
        ("differences", differences),
        ("claims", claims),
        ("verdicts", verdict),
        ("gaps", gaps),
    ];
    let mut checks: Vec<Check> = by_statement
        .into_iter()
        // With weights, shares do not follow from heads.
        .filter(|_| !findings.asked.weighted)
        .map(|(name, check)| {
            let mut all = Check { name, checked: 0, wrong: Vec::new() };
            for statement in &findings.statements {
                let found = check(statement);
                all.checked += found.len();
                if found.contains(&false) {
                    all.wrong.push(statement.id.clone());
                }
            }
            all
        })
        .collect();
    if findings.audience == Audience::Public && !findings.asked.weighted {
        checks.push(averages(findings));
    }
    checks.push(counts(findings));
    let wrong = if headlines(findings) == findings.headlines { None } else { Some("headlines") };
    let wrong = wrong.into_iter().map(str::to_owned).collect();
    checks.push(Check { name: "headlines", checked: findings.headlines.len(), wrong });
    checks
}

/// Of each figure that could be computed again, whether it is what is published.
type Found = Vec<bool>;

/// Computes figures of a statement again.
type Again = fn(&StatementFindings) -> Found;

fn is_near(a: f64, b: f64) -> bool {
    (a - b).abs() <= NEAR
}

/// Whether a figure is told and is this; nothing where it is not told.
fn is_told(figure: &Figure, value: f64, interval: Interval) -> Option<bool> {
    let is = |told: Option<f64>, computed| told.is_some_and(|told| is_near(told, computed));
    (figure.state == State::Given).then(|| {
        is(figure.value, value) && is(figure.low, interval.low) && is(figure.high, interval.high)
    })
}

/// The share of a tally by its counts, where both are told.
fn share(tally: &TallyFindings) -> Option<Share> {
    let (agree, votes) = (tally.agree? as f64, tally.votes.filter(|votes| *votes > 0)? as f64);
    Some(Share { value: agree / votes, interval: wilson(agree / votes, votes, Z95) })
}

fn shares(statement: &StatementFindings) -> Found {
    let sides = statement.sides.iter().flatten();
    let of = |tally: &TallyFindings| {
        // A share that is told without the counts it rests on is none.
        let share = share(tally).filter(|_| tally.agree_share.n == tally.votes);
        let is_given = tally.agree_share.is_given();
        is_given.then(|| {
            share.is_some_and(|s| is_told(&tally.agree_share, s.value, s.interval) == Some(true))
        })
    };
    std::iter::once(&statement.everybody).chain(sides).filter_map(of).collect()
}

/// The shares of both sides, where they are told.
fn of_sides(statement: &StatementFindings) -> Option<[Share; 2]> {
    let [first, second] = statement.sides.as_ref()?;
    Some([share(first)?, share(second)?])
}

fn both(statement: &StatementFindings) -> Found {
    let told = statement.both.as_ref().zip(of_sides(statement));
    let check = told.and_then(|(figure, [a, b])| {
        let mean = mean_of_two(a, b);
        is_told(figure, mean.value, mean.interval)
    });
    check.into_iter().collect()
}

fn differences(statement: &StatementFindings) -> Found {
    let told = statement.division.as_ref().zip(of_sides(statement));
    let check = told.and_then(|(division, [a, b])| {
        let found = difference_of_two(a, b);
        is_told(&division.difference, found.value, found.interval)
    });
    check.into_iter().collect()
}

/// The product and the lesser share of common acceptance.
fn claims(statement: &StatementFindings) -> Found {
    let Some(([first, second], claim)) = statement.sides.as_ref().zip(statement.accept.as_ref())
    else {
        return Vec::new();
    };
    let part =
        |tally: &TallyFindings| Some((tally.agree? as f64 + 1.0) / (tally.votes? as f64 + 2.0));
    let product = part(first).zip(part(second)).map(|(a, b)| a * b);
    let least = of_sides(statement).map(|[a, b]| a.value.min(b.value));
    let told = [(claim.product, product), (claim.least_side_share, least)];
    told.into_iter().filter_map(|(told, found)| Some(is_near(told?, found?))).collect()
}

/// A verdict is that of its marks.
fn verdict(statement: &StatementFindings) -> Found {
    match statement.verdict {
        None | Some(Verdict::ModeratedOut | Verdict::TooFew) => Vec::new(),
        Some(verdict) => vec![verdict == statement.verdict_of_marks()],
    }
}

/// A gap is what was predicted minus what is, as both are told.
fn gaps(statement: &StatementFindings) -> Found {
    let Some(gaps) = &statement.gaps else { return Vec::new() };
    let of = |(side, gap): (usize, &GapFindings)| {
        let about = statement.sides.as_ref().and_then(|sides| share(&sides[1 - side]));
        let actual = gap.actual_share.zip(about).map(|(told, found)| is_near(told, found.value));
        let told = (gap.gap.value, gap.predicted.value, gap.actual_share);
        let (Some(value), Some(predicted), Some(share)) = told else {
            return actual.into_iter().collect();
        };
        let reach = gap.gap.standard_error.map(|error| Z95 * error);
        let ends = reach.map(|reach| Interval::around(value, reach));
        let interval = ends.and_then(|ends| is_told(&gap.gap, value, ends));
        let is_gap = is_near(value, predicted - share);
        actual.into_iter().chain([is_gap]).chain(interval).collect::<Found>()
    };
    gaps.iter().enumerate().flat_map(of).collect()
}

/// What is pooled in public is pooled over what is told of each statement, and so follows from it, as it is rounded.
fn averages(findings: &Findings) -> Check {
    let mut all = Check { name: "pooled", checked: 0, wrong: Vec::new() };
    for (side, found) in findings.misjudgement.iter().flatten().enumerate() {
        let accepted = |s: &StatementFindings| s.verdict == Some(Verdict::Accepted);
        let mut check = |name: &str, told: &PooledFindings, within: &Within<'_>| {
            if told.gap.is_given() {
                all.checked += 1;
                all.wrong
                    .extend((!is_average(told, findings, side, within)).then(|| name.to_owned()));
            }
        };
        check("all", &found.pooled, &|_| true);
        check("accepted", &found.on_common_ground, &accepted);
        for (field, told) in &found.by_field {
            check(field, told, &|s| s.field.as_ref() == Some(field));
        }
    }
    all
}

/// Over which statements something is pooled.
type Within<'a> = dyn Fn(&StatementFindings) -> bool + 'a;

/// Whether a pooled gap is that of the means and shares of these statements, each as often as it was predicted.
fn is_average(
    told: &PooledFindings,
    findings: &Findings,
    side: usize,
    within: &Within<'_>,
) -> bool {
    let of = |s: &StatementFindings| {
        let gap = s
            .gaps
            .as_ref()
            .map(|gaps| &gaps[side])
            .filter(|gap| s.counted && gap.gap.is_given())?;
        Some((gap.predictions? as f64, gap.predicted.value?, gap.actual_share?))
    };
    let rows: Vec<_> = findings.statements.iter().filter(|s| within(s)).filter_map(of).collect();
    let n: f64 = rows.iter().map(|(n, ..)| n).sum();
    let predicted = rows.iter().map(|(n, predicted, _)| n * predicted).sum::<f64>() / n;
    let actual = rows.iter().map(|(n, _, actual)| n * actual).sum::<f64>() / n;
    let is = |told: Option<f64>, found: f64| {
        told.is_some_and(|told| (told - found).abs() <= HUNDREDTH_HALF + NEAR)
    };
    is(told.predicted, predicted)
        && is(told.actual, actual)
        && is(told.gap.value, predicted - actual)
        && told.gap.n.is_some_and(|told| is_near(told as f64, n))
        && told.statements == Some(rows.len() as u64)
}

/// How many statements are what.
fn counts(findings: &Findings) -> Check {
    let found = findings.ground.is_some().then(|| GroundCounts::of(&findings.statements));
    let wrong = if found == findings.ground { Vec::new() } else { vec!["ground".to_owned()] };
    Check { name: "counts", checked: usize::from(found.is_some()), wrong }
}
