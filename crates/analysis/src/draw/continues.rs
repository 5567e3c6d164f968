//! Whether a lottery for open seats goes on where the account before it ended.

use std::collections::BTreeSet;

use serde_json::Value;

use super::replace::standing;
use super::transcript::{Record, Transcript, text, texts};

/// Whether `public` continues `before`: same people, seats and quotas; whoever stays must come, whoever left must not.
pub fn continues(public: &Transcript, before: &Transcript) -> bool {
    let first = public.records().first().filter(|own| text(own, "record") == "continues");
    let rules = |account: &Transcript| account.of("rules").last().map(|(_, own)| own.clone());
    let (Some(first), Some(new), Some(old)) = (first, rules(public), rules(before)) else {
        return false;
    };
    let same =
        ["seats", "quotas", "one_per", "sides"].iter().all(|part| new.get(*part) == old.get(*part));
    let (now, mut left) = standing(before);
    let out = first.get("out").and_then(Value::as_array).into_iter().flatten();
    let out: BTreeSet<&str> =
        out.filter_map(|out| out.get("number").and_then(Value::as_str)).collect();
    left.extend(out.iter().map(|number| (*number).to_owned()));
    let stay: BTreeSet<&str> =
        now.iter().map(String::as_str).filter(|number| !out.contains(number)).collect();
    let never: BTreeSet<&str> =
        texts(&old, "must_out").into_iter().chain(left.iter().map(String::as_str)).collect();
    let set = |part: &str| texts(&new, part).into_iter().collect::<BTreeSet<&str>>();
    text(first, "account") == before.head()
        && same
        && pools(public) == pools(before)
        && out.iter().all(|number| now.iter().any(|one| one == number))
        && set("must_in") == stay
        && set("must_out") == never
}

fn pools(account: &Transcript) -> Vec<(String, Option<Value>)> {
    let own = |own: &Record| (text(own, "side").to_owned(), own.get("commitments").cloned());
    account.of("pool").map(|(_, record)| own(record)).collect()
}
