//! Coming in: one invitation brings in one person, however often and however fast its form is sent.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::town::{codes, open_house};
use beringia_actions::{self as actions, Consent, House, Refusal};
use beringia_domain::{AgeBand, Code, Part};
use beringia_store as store;

fn said(form: &str) -> Consent {
    Consent { form: form.to_owned(), age: AgeBand::From40, language: "zh-Hans" }
}

fn refusal<T>(done: &Result<T, actions::ActionError>) -> Option<Refusal> {
    match done {
        Err(actions::ActionError::Refused(refusal)) => Some(*refusal),
        _ => None,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_sent_many_times_at_once_brings_in_one_person() {
    for fresh in crate::common::both().await {
        let house = open_house(fresh.database.clone()).await;
        for (place, code) in codes(&house).await.into_iter().take(8).enumerate() {
            let people = sent_at_once(&house, &code, &said(&format!("form {place}"))).await;
            assert_eq!(people.len(), 1, "invitation {place}");
        }
    }
}

/// One form sent six times at the same time; who came in by it.
async fn sent_at_once(house: &Arc<House>, code: &Code, said: &Consent) -> BTreeSet<i64> {
    let send = || {
        let (house, code, said) = (Arc::clone(house), code.clone(), said.clone());
        tokio::spawn(async move { actions::join(&house, &code, &said).await })
    };
    let sent: Vec<_> = (0..6).map(|_| send()).collect();
    let mut people = BTreeSet::new();
    for one in sent {
        people.insert(one.await.unwrap().unwrap().person.participant);
    }
    people
}

#[tokio::test(flavor = "multi_thread")]
async fn two_people_with_one_invitation_are_one_too_many() {
    let all = crate::common::both().await;
    let house = open_house(all[0].database.clone()).await;
    let before = house.came();
    let code = codes(&house).await.remove(0);
    let sent: Vec<_> = (0..6)
        .map(|n| {
            let (house, code) = (house.clone(), code.clone());
            tokio::spawn(async move { actions::join(&house, &code, &said(&format!("{n}"))).await })
        })
        .collect();
    let mut came = 0;
    for one in sent {
        match one.await.unwrap() {
            Ok(_) => came += 1,
            error => assert_eq!(refusal(&error), Some(Refusal::InvitationUsed)),
        }
    }
    assert_eq!(came, 1);
    assert_eq!(house.came()[0], before[0] + 1, "what the others had claimed is free again");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stop_between_the_two_transactions_leaves_no_second_way_in() {
    let all = crate::common::both().await;
    let house = open_house(all[0].database.clone()).await;
    let code = codes(&house).await.remove(0);
    let first = actions::join(&house, &code, &said("form")).await.unwrap();
    // What is left when the server stops after the claim: the claim, and an open invitation. The form of the
    // first invitation stands for it, sent with another one's code.
    let other = codes(&house).await.remove(1);
    let again = actions::join(&house, &other, &said("form")).await.unwrap();
    assert_eq!(again.person, first.person, "the same person, not a second one");
    let late = actions::join(&house, &other, &said("somebody else")).await;
    assert_eq!(refusal(&late), Some(Refusal::InvitationUsed), "the form paid for what it claimed");
}

#[tokio::test(flavor = "multi_thread")]
async fn going_back_on_a_device_that_was_told_to_forget_brings_nobody_in() {
    let all = crate::common::both().await;
    let house = open_house(all[0].database.clone()).await;
    let code = codes(&house).await.remove(0);
    let joined = actions::join(&house, &code, &said("form")).await.unwrap();
    actions::forget_form(&house, &joined.person).await.unwrap();
    let back = actions::join(&house, &code, &said("form")).await;
    assert_eq!(refusal(&back), Some(Refusal::InvitationUsed));
    let known = actions::come_back(&house, &joined.code).await.unwrap();
    assert_eq!(known.person, joined.person, "her code still does");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_is_of_the_side_it_came_in_by() {
    let all = crate::common::both().await;
    let house = open_house(all[0].database.clone()).await;
    let first = actions::join_openly(&house, Part::First, &said("form")).await.unwrap();
    let again = actions::join_openly(&house, Part::Second, &said("form")).await.unwrap();
    assert_eq!(
        (again.person, house.side_of(first.person.participant)),
        (first.person, Some(Part::First))
    );
    actions::withdraw(&house, &first.person).await.unwrap();
    assert_eq!(house.side_of(first.person.participant), None);
    let rows = store::participations(&house.database, house.exchange).await.unwrap();
    let row = rows.iter().find(|row| row.participant == first.person.participant).unwrap();
    assert!(!row.is_claimed && !row.is_free, "a withdrawn participation is nobody's, for ever");
}
