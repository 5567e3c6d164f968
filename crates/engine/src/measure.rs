//! What people think: from votes and predictions to measures, each with its count and its error.

pub mod agreement;
pub mod common_ground;
pub mod dispersion;
pub mod division;
pub mod exposure;
pub mod index;
pub mod jackknife;
pub mod least;
pub mod misjudgement;
pub mod missingness;
pub mod opinions;
pub mod own_half;
pub mod pooled_gap;
pub mod prediction_matrix;
pub mod prediction_score;
pub mod shortlist;
pub mod vote_matrix;
