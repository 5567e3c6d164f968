//! What a database holds, and how that compares with what was acknowledged.

use std::collections::{BTreeMap, BTreeSet};

use beringia_store::{self as store, Database, Place as Where};

use crate::voter::{Deeds, Place, Voter};

/// What a database holds.
#[derive(Debug)]
pub(crate) struct Truth {
    pub(crate) deeds: Deeds,
    /// By person: position and statement.
    exposures: BTreeMap<i64, Vec<(i64, i64)>>,
    claimed: BTreeSet<i64>,
}

impl Truth {
    /// Reads a database that nobody serves.
    pub(crate) async fn read(place: &Where) -> Self {
        let database = Database::open(place.clone()).await.expect("the database opens");
        let found = store::exchange(&database).await.expect("readable").expect("an exchange");
        let (exchange, mut deeds) = (found.exchange, Deeds::default());
        for vote in store::votes(&database, exchange, 1).await.expect("votes") {
            let before = deeds.votes.insert((vote.participant, vote.statement), vote.choice);
            assert_eq!(before, None, "one vote of one person on one statement");
        }
        for row in store::predictions(&database, exchange, 1).await.expect("predictions") {
            deeds.predictions.insert((row.participant, row.statement), row.share);
        }
        let mut exposures: BTreeMap<i64, Vec<(i64, i64)>> = BTreeMap::new();
        for row in store::exposures(&database, exchange, 1).await.expect("exposures") {
            exposures.entry(row.participant).or_default().push((row.position, row.statement));
        }
        let people = store::participations(&database, exchange).await.expect("people");
        let claimed = people.iter().filter(|row| row.is_claimed).map(|row| row.participant);
        let claimed = claimed.collect();
        database.close().await;
        Self { deeds, exposures, claimed }
    }
}

/// What should not be.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Faults {
    /// Acknowledged, and not there as acknowledged last.
    pub(crate) lost: Vec<Place>,
    /// There, and never sent.
    pub(crate) strange: Vec<Place>,
    /// People whose statements were not counted once each: one exposure for each vote, positions 1, 2, …
    pub(crate) doubled: Vec<i64>,
    /// People who came in and are not known.
    pub(crate) unknown: Vec<i64>,
}

impl Faults {
    /// Compares what is there with what was there before and what these voters know.
    pub(crate) fn find(before: &Truth, after: &Truth, voters: &[Voter]) -> Self {
        let (mut kept, mut open) = (Deeds::default(), Deeds::default());
        for voter in voters {
            kept.votes.extend(&voter.kept.votes);
            kept.predictions.extend(&voter.kept.predictions);
            if let Some(sent) = &voter.open {
                sent.put_into(&mut open);
            }
        }
        let mut faults = Self::default();
        let deeds = |truth: &Truth| truth.deeds.clone();
        let (was, is) = (deeds(before), deeds(after));
        faults.compare([&was.votes, &kept.votes, &open.votes, &is.votes]);
        let all = [&was.predictions, &kept.predictions, &open.predictions, &is.predictions];
        faults.compare(all);
        let people: BTreeSet<i64> = kept.votes.keys().map(|(person, _)| *person).collect();
        faults.unknown.extend(people.difference(&after.claimed));
        for person in people {
            let voted = is.votes.range((person, i64::MIN)..=(person, i64::MAX));
            let voted: Vec<i64> = voted.map(|((_, statement), _)| *statement).collect();
            let rows = after.exposures.get(&person).cloned().unwrap_or_default();
            let mut shown: Vec<i64> = rows.iter().map(|(_, statement)| *statement).collect();
            shown.sort_unstable();
            let is_in_order = rows.iter().zip(1..).all(|((position, _), n)| *position == n);
            if shown != voted || !is_in_order {
                faults.doubled.push(person);
            }
        }
        faults
    }

    fn compare<T: Copy + Eq>(&mut self, maps: [&BTreeMap<Place, T>; 4]) {
        let [before, kept, open, after] = maps;
        let is_there = |place: &Place, value: &T| after.get(place) == Some(value);
        let is_open = |place: &Place| open.get(place).is_some_and(|value| is_there(place, value));
        let all = before.iter().chain(kept);
        let lost = all.filter(|(place, value)| !is_there(place, value) && !is_open(place));
        self.lost.extend(lost.map(|(place, _)| *place));
        let known = |place: &Place| [before, kept, open].iter().any(|map| map.contains_key(place));
        self.strange.extend(after.keys().filter(|place| !known(place)));
    }
}
