//! The commands, a file each.

pub(crate) mod analyse;
pub(crate) mod audit;
pub(crate) mod backup;
pub(crate) mod completions;
pub(crate) mod convert;
pub(crate) mod demo;
pub(crate) mod draw;
pub(crate) mod import;
pub(crate) mod invent;
pub(crate) mod report;
pub(crate) mod serve;

use std::io::{IsTerminal, Write};

use beringia_report::words::Language;

use crate::exit::Failure;
use crate::options::{Shared, Tongue};
use crate::progress::Show;

/// The language to print in: as asked for, else that of the terminal, else English.
#[expect(clippy::disallowed_methods, reason = "the one place where the environment is read")]
pub(crate) fn language(shared: &Shared) -> Language {
    match shared.language {
        Some(Tongue::En) => Language::English,
        Some(Tongue::Zh) => Language::Chinese,
        None => {
            let set = ["LC_ALL", "LC_MESSAGES", "LANG"]
                .into_iter()
                .find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()));
            let chinese = set.is_some_and(|value| value.starts_with("zh"));
            if chinese { Language::Chinese } else { Language::English }
        }
    }
}

/// Whether to show progress.
pub(crate) fn show(shared: &Shared) -> Show {
    if shared.quiet { Show::No } else { Show::Yes }
}

/// Prints on stdout; a reader who has gone away is no fault, a full disk is.
pub(crate) fn print(text: &str) -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(cause) if cause.kind() != std::io::ErrorKind::BrokenPipe => {
            Err(Failure::Unwritable { path: "standard output".into(), cause })
        }
        _ => Ok(()),
    }
}

/// Prints a remark on stderr.
#[expect(clippy::print_stderr, reason = "remarks for the user, apart from results")]
pub(crate) fn remark(text: &str) {
    eprintln!("{text}");
}

/// Whether stdout is a terminal that people look at.
pub(crate) fn is_terminal() -> bool {
    std::io::stdout().is_terminal()
}

/// Sets the number of threads; results do not depend on it.
pub(crate) fn set_threads(shared: &Shared) {
    if let Some(threads) = shared.threads {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads.into());
        let _ = pool.build_global();
    }
}
