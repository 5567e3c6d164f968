//! `beringia convert`: a Polis export into Beringia's tables, or back.

use beringia_analysis::snapshot::Snapshot;
use beringia_analysis::tables::{polis_out, tables_out};
use beringia_report::terminal;
use beringia_report::words::Words;

use super::{language, print, remark, show};
use crate::exit::Failure;
use crate::files;
use crate::folder::Folder;
use crate::options::{Convert, Format, Shared};

/// Runs the command.
pub(crate) fn run(options: &Convert, shared: &Shared, as_json: bool) -> Result<(), Failure> {
    let mut folder = Folder::begin(&options.out)?;
    let input = files::find(&options.paths)?;
    let words = Words::new(language(shared));
    let reading = (show(shared), &*words.say("progress-reading"));
    let intake = files::read(&input, None, reading)?;
    let snapshot = Snapshot::freeze(intake, None)?;
    if !shared.quiet {
        for note in terminal::notes(&snapshot.notes, &input.not_read, &words) {
            remark(&note);
        }
    }
    let lost = match options.to {
        Format::Polis => polis_out::losses(&snapshot),
        Format::Tables => Vec::new(),
    };
    match options.to {
        Format::Polis => polis_out::write(&snapshot, |name, text| folder.add(name, &text))?,
        Format::Tables => tables_out::write(&snapshot, |name, text| folder.add(name, &text))?,
    }
    let written = folder.finish()?;
    let lines = terminal::losses(&lost, &snapshot, &words);
    if as_json {
        let result = serde_json::json!({ "folder": written, "left_out": lines });
        print(&format!("{result}\n"))?;
    } else if !shared.quiet {
        for line in lines {
            remark(&line);
        }
        let path = written.display().to_string();
        print(&format!("{}\n", words.tell("terminal-converted", &[("path", &path)])))?;
    }
    Ok(())
}
