//! `beringia demo`: an invented exchange from votes to report, without any input.

mod show;

use beringia_analysis::settings::{Audience, Settings};
use beringia_analysis::snapshot::Snapshot;
use beringia_analysis::societies::{Plan, invent};
use beringia_report::words::Words;

use super::{analyse, is_terminal, language, print, remark, set_threads};
use crate::exit::Failure;
use crate::folder::Folder;
use crate::options::{Demo, Shared};

/// People and statements of the invented exchange.
const PEOPLE: u32 = 1_060;
const STATEMENTS: u32 = 60;
const SEED: &str = "tide-2026";

/// Runs the command.
pub(crate) fn run(options: &Demo, shared: &Shared, as_json: bool) -> Result<(), Failure> {
    set_threads(shared);
    let tables = Folder::begin(&options.out.join("tables"))?;
    let report = Folder::begin(&options.out.join("report"))?;
    let plan = Plan {
        exposures: true,
        devaluation: 0.08,
        answered: 0.5,
        ..Plan::new(PEOPLE, STATEMENTS, SEED)
    };
    let (intake, truth) = invent(&plan);
    let snapshot = Snapshot::freeze(intake, None)?;
    super::invent::write(tables, &snapshot, &truth)?;
    let findings = analyse::findings(&snapshot, &Settings::documented(), Audience::Internal)?;
    let words = Words::new(language(shared));
    let written = analyse::write(report, &findings, &words)?;
    analyse::tell(&findings, &words, &written, shared, as_json)?;
    let page = written.join("report.html");
    match options.port {
        Some(port) => show::serve(&page, port, &words),
        None => {
            if is_terminal() && !options.no_open && !as_json && show::open(&page) {
                remark(&words.say("terminal-opening"));
            } else if !shared.quiet && !as_json {
                print(&format!("{}\n", words.say("terminal-open-yourself")))?;
            }
            Ok(())
        }
    }
}
