//! Diversity over time, where votes carry dates: the votes of each period measured alone.

use beringia_domain::moment::iso_date;
use beringia_engine::measure::agreement::tally;
use beringia_engine::measure::dispersion::dispersion;
use beringia_engine::measure::opinions::Opinions;
use beringia_engine::measure::vote_matrix::VoteMatrix;

use super::Shared;
use super::overall::dispersion_findings;
use crate::ballots::NO_DAY;
use crate::findings::PeriodFindings;
use crate::snapshot::Snapshot;

/// The most periods a span is cut into; a picture shows more only as noise.
const PERIODS_MAX: i64 = 6;
/// The shortest period, in days.
const DAYS_MIN: i64 = 7;
/// Of more people, an even part of about so many is measured.
const PEOPLE_MAX: usize = 100_000;

/// Equal periods of whole days, at least a week each; none where votes have no dates, there are no sides, or
/// the span is shorter than two periods.
pub(crate) fn over_time(shared: &Shared<'_>) -> Vec<PeriodFindings> {
    let snapshot = shared.snapshot;
    let (Some([first, last]), true) = (snapshot.ballots.span(), snapshot.sides.is_some()) else {
        return Vec::new();
    };
    let span = last - first + 1;
    let length = (span + PERIODS_MAX - 1).div_euclid(PERIODS_MAX).max(DAYS_MIN);
    if span < 2 * DAYS_MIN {
        return Vec::new();
    }
    let step = snapshot.people.len().div_ceil(PEOPLE_MAX).max(1);
    let people: Vec<usize> = (0..snapshot.people.len()).step_by(step).collect();
    let periods = (span + length - 1) / length;
    let apart = apart(snapshot, &people, periods, |day| (i64::from(day) - first) / length);
    let ends = |at: i64| [first + at * length, (first + (at + 1) * length - 1).min(last)];
    (0..).zip(&apart).map(|(at, votes)| period(shared, &people, votes, ends(at))).collect()
}

/// The votes of these people by period.
fn apart(
    snapshot: &Snapshot,
    people: &[usize],
    periods: i64,
    period_of: impl Fn(i32) -> i64,
) -> Vec<VoteMatrix> {
    let all = snapshot.votes();
    let mut days = snapshot.ballots.days.cursor();
    let mut rows = vec![Vec::new(); usize::try_from(periods).unwrap_or(0)];
    let mut apart = vec![VoteMatrix::new(all.statements(), people.len(), 0); rows.len()];
    for person in people {
        rows.iter_mut().for_each(Vec::clear);
        for (at, (statement, choice)) in (all.votes_before(*person)..).zip(all.row(*person)) {
            let day = days.of(at).filter(|day| *day != NO_DAY);
            let period = day.and_then(|day| usize::try_from(period_of(day)).ok());
            let row = period.and_then(|period| rows.get_mut(period));
            if let (Some(row), Ok(statement)) = (row, u32::try_from(statement)) {
                row.push((statement, choice));
            }
        }
        for (votes, row) in apart.iter_mut().zip(&rows) {
            votes
                .push_person(row.iter().copied())
                .expect("a part of an ascending row is ascending");
        }
    }
    apart
}

/// The diversity of a period's votes.
fn period(
    shared: &Shared<'_>,
    people: &[usize],
    votes: &VoteMatrix,
    [from, to]: [i64; 2],
) -> PeriodFindings {
    let halves: Vec<_> = people.iter().map(|person| shared.opinions.halves[*person]).collect();
    let weights: Option<Vec<f64>> = shared
        .opinions
        .weights
        .map(|weights| people.iter().map(|person| weights[*person]).collect());
    let opinions =
        Opinions { votes, halves: &halves, weights: weights.as_deref(), ..shared.opinions };
    let found = dispersion(&opinions, &tally(&opinions), &shared.settings.least);
    let dispersion = dispersion_findings(&found);
    PeriodFindings { from: iso_date(from), to: iso_date(to), dispersion }
}
