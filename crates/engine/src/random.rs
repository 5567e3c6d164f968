//! Chance from a seed: named streams, so that adding one never shifts another.

use rand_chacha::ChaCha12Rng;
use rand_core::{Rng, SeedableRng};
use sha2::{Digest, Sha256};

/// Where all chance of one computation comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seed(Vec<u8>);

impl Seed {
    /// Any text is a seed.
    pub fn new(text: &str) -> Self {
        Self(text.as_bytes().to_vec())
    }

    /// The stream of this name: ChaCha12 keyed with SHA-256 of the length-prefixed seed and name.
    pub fn stream(&self, name: &str) -> Stream {
        let mut hash = Sha256::new();
        for part in [self.0.as_slice(), name.as_bytes()] {
            hash.update((part.len() as u64).to_le_bytes());
            hash.update(part);
        }
        Stream(ChaCha12Rng::from_seed(hash.finalize().into()))
    }
}

/// A sequence of draws that depends on its seed and its name alone.
#[derive(Debug, Clone)]
pub struct Stream(ChaCha12Rng);

impl Stream {
    /// 64 random bits.
    pub fn bits(&mut self) -> u64 {
        self.0.next_u64()
    }

    /// Uniform in [0, 1), in steps of 2⁻⁵³.
    pub fn uniform(&mut self) -> f64 {
        (self.bits() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// Whether an event of this probability happens.
    pub fn happens(&mut self, probability: f64) -> bool {
        self.uniform() < probability
    }

    /// Uniform among 0, 1, …, `count` − 1, without bias; 0 where `count` is 0.
    ///
    /// Source: D. Lemire, ACM Trans. Model. Comput. Simul. 29 (2019) 3, algorithm 5.
    pub fn below(&mut self, count: u64) -> u64 {
        if count == 0 {
            return 0;
        }
        let reject_under = count.wrapping_neg() % count;
        loop {
            let bits = self.bits();
            if bits.wrapping_mul(count) >= reject_under {
                return ((u128::from(bits) * u128::from(count)) >> 64) as u64;
            }
        }
    }

    /// Standard normal, by the polar method.
    ///
    /// Source: G. Marsaglia, T. A. Bray, SIAM Rev. 6 (1964) 260–264.
    pub fn normal(&mut self) -> f64 {
        loop {
            let (x, y) = (2.0 * self.uniform() - 1.0, 2.0 * self.uniform() - 1.0);
            let square = x * x + y * y;
            if square > 0.0 && square < 1.0 {
                return x * (-2.0 * square.ln() / square).sqrt();
            }
        }
    }

    /// So many different numbers below `count`, in the order in which they were drawn; all where there are no more.
    pub fn sample(&mut self, count: usize, size: usize) -> Vec<usize> {
        let mut all: Vec<usize> = (0..count).collect();
        let size = size.min(count);
        for at in 0..size {
            let other = usize::try_from(self.below((count - at) as u64)).unwrap_or(0);
            all.swap(at, at + other);
        }
        all.truncate(size);
        all
    }

    /// Puts the items in a random order (Fisher–Yates).
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for at in (1..items.len()).rev() {
            let other = usize::try_from(self.below(at as u64 + 1)).unwrap_or(0);
            items.swap(at, other);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn streams_are_fixed_by_seed_and_name() {
        let draw = |seed: &str, name: &str| Seed::new(seed).stream(name).bits();
        assert_eq!(draw("a", "x"), draw("a", "x"));
        assert_ne!(draw("a", "x"), draw("a", "y"));
        assert_ne!(draw("ab", "c"), draw("a", "bc"));
    }

    #[test]
    fn draws_have_the_moments_they_should() {
        let mut stream = Seed::new("moments").stream("test");
        let n = 200_000;
        let (mut sum, mut squares, mut ones) = (0.0, 0.0, 0);
        for _ in 0..n {
            let x = stream.normal();
            sum += x;
            squares += x * x;
            ones += u32::from(stream.below(3) == 1);
        }
        assert!((sum / f64::from(n)).abs() < 0.01);
        assert!((squares / f64::from(n) - 1.0).abs() < 0.02);
        assert!((f64::from(ones) / f64::from(n) - 1.0 / 3.0).abs() < 0.005);
    }
}
