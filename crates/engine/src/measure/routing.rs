//! Which statement is shown next: weights by what is still unknown, and a draw whose probability is known.
//!
//! # Question
//! Whom does the next answer help most, and how is nobody's statement starved?
//!
//! # Definition
//! For viewers of side $s$ and each open statement $j$ with $a = A_{sj} + 1$, $b = S_{sj} - A_{sj} + 1$:
//! $v_j \propto \left[ \frac{ab}{(a+b)^2 (a+b+1)} \right]^2$; $t_j$ is the share of 1,000 posterior draws in which
//! $\theta_{Aj} \theta_{Bj}$ is the largest among statements with at least 5 votes on each side;
//! $w_j = (v_j + t_j)/2$, and $v_j$ alone while the median $S_s$ is under 5; at least $1/(10m)$.
//! A slot draws among what its viewer has not seen, in proportion to $w$: $\pi_j = w_j / \sum w$, exact.
//! Slots alternate between statements written on the viewer's own and on the other side, or draw among all where
//! none is left; one in ten is uniform; new statements of the side that wrote fewer go first, uniformly.
//!
//! # Assumptions
//! Answers to a statement are exchangeable within a side.
//!
//! # Limits
//! Which statements get answered depends on earlier answers; $\pi$ is logged so that this can be undone.
//!
//! # Cost
//! Weights: O(1000 m), every ten seconds. A draw: O(m).
//!
//! # Source
//! docs/methods/routing.md; the variance rule is Neyman allocation, the posterior draws are Thompson's (1933).

use crate::random::Stream;

/// Votes on a statement on each side before it takes part in the posterior draws.
const VOTES_FOR_DRAWS: u32 = 5;
/// Posterior draws for one table.
const DRAWS: usize = 1_000;
/// One slot in so many is uniform.
const UNIFORM_EVERY: u64 = 10;
/// Views on a side that a new statement of the smaller side is given before weights decide.
pub const FRESH_VIEWS: u32 = 8;

/// How one side answered a statement so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// Answers, passes included.
    pub answers: u32,
    /// Those that agree.
    pub agree: u32,
}

/// The weights of a routing table: one a statement, in the order given, summing to about one.
///
/// `viewers` and `others` have one entry a statement; `stream` gives the posterior draws.
pub fn weights(viewers: &[Tally], others: &[Tally], stream: &mut Stream) -> Vec<f64> {
    assert_eq!(viewers.len(), others.len(), "both sides are counted on the same statements");
    let count = viewers.len();
    if count == 0 {
        return Vec::new();
    }
    let variances: Vec<f64> = viewers.iter().copied().map(squared_variance).collect();
    let total: f64 = variances.iter().sum();
    let mut weights: Vec<f64> = variances.iter().map(|v| v / total).collect();
    if median_answers(viewers) >= VOTES_FOR_DRAWS {
        for (weight, share) in weights.iter_mut().zip(largest_shares(viewers, others, stream)) {
            *weight = f64::midpoint(*weight, share);
        }
    }
    let least = 1.0 / (10.0 * count as f64);
    weights.iter().map(|w| w.max(least)).collect()
}

fn squared_variance(tally: Tally) -> f64 {
    let (a, b) = parameters(tally);
    let sum = a + b;
    (a * b / (sum * sum * (sum + 1.0))).powi(2)
}

/// Of the posterior Beta distribution of a share that agrees.
fn parameters(tally: Tally) -> (f64, f64) {
    let agree = f64::from(tally.agree);
    (agree + 1.0, f64::from(tally.answers) - agree + 1.0)
}

fn median_answers(tallies: &[Tally]) -> u32 {
    let mut answers: Vec<u32> = tallies.iter().map(|t| t.answers).collect();
    answers.sort_unstable();
    answers[answers.len() / 2]
}

/// In which share of posterior draws each statement has the largest product of both sides' shares.
fn largest_shares(viewers: &[Tally], others: &[Tally], stream: &mut Stream) -> Vec<f64> {
    let known: Vec<usize> = (0..viewers.len())
        .filter(|j| viewers[*j].answers.min(others[*j].answers) >= VOTES_FOR_DRAWS)
        .collect();
    let mut shares = vec![0.0; viewers.len()];
    if known.is_empty() {
        return shares;
    }
    for _ in 0..DRAWS {
        let mut best = (known[0], -1.0);
        for j in &known {
            let product = beta(viewers[*j], stream) * beta(others[*j], stream);
            if product > best.1 {
                best = (*j, product);
            }
        }
        shares[best.0] += 1.0 / DRAWS as f64;
    }
    shares
}

fn beta(tally: Tally, stream: &mut Stream) -> f64 {
    let (a, b) = parameters(tally);
    let x = gamma(a, stream);
    x / (x + gamma(b, stream))
}

/// Gamma with shape at least 1 and scale 1.
///
/// Source: G. Marsaglia, W. W. Tsang, ACM Trans. Math. Softw. 26 (2000) 363–372.
fn gamma(shape: f64, stream: &mut Stream) -> f64 {
    let d = shape - 1.0 / 3.0;
    let c = 1.0 / (9.0 * d).sqrt();
    loop {
        let x = stream.normal();
        let v = (1.0 + c * x).powi(3);
        if v > 0.0 {
            let u = stream.uniform();
            if u.ln() < 0.5 * x * x + d - d * v + d * v.ln() {
                return d * v;
            }
        }
    }
}

/// By which rule a statement was drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// By weight, among those written on the viewer's own side.
    OwnSide,
    /// By weight, among those written on the other side.
    OtherSide,
    /// By weight, among all: nobody's, or nothing was left on the side whose turn it was.
    Any,
    /// Uniformly, among all.
    Uniform,
    /// Uniformly, among new statements of the side that has fewer.
    Fresh,
}

/// Who wrote a statement, seen from the viewer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Author {
    /// Somebody of her own side.
    Own,
    /// Somebody of the other side.
    Other,
    /// It is not said.
    Unknown,
}

/// A statement that might be shown.
#[derive(Debug, Clone, Copy)]
pub struct Candidate {
    /// Its weight in the routing table; positive.
    pub weight: f64,
    /// Who wrote it.
    pub author: Author,
    /// Whether it is new, of the side that has fewer, and still owed views.
    pub is_fresh: bool,
}

/// What was drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Drawn {
    /// The place of the candidate.
    pub place: usize,
    /// By which rule.
    pub rule: Rule,
    /// The probability of this candidate under this rule.
    pub probability: f64,
}

/// Draws one of the candidates for the viewer's slot number `position` (0, 1, …); nothing where there are none.
pub fn draw(candidates: &[Candidate], position: u64, stream: &mut Stream) -> Option<Drawn> {
    if candidates.is_empty() {
        return None;
    }
    if stream.below(UNIFORM_EVERY) == 0 {
        return pick(candidates, Rule::Uniform, |_| true, stream);
    }
    let turn = if position.is_multiple_of(2) { Author::Own } else { Author::Other };
    let rule = if turn == Author::Own { Rule::OwnSide } else { Rule::OtherSide };
    pick(candidates, Rule::Fresh, |c| c.is_fresh, stream)
        .or_else(|| pick(candidates, rule, |c| c.author == turn, stream))
        .or_else(|| pick(candidates, Rule::Any, |_| true, stream))
}

/// Draws among those accepted: by weight, or uniformly where the rule says so.
fn pick(
    candidates: &[Candidate],
    rule: Rule,
    accepts: impl Fn(&Candidate) -> bool,
    stream: &mut Stream,
) -> Option<Drawn> {
    let weight = |c: &Candidate| match rule {
        _ if !accepts(c) => 0.0,
        Rule::Uniform | Rule::Fresh => 1.0,
        Rule::OwnSide | Rule::OtherSide | Rule::Any => c.weight,
    };
    let total: f64 = candidates.iter().map(weight).sum();
    if total <= 0.0 {
        return None;
    }
    let mut left = stream.uniform() * total;
    let mut last = None;
    for (place, candidate) in candidates.iter().enumerate() {
        let weight = weight(candidate);
        if weight > 0.0 {
            last = Some(Drawn { place, rule, probability: weight / total });
            if left < weight {
                break;
            }
            left -= weight;
        }
    }
    last
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Seed;

    fn tally(answers: u32, agree: u32) -> Tally {
        Tally { answers, agree }
    }

    #[test]
    fn what_nobody_answered_weighs_most() {
        let viewers = [tally(0, 0), tally(8, 4), tally(8, 8)];
        // Nobody on the other side answered yet: the posterior draws take no part.
        let others = [tally(0, 0); 3];
        let weights = weights(&viewers, &others, &mut Seed::new("w").stream("w"));
        assert!(weights[0] > weights[1] && weights[1] > weights[2], "{weights:?}");
        assert!(weights[2] >= 1.0 / 30.0);
    }

    #[test]
    fn the_likeliest_common_ground_weighs_more_than_its_like() {
        let viewers = [tally(30, 27), tally(30, 3)];
        let weights = weights(&viewers, &viewers, &mut Seed::new("w").stream("w"));
        assert!(weights[0] > 2.0 * weights[1], "{weights:?}");
    }

    #[test]
    fn draws_come_as_often_as_their_probability_says() {
        let author = |j: usize| [Author::Own, Author::Other, Author::Unknown][j % 3];
        let candidates: Vec<Candidate> = (0..9)
            .map(|j| Candidate { weight: 1.0 + j as f64, author: author(j), is_fresh: false })
            .collect();
        let (mut expected, mut counted) = ([0.0; 9], [0.0; 9]);
        let mut stream = Seed::new("draw").stream("draw");
        for position in 0..60_000 {
            let drawn = draw(&candidates, position, &mut stream).unwrap();
            counted[drawn.place] += 1.0;
            for (place, expect) in expected.iter_mut().enumerate() {
                let own = candidates[place];
                let pool: f64 = match drawn.rule {
                    Rule::Uniform => 9.0,
                    _ => candidates
                        .iter()
                        .filter(|c| c.author == candidates[drawn.place].author)
                        .map(|c| c.weight)
                        .sum(),
                };
                if drawn.rule == Rule::Uniform {
                    *expect += 1.0 / pool;
                } else if own.author == candidates[drawn.place].author {
                    *expect += own.weight / pool;
                }
            }
        }
        for (place, (want, got)) in expected.iter().zip(counted).enumerate() {
            assert!((want - got).abs() < 4.0 * want.sqrt(), "{place}: {want} {got}");
        }
    }

    #[test]
    fn own_and_other_side_take_turns_and_new_ones_go_first() {
        let one = |author, is_fresh| Candidate { weight: 1.0, author, is_fresh };
        let both = [one(Author::Own, false), one(Author::Other, false)];
        let mut stream = Seed::new("turn").stream("turn");
        for position in 0..200 {
            let drawn = draw(&both, position, &mut stream).unwrap();
            if drawn.rule != Rule::Uniform {
                assert_eq!(drawn.place as u64, position % 2);
            }
        }
        let fresh = [one(Author::Own, false), one(Author::Own, true)];
        let drawn: Vec<Drawn> = (0..100).map(|p| draw(&fresh, p, &mut stream).unwrap()).collect();
        assert!(drawn.iter().filter(|d| d.rule == Rule::Fresh).all(|d| d.place == 1));
        assert!(drawn.iter().any(|d| d.rule == Rule::Fresh));
        assert_eq!(draw(&[], 0, &mut stream), None);
    }
}
