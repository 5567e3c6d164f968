//! Diversity within each half and the divide between them.
//!
//! # Definition
//! Means over statements with enough votes on both halves, p_v the shares of agree, disagree, pass:
//! D_h = n/(n − 1) (1 − Σ p_v²), the chance that two people of half h choose differently;
//! D_AB = 1 − Σ p_Av p_Bv, the same for two people of different halves;
//! divide index F = (D_AB − (D_A + D_B)/2) / D_AB: 0 where the halves cannot be told apart, 1 for two uniform
//! opposite blocks; effective number of opinions = 1/(1 − D_h), from 1 to 3; entropy with the Miller–Madow
//! correction, (k − 1)/(2n) with k the choices that occur, over ln 3. Jackknife over people.
//!
//! # Source
//! E. H. Simpson, Nature 163 (1949) 688; C. R. Rao, Theor. Popul. Biol. 21 (1982) 24–43;
//! G. A. Miller, Information Theory in Psychology (1955) 95–100.

use super::agreement::{Tallies, Tally};
use super::jackknife::{Estimate, Jackknife};
use super::least::{Counted, LeastNumbers, TooFew, enough};
use super::opinions::{Half, Opinions};
use super::vote_matrix::Choice;

/// Diversity of both halves; pairs go by half.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Dispersion {
    /// D_h: disagreement within each half.
    pub within: [Estimate; 2],
    /// D_AB: disagreement between the halves.
    pub between: Estimate,
    /// F: the divide index.
    pub divide: Estimate,
    /// Effective number of opinions in each half.
    pub opinions: [Estimate; 2],
    /// Entropy of each half, as a fraction of its greatest value.
    pub entropy: [Estimate; 2],
    /// Statements that entered.
    pub statements: u32,
    /// People of each half who voted.
    pub people: [u32; 2],
}

const TERMS: usize = 7;
/// Sums over statements of: D_A, D_B, D_AB, opinions A and B, entropy A and B.
type Terms = [f64; TERMS];

/// Measures the diversity of `tallies`, which must be those of `opinions`. Cost: O(votes).
pub fn dispersion(
    opinions: &Opinions<'_>,
    tallies: &Tallies,
    least: &LeastNumbers,
) -> Result<Dispersion, TooFew> {
    let people = Half::BOTH.map(|half| opinions.voters_of(half));
    enough(people[0].min(people[1]), least.dispersion_people, Counted::People)?;
    let pair = |j: usize| Half::BOTH.map(|half| tallies.of(half)[j]);
    let base: Vec<Option<Terms>> = (0..opinions.counted.len())
        .map(|j| {
            let enough = pair(j).iter().all(|t| t.votes() >= least.votes_per_statement.max(3));
            (opinions.counted[j] && enough).then(|| terms(&pair(j)))
        })
        .collect();
    let statements = base.iter().flatten().count();
    enough(statements, 1, Counted::Statements)?;
    let jackknife = jackknife(opinions, tallies, &base);
    let both = |k: usize| [jackknife.estimate(k), jackknife.estimate(k + 1)];
    Ok(Dispersion {
        within: both(0),
        between: jackknife.estimate(2),
        opinions: both(3),
        entropy: both(5),
        divide: jackknife.estimate(7),
        statements: u32::try_from(statements).unwrap_or(u32::MAX),
        people: people.map(|n| u32::try_from(n).unwrap_or(u32::MAX)),
    })
}

fn jackknife(
    opinions: &Opinions<'_>,
    tallies: &Tallies,
    base: &[Option<Terms>],
) -> Jackknife<{ TERMS + 1 }> {
    let m = base.iter().flatten().count() as f64;
    let mut total = [0.0; TERMS];
    for terms in base.iter().flatten() {
        add(&mut total, terms, 1.0);
    }
    let without = |half: Half, j: usize, choice: Choice, weight: f64| {
        let mut pair = Half::BOTH.map(|half| tallies.of(half)[j]);
        pair[half.index()] = pair[half.index()].without(choice, weight);
        terms(&pair)
    };
    let known = opinions.weights.is_none().then(|| without_a_vote(tallies, base, without));
    let mut jackknife = Jackknife::new(results(&total, m));
    for half in Half::BOTH {
        let voters = opinions.people_of(half).filter(|p| opinions.votes.answered(*p) > 0);
        for person in jackknife.part(half, voters.collect()) {
            let mut rest = total;
            for (j, choice) in opinions.votes.row(person) {
                let Some(base) = &base[j] else { continue };
                let changed = match &known {
                    Some(known) => known[half.index()][j][choice.index()],
                    None => without(half, j, choice, opinions.weight(person)),
                };
                add(&mut rest, base, -1.0);
                add(&mut rest, &changed, 1.0);
            }
            jackknife.leave_out(half, &results(&rest, m));
        }
    }
    jackknife
}

/// Where everybody weighs the same, a statement without one vote has three outcomes a half.
fn without_a_vote(
    tallies: &Tallies,
    base: &[Option<Terms>],
    without: impl Fn(Half, usize, Choice, f64) -> Terms,
) -> [Vec<[Terms; 3]>; 2] {
    Half::BOTH.map(|half| {
        let outcome = |j: usize, choice: Choice| {
            let there = tallies.of(half)[j].counts[choice.index()] > 0 && base[j].is_some();
            if there { without(half, j, choice, 1.0) } else { [0.0; TERMS] }
        };
        (0..base.len()).map(|j| Choice::ALL.map(|choice| outcome(j, choice))).collect()
    })
}

fn terms(pair: &[Tally; 2]) -> Terms {
    let within = [within(&pair[0]), within(&pair[1])];
    let alike: f64 = Choice::ALL.iter().map(|c| pair[0].share(*c) * pair[1].share(*c)).sum();
    let opinions = within.map(|d| 1.0 / (1.0 - d).max(1.0 / 3.0));
    let entropy = [entropy(&pair[0]), entropy(&pair[1])];
    [within[0], within[1], 1.0 - alike, opinions[0], opinions[1], entropy[0], entropy[1]]
}

fn results(sums: &Terms, m: f64) -> [f64; TERMS + 1] {
    let [a, b, between, opinions_a, opinions_b, entropy_a, entropy_b] = sums.map(|sum| sum / m);
    let divide = if between > 0.0 { (between - a.midpoint(b)) / between } else { 0.0 };
    [a, b, between, opinions_a, opinions_b, entropy_a, entropy_b, divide]
}

/// D_h of one statement.
pub fn within(tally: &Tally) -> f64 {
    let n = tally.effective();
    n / (n - 1.0) * (1.0 - tally.concentration())
}

fn entropy(tally: &Tally) -> f64 {
    let shares = Choice::ALL.map(|choice| tally.share(choice));
    let plain: f64 = shares.iter().filter(|p| **p > 0.0).map(|p| -p * p.ln()).sum();
    let occurring = tally.counts.iter().filter(|count| **count > 0).count() as f64;
    let corrected = plain + (occurring - 1.0) / (2.0 * tally.effective());
    (corrected / 3.0_f64.ln()).min(1.0)
}

fn add(total: &mut Terms, part: &Terms, times: f64) {
    for (sum, value) in total.iter_mut().zip(part) {
        *sum += times * value;
    }
}
