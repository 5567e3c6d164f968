//! `beringia analyse`: read, freeze, analyse, guard, write, say.

use std::path::Path;

use beringia_analysis::disclosure::guard;
use beringia_analysis::findings::Findings;
use beringia_analysis::settings::{Audience, Settings};
use beringia_analysis::snapshot::Snapshot;
use beringia_analysis::tables::reader::Intake;
use beringia_report::words::Words;
use beringia_report::{open_data, page, terminal};

use super::{is_terminal, language, print, remark, set_threads, show};
use crate::exit::Failure;
use crate::files;
use crate::folder::{Folder, check_file, write_file};
use crate::options::{Analyse, Shared};
use crate::progress;

/// Runs the command.
pub(crate) fn run(options: &Analyse, shared: &Shared, as_json: bool) -> Result<(), Failure> {
    set_threads(shared);
    check_choices(options)?;
    let folder = Folder::begin(&options.out)?;
    let mut paths = options.paths.clone();
    paths.extend(options.sides.clone());
    let input = files::find(&paths)?;
    let settings = options.settings();
    let words = Words::new(language(shared));
    let reading = (show(shared), &*words.say("progress-reading"));
    let intake = files::read(&input, settings.weight_column.as_deref(), reading)?;
    if let Some(first) = &options.first_side
        && !intake.sides.contains(first)
    {
        let message =
            format!("“{first}” is no side here; the sides are: {}", intake.sides.join(", "));
        return Err(Failure::Input(message));
    }
    if let Some(sides) = &options.sides {
        check_sides(&intake, sides)?;
    }
    let busy = progress::busy(&words.say("progress-analysing"), show(shared));
    let snapshot = Snapshot::freeze(intake, options.first_side.as_deref())?;
    busy.finish_and_clear();
    if !shared.quiet {
        for note in terminal::notes(&snapshot.notes, &input.not_read, &words) {
            remark(&note);
        }
    }
    let busy = progress::busy(&words.say("progress-analysing"), show(shared));
    let findings = findings(&snapshot, &settings, options.audience.audience())?;
    let written = write(folder, &findings, &words)?;
    if let (Some(path), Some(maths)) = (&options.maths, open_data::maths(&findings)) {
        write_file(path, &maths)?;
    }
    busy.finish_and_clear();
    tell(&findings, &words, &written, shared, as_json)
}

/// What cannot be asked for together.
fn check_choices(options: &Analyse) -> Result<(), Failure> {
    if options.maths.is_some() && options.audience.audience() == Audience::Public {
        let message = "--maths names every participant, so it goes with --audience internal only";
        return Err(Failure::Usage(message.to_owned()));
    }
    if let Some(maths) = &options.maths {
        check_file(maths, &options.out)?;
    }
    Ok(())
}

/// Sides that were asked for must be there, and some of their people must have voted.
fn check_sides(intake: &Intake, file: &Path) -> Result<(), Failure> {
    let name = file.display();
    if intake.sides.is_empty() {
        let message = format!("{name} names no side; it needs the columns participant and side");
        return Err(Failure::Input(message));
    }
    let mut voted = std::collections::BTreeSet::new();
    intake.votes.people.for_each_run(|person, _| _ = voted.insert(person));
    let sided = intake.participants.iter().filter(|row| row.side.is_some());
    if sided.clone().any(|row| voted.contains(&row.person)) {
        return Ok(());
    }
    let listed: Vec<String> = sided.take(3).map(|row| intake.people.text(row.person)).collect();
    let voters: Vec<String> =
        voted.iter().take(3).map(|person| intake.people.text(*person)).collect();
    Err(Failure::Input(format!(
        "nobody in {name} has voted: it lists {} …, and the votes are by {} …",
        listed.join(", "),
        voters.join(", ")
    )))
}

/// The findings for an audience.
pub(crate) fn findings(
    snapshot: &Snapshot,
    settings: &Settings,
    audience: Audience,
) -> Result<Findings, Failure> {
    let findings = beringia_analysis::analyse(snapshot, settings)?;
    Ok(match audience {
        Audience::Internal => findings,
        Audience::Public => guard(findings, snapshot),
    })
}

/// Writes the report and the open data.
pub(crate) fn write(
    mut folder: Folder,
    findings: &Findings,
    words: &Words,
) -> Result<std::path::PathBuf, Failure> {
    folder.add("report.html", &page::html(findings, words.language()))?;
    for (name, text) in open_data::files(findings) {
        folder.add(name, &text)?;
    }
    folder.finish()
}

/// Prints the summary, or the findings as JSON.
pub(crate) fn tell(
    findings: &Findings,
    words: &Words,
    written: &Path,
    shared: &Shared,
    as_json: bool,
) -> Result<(), Failure> {
    if as_json {
        print(&open_data::json(findings))?;
    } else if !shared.quiet {
        let style = if is_terminal() { terminal::Style::Colour } else { terminal::Style::Plain };
        print(&terminal::summary(findings, words, style))?;
        let report = written.join("report.html");
        print(&format!(
            "{}\n",
            words.tell("terminal-report", &[("path", &report.display().to_string())])
        ))?;
    }
    Ok(())
}
