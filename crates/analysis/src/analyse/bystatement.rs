//! What is found statement by statement.

use beringia_engine::false_discovery::q_values;
use beringia_engine::interval::{Z90_ONE_SIDED, Z95, coin_mid_p, mean_of_two};
use beringia_engine::measure::agreement::Tally;
use beringia_engine::measure::common_ground::{
    Claim, Ground, Kind, claims, enough_votes, surprise,
};
use beringia_engine::measure::division::{Division, divisions, split};
use beringia_engine::measure::misjudgement::{ExpectedInterval, Gap, expected_interval, gap};
use beringia_engine::measure::opinions::Half;
use beringia_engine::measure::own_half::pluralistic_ignorance;
use beringia_engine::measure::prediction_matrix::Expectation;
use beringia_engine::measure::vote_matrix::Choice;

use super::Shared;
use crate::findings::{
    ClaimFindings, DivisionFindings, Figure, GapFindings, Majority, OwnSideFindings,
    StatementFindings, TallyFindings, Verdict,
};

/// Method names, as in `docs/methods/`.
pub(crate) const WILSON: &str = "wilson-95";
const TWO_SIDES: &str = "mean-of-sides-newcombe-95";
pub(crate) const DIFFERENCE: &str = "difference-newcombe-95";
const GAP: &str = "gap-two-sample-95";
const PREDICTED: &str = "mean-normal-95";

/// Results of the tests over all statements.
struct Tests {
    pairs: Vec<Option<[Tally; 2]>>,
    accept: Vec<Option<Claim>>,
    reject: Vec<Option<Claim>>,
    divisions: Vec<Option<Division>>,
    expected: [Vec<Option<ExpectedInterval>>; 2],
    majorities: Vec<Option<Majority>>,
}

/// The findings of every statement.
pub(crate) fn statements(shared: &Shared<'_>) -> Vec<StatementFindings> {
    let tests = tests(shared);
    (0..shared.snapshot.statements.len()).map(|j| statement(shared, &tests, j)).collect()
}

fn tests(shared: &Shared<'_>) -> Tests {
    let Shared { snapshot, tallies, expectations, settings, .. } = shared;
    let least = &settings.least;
    let expected = Half::BOTH.map(|half| {
        let of_half = expectations.other[half.index()].iter();
        of_half.map(|e| expected_interval(e, least.predictions_per_statement)).collect()
    });
    let ground = Ground { tallies, counted: &snapshot.counted, expected: &expected };
    let count = snapshot.statements.len();
    let pairs: Vec<_> =
        (0..count).map(|j| enough_votes(&ground, j, least.votes_per_statement)).collect();
    let accept = claims(&ground, Kind::Accept, &settings.claims());
    let reject = claims(&ground, Kind::Reject, &settings.claims());
    let divisions = divisions(&pairs, settings.false_discovery_rate);
    let majorities = majorities(shared);
    Tests { pairs, accept, reject, divisions, expected, majorities }
}

/// The test of common ground, among everybody taken together.
fn majorities(shared: &Shared<'_>) -> Vec<Option<Majority>> {
    let Shared { snapshot, tallies, settings, .. } = shared;
    let tested = |j: usize| {
        let tally = &tallies.everybody[j];
        let enough = tally.votes() >= settings.least.votes_per_statement;
        (snapshot.counted[j] && enough).then_some(tally)
    };
    let holds = |choice: Choice| {
        let p_value = |tally: &Tally| {
            coin_mid_p(u64::from(tally.counts[choice.index()]), u64::from(tally.votes()))
        };
        let p: Vec<_> = (0..tallies.everybody.len()).map(|j| tested(j).map(p_value)).collect();
        let q = q_values(&p);
        move |j: usize, tally: &Tally| {
            q[j].is_some_and(|q| q <= settings.false_discovery_rate)
                && tally.interval(choice, Z90_ONE_SIDED).low > 0.5
                && tally.share(Choice::Pass) < settings.pass_share_max
        }
    };
    let (agree, disagree) = (holds(Choice::Agree), holds(Choice::Disagree));
    let majority = |j: usize| {
        let tally = tested(j)?;
        Some(match (agree(j, tally), disagree(j, tally)) {
            (true, _) => Majority::Agree,
            (_, true) => Majority::Disagree,
            _ => Majority::Unclear,
        })
    };
    (0..tallies.everybody.len()).map(majority).collect()
}

fn statement(shared: &Shared<'_>, tests: &Tests, j: usize) -> StatementFindings {
    let Shared { snapshot, tallies, settings, .. } = shared;
    let statement = &snapshot.statements[j];
    let least = settings.least.votes_per_statement;
    let of = |half: Half| &tallies.of(half)[j];
    let has_sides = snapshot.sides.is_some();
    let pair = tests.pairs[j].as_ref();
    let everybody = &tallies.everybody[j];
    StatementFindings {
        id: statement.id.to_string(),
        status: statement.status.word(),
        counted: snapshot.counted[j],
        author_side: statement.author.map(beringia_domain::Part::index),
        field: statement.field.clone(),
        language: statement.language.as_str().to_owned(),
        text: statement.text.clone(),
        translations: statement
            .translations
            .iter()
            .map(|(tag, text)| (tag.as_str().to_owned(), text.clone()))
            .collect(),
        everybody: tally_findings(everybody, least),
        sides: has_sides.then(|| Half::BOTH.map(|half| tally_findings(of(half), least))),
        both: has_sides.then(|| both(Half::BOTH.map(of), least)),
        majority: tests.majorities[j],
        verdict: has_sides.then(|| verdict(shared, tests, j)),
        accept: tests.accept[j].as_ref().map(claim_findings),
        reject: tests.reject[j].as_ref().map(claim_findings),
        surprise: pair.and_then(|pair| surprise(pair, [0, 1].map(|h: usize| tests.expected[h][j]))),
        division: pair
            .and_then(|pair| tests.divisions[j].as_ref().map(|d| division_findings(pair, d))),
        split: match (has_sides, pair) {
            (true, Some(pair)) => Some(split(&pair[0]).midpoint(split(&pair[1]))),
            (false, _) if everybody.votes() >= least => Some(split(everybody)),
            _ => None,
        },
        gaps: has_sides.then(|| Half::BOTH.map(|half| gap_findings(shared, tests, half, j))),
        own_side: has_sides.then(|| Half::BOTH.map(|half| own_side(shared, half, j))),
    }
}

fn verdict(shared: &Shared<'_>, tests: &Tests, j: usize) -> Verdict {
    let claimed = |claims: &[Option<Claim>]| claims[j].is_some_and(|claim| claim.claimed);
    if !shared.snapshot.counted[j] {
        Verdict::ModeratedOut
    } else if tests.pairs[j].is_none() {
        Verdict::TooFew
    } else if claimed(&tests.accept) {
        Verdict::Accepted
    } else if claimed(&tests.reject) {
        Verdict::Rejected
    } else if tests.divisions[j].is_some_and(|division| division.divides) {
        Verdict::Divides
    } else {
        Verdict::Unclear
    }
}

pub(crate) fn tally_findings(tally: &Tally, least: u32) -> TallyFindings {
    let votes = tally.votes();
    let share = |choice: Choice| (votes >= least).then(|| tally.share(choice));
    let agree_share = if votes >= least.max(1) {
        let ends = tally.interval(Choice::Agree, Z95);
        Figure::given(tally.share(Choice::Agree), (ends.low, ends.high), votes as usize, WILSON)
    } else {
        Figure::too_few((votes, least), "votes", WILSON)
    };
    let [agree, disagree, pass] = tally.counts.map(|count| Some(u64::from(count)));
    TallyFindings {
        votes: Some(u64::from(votes)),
        agree,
        disagree,
        pass,
        agree_share,
        disagree_share: share(Choice::Disagree),
        pass_share: share(Choice::Pass),
        effective: if votes > 0 { tally.effective() } else { 0.0 },
    }
}

fn both(pair: [&Tally; 2], least: u32) -> Figure {
    let votes = pair[0].votes().min(pair[1].votes());
    if votes < least.max(1) {
        return Figure::too_few((votes, least), "votes", TWO_SIDES);
    }
    let [a, b] = pair.map(|tally| tally.estimate(Choice::Agree, Z95));
    let mean = mean_of_two(a, b);
    let n = (pair[0].votes() + pair[1].votes()) as usize;
    Figure::given(mean.value, (mean.interval.low, mean.interval.high), n, TWO_SIDES)
}

fn claim_findings(claim: &Claim) -> ClaimFindings {
    ClaimFindings {
        product: Some(claim.product),
        least_side_share: Some(claim.least_share),
        p_value: Some(claim.p_value),
        q_value: Some(claim.q_value),
        claimed: claim.claimed,
        surprising: claim.surprising,
    }
}

fn division_findings(pair: &[Tally; 2], division: &Division) -> DivisionFindings {
    let ends = (division.difference.interval.low, division.difference.interval.high);
    let n = (pair[0].votes() + pair[1].votes()) as usize;
    DivisionFindings {
        difference: Figure::given(division.difference.value, ends, n, DIFFERENCE),
        p_value: Some(division.p_value),
        q_value: Some(division.q_value),
        divides: division.divides,
    }
}

fn gap_findings(shared: &Shared<'_>, tests: &Tests, holder: Half, j: usize) -> GapFindings {
    let least = &shared.settings.least;
    let expectation: &Expectation = &shared.expectations.other[holder.index()][j];
    let tally = &shared.tallies.of(holder.other())[j];
    let too_few_predictions = |method: &'static str| {
        let numbers = (expectation.count, least.predictions_per_statement);
        Figure::too_few(numbers, "predictions", method)
    };
    let predicted = match &tests.expected[holder.index()][j] {
        Some(ExpectedInterval { mean, interval }) => {
            let n = expectation.count as usize;
            Figure::given(*mean, (interval.low, interval.high), n, PREDICTED)
        }
        None => too_few_predictions(PREDICTED),
    };
    let found = gap(expectation, tally, least);
    let gap = match &found {
        Some(Gap { gap, standard_error, interval, predictions, .. }) => Figure {
            standard_error: Some(*standard_error),
            ..Figure::given(*gap, (interval.low, interval.high), *predictions as usize, GAP)
        },
        None if expectation.count < least.predictions_per_statement => too_few_predictions(GAP),
        None => Figure::too_few((tally.votes(), least.votes_per_statement), "votes", GAP),
    };
    let enough = tally.votes() >= least.votes_per_statement;
    let actual_share = enough.then(|| tally.share(Choice::Agree));
    GapFindings { predictions: Some(u64::from(expectation.count)), predicted, actual_share, gap }
}

fn own_side(shared: &Shared<'_>, half: Half, j: usize) -> OwnSideFindings {
    let own = &shared.expectations.own[half.index()][j];
    let found = pluralistic_ignorance(own, &shared.tallies.of(half)[j], &shared.settings.least);
    OwnSideFindings {
        predictions: Some(u64::from(own.count)),
        believed: found.map(|found| found.believed),
        difference: found.map(|found| found.difference),
        flagged: found.is_some_and(|found| found.flagged) && shared.snapshot.counted[j],
    }
}
