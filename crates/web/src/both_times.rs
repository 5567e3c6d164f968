//! Moments told to both sides: each side's weekday, day and time together.

use beringia_domain::Charter;
use beringia_report::words::Words;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ZonedDateTime};

fn zoned(second: i64, zone: &str) -> ZonedDateTime {
    let zone = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
    Timestamp::from_second(second).unwrap_or_default().to_zoned_datetime(zone)
}

fn told(at: &ZonedDateTime, words: &Words) -> String {
    let month = words.say(&format!("month-{}", at.month()));
    let day = words.say(&format!("weekday-{}", at.weekday().to_monday_one_offset()));
    let time = format!("{:02}:{:02}", at.hour(), at.minute());
    let (date, year) = (at.day().to_string(), at.year().to_string());
    words.tell(
        "moment",
        &[("weekday", &day), ("day", &date), ("month", &month), ("year", &year), ("time", &time)],
    )
}

/// A moment in both sides' times, in one sentence.
pub(crate) fn both(second: i64, charter: Option<&Charter>, words: &Words) -> String {
    match each(second, charter, words).as_slice() {
        [first, second] => words.tell("both-times", &[("first", first), ("second", second)]),
        other => other.concat(),
    }
}

/// A moment in each side's time, in the exchange's order; in UTC before there is a charter.
pub(crate) fn each(second: i64, charter: Option<&Charter>, words: &Words) -> Vec<String> {
    let Some(charter) = charter else {
        let time = words
            .tell("time-of", &[("time", &told(&zoned(second, "UTC"), words)), ("place", "UTC")]);
        return vec![time];
    };
    let base = words.language().base();
    charter
        .sides
        .iter()
        .map(|side| {
            let time = told(&zoned(second, &side.time_zone), words);
            words.tell("time-of", &[("time", &time), ("place", side.name.of(base))])
        })
        .collect()
}

/// How long ago, in days or hours.
pub(crate) fn age(since: i64, now: i64, words: &Words) -> String {
    let hours = u64::try_from((now - since) / 3_600).unwrap_or(0);
    if hours >= 48 {
        words.tell_count("age-days", hours / 24, &[])
    } else if hours >= 1 {
        words.tell_count("age-hours", hours, &[])
    } else {
        words.say("age-now")
    }
}
