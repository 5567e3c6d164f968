//! Names by which participants and statements are told apart, and the order in which they are listed.
//!
//! An id says nothing about a person: it is a pseudonym.

use std::cmp::Ordering;

use crate::text::{self, TextError};

/// The longest id that is accepted, in bytes.
pub const ID_BYTES_MAX: usize = 200;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash)]
        pub struct $name(Box<str>);

        impl $name {
            /// Accepts a non-empty text of at most [`ID_BYTES_MAX`] bytes, without control characters;
            /// space around it is dropped.
            pub fn parse(raw: &str) -> Result<Self, TextError> {
                text::line(raw, ID_BYTES_MAX).map(|clean| Self(clean.into()))
            }

            /// The id as written.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl PartialOrd for $name {
            fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
                Some(self.cmp(other))
            }
        }

        impl Ord for $name {
            fn cmp(&self, other: &Self) -> Ordering {
                natural(self.0.as_bytes(), other.0.as_bytes())
            }
        }
    };
}

id!(
    /// The pseudonym of a participant.
    ParticipantId
);
id!(
    /// The name of a statement within its conversation.
    StatementId
);

/// Compares as people count: `s2` before `s10`, numbers before words, and by bytes where two texts
/// differ only in leading zeros, so that distinct ids are never equal.
pub fn natural(left: &[u8], right: &[u8]) -> Ordering {
    let (mut a, mut b) = (left, right);
    while let (Some(&x), Some(&y)) = (a.first(), b.first()) {
        let order = if x.is_ascii_digit() && y.is_ascii_digit() {
            let (number_a, rest_a) = leading_number(a);
            let (number_b, rest_b) = leading_number(b);
            (a, b) = (rest_a, rest_b);
            number_a.len().cmp(&number_b.len()).then_with(|| number_a.cmp(number_b))
        } else {
            (a, b) = (&a[1..], &b[1..]);
            x.cmp(&y)
        };
        if order != Ordering::Equal {
            return order;
        }
    }
    a.len().cmp(&b.len()).then_with(|| left.cmp(right))
}

/// Splits off the digits in front, without their leading zeros.
fn leading_number(text: &[u8]) -> (&[u8], &[u8]) {
    let end = text.iter().position(|c| !c.is_ascii_digit()).unwrap_or(text.len());
    let zeros = text[..end].iter().take_while(|&&c| c == b'0').count();
    (&text[zeros.min(end)..end], &text[end..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_listed_as_people_count() {
        let mut ids: Vec<_> = ["s10", "s2", "10", "9", "s02", "b"]
            .iter()
            .map(|raw| StatementId::parse(raw).unwrap())
            .collect();
        ids.sort();
        let listed: Vec<_> = ids.iter().map(StatementId::as_str).collect();
        assert_eq!(listed, ["9", "10", "b", "s02", "s2", "s10"]);
    }

    #[test]
    fn different_spellings_of_a_number_stay_different_ids() {
        assert_ne!(natural(b"007", b"7"), Ordering::Equal);
        assert_ne!(natural(b"0", b"00"), Ordering::Equal);
    }

    #[test]
    fn an_empty_id_is_refused() {
        assert!(ParticipantId::parse("  ").is_err());
    }
}
