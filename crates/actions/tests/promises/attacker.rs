//! Promise: people apart from ballots. An attacker holds the database, its files, and the order in which twenty
//! people came. Once the conversation is closed she links them to ballots no better than by guessing. The same
//! attack before that, while the order of arrival is still in the files, succeeds: the test can fail.

use std::path::Path;
use std::process::Command;

use crate::town::{codes, open_house, organiser};
use beringia_actions::{self as actions, Approver, Consent, House, Next, Person};
use beringia_domain::{AgeBand, Change, Choice, ProposalState};
use beringia_store::{self as store, Place};

/// People who come, in an order the attacker knows.
const PEOPLE: usize = 20;

/// Twenty people come one after the other, each by her own invitation, and vote.
async fn let_people_in(house: &House) -> Vec<Person> {
    let mut came = Vec::new();
    for (place, code) in codes(house).await.iter().take(PEOPLE).enumerate() {
        let said = Consent { form: format!("form {place}"), age: AgeBand::From25, language: "en" };
        let joined = actions::join(house, code, &said).await.unwrap();
        let Next::Statement(card) = actions::next(house, &joined.person, 1).unwrap() else {
            panic!("there is a statement to answer");
        };
        let token = card.token(&house.key);
        actions::vote(house, &joined.person, &token, Choice::Agree, "en").await.unwrap();
        came.push(joined.person);
    }
    came
}

async fn close(house: &House) {
    let all = store::proposals(&house.database, house.exchange).await.unwrap();
    let is_close = |p: &&store::StoredProposal| {
        p.state == ProposalState::Waiting && matches!(p.change, Change::CloseConversation { .. })
    };
    let proposal = all.iter().find(is_close).unwrap();
    let by = Approver::of(&organiser(house, proposal.side.other()).await).unwrap();
    actions::approve(house, &by, proposal.proposal).await.unwrap();
}

/// How many of the ballots, in the order the attacker believes they came, are those of the people who came then.
fn linked(believed: &[i64], came: &[Person]) -> usize {
    believed.iter().zip(came).filter(|(ballot, person)| **ballot == person.participant).count()
}

/// The best of what an order and its reverse tell.
fn best(believed: &[i64], came: &[Person]) -> usize {
    let reversed: Vec<i64> = believed.iter().rev().copied().collect();
    linked(believed, came).max(linked(&reversed, came))
}

/// Orders ballots by the bytes of the database's files: by where each number stands, and by how often pages with
/// it were written.
fn by_bytes(folder: &Path, came: &[Person]) -> usize {
    let files = std::fs::read_dir(folder).unwrap().flatten().map(|entry| entry.path());
    let mut guesses = vec![0];
    for file in files.filter(|path| path.is_file()) {
        let bytes = std::fs::read(&file).unwrap();
        let places = |participant: i64| -> Vec<usize> {
            let mark = participant.to_be_bytes();
            bytes.windows(8).enumerate().filter(|(_, w)| *w == mark).map(|(at, _)| at).collect()
        };
        let found: Vec<(i64, Vec<usize>)> =
            came.iter().map(|p| (p.participant, places(p.participant))).collect();
        let mut by_place = found.clone();
        by_place.sort_by_key(|(number, at)| (at.first().copied(), *number));
        let mut by_last = found.clone();
        by_last.sort_by_key(|(number, at)| (at.last().copied(), *number));
        let mut by_count = found;
        by_count.sort_by_key(|(number, at)| (std::cmp::Reverse(at.len()), *number));
        for order in [by_place, by_last, by_count] {
            let order: Vec<i64> = order.into_iter().map(|(number, _)| number).collect();
            guesses.push(best(&order, came));
        }
    }
    guesses.into_iter().max().unwrap()
}

/// Orders ballots by the transactions that wrote them, which PostgreSQL keeps with every row.
fn by_transactions(url: &str, came: &[Person]) -> usize {
    let mut guesses = vec![0];
    for table in ["vote", "participation", "exposure", "submission"] {
        let text = format!("SELECT participant FROM {table} ORDER BY xmin::text::bigint, ctid");
        let psql = Command::new("psql").args([url, "-Atc", &text]).output().unwrap();
        assert!(psql.status.success(), "{}", String::from_utf8_lossy(&psql.stderr));
        let told = String::from_utf8(psql.stdout).unwrap();
        let ours = |number: &i64| came.iter().any(|p| p.participant == *number);
        let order: Vec<i64> =
            told.lines().filter_map(|line| line.parse().ok()).filter(ours).collect();
        guesses.push(best(&order, came));
    }
    guesses.into_iter().max().unwrap()
}

fn attack(place: &Place, came: &[Person]) -> usize {
    match place {
        Place::Sqlite(file) => by_bytes(file.parent().unwrap(), came),
        Place::Postgres(url) => by_transactions(url, came),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_closed_conversation_does_not_tell_who_said_what() {
    for fresh in crate::common::both().await {
        let house = open_house(fresh.database.clone()).await;
        let came = let_people_in(&house).await;
        let before = attack(&fresh.place, &came);
        assert!(
            before >= PEOPLE / 2,
            "{:?}: the attack works where order is left: {before}",
            fresh.place
        );
        close(&house).await;
        let after = attack(&fresh.place, &came);
        // The best of some twenty random orders of twenty has four or five in place, seldom seven.
        assert!(after <= 7, "{:?}: {after} of {PEOPLE} are linked", fresh.place);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_table_of_ballots_names_an_invitation_or_an_account() {
    let all = crate::common::both().await;
    let house = open_house(all[0].database.clone()).await;
    let came = let_people_in(&house).await;
    let migration = include_str!("../../../store/migrations/1_house.sql");
    let tables: Vec<&str> = migration.split("CREATE TABLE ").skip(1).collect();
    let columns = |name: &str| {
        let table = tables.iter().find(|table| table.starts_with(name)).unwrap();
        let lines = table.lines().skip(1).map(str::trim);
        lines.map_while(|line| line.split(' ').next()).map(str::to_owned).collect::<Vec<_>>()
    };
    for ballots in ["participation", "claim", "vote", "prediction", "exposure", "submission"] {
        for people in ["invitation", "batch", "account", "member", "session", "audit", "proposal"] {
            let shared: Vec<String> =
                columns(ballots).into_iter().filter(|c| columns(people).contains(c)).collect();
            // A side or a state is nobody's name; neither tells one person of many.
            let telling: Vec<&String> = shared
                .iter()
                .filter(|c| {
                    ![
                        "exchange",
                        "side",
                        "state",
                        "PRIMARY",
                        "UNIQUE",
                        ")",
                        "digest",
                        "statement",
                        "",
                        "--",
                    ]
                    .contains(&c.as_str())
                })
                .collect();
            assert!(telling.is_empty(), "{ballots} and {people} share {telling:?}");
        }
    }
    // Digests are of different codes under different purposes: none of one table is found in the other.
    let record = store::audit(&house.database, house.exchange, 0).await.unwrap();
    for person in came {
        let number = person.participant.to_string();
        assert!(
            record.iter().all(|row| !row.subject.contains(&number)),
            "the record names a participation"
        );
    }
}
