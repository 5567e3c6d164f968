//! Pages, a file each.

pub(crate) mod account;
pub(crate) mod approvals;
pub(crate) mod assets;
pub(crate) mod bring;
pub(crate) mod charter;
pub(crate) mod conversation;
pub(crate) mod desk;
pub(crate) mod door;
pub(crate) mod every;
pub(crate) mod front;
pub(crate) mod health;
pub(crate) mod invitations;
pub(crate) mod link;
pub(crate) mod look;
pub(crate) mod own;
pub(crate) mod people;
pub(crate) mod place;
pub(crate) mod record;
pub(crate) mod results;
pub(crate) mod say;
pub(crate) mod statements;
pub(crate) mod talk;
