//! `beringia demo`: an invented exchange, as a report and as a living site, without any input.

mod browser;

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;

use beringia_actions::{self as actions, House, Key};
use beringia_analysis::settings::{Audience, Settings};
use beringia_analysis::snapshot::Snapshot;
use beringia_analysis::societies::{Plan, invent};
use beringia_report::words::Words;
use beringia_store::{Database, Place};
use beringia_web::Site;

use super::serve::{SystemClock, listen, runtime, until_stopped};
use super::{analyse, is_terminal, language, print, set_threads};
use crate::config::database_file;
use crate::exit::Failure;
use crate::folder::Folder;
use crate::options::{Demo, Shared};

/// People and statements of the invented exchange.
const PEOPLE: u32 = 1_060;
const STATEMENTS: u32 = 60;
const SEED: &str = "tide-2026";
/// The same of its first round, which is closed and released.
const PEOPLE_BEFORE: u32 = 480;
const STATEMENTS_BEFORE: u32 = 24;
const SEED_BEFORE: &str = "tide-2025";
/// Where the site listens unless told otherwise.
const PORT: u16 = 8080;

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
    if options.no_serve {
        return Ok(());
    }
    let folder = tempfile::tempdir().map_err(|cause| Failure::Served(cause.to_string()))?;
    let runtime = runtime()?;
    let done = runtime.block_on(serve(options, folder.path(), &snapshot, &words));
    runtime.shutdown_background();
    done
}

/// The living site, in a folder that is gone when it stops.
async fn serve(
    options: &Demo,
    data: &Path,
    snapshot: &Snapshot,
    words: &Words,
) -> Result<(), Failure> {
    let database = Database::open(Place::Sqlite(database_file(data))).await?;
    let house = House::open(database, Key::random()?, Arc::new(SystemClock)).await?;
    actions::furnish(&house, snapshot).await?;
    let (intake, _) = invent(&Plan {
        exposures: true,
        answered: 0.7,
        ..Plan::new(PEOPLE_BEFORE, STATEMENTS_BEFORE, SEED_BEFORE)
    });
    let before = Snapshot::freeze(intake, None)?;
    actions::furnish_released(&house, &before, beringia_web::rendered).await?;
    let local = |port: u16| SocketAddr::from(([127, 0, 0, 1], port));
    let listener = match options.port {
        Some(port) => listen(local(port)).await?,
        None => match listen(local(PORT)).await {
            Ok(listener) => listener,
            Err(_) => listen(local(0)).await?,
        },
    };
    let address = listener.local_addr().map_err(|error| Failure::Served(error.to_string()))?;
    let public_url = format!("http://{address}");
    print(&format!("\n{}\n", words.tell("terminal-demo-serves", &[("address", &public_url)])))?;
    if is_terminal() && !options.no_open {
        browser::open(&public_url);
    }
    let settings = beringia_web::Settings { public_url, trusts_proxy: false, is_demo: true };
    until_stopped(listener, Site::new(house, settings)).await
}
