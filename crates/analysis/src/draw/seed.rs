//! From what everybody brought to a ticket: hashes, and nothing else.

use super::transcript::digest;

/// Tickets of a draw.
pub const TICKETS: u64 = 1000;
/// The largest multiple of a thousand below 2⁶⁴; values at or above it are drawn again.
const BELOW: u64 = 18_446_744_073_709_551_000;

/// seed = SHA-256(purpose ‖ commitment ‖ first secret ‖ second secret ‖ value of the source).
pub fn seed(commitment: &[u8], secrets: [&[u8]; 2], value: &[u8]) -> [u8; 32] {
    digest("beringia/draw/1/seed", &[commitment, secrets[0], secrets[1], value])
}

/// The ticket of a seed, and how many values were drawn for it: the first 64 bits that are below a multiple of a
/// thousand, so that every ticket is equally likely.
pub fn ticket(seed: &[u8; 32]) -> (u64, u32) {
    for count in 0..u32::MAX {
        let value = block("beringia/draw/1/ticket", seed, count);
        if value < BELOW {
            return (value % TICKETS, count + 1);
        }
    }
    (0, 0)
}

fn block(purpose: &str, seed: &[u8; 32], count: u32) -> u64 {
    let bytes = digest(purpose, &[seed, &count.to_be_bytes()]);
    u64::from_be_bytes([
        bytes[0], bytes[1], bytes[2], bytes[3], bytes[4], bytes[5], bytes[6], bytes[7],
    ])
}

/// The order in which those who were not drawn are asked: Fisher–Yates from the end, each place by the first value
/// below a multiple of the number of choices.
pub fn call_order(seed: &[u8; 32], waiting: &mut [usize]) {
    let mut count = 0;
    for at in (1..waiting.len()).rev() {
        let choices = at as u64 + 1;
        // 2⁶⁴ mod choices, without 2⁶⁴.
        let over = (u64::MAX % choices + 1) % choices;
        let value = loop {
            let value = block("beringia/draw/1/alternates", seed, count);
            count += 1;
            if over == 0 || value < u64::MAX - over + 1 {
                break value;
            }
        };
        waiting.swap(at, usize::try_from(value % choices).unwrap_or(0));
    }
}

/// Two public draws of three digits, “417 905”: each added to the other, modulo a thousand. One of them suffices to
/// make every ticket equally likely.
pub fn digits(value: &str) -> Option<u64> {
    let mut parts = value.split(' ');
    let mut next = || -> Option<u64> {
        let part = parts.next()?;
        let is_number = part.len() == 3 && part.bytes().all(|byte| byte.is_ascii_digit());
        if is_number { part.parse().ok() } else { None }
    };
    let sum = next()? + next()?;
    if parts.next().is_some() { None } else { Some(sum % TICKETS) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_has_its_ticket() {
        let own = seed(&[1; 32], [&[2; 32], &[]], b"value");
        assert_eq!(ticket(&own), ticket(&own));
        assert_ne!(own, seed(&[1; 32], [&[2; 32], &[0]], b"value"));
        assert_eq!(
            (digits("417 905"), digits("41 905"), digits("417 905 1")),
            (Some(322), None, None)
        );
    }

    /// Pearson's χ² over 100,000 seeds and 1,000 tickets: 999 degrees of freedom, so 999 ± 45.
    #[test]
    fn tickets_are_equally_likely() {
        let mut counts = vec![0_u32; 1000];
        let mut firsts = vec![0_u32; 5];
        for at in 0_u32..100_000 {
            let own = seed(&at.to_be_bytes(), [&[], &[]], b"");
            counts[usize::try_from(ticket(&own).0).unwrap()] += 1;
            let mut order: Vec<usize> = (0..5).collect();
            if at < 20_000 {
                call_order(&own, &mut order);
                firsts[order[0]] += 1;
            }
        }
        let chi = |counts: &[u32], mean: f64| -> f64 {
            counts.iter().map(|count| (f64::from(*count) - mean).powi(2) / mean).sum()
        };
        let tickets = chi(&counts, 100.0);
        assert!((820.0..1_190.0).contains(&tickets), "{tickets}");
        let first = chi(&firsts, 4_000.0);
        assert!(first < 18.5, "{first}, 4 degrees of freedom");
        counts[7] += 200;
        assert!(chi(&counts, 100.0) > 1_190.0, "a control");
    }
}
