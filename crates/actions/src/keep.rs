//! What the server does by itself: weights every ten seconds, expired rows away, ballots deleted on their day.

use beringia_domain::Stage;
use beringia_engine::measure::routing::weights;
use beringia_engine::random::Seed;
use beringia_store as store;

use crate::audit::Act;
use crate::error::ActionError;
use crate::house::House;
use crate::live::{LiveConversation, Tables};
use crate::secret::random_number;

/// Computes the routing tables of open conversations in which something was done since.
pub async fn refresh_routing(house: &House) -> Result<(), ActionError> {
    for live in house.conversations() {
        let is_due = live.stage() == Stage::Open
            && live.with(|state| std::mem::take(&mut state.acts_since)) > 0;
        if is_due {
            refresh_one(house, &live).await?;
        }
    }
    Ok(())
}

async fn refresh_one(house: &House, live: &LiveConversation) -> Result<(), ActionError> {
    let [first, second] = live.tallies();
    let numbers = [random_number()?, random_number()?];
    let computed = tokio::task::spawn_blocking(move || {
        let stream = |number: i64| Seed::new(&number.to_string()).stream("routing table");
        [
            weights(&first, &second, &mut stream(numbers[0])),
            weights(&second, &first, &mut stream(numbers[1])),
        ]
    });
    let computed = computed.await.map_err(|error| ActionError::Machine(error.to_string()))?;
    let mut tx = house.database.write().await?;
    for ((number, side), weights) in
        numbers.into_iter().zip(beringia_domain::Part::BOTH).zip(&computed)
    {
        let json = serde_json::to_string(weights)
            .map_err(|error| ActionError::Machine(error.to_string()))?;
        store::save_routing_table(&mut tx, house.exchange, live.number, (number, side), &json)
            .await?;
    }
    tx.commit().await?;
    live.set_tables(Tables { numbers, weights: computed });
    Ok(())
}

/// Deletes what has expired; on the day named at consent, the ballots.
pub async fn housekeeping(house: &House) -> Result<(), ActionError> {
    let mut tx = house.database.write().await?;
    store::purge_expired(&mut tx, house.exchange, house.now_second()).await?;
    store::purge_day_old(&mut tx, house.exchange, house.today()).await?;
    tx.commit().await?;
    let has_brought = house
        .conversations()
        .iter()
        .any(|live| live.content().imported.as_ref().is_some_and(|imported| imported.votes > 0));
    if house.is_past_keeping() && (has_brought || house.came() != [0, 0]) {
        let _deleting = house.deleting();
        let mut act = Act::begin(house, 0, None).await?;
        store::delete_ballots(&mut act.tx, house.exchange).await?;
        act.end("ballots-deleted", "on the day named at consent").await?;
        store::rewrite_ballots(&house.database).await?;
        house.people.write().unwrap_or_else(std::sync::PoisonError::into_inner).clear();
        house.read_people().await?;
        for live in house.conversations() {
            house.read_conversation(live.number).await?;
        }
    }
    Ok(())
}
