//! `beringia audit verify`: whether a record and a receipt are to be believed.

use beringia_actions::{self as actions, Receipt};
use beringia_report::words::Words;

use super::{language, print};
use crate::exit::{Failure, unreadable};
use crate::options::{Audit, Shared};

/// Checks an exported record.
pub(crate) fn run(options: &Audit, shared: &Shared) -> Result<(), Failure> {
    let Audit::Verify { record, receipt } = options;
    let text = std::fs::read_to_string(record).map_err(unreadable(record))?;
    let rows = actions::read_audit(&text).map_err(|error| Failure::Audit(error.to_string()))?;
    let receipt: Option<Receipt> = match receipt {
        Some(path) => {
            let text = std::fs::read_to_string(path).map_err(unreadable(path))?;
            let read = serde_json::from_str(&text);
            Some(read.map_err(|error| Failure::Input(format!("{}: {error}", path.display())))?)
        }
        None => None,
    };
    let found = actions::verify(&rows, receipt.as_ref())
        .map_err(|error| Failure::Audit(error.to_string()))?;
    let words = Words::new(language(shared));
    let (lines, changes) = (found.lines.to_string(), found.changes.to_string());
    let told = words.tell(
        "terminal-record-whole",
        &[("lines", &lines), ("changes", &changes), ("head", &found.head)],
    );
    print(&format!("{told}\n"))?;
    if receipt.is_some() {
        print(&format!("{}\n", words.say("terminal-receipt-fits")))?;
    }
    Ok(())
}
