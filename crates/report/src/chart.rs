//! Pictures: drawn on the server as SVG, each with title, description and its table elsewhere on the page.
//!
//! Colour tells the side and is never alone: the first side is a disc, the second a diamond. Hollow is what
//! was expected, solid what is; ink is what holds for both.

pub mod arrows;
pub mod bars;
pub mod bridge;
pub mod lines;
pub mod lottery;
pub mod map;
pub mod missing;
pub mod small;
pub mod svg;
pub mod text;

/// For which width a picture is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Room {
    /// A desk or a sheet of paper.
    Wide,
    /// A phone.
    Narrow,
}

/// A picture with its words, for both widths.
#[derive(Debug, Clone, Default)]
pub struct Chart {
    /// The finding as a sentence.
    pub title: String,
    /// How to read it.
    pub subtitle: String,
    /// Marks and what they mean: small pictures and words.
    pub legend: Vec<(String, String)>,
    /// For a desk.
    pub wide: String,
    /// For a phone.
    pub narrow: String,
    /// On what it rests.
    pub source: String,
}
