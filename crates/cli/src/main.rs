//! The keys: parse what is typed, wire the rooms together, print.

mod command;
mod config;
mod exit;
mod files;
mod folder;
mod options;
mod progress;

use std::process::ExitCode;

use clap::Parser;

use crate::options::{Command, Keys};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let keys = Keys::parse();
    let as_json = keys.json;
    let result = match keys.command {
        Command::Analyse(options) => command::analyse::run(&options, &keys.shared, as_json),
        Command::Invent(options) => command::invent::run(&options, &keys.shared, as_json),
        Command::Demo(options) => command::demo::run(&options, &keys.shared, as_json),
        Command::Convert(options) => command::convert::run(&options, &keys.shared, as_json),
        Command::Serve(options) => command::serve::run(&options),
        Command::Migrate(options) => command::serve::migrate(&options, &keys.shared),
        Command::Backup(options) => command::backup::run(&options, &keys.shared),
        Command::Restore(options) => command::backup::restore(&options, &keys.shared),
        Command::Import(options) => command::import::run(&options, &keys.shared, keys.json),
        Command::Audit(options) => command::audit::run(&options, &keys.shared),
        Command::Draw(options) => command::draw::run(&options, &keys.shared, as_json),
        Command::Report(options) => command::report::run(&options, &keys.shared, as_json),
        Command::Completions { shell } => {
            command::completions::run(shell);
            Ok(())
        }
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => exit::report(&failure, as_json),
    }
}
