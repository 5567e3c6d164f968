//! How far an analysis is, for whoever waits for it; and its end, where nobody does any more.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

/// Measures of which an analysis consists.
pub const STEPS: usize = 8;

/// What an analysis under way tells and is told. It changes no figure.
#[derive(Debug, Default)]
pub struct Watch {
    done: AtomicUsize,
    is_stopped: AtomicBool,
}

impl Watch {
    /// How many of the [`STEPS`] are done.
    pub fn done(&self) -> usize {
        self.done.load(Ordering::Relaxed)
    }

    /// Asks it to stop, which it does before the next measure.
    pub fn stop(&self) {
        self.is_stopped.store(true, Ordering::Relaxed);
    }

    /// Whether it was asked to stop.
    pub fn is_stopped(&self) -> bool {
        self.is_stopped.load(Ordering::Relaxed)
    }

    /// Takes a measure, unless it was asked to stop.
    pub(crate) fn step<T>(&self, measure: impl FnOnce() -> T) -> Option<T> {
        if self.is_stopped() {
            return None;
        }
        let taken = measure();
        self.done.fetch_add(1, Ordering::Relaxed);
        Some(taken)
    }
}
