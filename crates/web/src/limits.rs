//! Slowing whoever guesses a password, without keeping an address: salted buckets in memory, for ten minutes,
//! never written. Typed codes carry 75 bits and are not limited: nobody is locked out by what another types.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};

/// Seconds after which buckets and salt are thrown away.
const WINDOW_SECONDS: i64 = 600;
/// Failures with one name from one address before that name waits there.
const FAILURES_MAX: u32 = 30;
/// Buckets at most: more would be an attack on memory.
const BUCKETS_MAX: usize = 100_000;

/// Who failed how often, by a salted hash that is forgotten with its salt.
#[derive(Debug, Default)]
pub(crate) struct Failures(Mutex<Window>);

#[derive(Debug, Default)]
struct Window {
    began: i64,
    salt: RandomState,
    counts: HashMap<u64, u32>,
}

impl Failures {
    fn with<T>(
        &self,
        now: i64,
        who: (IpAddr, &str),
        act: impl FnOnce(&mut HashMap<u64, u32>, u64) -> T,
    ) -> T {
        let mut window = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if now - window.began >= WINDOW_SECONDS || window.counts.len() > BUCKETS_MAX {
            *window = Window { began: now, ..Window::default() };
        }
        let bucket = window.salt.hash_one(who);
        act(&mut window.counts, bucket)
    }

    /// Whether this name has to wait at this address.
    pub(crate) fn must_wait(&self, now: i64, who: (IpAddr, &str)) -> bool {
        self.with(now, who, |counts, bucket| {
            counts.get(&bucket).is_some_and(|n| *n >= FAILURES_MAX)
        })
    }

    /// Counts a failure.
    pub(crate) fn count(&self, now: i64, who: (IpAddr, &str)) {
        self.with(now, who, |counts, bucket| *counts.entry(bucket).or_default() += 1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_fails_often_waits_and_nobody_else_does() {
        let failures = Failures::default();
        let address = IpAddr::from([192, 0, 2, 1]);
        let [one, other] = ["ida", "lan"].map(|name| (address, name));
        for _ in 0..FAILURES_MAX {
            assert!(!failures.must_wait(1_000, one));
            failures.count(1_000, one);
        }
        assert!(failures.must_wait(1_000, one) && !failures.must_wait(1_000, other));
        assert!(!failures.must_wait(1_000 + WINDOW_SECONDS, one), "forgotten with the salt");
    }
}
