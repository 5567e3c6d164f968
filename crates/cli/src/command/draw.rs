//! `beringia draw`: a delegation by lottery, on plain files.

mod ceremony;
mod explain;
mod plan;
mod pool;
mod verify;

use crate::exit::Failure;
use crate::options::{Draw, Shared};

/// Does what was asked.
pub(crate) fn run(options: &Draw, shared: &Shared, as_json: bool) -> Result<(), Failure> {
    super::set_threads(shared);
    match options {
        Draw::Check(pool) => plan::check(pool, shared),
        Draw::Plan(options) => plan::run(options, shared),
        Draw::Secret { out } => ceremony::secret(out, shared),
        Draw::Commit(options) => ceremony::commit(options, shared),
        Draw::Approve(key) => ceremony::approve(key, shared),
        Draw::Reveal(key) => ceremony::reveal(key, shared),
        Draw::Run(options) => ceremony::run(options, shared),
        Draw::Verify(options) => verify::run(options, shared, as_json),
        Draw::Replace(options) => ceremony::replace(options, shared),
    }
}
