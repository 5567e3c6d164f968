//! What binds both sides is what both have seen.

use crate::town::{open_house, organiser};
use beringia_actions::{self as actions, ActionError, Approver, Organiser, Refusal, Writing};
use beringia_domain::{Both, Change, Part, Role, Stage, StatementStatus};
use beringia_store::{self as store, Seat};

fn is_refused<T>(done: &Result<T, ActionError>, as_told: Refusal) -> bool {
    matches!(done, Err(ActionError::Refused(refusal)) if *refusal == as_told)
}

fn words(en: &str) -> Both {
    Both { en: en.to_owned(), zh: "另一句话。".to_owned() }
}

/// A house to which nobody has come, in a folder that lasts as long as it is held.
async fn nobodys_house() -> (std::sync::Arc<actions::House>, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let place = store::Place::Sqlite(folder.path().join("empty.sqlite"));
    let database = store::Database::open(place).await.unwrap();
    (crate::town::empty_house(database).await, folder)
}

fn account(login: &str, side: Option<Part>) -> actions::NewAccount {
    actions::NewAccount {
        login: login.to_owned(),
        name: login.to_owned(),
        password: "a sentence to remember".to_owned(),
        side,
    }
}

async fn seats(house: &actions::House) -> [Seat; 2] {
    [organiser(house, Part::First).await, organiser(house, Part::Second).await]
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_opens_that_was_changed_after_the_first_key() {
    let all = crate::common::both().await;
    let house = open_house(all[0].database.clone()).await;
    let [ida, lan] = seats(&house).await;
    let rules = house.conversation(1).unwrap().content().rules.clone();
    let number =
        actions::add_conversation(&house, &Organiser::of(&ida).unwrap(), &rules).await.unwrap();
    let new = actions::NewStatement { words: words("One."), language: "en", field: None };
    let by = Writing::of(&ida).unwrap();
    actions::add_statements(&house, &by, number, std::slice::from_ref(&new)).await.unwrap();
    let change = actions::opening(&house, number).await.unwrap();
    let asked = actions::ask(&house, &Organiser::of(&lan).unwrap(), &change).await.unwrap();
    // The other side now changes the words, and then gives its key.
    actions::change_wording(&house, &by, (number, 1), &words("Another.")).await.unwrap();
    let key = Approver::of(&ida).unwrap();
    assert!(is_refused(&actions::approve(&house, &key, asked).await, Refusal::ChangedSince));
    assert_eq!(house.conversation(number).unwrap().stage(), Stage::Draft);
    let change = actions::opening(&house, number).await.unwrap();
    let asked = actions::ask(&house, &Organiser::of(&lan).unwrap(), &change).await.unwrap();
    actions::approve(&house, &key, asked).await.unwrap();
    assert_eq!(house.conversation(number).unwrap().stage(), Stage::Open, "the test can fail");
}

#[tokio::test(flavor = "multi_thread")]
async fn words_that_people_are_reading_are_not_changed_by_one_side_alone() {
    let all = crate::common::both().await;
    let house = open_house(all[0].database.clone()).await;
    let [ida, lan] = seats(&house).await;
    let status = || house.conversation(1).unwrap().content().statements[0].status;
    actions::change_wording(&house, &Writing::of(&ida).unwrap(), (1, 1), &words("New."))
        .await
        .unwrap();
    assert_eq!(status(), StatementStatus::Pending, "hidden until the other side has read it");
    let seen = || actions::words_seen(&house.conversation(1).unwrap().content().statements[0]);
    let read = seen();
    let (hers, theirs) = (Writing::of(&ida).unwrap(), Writing::of(&lan).unwrap());
    actions::approve_translations(&house, &hers, 1, &[(1, read.clone())]).await.unwrap();
    assert_eq!(status(), StatementStatus::Pending, "her own approval is not the other side's");
    // The words change once more between the other side's reading and its approving.
    actions::change_wording(&house, &hers, (1, 1), &words("Newer.")).await.unwrap();
    let late = actions::approve_translations(&house, &theirs, 1, &[(1, read.clone())]).await;
    assert!(is_refused(&late, Refusal::ChangedSince));
    actions::approve_translations(&house, &theirs, 1, &[(1, seen())]).await.unwrap();
    assert_eq!(status(), StatementStatus::Accepted);
    assert_eq!(house.conversation(1).unwrap().content().statements[0].version, 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_are_not_kept_longer_than_people_consented_to() {
    let all = crate::common::both().await;
    let house = open_house(all[0].database.clone()).await;
    let [ida, _] = seats(&house).await;
    let mut charter = house.charter().unwrap().as_ref().clone();
    charter.ballots_until = "2030-01-01".to_owned();
    let change = Change::Charter { charter: Box::new(charter) };
    let done = actions::ask(&house, &Organiser::of(&ida).unwrap(), &change).await;
    assert!(is_refused(&done, Refusal::DayConsented));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_of_one_side_opens_no_door() {
    let all = crate::common::both().await;
    let house = open_house(all[0].database.clone()).await;
    let [ida, _] = seats(&house).await;
    assert!(house.has_open_link(), "the open conversation lets people in by a link");
    let rules = house.conversation(1).unwrap().content().rules.clone();
    actions::add_conversation(&house, &Organiser::of(&ida).unwrap(), &rules).await.unwrap();
    let waiting = store::proposals(&house.database, house.exchange).await.unwrap();
    let close = waiting.iter().find(|p| p.change.kind() == "close-conversation").unwrap().proposal;
    actions::approve(&house, &Approver::of(&ida).unwrap(), close).await.unwrap();
    assert!(!house.has_open_link(), "the other one is a draft");
}

#[tokio::test(flavor = "multi_thread")]
async fn one_grant_makes_one_link() {
    let all = crate::common::both().await;
    let house = open_house(all[0].database.clone()).await;
    let [ida, lan] = seats(&house).await;
    let by = Organiser::of(&ida).unwrap();
    assert!(is_refused(
        &actions::open_link(&house, &by, Role::Deputy).await,
        Refusal::NotApprovedYet
    ));
    let waiting = store::proposals(&house.database, house.exchange).await.unwrap();
    let asked = waiting.iter().find(|p| p.change.kind() == "appoint").unwrap().proposal;
    actions::approve(&house, &Approver::of(&lan).unwrap(), asked).await.unwrap();
    let links = links_at_once(&house, &by).await;
    assert_eq!(links.iter().filter(|made| **made).count(), 1, "{links:?}");
    let other = Organiser::of(&lan).unwrap();
    assert!(is_refused(
        &actions::open_link(&house, &other, Role::Deputy).await,
        Refusal::NotApprovedYet
    ));
}

/// Five links asked for at the same time; which were made.
async fn links_at_once(house: &std::sync::Arc<actions::House>, by: &Organiser) -> Vec<bool> {
    let asked: Vec<_> = (0..5)
        .map(|_| {
            let (house, by) = (house.clone(), by.clone());
            tokio::spawn(async move { actions::open_link(&house, &by, Role::Deputy).await.is_ok() })
        })
        .collect();
    let mut made = Vec::new();
    for one in asked {
        made.push(one.await.unwrap());
    }
    made
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_first_link_is_no_key_of_the_other_side() {
    let (house, _folder) = nobodys_house().await;
    let new = |login: &str| account(login, None);
    let first = actions::first_link(&house).await.unwrap().unwrap();
    let spare = actions::first_link(&house).await.unwrap().unwrap();
    let ida = actions::take_seat(&house, &first, &new("ida")).await.unwrap();
    assert!(is_refused(&actions::take_seat(&house, &spare, &new("eve")).await, Refusal::LinkUsed));
    let seat = actions::seat(&house, &ida.token).await.unwrap().unwrap();
    let by = Organiser::of(&seat).unwrap();
    let given = actions::link_for_other_side(&house, &by).await.unwrap();
    let kept = actions::link_for_other_side(&house, &by).await.unwrap();
    actions::take_seat(&house, &given, &new("lan")).await.unwrap();
    assert!(is_refused(&actions::take_seat(&house, &kept, &new("me")).await, Refusal::LinkUsed));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_step_is_approved_from_where_it_was_asked_or_not_at_all() {
    let all = crate::common::both().await;
    let house = open_house(all[0].database.clone()).await;
    let [ida, lan] = seats(&house).await;
    let with = |payer: &str, quota: u32| {
        let mut charter = house.charter().unwrap().as_ref().clone();
        payer.clone_into(&mut charter.payer.en);
        charter.sides[1].quota = quota;
        Change::Charter { charter: Box::new(charter) }
    };
    let by = Organiser::of(&ida).unwrap();
    let old = actions::ask(&house, &by, &with("Somebody else.", 900)).await.unwrap();
    let newer = actions::ask(&house, &by, &with("Each pays half.", 901)).await.unwrap();
    let key = Approver::of(&lan).unwrap();
    actions::approve(&house, &key, newer).await.unwrap();
    assert!(is_refused(&actions::approve(&house, &key, old).await, Refusal::ChangedSince));
    assert_eq!(house.charter().unwrap().sides[1].quota, 901);
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_leave_after_the_close_and_not_to_show_who_withdrew() {
    let all = crate::common::both().await;
    let house = open_house(all[0].database.clone()).await;
    let [ida, lan] = seats(&house).await;
    let (by, key) = (Organiser::of(&ida).unwrap(), Approver::of(&lan).unwrap());
    let export = Change::Export { conversation: 1, recipients: "Dr Moreno".to_owned() };
    assert!(is_refused(&actions::ask(&house, &by, &export).await, Refusal::StageForbids));
    let waiting = store::proposals(&house.database, house.exchange).await.unwrap();
    let close = waiting.iter().find(|p| p.change.kind() == "close-conversation").unwrap().proposal;
    actions::approve(&house, &Approver::of(&ida).unwrap(), close).await.unwrap();
    let early = actions::ask(&house, &by, &export).await.unwrap();
    for refused in [
        actions::export_rows(&house, &by, early).await.map(drop),
        actions::leave_with_copy(&house, &by, 1).await.map(drop),
    ] {
        assert!(is_refused(&refused, Refusal::NotApprovedYet), "with one key nobody's rows leave");
    }
    // Opened and closed once more between the two keys: the first was not meant for whoever came in then.
    for change in
        [actions::opening(&house, 1).await.unwrap(), Change::CloseConversation { conversation: 1 }]
    {
        let again = actions::ask(&house, &by, &change).await.unwrap();
        actions::approve(&house, &key, again).await.unwrap();
    }
    actions::approve(&house, &key, early).await.unwrap();
    let refused = actions::export_rows(&house, &by, early).await;
    assert!(is_refused(&refused, Refusal::NotApprovedYet), "a key given before others came");
    let asked = actions::ask(&house, &by, &export).await.unwrap();
    actions::approve(&house, &key, asked).await.unwrap();
    actions::leave_with_copy(&house, &by, 1).await.unwrap();
    for _ in 0..2 {
        let rows = actions::export_rows(&house, &by, asked).await.unwrap();
        let people = rows.iter().find(|(name, _)| *name == "participants.csv").unwrap();
        assert_eq!(people.1.lines().count(), 5, "four people and a header");
    }
    let votes = store::votes(&house.database, house.exchange, 1).await.unwrap();
    let participant = votes[0].participant;
    let person = actions::Person { participant, side: house.side_of(participant).unwrap() };
    actions::withdraw(&house, &person).await.unwrap();
    assert!(is_refused(&actions::export_rows(&house, &by, asked).await, Refusal::FewWithdrew));
    let open = actions::opening(&house, 1).await.unwrap();
    let again = actions::ask(&house, &by, &open).await;
    assert!(is_refused(&again, Refusal::HasLeft), "rows have left: nobody comes in any more");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_very_first_organiser_chooses_her_side_and_nobody_else() {
    let (house, _folder) = nobodys_house().await;
    let (first, second) = (Some(Part::First), Some(Part::Second));
    let link = actions::first_link(&house).await.unwrap().unwrap();
    let spare = actions::first_link(&house).await.unwrap().unwrap();
    let ida = actions::take_seat(&house, &link, &account("ida", second)).await.unwrap();
    let seat = actions::seat(&house, &ida.token).await.unwrap().unwrap();
    assert_eq!(seat.side, Part::Second);
    for side in [None, first, second] {
        let taken = actions::take_seat(&house, &spare, &account("eve", side)).await;
        assert!(is_refused(&taken, Refusal::LinkUsed), "{side:?}");
    }
    let by = Organiser::of(&seat).unwrap();
    let given = actions::link_for_other_side(&house, &by).await.unwrap();
    let wrong = actions::take_seat(&house, &given, &account("lan", second)).await;
    assert!(is_refused(&wrong, Refusal::LinkUsed));
    let lan = actions::take_seat(&house, &given, &account("lan", first)).await.unwrap();
    assert_eq!(actions::seat(&house, &lan.token).await.unwrap().unwrap().side, Part::First);
}
