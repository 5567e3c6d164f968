//! `beringia invent`: an invented society, its tables and its truth.

use beringia_analysis::snapshot::Snapshot;
use beringia_analysis::societies::{Missing, Plan, Truth, invent};
use beringia_analysis::tables::tables_out;
use beringia_report::words::Words;

use super::{language, print};
use crate::exit::Failure;
use crate::folder::Folder;
use crate::options::{Invent, MissingKey, Shared};

/// Runs the command.
pub(crate) fn run(options: &Invent, shared: &Shared, as_json: bool) -> Result<(), Failure> {
    let plan = Plan {
        first_side_share: options.first_side_share,
        answered: options.answered,
        missing: match options.missing {
            MissingKey::Independent => Missing::Independent,
            MissingKey::DependsOnOpinion => Missing::DependsOnOpinion,
        },
        yes_sayers: options.yes_sayers,
        careless: options.careless,
        predictions: !options.no_predictions,
        exposures: options.exposures,
        devaluation: options.devaluation,
        ..Plan::new(options.people, options.statements, &options.seed)
    };
    if plan.yes_sayers + plan.careless > 1.0 {
        let message = "yes-sayers and careless people together are more than everybody";
        return Err(Failure::Input(message.to_owned()));
    }
    let folder = Folder::begin(&options.out)?;
    let (intake, truth) = invent(&plan);
    let snapshot = Snapshot::freeze(intake, None)?;
    let written = write(folder, &snapshot, &truth)?;
    let words = Words::new(language(shared));
    if as_json {
        print(&format!(
            "{}\n",
            serde_json::json!({ "folder": written, "votes": snapshot.votes().votes() })
        ))?;
    } else if !shared.quiet {
        let counts = [
            ("people", snapshot.people.len().to_string()),
            ("statements", snapshot.statements.len().to_string()),
            ("votes", snapshot.votes().votes().to_string()),
            ("predictions", snapshot.predictions.predictions().to_string()),
            ("path", written.display().to_string()),
        ];
        let args: Vec<(&str, &str)> = counts.iter().map(|(k, v)| (*k, v.as_str())).collect();
        print(&format!("{}\n", words.tell("terminal-invented", &args)))?;
    }
    Ok(())
}

/// Writes the tables of a society and its truth.
pub(crate) fn write(
    mut folder: Folder,
    snapshot: &Snapshot,
    truth: &Truth,
) -> Result<std::path::PathBuf, Failure> {
    tables_out::write(snapshot, |name, text| folder.add(name, &text))?;
    let truth = serde_json::to_string_pretty(truth).unwrap_or_default();
    folder.add("truth.json", &format!("{truth}\n"))?;
    folder.add("INVENTED.txt", INVENTED)?;
    folder.finish()
}

const INVENTED: &str = "These people and places are invented. Nothing here describes a real society.\n\
                        这里的人和地方都是虚构的，不描述任何真实的社会。\n";
