//! What a person says herself: read by moderators of both sides first, translated, then answered; and nothing that is
//! kept says whose it is.

#![expect(clippy::unwrap_used, reason = "tests")]

#[expect(dead_code, reason = "other tests use the rest of it")]
mod town;

use axum::http::StatusCode;
use beringia_domain::{Part, Role, StatementStatus};
use town::{Town, Visitor};

const PAGE: &str = "/conversation/1/say";

#[tokio::test(flavor = "multi_thread")]
async fn a_sentence_is_looked_at_by_both_sides_before_others_read_it() {
    let town = Town::new().await;
    let before = town.house().conversation(1).unwrap().content().statements.len();
    let stranger = Visitor::stranger().ask(&town, "POST", PAGE, "words=Hello").await;
    assert_eq!(stranger.location, "/join");
    let person = Visitor::stranger();
    person.join(&town, "/open/2").await;
    let said = person.ask(&town, "POST", PAGE, "words=The+river+is+cold").await;
    assert!(said.status == StatusCode::OK && said.body.contains("Thank you"), "{}", said.body);
    // Sent again, it counts once.
    person.ask(&town, "POST", PAGE, "words=The+river+is+cold").await;
    let statements = || town.house().conversation(1).unwrap().content().statements.clone();
    assert_eq!(statements().len(), before + 1);
    let own = statements()[before].clone();
    assert_eq!((own.author, own.status), (Some(Part::Second), StatementStatus::Pending));
    assert_eq!((own.wording.en.as_str(), own.wording.zh.as_str()), ("The river is cold", ""));

    let number = own.statement;
    let desks = [
        town.signed_in(Role::Moderator, Part::First).await,
        town.signed_in(Role::Organiser, Part::Second).await,
    ];
    let path = "/desk/conversations/1/statements";
    let seen = beringia_actions::words_seen(&own);
    let early = format!("act=approve&statement={number}&seen={seen}");
    let refused = desks[0].ask(&town, "POST", path, &early).await;
    assert!(refused.body.contains("both languages"), "nobody reads half a translation");
    let change = format!(
        "act=change&statement={number}&en=The+river+is+cold&zh=%E6%B2%B3%E6%B0%B4%E5%86%B7"
    );
    desks[0].ask(&town, "POST", path, &change).await;
    assert_eq!(statements()[before].status, StatementStatus::Pending, "one side has looked");
    let seen = beringia_actions::words_seen(&statements()[before]);
    let approve = format!("act=approve&statement={number}&seen={seen}");
    desks[1].ask(&town, "POST", path, &approve).await;
    assert_eq!(statements()[before].status, StatementStatus::Accepted);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_fills_the_room_and_bad_words_are_told() {
    let town = Town::new().await;
    let person = Visitor::stranger();
    person.join(&town, "/open/1").await;
    for (words, told) in [("", "empty"), (&*"a".repeat(201), "too long")] {
        let refused = person.ask(&town, "POST", PAGE, &format!("words={words}")).await;
        assert!(refused.body.contains("role=\"alert\""), "{told}: {}", refused.body);
    }
    for n in 1..=4 {
        let said = person.ask(&town, "POST", PAGE, &format!("words=Sentence+{n}")).await;
        assert_eq!(said.body.contains("Thank you"), n <= 3, "sentence {n}");
    }
    let organiser = town.signed_in(Role::Organiser, Part::First).await;
    let path = format!("/desk/approvals/{}", town.waiting("close-conversation").await);
    organiser.ask(&town, "POST", &path, "answer=approve").await;
    assert_eq!(person.ask(&town, "GET", PAGE, "").await.status, StatusCode::CONFLICT);
    let late = person.ask(&town, "POST", PAGE, "words=Late").await;
    assert!(!late.body.contains("Thank you"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_moderators_never_let_through_leaves_nowhere() {
    let town = Town::new().await;
    let person = Visitor::stranger();
    person.join(&town, "/open/1").await;
    person.ask(&town, "POST", PAGE, "words=My+neighbour+Smith+lies").await;
    person.ask(&town, "POST", PAGE, "words=Bridges+are+good").await;
    let statements = || town.house().conversation(1).unwrap().content().statements.clone();
    let number = statements().last().unwrap().statement - 1;
    let organisers = [
        town.signed_in(Role::Organiser, Part::First).await,
        town.signed_in(Role::Organiser, Part::Second).await,
    ];
    let out = format!("act=out&statement={number}");
    organisers[0].ask(&town, "POST", "/desk/conversations/1/statements", &out).await;
    let approve = async |by: &Visitor, kind: &str| {
        let path = format!("/desk/approvals/{}", town.waiting(kind).await);
        by.ask(&town, "POST", &path, "answer=approve").await;
    };
    approve(&organisers[0], "close-conversation").await;
    beringia_actions::work_out_results(town.house(), beringia_web::rendered).await.unwrap();
    let ask = "change=release-results&conversation=1";
    organisers[0].ask(&town, "POST", "/desk/approvals", ask).await;
    approve(&organisers[1], "release-results").await;
    let asked = statements()[0].wording.en.clone();
    for file in ["data/findings.json", "report", "statements"] {
        let path = format!("/conversation/1/{file}");
        let shown = Visitor::stranger().ask(&town, "GET", &path, "").await;
        assert_eq!(shown.status, StatusCode::OK, "{path}");
        assert!(shown.body.contains(&asked), "a control: {file} has what was asked");
        for words in ["Smith", "Bridges are good"] {
            assert!(!shown.body.contains(words), "{file} has “{words}”");
        }
    }
}
