//! `beringia completions`: completions for a shell.

use clap::CommandFactory;
use clap_complete::{Shell, generate};

use crate::options::Keys;

/// Prints them.
pub(crate) fn run(shell: Shell) {
    generate(shell, &mut Keys::command(), "beringia", &mut std::io::stdout());
}
