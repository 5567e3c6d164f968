//! When something was done, as far as a file says so: a day, or a day and a time.

use jiff::civil;

const DAY_MS: i64 = 86_400_000;

/// Milliseconds since 1970-01-01T00:00Z. A day alone is its first moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Moment(i64);

impl Moment {
    /// From milliseconds since 1970.
    pub fn from_ms(ms: i64) -> Self {
        Self(ms)
    }

    /// Milliseconds since 1970.
    pub fn ms(self) -> i64 {
        self.0
    }

    /// Reads an ISO date (`2026-03-05`) or date-time (`2026-03-05T10:00`, with or without seconds,
    /// offset or `Z`); a time without an offset is taken as UTC.
    pub fn parse(raw: &str) -> Option<Self> {
        if let Some(days) = plain_date(raw.as_bytes()) {
            return Some(Self(days * DAY_MS));
        }
        if raw.starts_with("0000") || raw.starts_with('-') {
            return None;
        }
        if let Ok(instant) = raw.parse::<jiff::Timestamp>() {
            return Some(Self(instant.as_millisecond()));
        }
        if raw.len() < 11 {
            return None;
        }
        let local = raw.parse::<civil::DateTime>().ok()?;
        let since = local.duration_since(civil::date(1970, 1, 1).at(0, 0, 0, 0));
        i64::try_from(since.as_millis()).ok().map(Self)
    }

    /// Days since 1970-01-01, in UTC.
    pub fn day(self) -> i64 {
        self.0.div_euclid(DAY_MS)
    }

    /// The ISO date, in UTC.
    pub fn iso_date(self) -> String {
        iso_date(self.day())
    }
}

/// The ISO date of a number of days since 1970-01-01.
pub fn iso_date(days: i64) -> String {
    let span = jiff::SignedDuration::from_hours(days.clamp(-719_162, 2_932_896) * 24);
    civil::date(1970, 1, 1).saturating_add(span).to_string()
}

/// Days since 1970-01-01 of `YYYY-MM-DD`, by the usual civil-from-days arithmetic.
/// Votes carry millions of these, which is why they do not take the general road.
fn plain_date(raw: &[u8]) -> Option<i64> {
    let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = *raw else { return None };
    let digits = [y1, y2, y3, y4, m1, m2, d1, d2];
    if !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let number = |part: &[u8]| part.iter().fold(0_i64, |sum, c| sum * 10 + i64::from(c - b'0'));
    let (year, month, day) = (number(&digits[..4]), number(&digits[4..6]), number(&digits[6..]));
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let month_days = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 => 28 + i64::from(leap),
        _ => return None,
    };
    if year == 0 || !(1..=month_days).contains(&day) {
        return None;
    }
    let (year, month) = if month <= 2 { (year - 1, month + 9) } else { (year, month - 3) };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * month + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    Some(era * 146_097 + day_of_era - 719_468)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_and_date_times_are_read() {
        for (raw, ms) in [
            ("1970-01-01", Some(0)),
            ("2026-03-05", Some(1_772_668_800_000)),
            ("2024-02-29", Some(1_709_164_800_000)),
            ("2026-03-05T10:00:00Z", Some(1_772_704_800_000)),
            ("2026-03-05T10:00", Some(1_772_704_800_000)),
            ("2026-03-05 10:00:00", Some(1_772_704_800_000)),
            ("2026-03-05T10:00:00+08:00", Some(1_772_676_000_000)),
            ("2025-02-29", None),
            ("0000-01-01", None),
            ("2026-13-01", None),
            ("yesterday", None),
            ("05/03/2026", None),
        ] {
            assert_eq!(Moment::parse(raw).map(Moment::ms), ms, "{raw}");
        }
    }

    #[test]
    fn a_day_is_printed_as_it_was_read() {
        for raw in ["0001-01-01", "1969-12-31", "2000-02-29", "2026-11-24"] {
            assert_eq!(Moment::parse(raw).unwrap().iso_date(), raw);
        }
    }
}
