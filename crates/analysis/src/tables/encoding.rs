//! Which bytes are text: UTF-8 (a byte order mark is accepted), or GB18030 where whoever reads says so.

use encoding_rs::{Decoder, GB18030};

use super::error::Problem;

/// How a file's bytes are to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// The rule.
    Utf8,
    /// The Chinese national standard, still written by spreadsheets.
    Gb18030,
}

/// Turns blocks into UTF-8 blocks.
pub struct Transcoder {
    decoder: Option<Decoder>,
    text: String,
}

impl std::fmt::Debug for Transcoder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Transcoder")
            .field("gb18030", &self.decoder.is_some())
            .finish_non_exhaustive()
    }
}

impl Transcoder {
    /// For a file of this encoding.
    pub fn new(encoding: Encoding) -> Self {
        let decoder = match encoding {
            Encoding::Utf8 => None,
            Encoding::Gb18030 => Some(GB18030.new_decoder_without_bom_handling()),
        };
        Self { decoder, text: String::new() }
    }

    /// The block as UTF-8; UTF-8 itself is handed on unchecked, cells are checked where they are used.
    pub fn block<'a>(&'a mut self, block: &'a [u8], last: bool) -> Result<&'a [u8], Problem> {
        let Some(decoder) = &mut self.decoder else { return Ok(block) };
        self.text.clear();
        let room = decoder.max_utf8_buffer_length(block.len()).unwrap_or(block.len() * 4 + 16);
        self.text.reserve(room);
        let (_, _, malformed) = decoder.decode_to_string(block, &mut self.text, last);
        if malformed { Err(Problem::UnknownEncoding) } else { Ok(self.text.as_bytes()) }
    }
}

/// Refuses what is plainly no CSV text, by its first bytes.
pub fn check_start(start: &[u8]) -> Result<(), Problem> {
    match start {
        [] => Err(Problem::Empty),
        [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] => Err(Problem::Utf16),
        [b'P', b'K', 3, 4, ..] | [0xD0, 0xCF, 0x11, 0xE0, ..] | [0x1F, 0x8B, ..] => {
            Err(Problem::Archive)
        }
        _ => Ok(()),
    }
}
