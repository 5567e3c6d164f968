//! Codes that people type: four groups of four, no letter that looks like a number.
//!
//! Fifteen symbols carry 75 bits; the sixteenth checks them. Any single wrong symbol and any two
//! neighbours changed over are noticed: the check is a polynomial over the field of 32 elements, whose
//! coefficients (powers of a generator) all differ.

/// The symbols, in order of value.
const ALPHABET: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

/// Symbols of a code, the check included.
pub const SYMBOLS: usize = 16;

/// A code as typed by a person: well formed and checked. What it opens is another matter.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Code([u8; SYMBOLS]);

impl std::fmt::Debug for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // A code is a secret; it has no place in a log.
        f.write_str("Code(…)")
    }
}

/// Why something typed is not a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CodeError {
    /// Not sixteen symbols.
    #[error("a code has 16 letters and digits; this has {0}")]
    Length(usize),
    /// A symbol that is never used.
    #[error("“{0}” is never part of a code")]
    Symbol(char),
    /// The check does not fit.
    #[error("one of the symbols is mistyped")]
    Check,
}

impl Code {
    /// The code that carries the first 75 bits of these bytes.
    pub fn from_bits(bits: [u8; 10]) -> Self {
        let mut wide = 0_u128;
        for byte in bits {
            wide = (wide << 8) | u128::from(byte);
        }
        let mut values = [0_u8; SYMBOLS];
        for value in values.iter_mut().take(SYMBOLS - 1) {
            *value = (wide & 31) as u8;
            wide >>= 5;
        }
        values[SYMBOLS - 1] = check(&values[..SYMBOLS - 1]);
        Self(values)
    }

    /// Reads what a person typed: small letters, spaces and hyphens of any kind are understood.
    pub fn parse(typed: &str) -> Result<Self, CodeError> {
        let mut values = Vec::with_capacity(SYMBOLS);
        for c in typed.chars().filter(|c| !is_separator(*c)) {
            let folded = full_width(c).to_ascii_uppercase();
            let symbol = u8::try_from(folded).map_err(|_| CodeError::Symbol(c))?;
            values.push(value_of(symbol).ok_or(CodeError::Symbol(c))?);
        }
        let length = values.len();
        let values: [u8; SYMBOLS] = values.try_into().map_err(|_| CodeError::Length(length))?;
        if check(&values[..SYMBOLS - 1]) == values[SYMBOLS - 1] {
            Ok(Self(values))
        } else {
            Err(CodeError::Check)
        }
    }

    /// The code without separators, as in links.
    pub fn plain(&self) -> String {
        self.0.iter().map(|value| char::from(ALPHABET[usize::from(*value)])).collect()
    }

    /// The code in groups of four, as printed.
    pub fn grouped(&self) -> String {
        let plain = self.plain();
        [&plain[..4], &plain[4..8], &plain[8..12], &plain[12..]].join("-")
    }
}

/// The value of a symbol.
fn value_of(symbol: u8) -> Option<u8> {
    (0..32).find(|value| ALPHABET[usize::from(*value)] == symbol)
}

fn is_separator(c: char) -> bool {
    c.is_whitespace() || matches!(c, '-' | '‐' | '‑' | '–' | '—' | '－' | '.' | '_')
}

/// Chinese keyboards type full-width letters and digits.
fn full_width(c: char) -> char {
    match u32::from(c) {
        wide @ 0xFF01..=0xFF5E => char::from_u32(wide - 0xFEE0).unwrap_or(c),
        _ => c,
    }
}

/// Σ gⁱ⁺¹·vᵢ over GF(32) with g a root of x⁵ + x² + 1, by Horner.
fn check(values: &[u8]) -> u8 {
    values.iter().rev().fold(0, |sum, value| times_generator(sum ^ value))
}

fn times_generator(value: u8) -> u8 {
    let doubled = value << 1;
    if doubled & 32 == 0 { doubled } else { (doubled ^ 0b10_0101) & 31 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn example() -> Code {
        Code::from_bits([7, 42, 99, 1, 250, 33, 18, 77, 5, 200])
    }

    #[test]
    fn what_is_printed_is_read_however_it_is_typed() {
        let code = example();
        let printed = code.grouped();
        let wide: String = printed
            .chars()
            .map(|c| if c == '-' { '－' } else { char::from_u32(u32::from(c) + 0xFEE0).unwrap() })
            .collect();
        for typed in [printed.to_lowercase(), printed.replace('-', " "), code.plain(), wide] {
            assert_eq!(Code::parse(&typed), Ok(code.clone()), "{typed}");
        }
    }

    #[test]
    fn one_wrong_symbol_and_two_changed_over_are_noticed() {
        let plain: Vec<u8> = example().plain().into_bytes();
        for at in 0..SYMBOLS {
            for symbol in ALPHABET.iter().filter(|s| **s != plain[at]) {
                let mut typed = plain.clone();
                typed[at] = *symbol;
                assert_eq!(
                    Code::parse(std::str::from_utf8(&typed).unwrap()),
                    Err(CodeError::Check)
                );
            }
        }
        for at in 1..SYMBOLS {
            let mut typed = plain.clone();
            typed.swap(at - 1, at);
            if typed != plain {
                assert_eq!(
                    Code::parse(std::str::from_utf8(&typed).unwrap()),
                    Err(CodeError::Check)
                );
            }
        }
    }

    #[test]
    fn a_code_never_shows_in_a_log() {
        assert_eq!(format!("{:?}", example()), "Code(…)");
    }
}
