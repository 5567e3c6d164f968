//! True progress on stderr: bytes read of bytes there are.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// Whether to show progress.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Show {
    Yes,
    No,
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
