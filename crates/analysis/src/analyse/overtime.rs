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

/// The most periods a span is cut into; a picture shows more only as noise.
const PERIODS_MAX: i64 = 6;
/// The shortest period, in days.
const DAYS_MIN: i64 = 7;

/// Equal periods of whole days, at least a week each; none where votes have no dates, there are no sides, or
/// the span is shorter than two periods.
pub(crate) fn over_time(shared: &Shared<'_>) -> Vec<PeriodFindings> {
    let days = &shared.snapshot.ballots.days;
    let dated = || days.iter().filter(|day| **day != NO_DAY).map(|day| i64::from(*day));
    let (Some(first), Some(last), true) =
        (dated().min(), dated().max(), shared.snapshot.sides.is_some())
    else {
        return Vec::new();
    };
    let span = last - first + 1;
    let length = (span + PERIODS_MAX - 1).div_euclid(PERIODS_MAX).max(DAYS_MIN);
    if span < 2 * DAYS_MIN {
        return Vec::new();
    }
    let periods = usize::try_from((span + length - 1) / length).unwrap_or(0);
    // A table by day: dividing once for every vote would cost more than all else here.
    let period_of: Vec<usize> =
        (0..span).map(|day| usize::try_from(day / length).unwrap_or(periods)).collect();
    let part_of = |vote: usize| {
        let since = i64::from(days[vote]) - first;
        usize::try_from(since).ok().and_then(|day| period_of.get(day).copied()).unwrap_or(periods)
    };
    let apart = shared.snapshot.votes().apart(periods, part_of);
    let from = |at: usize| first + i64::try_from(at).unwrap_or(0) * length;
    let periods = apart.iter().enumerate();
    periods
        .map(|(at, votes)| period(shared, votes, [from(at), (from(at + 1) - 1).min(last)]))
        .collect()
}

/// The diversity of a period's votes.
fn period(shared: &Shared<'_>, votes: &VoteMatrix, [from, to]: [i64; 2]) -> PeriodFindings {
    let opinions = Opinions { votes, ..shared.opinions };
    let found = dispersion(&opinions, &tally(&opinions), &shared.settings.least);
    let dispersion = dispersion_findings(&found);
    PeriodFindings { from: iso_date(from), to: iso_date(to), dispersion }
}
