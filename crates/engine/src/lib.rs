//! The mathematics of Beringia: numbers in, numbers out.
//!
//! This room knows no id, no name, no language; people, statements and the two halves of an exchange
//! are indices here. It reads no clock, draws no chance that was not handed in as a seed, iterates over
//! nothing hashed, and does not panic on finite input. Sums run in a fixed order, so the same input
//! gives the same output, bit for bit.

pub mod assemble;
pub mod false_discovery;
pub mod integer_program;
pub mod interval;
pub mod linear_program;
pub mod measure;
pub mod random;

/// The worked examples of `docs/methods/` run as tests.
#[cfg(doctest)]
mod methods {
    macro_rules! page {
        ($name:ident, $file:literal) => {
            #[doc = include_str!(concat!("../../../docs/methods/", $file))]
            struct $name;
        };
    }
    page!(Agreement, "agreement.md");
    page!(CommonGround, "common-ground.md");
    page!(Shortlist, "shortlist.md");
    page!(Misjudgement, "misjudgement.md");
    page!(Diversity, "diversity.md");
    page!(Exposure, "exposure.md");
    page!(Missingness, "missingness.md");
    page!(LeastNumbers, "least-numbers.md");
    page!(OpinionMap, "opinion-map.md");
    page!(OpinionGroups, "opinion-groups.md");
    page!(Polis, "polis.md");
    page!(Lottery, "lottery.md");
}
