//! A furnished house with an open conversation, for tests of what may be done in it.

use std::sync::Arc;

use beringia_actions::{self as actions, Clock, House, Key, Organiser};
use beringia_analysis::snapshot::Snapshot;
use beringia_analysis::societies::{Plan, invent};
use beringia_domain::{Code, Part, Role};
use beringia_store::{self as store, Database};

#[derive(Debug)]
struct Fixed;

impl Clock for Fixed {
    fn now_second(&self) -> i64 {
        1_795_000_000
    }
}

/// A house in which nobody is.
pub(crate) async fn empty_house(database: Database) -> Arc<House> {
    House::open(database, Key::new([3; 32]), Arc::new(Fixed)).await.unwrap()
}

/// A house with an open conversation of four statements, forty invitations a side and four invented people.
pub(crate) async fn open_house(database: Database) -> Arc<House> {
    let house = empty_house(database).await;
    let plan = Plan { answered: 0.9, predictions: false, ..Plan::new(4, 4, "town") };
    let snapshot = Snapshot::freeze(invent(&plan).0, None).unwrap();
    actions::furnish(&house, &snapshot).await.unwrap();
    house
}

/// The organiser of a side.
pub(crate) async fn organiser(house: &House, side: Part) -> store::Seat {
    let members = store::members(&house.database, house.exchange).await.unwrap();
    let found = members.iter().find(|m| m.side == side && m.role == Role::Organiser);
    let token = actions::sign_in_as(house, found.unwrap().account).await.unwrap();
    actions::seat(house, &token).await.unwrap().unwrap()
}

/// The codes of the first side's invitations.
pub(crate) async fn codes(house: &House) -> Vec<Code> {
    let by = Organiser::of(&organiser(house, Part::First).await).unwrap();
    let all = actions::invitations_of(house, &by, 1).await.unwrap();
    all.into_iter().map(|invitation| invitation.code).collect()
}
