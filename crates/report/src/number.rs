//! Numbers as people read them, in each language: shares as whole per cent, counts with their separators.

use beringia_analysis::findings::{Figure, State};

use crate::words::{Language, Words};

/// The no-break space between a number and the per cent sign in English.
const SPACE: char = '\u{a0}';

/// Whole people of a hundred.
pub fn of_hundred(share: f64) -> String {
    format!("{:.0}", (share * 100.0).round() + 0.0)
}

/// "64 %" or "64%".
pub fn percent(share: f64, language: Language) -> String {
    match language {
        Language::English => format!("{}{SPACE}%", of_hundred(share)),
        Language::Chinese => format!("{}%", of_hundred(share)),
    }
}

/// "6.4 %" below ten per cent, where a tenth matters; else "64 %".
pub fn percent_fine(share: f64, language: Language) -> String {
    if share >= 0.0995 {
        return percent(share, language);
    }
    match language {
        Language::English => format!("{:.1}{SPACE}%", share * 100.0),
        Language::Chinese => format!("{:.1}%", share * 100.0),
    }
}

/// "64 % (57–71)", "over 90 %", or "too few".
pub fn share(figure: &Figure, words: &Words) -> String {
    let language = words.language();
    match (figure.state, figure.value, figure.low, figure.high) {
        (State::Given, Some(value), Some(low), Some(high)) => {
            let value = percent(value, language);
            range(&value, &of_hundred(low), &of_hundred(high), language)
        }
        (State::Bounded, _, Some(low), _) if low > 0.5 => words.say("over-ninety"),
        (State::Bounded, ..) => words.say("under-ten"),
        _ => words.say("too-few"),
    }
}

/// "64 %", "over 90 %", or "too few".
pub fn bare_share(figure: &Figure, words: &Words) -> String {
    match figure.value {
        Some(value) => percent(value, words.language()),
        None => share(figure, words),
    }
}

/// Points with a sign: "−27 (−31 to −23)", or "too few".
pub fn points(figure: &Figure, words: &Words) -> String {
    match (figure.value, figure.low, figure.high) {
        (Some(value), Some(low), Some(high)) => {
            let ends = (signed(low * 100.0, 0), signed(high * 100.0, 0));
            words.tell(
                "range-to",
                &[("value", &signed(value * 100.0, 0)), ("low", &ends.0), ("high", &ends.1)],
            )
        }
        _ => words.say("too-few"),
    }
}

/// A figure with so many decimals: "0.42 (0.38 to 0.46)", or "too few".
pub fn decimal(figure: &Figure, decimals: usize, words: &Words) -> String {
    match (figure.value, figure.low, figure.high) {
        (Some(value), Some(low), Some(high)) => {
            let text = |x: f64| signed_plain(x, decimals);
            words.tell(
                "range-to",
                &[("value", &text(value)), ("low", &text(low)), ("high", &text(high))],
            )
        }
        _ => words.say("too-few"),
    }
}

fn range(value: &str, low: &str, high: &str, language: Language) -> String {
    match language {
        Language::English => format!("{value} ({low}–{high})"),
        Language::Chinese => format!("{value}（{low}～{high}）"),
    }
}

/// With a sign, plus or minus; 0 has none.
pub fn signed(value: f64, decimals: usize) -> String {
    let text = signed_plain(value, decimals);
    if value > 0.0 && text.bytes().any(|c| (b'1'..=b'9').contains(&c)) {
        format!("+{text}")
    } else {
        text
    }
}

/// With a true minus sign.
fn signed_plain(value: f64, decimals: usize) -> String {
    let text = format!("{:.decimals$}", value.abs());
    let is_zero = !text.bytes().any(|c| (b'1'..=b'9').contains(&c));
    if value < 0.0 && !is_zero { format!("−{text}") } else { text }
}

/// A count: "23,962", or "23 962" with a thin space from five digits in Chinese.
pub fn count(n: u64, language: Language) -> String {
    let digits = n.to_string();
    let separator = match language {
        Language::English => ",",
        Language::Chinese if digits.len() < 5 => return digits,
        Language::Chinese => "\u{2009}",
    };
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push_str(separator);
        }
        text.push(digit);
    }
    text
}

/// A count that may be withheld.
pub fn maybe_count(n: Option<u64>, words: &Words) -> String {
    n.map_or_else(|| words.say("too-few"), |n| count(n, words.language()))
}

/// "0.03", "below 0.001".
pub fn p_value(p: Option<f64>, words: &Words) -> String {
    match p {
        Some(p) if p < 0.001 => words.say("below-a-thousandth"),
        Some(p) => format!("{p:.3}"),
        None => "–".to_owned(),
    }
}

/// "5 March 2026" or "2026年3月5日", from an ISO date.
pub fn date(iso: &str, words: &Words) -> String {
    let parts: Vec<&str> = iso.split('-').collect();
    let [year, month, day] = parts.as_slice() else { return iso.to_owned() };
    let (month, day) = (month.trim_start_matches('0'), day.trim_start_matches('0'));
    let month = words.say(&format!("month-{month}"));
    words.tell("date", &[("year", year), ("month", &month), ("day", day)])
}

/// The first eight letters of a digest, in two groups of four.
pub fn short_digest(digest: &str) -> String {
    format!("{} {}", digest.get(..4).unwrap_or_default(), digest.get(4..8).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_follow_the_language() {
        assert_eq!(count(23_962, Language::English), "23,962");
        assert_eq!(count(7_954, Language::Chinese), "7954");
        assert_eq!(count(23_962, Language::Chinese), "23\u{2009}962");
        assert_eq!(count(999, Language::English), "999");
    }

    #[test]
    fn signs_are_true_and_zero_has_none() {
        assert_eq!(signed(-27.4, 0), "−27");
        assert_eq!(signed(3.2, 0), "+3");
        assert_eq!(signed(-0.3, 0), "0");
        assert_eq!(percent(0.0, Language::Chinese), "0%");
    }
}
