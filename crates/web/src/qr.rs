//! QR codes as drawings: whole-pixel modules, a quiet zone of four.

use qrcode::{Color, EcLevel, QrCode};

/// Modules of quiet around the code.
const QUIET: usize = 4;

/// The drawing of a text: side in modules, and the path of its dark modules.
pub(crate) fn drawing(text: &str) -> (usize, String) {
    let Ok(code) = QrCode::with_error_correction_level(text.as_bytes(), EcLevel::M) else {
        return (0, String::new());
    };
    let width = code.width();
    let colours = code.to_colors();
    let mut path = String::new();
    for (y, row) in colours.chunks(width).enumerate() {
        let mut x = 0;
        while x < width {
            let run = row[x..].iter().take_while(|colour| **colour == Color::Dark).count();
            if run > 0 {
                path += &format!("M{} {}h{run}v1h-{run}z", x + QUIET, y + QUIET);
            }
            x += run.max(1);
        }
    }
    (width + 2 * QUIET, path)
}
