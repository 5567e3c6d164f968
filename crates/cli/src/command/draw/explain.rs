//! Why no delegation keeps all quotas, as people can act on it.

use beringia_analysis::draw::plan::{Bound, Change, Clash, Never};
use beringia_analysis::draw::rules::Rules;
use beringia_report::words::Words;

/// Everything that is known of a clash.
pub(super) fn told(clash: &Clash, rules: &Rules, words: &Words) -> String {
    let mut text = format!("{}\n", words.say("draw-clash"));
    for (row, wanted, could) in &clash.short {
        let args = [
            ("quota", rules.name(*row)),
            ("wanted", wanted.to_string()),
            ("could", could.to_string()),
        ];
        text += &format!("  {}\n", tell(words, "draw-short", &args));
    }
    if clash.bounds.len() > 1 {
        text += &format!("{}\n", words.tell_count("draw-bounds", clash.bounds.len() as u64, &[]));
        for bound in &clash.bounds {
            text += &format!("  {}\n", bound_told(*bound, rules, words));
        }
    }
    let title = match clash.within_flex {
        Some(true) => "draw-changes-flex",
        Some(false) => "draw-changes-beyond",
        None => "draw-changes",
    };
    if !clash.changes.is_empty() {
        text += &format!("{}\n", words.say(title));
        clash
            .changes
            .iter()
            .for_each(|change| text += &format!("  {}\n", change_told(change, rules, words)));
    }
    if let Some(smaller) = clash.smaller {
        text += &format!("{}\n", words.tell("draw-smaller", &[("seats", &smaller.to_string())]));
    }
    text
}

/// Who is in no delegation, kind by kind, and what stands in the way; nobody by name.
pub(super) fn never_told(never: &[Never], rules: &Rules, words: &Words) -> String {
    let mut text = String::new();
    for kind in never {
        let who: Vec<String> = kind.rows.iter().map(|&row| rules.name(row)).collect();
        let args = [("who", who.join(", "))];
        let people = kind.people.len() as u64;
        let args: Vec<(&str, &str)> =
            args.iter().map(|(name, value)| (*name, value.as_str())).collect();
        text += &format!("  {}\n", words.tell_count("draw-never-kind", people, &args));
        if !kind.bounds.is_empty() {
            let bounds: Vec<String> =
                kind.bounds.iter().map(|&bound| bound_told(bound, rules, words)).collect();
            text += &format!(
                "    {}\n",
                words.tell("draw-never-bounds", &[("bounds", &bounds.join("; "))])
            );
        }
        if let Some(change) = &kind.change {
            let change = change_told(change, rules, words);
            text += &format!("    {}\n", words.tell("draw-never-change", &[("change", &change)]));
        }
    }
    text
}

fn tell(words: &Words, key: &str, args: &[(&str, String)]) -> String {
    let args: Vec<(&str, &str)> =
        args.iter().map(|(name, value)| (*name, value.as_str())).collect();
    words.tell(key, &args)
}

fn bound_told(bound: Bound, rules: &Rules, words: &Words) -> String {
    match bound {
        Bound::Seats => words.say("draw-bound-seats"),
        Bound::Min(row) => {
            let args = [("quota", rules.name(row)), ("bound", rules.rows[row].min.to_string())];
            tell(words, "draw-bound-min", &args)
        }
        Bound::Max(row) => {
            let args = [("quota", rules.name(row)), ("bound", rules.rows[row].max.to_string())];
            tell(words, "draw-bound-max", &args)
        }
    }
}

fn change_told(change: &Change, rules: &Rules, words: &Words) -> String {
    let mut parts = Vec::new();
    for &(row, down, up) in &change.rows {
        let own = &rules.rows[row];
        let mut say = |key: &str, from: u32, to: u32| {
            let args =
                [("quota", rules.name(row)), ("from", from.to_string()), ("to", to.to_string())];
            parts.push(tell(words, key, &args));
        };
        if down > 0 {
            say("draw-lower", own.min, own.min - down);
        }
        if up > 0 {
            say("draw-raise", own.max, own.max + up);
        }
    }
    let cost = format!("{:.2}", change.cost);
    words.tell("draw-change", &[("changes", &parts.join("; ")), ("cost", &cost)])
}
