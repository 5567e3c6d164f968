//! A prediction: of 100 people on a side who answer, how many agree?

/// A whole number of people out of 100.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ExpectedShare(u8);

impl ExpectedShare {
    /// Accepts 0 to 100.
    pub fn new(of_hundred: u8) -> Option<Self> {
        (of_hundred <= 100).then_some(Self(of_hundred))
    }

    /// People out of 100.
    pub fn of_hundred(self) -> u8 {
        self.0
    }
}
