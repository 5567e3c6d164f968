//! Shows an address in the desktop's browser.

use std::process::{Command, Stdio};

/// Asks the desktop to open an address; whether it took the request.
pub(super) fn open(address: &str) -> bool {
    let opener = if cfg!(target_os = "macos") { "open" } else { "xdg-open" };
    let has_screen = cfg!(target_os = "macos") || has_display();
    has_screen
        && Command::new(opener)
            .arg(address)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .is_ok()
}

#[expect(
    clippy::disallowed_methods,
    reason = "whether there is a screen is told by the environment"
)]
fn has_display() -> bool {
    ["DISPLAY", "WAYLAND_DISPLAY"].into_iter().any(|name| std::env::var(name).is_ok())
}
