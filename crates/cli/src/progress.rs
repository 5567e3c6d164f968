//! True progress on stderr: bytes read of bytes there are.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// Whether to show progress.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Show {
    Yes,
    No,
}

/// A sign of life while there is nothing to count.
pub(crate) fn busy(what: &str, show: Show) -> ProgressBar {
    let bar = match show {
        Show::Yes => ProgressBar::new_spinner(),
        Show::No => ProgressBar::hidden(),
    };
    bar.set_message(what.to_owned());
    bar.enable_steady_tick(Duration::from_millis(120));
    bar
}

/// A sign of life that says how far something is, on a terminal.
pub(crate) fn spinner(show: Show) -> ProgressBar {
    busy("", show)
}

/// A bar over bytes; indicatif shows it on a terminal only.
pub(crate) fn bytes(total: u64, what: &str, show: Show) -> ProgressBar {
    let target = match show {
        Show::Yes => ProgressDrawTarget::stderr(),
        Show::No => ProgressDrawTarget::hidden(),
    };
    let style = ProgressStyle::with_template("{msg} {wide_bar} {bytes} / {total_bytes}");
    ProgressBar::with_draw_target(Some(total), target)
        .with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
        .with_message(what.to_owned())
}
