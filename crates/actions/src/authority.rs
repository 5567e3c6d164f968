//! Permission is a value. Each verb names the one it needs, so that forgetting it does not compile.

use beringia_domain::{Part, Role};
use beringia_store::Seat;

use crate::error::Refusal;

macro_rules! authority {
    ($(#[$doc:meta])* $name:ident, $allows:expr) => {
        $(#[$doc])*
        #[derive(Debug, Clone)]
        pub struct $name(Seat);

        impl $name {
            /// The authority of a seat, if its role has it.
            pub fn of(seat: &Seat) -> Result<Self, Refusal> {
                let allows: fn(Role) -> bool = $allows;
                if allows(seat.role) { Ok(Self(seat.clone())) } else { Err(Refusal::NotYourRole) }
            }

            /// The side it speaks for.
            pub fn side(&self) -> Part {
                self.0.side
            }

            /// The account it is held by.
            pub fn account(&self) -> i64 {
                self.0.account
            }
        }
    };
}

authority!(
    /// May act for the side.
    Organiser,
    |role| role == Role::Organiser
);
authority!(
    /// May give the side's key.
    Approver,
    Role::approves
);
authority!(
    /// May write statements and decide on them.
    Writing,
    Role::writes
);
authority!(
    /// May look at what organisers see.
    Observer,
    |_| true
);

impl From<&Organiser> for Approver {
    fn from(organiser: &Organiser) -> Self {
        Self(organiser.0.clone())
    }
}

impl Observer {
    /// An organiser may look at what organisers see.
    pub(crate) fn of_organiser(organiser: &Organiser) -> Self {
        Self(organiser.0.clone())
    }
}
