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

/// Places of statements, one bit each.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Places(Vec<u64>);

impl Places {
    /// The places below `count` that are accepted.
    pub fn of(count: usize, accepts: impl Fn(usize) -> bool) -> Self {
        let mut places = Self::none(count);
        (0..count).filter(|place| accepts(*place)).for_each(|place| places.add(place));
        places
    }

    /// No place below `count`.
    pub fn none(count: usize) -> Self {
        Self(vec![0; count.div_ceil(64)])
    }

    /// Every place below `count`.
    pub fn all(count: usize) -> Self {
        let mut places = Self(vec![u64::MAX; count.div_ceil(64)]);
        if let Some(last) = places.0.last_mut().filter(|_| !count.is_multiple_of(64)) {
            *last = (1 << (count % 64)) - 1;
        }
        places
    }

    /// Adds a place, below the count it was made for.
    pub fn add(&mut self, place: usize) {
        self.0[place / 64] |= 1 << (place % 64);
    }

    /// Takes a word of 64 places out, from place `64 * at` on.
    pub fn remove(&mut self, at: usize, places: u64) {
        if let Some(word) = self.0.get_mut(at) {
            *word &= !places;
        }
    }

    /// Every place that both have, in order.
    pub fn shared<'a>(&'a self, other: &'a Self) -> impl Iterator<Item = usize> + 'a {
        self.0.iter().zip(&other.0).enumerate().flat_map(|(at, (own, other))| {
            let both = own & other;
            // Takes the lowest place away each time.
            let words = std::iter::successors(Some(both), |left| Some(left & left.wrapping_sub(1)));
            words
                .take_while(|left| *left != 0)
                .map(move |left| at * 64 + left.trailing_zeros() as usize)
        })
    }
}

/// What viewers of one side may be shown.
#[derive(Debug, Clone, Default)]
pub struct Slate {
    /// Weights in the routing table, one a statement; positive.
    pub weights: Vec<f64>,
    /// Statements that are shown at all.
    pub open: Places,
    /// Those of them written on the viewers' own side.
    pub own: Places,
    /// Those of them written on the other side.
    pub other: Places,
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

/// Draws one of the statements of a slate that the viewer has not seen, for her slot number `position` (0, 1, …);
/// nothing where there are none. `fresh` are those that are new, of the side that has fewer, and still owed views.
pub fn draw(
    slate: &Slate,
    unseen: &Places,
    fresh: &Places,
    position: u64,
    stream: &mut Stream,
) -> Option<Drawn> {
    if stream.below(UNIFORM_EVERY) == 0 {
        return pick(&slate.weights, (unseen, &slate.open), Rule::Uniform, stream);
    }
    let (rule, turn) = if position.is_multiple_of(2) {
        (Rule::OwnSide, &slate.own)
    } else {
        (Rule::OtherSide, &slate.other)
    };
    pick(&slate.weights, (unseen, fresh), Rule::Fresh, stream)
        .or_else(|| pick(&slate.weights, (unseen, turn), rule, stream))
        .or_else(|| pick(&slate.weights, (unseen, &slate.open), Rule::Any, stream))
}

/// Draws among the places that both have: by weight, or uniformly where the rule says so.
fn pick(
    weights: &[f64],
    (one, other): (&Places, &Places),
    rule: Rule,
    stream: &mut Stream,
) -> Option<Drawn> {
    let weight = |place: usize| match rule {
        Rule::Uniform | Rule::Fresh => 1.0,
        Rule::OwnSide | Rule::OtherSide | Rule::Any => weights[place],
    };
    let total: f64 = one.shared(other).map(weight).sum();
    if total <= 0.0 {
        return None;
    }
    let mut left = stream.uniform() * total;
    let mut last = None;
    for place in one.shared(other) {
        let weight = weight(place);
        last = Some(Drawn { place, rule, probability: weight / total });
        if left < weight {
            break;
        }
        left -= weight;
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

    fn slate(weights: &[f64], authors: &[Author]) -> (Slate, Places) {
        let places = |author| Places::of(authors.len(), |place| authors[place] == author);
        let open = Places::of(authors.len(), |_| true);
        let slate = Slate {
            weights: weights.to_vec(),
            open: open.clone(),
            own: places(Author::Own),
            other: places(Author::Other),
        };
        (slate, open)
    }

    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    enum Author {
        Own,
        Other,
        Unknown,
    }

    #[test]
    fn draws_come_as_often_as_their_probability_says() {
        let authors: Vec<Author> =
            (0..90).map(|j| [Author::Own, Author::Other, Author::Unknown][j % 3]).collect();
        let weights: Vec<f64> = (0..90).map(|j| 1.0 + f64::from(j)).collect();
        let (slate, mut unseen) = slate(&weights, &authors);
        unseen.remove(1, 1);
        let (mut expected, mut counted) = ([0.0; 90], [0.0; 90]);
        let mut stream = Seed::new("draw").stream("draw");
        for position in 0..600_000 {
            let drawn = draw(&slate, &unseen, &Places::default(), position, &mut stream).unwrap();
            counted[drawn.place] += 1.0;
            let is_among = |place: usize| {
                place != 64
                    && match drawn.rule {
                        Rule::OwnSide => authors[place] == Author::Own,
                        Rule::OtherSide => authors[place] == Author::Other,
                        _ => true,
                    }
            };
            let weight = |place: usize| match drawn.rule {
                _ if !is_among(place) => 0.0,
                Rule::Uniform => 1.0,
                _ => weights[place],
            };
            let pool: f64 = (0..90).map(weight).sum();
            for (place, expect) in expected.iter_mut().enumerate() {
                *expect += weight(place) / pool;
            }
            assert!((drawn.probability - weight(drawn.place) / pool).abs() < 1e-12);
        }
        assert!(expected[64] == 0.0 && counted[64] == 0.0, "what was seen is not drawn");
        for (place, (want, got)) in expected.iter().zip(counted).enumerate() {
            let want: f64 = *want;
            assert!((want - got).abs() <= 4.0 * want.sqrt(), "{place}: {want} {got}");
        }
    }

    #[test]
    fn own_and_other_side_take_turns_and_new_ones_go_first() {
        let (both, unseen) = slate(&[1.0; 2], &[Author::Own, Author::Other]);
        let mut stream = Seed::new("turn").stream("turn");
        for position in 0..200 {
            let drawn = draw(&both, &unseen, &Places::default(), position, &mut stream).unwrap();
            if drawn.rule != Rule::Uniform {
                assert_eq!(drawn.place as u64, position % 2);
            }
        }
        let fresh = Places::of(2, |place| place == 1);
        let (own, _) = slate(&[1.0; 2], &[Author::Own; 2]);
        let drawn: Vec<Drawn> =
            (0..100).map(|p| draw(&own, &unseen, &fresh, p, &mut stream).unwrap()).collect();
        assert!(drawn.iter().filter(|d| d.rule == Rule::Fresh).all(|d| d.place == 1));
        assert!(drawn.iter().any(|d| d.rule == Rule::Fresh));
        let none = Places::of(2, |_| false);
        assert_eq!(draw(&own, &none, &fresh, 0, &mut stream), None);
    }
}
