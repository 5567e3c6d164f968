//! `draw verify`: whether an account is what it says.

use beringia_analysis::draw::compare;
use beringia_analysis::draw::numbered::Receipt;
use beringia_analysis::draw::sheet::Sheet;
use beringia_analysis::draw::transcript::Transcript;
use beringia_analysis::draw::verify::{self, Check, Given, Outcome};
use beringia_analysis::tables::write::plain_text;
use beringia_report::words::Words;

use super::ceremony::read_account;
use super::pool::load;
use crate::command::{language, print};
use crate::exit::Failure;
use crate::options::{Shared, Verify};

/// Checks an account and prints a line for each check.
pub(super) fn run(options: &Verify, shared: &Shared, as_json: bool) -> Result<(), Failure> {
    let words = Words::new(language(shared));
    let public = read_account(&options.public)?;
    let auditors = options.auditors.as_deref().map(read_account).transpose()?;
    let before = options.before.as_deref().map(read_account).transpose()?;
    let receipt = receipt(options)?;
    let found = verify::verify(
        &public,
        Given { auditors: auditors.as_ref(), before: before.as_ref(), receipt: receipt.as_ref() },
    );
    let text = if as_json { as_data(&found) } else { told(&found, &words) };
    print(&text)?;
    if !as_json {
        print(&compared(&public, &words))?;
    }
    if let (Some(receipt), false) = (&receipt, as_json) {
        let tickets = compare::tickets_of(&public, &receipt.number);
        let shown: Vec<String> =
            tickets.iter().take(12).map(|ticket| format!("{ticket:03}")).collect();
        let more = if tickets.len() > shown.len() { " …" } else { "" };
        let args =
            [("number", receipt.number.clone()), ("tickets", format!("{}{more}", shown.join(" ")))];
        let args: Vec<(&str, &str)> =
            args.iter().map(|(name, value)| (*name, value.as_str())).collect();
        print(&format!("{}\n", words.tell_count("draw-mine", tickets.len() as u64, &args)))?;
    }
    let wrong = found.iter().any(|check| check.outcome == Outcome::Wrong);
    if wrong {
        return Err(Failure::Audit(words.say("draw-not-believed")));
    }
    if as_json { Ok(()) } else { print(&format!("{}\n", words.say("draw-right"))) }
}

/// What no program can know. It comes from whoever made the account: it must not write on the terminal.
fn compared(public: &Transcript, words: &Words) -> String {
    let Some(own) = compare::to_compare(public) else { return String::new() };
    let plain = |text: &String| text.replace(char::is_control, "?");
    let [a, b] = own.hashes.each_ref().map(plain);
    let args = [("commitment", own.commitment.as_str()), ("a", a.as_str()), ("b", b.as_str())];
    let mut text = format!("{}\n", words.tell("draw-compare-commitment", &args));
    if let Some((named, value)) =
        own.value.as_ref().map(|(named, value)| (plain(named), plain(value)))
    {
        text +=
            &format!("{}\n", words.tell("draw-compare", &[("named", &named), ("value", &value)]));
    }
    text
}

fn told(found: &[Check], words: &Words) -> String {
    let line = |check: &Check| {
        let (mark, key) = match check.outcome {
            Outcome::Right => ("✓", format!("draw-check-{}", check.name)),
            Outcome::Wrong => ("✗", format!("draw-check-{}-not", check.name)),
            Outcome::NotGiven => ("–", format!("draw-check-{}", check.name)),
        };
        let said = words.say(&key);
        let not_given = if check.outcome == Outcome::NotGiven {
            words.say("draw-not-given")
        } else {
            String::new()
        };
        format!("{mark} {said}{not_given}\n")
    };
    found.iter().map(line).collect()
}

fn as_data(found: &[Check]) -> String {
    let one = |check: &Check| {
        let outcome = match check.outcome {
            Outcome::Right => "right",
            Outcome::Wrong => "wrong",
            Outcome::NotGiven => "not given",
        };
        serde_json::json!({ "check": check.name, "outcome": outcome })
    };
    format!("{}\n", serde_json::json!({ "checks": found.iter().map(one).collect::<Vec<_>>() }))
}

fn receipt(options: &Verify) -> Result<Option<Receipt>, Failure> {
    let (Some(path), Some(id)) = (&options.receipts, &options.id) else { return Ok(None) };
    let name = path.display().to_string();
    let refused =
        |trouble: beringia_analysis::draw::problem::Trouble| Failure::Pool(trouble.into());
    let sheet = Sheet::read(&name, &load(path)?, None).map_err(refused)?;
    let mut columns = Vec::new();
    for column in ["id", "number", "nonce", "record"] {
        columns.push(sheet.column(column).map_err(refused)?);
    }
    let cell =
        |cells: &[String], at: usize| plain_text(cells.get(columns[at]).map_or("", String::as_str));
    let own = sheet.rows.iter().find(|(_, cells)| cell(cells, 0) == *id);
    let (_, cells) =
        own.ok_or_else(|| Failure::Input(format!("{name} has no receipt of “{id}”")))?;
    Ok(Some(Receipt {
        id: id.clone(),
        number: cell(cells, 1),
        nonce: cell(cells, 2),
        record: cell(cells, 3),
    }))
}
