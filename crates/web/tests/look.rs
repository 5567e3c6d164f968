//! Looks at an open conversation: only where both sides agreed, each in the record, none for the sake of a few people.

#![expect(clippy::unwrap_used, reason = "tests")]

#[expect(dead_code, reason = "other tests use the rest of it")]
mod town;

use axum::http::StatusCode;
use beringia_analysis::societies::Plan;
use beringia_domain::{Part, Role};
use beringia_store as store;
use town::{Answer, Town, Visitor};

const LOOK: &str = "/desk/conversations/1/look";

async fn looks(town: &Town) -> usize {
    let all = store::audit(&town.house().database, town.house().exchange, 0).await.unwrap();
    all.iter().filter(|line| line.act == "looked").count()
}

/// Somebody new who agrees with a statement.
async fn come(town: &Town, side: u8) -> Visitor {
    let person = Visitor::stranger();
    person.join(town, &format!("/open/{side}")).await;
    let page = person.ask(town, "GET", "/conversation/1", "").await;
    let card = page.body.split("name=\"card\" value=\"").nth(1).unwrap();
    let card = card.split('"').next().unwrap();
    person.send(town, "POST", "/conversation/1", &format!("card={card}&act=agree")).await;
    person
}

fn told(answer: &Answer) -> String {
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    answer.body.split("<h1>").nth(1).unwrap_or_default().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn organisers_look_where_both_sides_agreed_and_every_look_is_in_the_record() {
    let town = Town::of(&Plan::new(200, 12, "looks")).await;
    let organiser = town.signed_in(Role::Organiser, Part::First).await;
    let first = told(&organiser.ask(&town, "POST", LOOK, "").await);
    assert!(first.contains("200 people") && first.contains("12 statements"), "{first}");
    assert!(!first.contains("data-statements=\"1"), "no statement is pointed at");
    assert_eq!(looks(&town).await, 1);
    let map = first.split("<svg").nth(1).unwrap_or_default();
    assert!(map.contains("class=\"cell"), "the map is there");
    let live = town.house().conversation(1).unwrap();
    for statement in &live.content().statements {
        assert!(!first.contains(&statement.wording.en), "no statement is named");
    }
    for told in ["Fingerprint", "%"] {
        assert!(!first.contains(told), "{told}");
    }
    // Ten more on one side and nine on the other are too few to look at what they changed; the tenth is enough.
    for _ in 0..10 {
        come(&town, 1).await;
    }
    for _ in 0..9 {
        come(&town, 2).await;
    }
    let same = told(&organiser.ask(&town, "POST", LOOK, "").await);
    assert_eq!(same, first, "the one before is shown again");
    assert_eq!(looks(&town).await, 2, "and it is in the record, too");
    come(&town, 2).await;
    let second = told(&organiser.ask(&town, "POST", LOOK, "").await);
    assert!(second.contains("220 people"), "{second}");
    // Nobody else may.
    for role in [Role::Moderator, Role::Observer] {
        let other = town.signed_in(role, Part::Second).await;
        assert_eq!(other.ask(&town, "POST", LOOK, "").await.status, StatusCode::FORBIDDEN);
    }
    let stranger = Visitor::stranger().ask(&town, "POST", LOOK, "").await;
    assert!(stranger.status.is_redirection() || stranger.status == StatusCode::UNAUTHORIZED);
    assert_eq!(looks(&town).await, 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_looks_where_both_sides_did_not_allow_it_beforehand() {
    let town = Town::of(&Plan::new(200, 12, "looks")).await;
    let organisers = [
        town.signed_in(Role::Organiser, Part::First).await,
        town.signed_in(Role::Organiser, Part::Second).await,
    ];
    let rules = "title-en=a&title-zh=b&about-en=c&about-zh=d&entrance=open-link";
    organisers[0].ask(&town, "POST", "/desk/conversations/1", rules).await;
    let path = format!("/desk/approvals/{}", town.waiting("change-rules").await);
    organisers[1].ask(&town, "POST", &path, "answer=approve").await;
    let refused = organisers[0].ask(&town, "POST", LOOK, "").await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    // Nor can both sides bring it back: people were told otherwise before they came.
    let allowed = format!("{rules}&looks=allowed");
    let late = organisers[0].ask(&town, "POST", "/desk/conversations/1", &allowed).await;
    assert!(late.body.contains("before a conversation opens"), "{}", late.body);
    assert_eq!(looks(&town).await, 0);
}
