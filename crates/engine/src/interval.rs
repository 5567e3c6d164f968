//! Intervals, tails and quantiles: how far a figure may be from what it estimates.

use statrs::distribution::{ContinuousCDF, Normal, StudentsT};
use statrs::function::{erf::erfc, gamma::ln_gamma};

/// Half-width of a two-sided 95 % interval, in standard errors.
pub const Z95: f64 = 1.959_963_984_540_054;
/// Half-width of a two-sided 90 % interval, in standard errors.
pub const Z90: f64 = 1.644_853_626_951_472_2;
/// A one-sided 90 % bound, in standard errors.
pub const Z90_ONE_SIDED: f64 = 1.281_551_565_544_600_4;

/// From `low` to `high`, both included.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    /// Its lower end.
    pub low: f64,
    /// Its upper end.
    pub high: f64,
}

impl Interval {
    /// `value` plus and minus `reach`.
    pub fn around(value: f64, reach: f64) -> Self {
        Self { low: value - reach, high: value + reach }
    }

    /// Whether `value` lies in it.
    pub fn contains(&self, value: f64) -> bool {
        self.low <= value && value <= self.high
    }
}

/// Wilson's score interval of a share among `n` (which may be an effective number, above 0).
///
/// Source: E. B. Wilson, J. Am. Stat. Assoc. 22 (1927) 209–212.
pub fn wilson(share: f64, n: f64, z: f64) -> Interval {
    let zz = z * z;
    let centre = (share + zz / (2.0 * n)) / (1.0 + zz / n);
    let reach = z / (1.0 + zz / n) * (share * (1.0 - share) / n + zz / (4.0 * n * n)).sqrt();
    let low = if share <= 0.0 { 0.0 } else { (centre - reach).max(0.0) };
    let high = if share >= 1.0 { 1.0 } else { (centre + reach).min(1.0) };
    Interval { low, high }
}

/// A share with its interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Share {
    /// The estimate.
    pub value: f64,
    /// Its interval.
    pub interval: Interval,
}

/// The mean of two independent shares, its interval built from the distances of theirs.
///
/// Source: R. G. Newcombe, Stat. Med. 17 (1998) 873–890, method 10, for a mean in place of a difference.
pub fn mean_of_two(a: Share, b: Share) -> Share {
    let value = a.value.midpoint(b.value);
    let below = (a.value - a.interval.low).hypot(b.value - b.interval.low) / 2.0;
    let above = (a.interval.high - a.value).hypot(b.interval.high - b.value) / 2.0;
    Share { value, interval: Interval { low: value - below, high: value + above } }
}

/// The difference `a - b` of two independent shares, with Newcombe's hybrid score interval.
///
/// Source: R. G. Newcombe, Stat. Med. 17 (1998) 873–890, method 10.
pub fn difference_of_two(a: Share, b: Share) -> Share {
    let value = a.value - b.value;
    let below = (a.value - a.interval.low).hypot(b.interval.high - b.value);
    let above = (a.interval.high - a.value).hypot(b.value - b.interval.low);
    Share { value, interval: Interval { low: value - below, high: value + above } }
}

/// Chance that a standard normal lies at least `z` from 0, on either side.
pub fn normal_two_sided(z: f64) -> f64 {
    erfc(z.abs() / std::f64::consts::SQRT_2)
}

/// Chance that a standard normal is below `z`.
pub fn normal_below(z: f64) -> f64 {
    erfc(-z / std::f64::consts::SQRT_2) / 2.0
}

/// The value below which a standard normal lies with this probability.
pub fn normal_quantile(probability: f64) -> f64 {
    Normal::standard().inverse_cdf(probability)
}

/// Half-width of a two-sided 95 % interval under Student's t, in standard errors.
pub fn student95(degrees_of_freedom: f64) -> f64 {
    StudentsT::new(0.0, 1.0, degrees_of_freedom.max(1.0)).map_or(Z95, |t| t.inverse_cdf(0.975))
}

/// Natural logarithm of the number of ways to choose `k` of `n`.
pub(crate) fn ln_choose(n: u64, k: u64) -> f64 {
    let of = |count: u64| ln_gamma(count as f64 + 1.0);
    if k > n { f64::NEG_INFINITY } else { of(n) - of(k) - of(n - k) }
}

/// The mid-p value of a fair coin: P(X > successes) + P(X = successes) / 2 for X binomial(trials, 1/2).
///
/// Summed term by term from the largest, so that it is exact to rounding at every size; a term is the
/// one before times (n − k) / (k + 1). Cost: about the square root of `trials`.
pub fn coin_mid_p(successes: u64, trials: u64) -> f64 {
    if successes > trials {
        return 0.0;
    }
    if 2 * successes < trials {
        return 1.0 - coin_mid_p(trials - successes, trials);
    }
    let n = trials as f64;
    let first = (ln_choose(trials, successes) - n * std::f64::consts::LN_2).exp();
    let (mut term, mut above) = (first, 0.0);
    for x in successes..trials {
        term *= (trials - x) as f64 / (x + 1) as f64;
        above += term;
        if term < above * 1e-18 {
            break;
        }
    }
    (above + first / 2.0).min(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_close(found: f64, expected: f64, tolerance: f64) {
        assert!((found - expected).abs() <= tolerance, "{found} is not {expected}");
    }

    /// Figures of Newcombe, Stat. Med. 17 (1998) 857–872, table I, method 3.
    #[test]
    fn wilson_agrees_with_the_published_table() {
        for (agree, n, low, high) in [
            (81.0, 263.0, 0.2553, 0.3662),
            (15.0, 148.0, 0.0624, 0.1605),
            (0.0, 20.0, 0.0, 0.1611),
            (1.0, 29.0, 0.0061, 0.1718),
        ] {
            let found = wilson(agree / n, n, Z95);
            check_close(found.low, low, 5e-5);
            check_close(found.high, high, 5e-5);
        }
    }

    #[test]
    fn the_coin_is_fair_and_its_tails_are_exact() {
        check_close(coin_mid_p(5, 10), 0.5, 1e-12);
        check_close(coin_mid_p(10, 10), 0.5_f64.powi(11), 1e-14);
        check_close(coin_mid_p(8, 10), (1.0 + 10.0 + 22.5) / 1024.0, 1e-13);
        check_close(coin_mid_p(0, 0), 0.5, 1e-12);
        for (successes, trials) in [(3, 7), (40, 100), (1, 1_000)] {
            check_close(
                coin_mid_p(successes, trials) + coin_mid_p(trials - successes, trials),
                1.0,
                1e-12,
            );
        }
    }

    #[test]
    fn a_large_coin_approaches_the_normal() {
        let z = 2.0_f64;
        let n = 1_000_000_u64;
        let successes = 500_000 + 1_000;
        check_close(coin_mid_p(successes, n), 1.0 - normal_below(z), 1e-6);
    }

    #[test]
    fn the_least_numbers_that_can_show_a_majority() {
        for (least, n) in [(8, 10), (13, 20), (19, 30), (30, 50), (57, 100)] {
            let low = |k: u32| wilson(f64::from(k) / f64::from(n), f64::from(n), Z90_ONE_SIDED).low;
            assert!(low(least) > 0.5 && low(least - 1) <= 0.5, "{least} of {n}");
        }
    }
}
