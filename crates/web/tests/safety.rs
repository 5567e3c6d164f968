//! The promises of the front door, each as a test: who may do what, what a form needs, what a page may load, what
//! is never written down.

#![expect(clippy::unwrap_used, reason = "tests")]

#[expect(dead_code, reason = "other tests use the rest of it")]
mod town;

use axum::http::StatusCode;
use beringia_domain::{Part, Role};
use town::{Town, Visitor};

/// Who may: whoever is signed in; whoever writes; organisers; organisers of the first side.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Who {
    Anybody,
    Writers,
    Organisers,
    FirstOrganisers,
}

/// Every guarded route with what it takes.
const GUARDED: [(&str, &str, &str, Who); 30] = [
    ("GET", "/desk", "", Who::Anybody),
    ("GET", "/desk/approvals", "", Who::Anybody),
    ("GET", "/desk/approvals/1", "", Who::Anybody),
    ("GET", "/desk/approvals/1/receipt", "", Who::Anybody),
    ("GET", "/desk/people", "", Who::Anybody),
    ("GET", "/desk/invitations", "", Who::Anybody),
    ("GET", "/desk/conversations", "", Who::Anybody),
    ("GET", "/desk/conversations/1", "", Who::Anybody),
    ("GET", "/desk/conversations/1/statements", "", Who::Anybody),
    ("GET", "/desk/charter", "", Who::Anybody),
    ("GET", "/desk/record", "", Who::Anybody),
    ("GET", "/desk/record/export", "", Who::Anybody),
    ("GET", "/desk/account", "", Who::Anybody),
    ("GET", "/desk/invitations/1", "", Who::FirstOrganisers),
    ("GET", "/desk/invitations/1/sheet", "", Who::FirstOrganisers),
    ("GET", "/desk/invitations/1/table", "", Who::FirstOrganisers),
    ("POST", "/desk/invitations/1", "number=40", Who::FirstOrganisers),
    ("POST", "/desk/charter", "act=save&name-en=A", Who::Organisers),
    ("POST", "/desk/approvals", "change=open-conversation&conversation=1", Who::Organisers),
    ("POST", "/desk/people", "act=link&role=observer", Who::Organisers),
    ("POST", "/desk/invitations", "label=x&size=1&until=2999-01-01", Who::Organisers),
    ("POST", "/desk/conversations", "title-en=a&title-zh=b&about-en=c&about-zh=d", Who::Organisers),
    (
        "POST",
        "/desk/conversations/1",
        "title-en=a&title-zh=b&about-en=c&about-zh=d",
        Who::Organisers,
    ),
    ("POST", "/desk/conversations/1/statements", "act=add&en=Yes.&zh=对。", Who::Writers),
    ("POST", "/desk/conversations/1/copy", "", Who::Organisers),
    ("POST", "/desk/conversations/1/undo", "", Who::Organisers),
    ("POST", "/desk/conversations/1/work", "act=stop", Who::Organisers),
    ("POST", "/desk/conversations/1/look", "", Who::Organisers),
    ("GET", "/desk/import", "", Who::Organisers),
    ("POST", "/desk/import/step", "act=map", Who::Organisers),
];

fn may(who: Who, role: Role, side: Part) -> bool {
    match who {
        Who::Anybody => true,
        Who::Writers => role.writes(),
        Who::Organisers => role == Role::Organiser,
        Who::FirstOrganisers => role == Role::Organiser && side == Part::First,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_does_what_her_role_and_side_do_not_allow() {
    let town = Town::new().await;
    for role in [Role::Organiser, Role::Moderator, Role::Translator, Role::Observer] {
        for side in Part::BOTH {
            let visitor = town.signed_in(role, side).await;
            for (method, path, body, who) in GUARDED {
                let answer = visitor.ask(&town, method, path, body).await;
                let refused = answer.status == StatusCode::FORBIDDEN;
                let told = format!("{role:?} {side:?} {method} {path}: {}", answer.status);
                assert_eq!(refused, !may(who, role, side), "{told}");
                assert!(!answer.status.is_server_error(), "{told}");
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_enters_the_desk_without_signing_in() {
    let town = Town::new().await;
    for (method, path, body, _) in GUARDED {
        let answer = Visitor::stranger().ask(&town, method, path, body).await;
        let told = format!("{method} {path}: {}", answer.status);
        assert!(answer.status == StatusCode::SEE_OTHER && answer.location == "/sign-in", "{told}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_without_its_own_token_does_nothing() {
    let town = Town::new().await;
    let visitor = town.signed_in(Role::Organiser, Part::First).await;
    let other = town.signed_in(Role::Organiser, Part::Second).await;
    let stolen = other.token(&town, "/desk").await;
    for (method, path, body, _) in GUARDED.iter().filter(|(method, ..)| *method == "POST") {
        for token in ["", "0123", stolen.as_str()] {
            let answer = visitor.send(&town, method, path, &format!("{body}&csrf={token}")).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{path} with “{token}”");
        }
    }
    let answer = visitor.send_from_elsewhere(&town, "/desk/charter").await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN, "a form on a foreign page");
}

#[tokio::test(flavor = "multi_thread")]
async fn one_side_alone_changes_nothing_that_binds_both() {
    let town = Town::new().await;
    let first = town.signed_in(Role::Organiser, Part::First).await;
    let ask = "change=close-conversation&conversation=1";
    // The demo's second side has asked for this already; the first may not give it twice over.
    let asked = first.ask(&town, "POST", "/desk/approvals", ask).await;
    assert_eq!(asked.status, StatusCode::CONFLICT);
    let number = town.waiting("close-conversation").await;
    let second = town.signed_in(Role::Organiser, Part::Second).await;
    for answer in ["approve", "refuse"] {
        let path = format!("/desk/approvals/{number}");
        second.ask(&town, "POST", &path, &format!("answer={answer}&reason=x")).await;
        assert_eq!(town.stage(), "open", "{answer} by the side that asked");
    }
    for role in [Role::Moderator, Role::Translator, Role::Observer] {
        let visitor = town.signed_in(role, Part::First).await;
        let path = format!("/desk/approvals/{number}");
        let answer = visitor.ask(&town, "POST", &path, "answer=approve").await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{role:?}");
        assert_eq!(town.stage(), "open");
    }
    first.ask(&town, "POST", &format!("/desk/approvals/{number}"), "answer=approve").await;
    assert_eq!(town.stage(), "closed", "with the second key it closes: the test can fail");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_forbids_what_is_foreign() {
    let town = Town::new().await;
    let visitor = town.signed_in(Role::Organiser, Part::First).await;
    let public =
        ["/", "/privacy", "/join", "/open/1", "/sign-in", "/your-answers", "/nothing", "/health"];
    let desk = GUARDED.iter().filter(|(method, ..)| *method == "GET").map(|(_, path, ..)| *path);
    for path in public.into_iter().chain(desk) {
        let answer = visitor.ask(&town, "GET", path, "").await;
        let policy = answer.header("content-security-policy");
        assert!(policy.starts_with("default-src 'none'; style-src 'self'"), "{path}: {policy}");
        assert!(!policy.contains("unsafe") && !policy.contains("http"), "{path}: {policy}");
        assert_eq!(answer.header("referrer-policy"), "no-referrer", "{path}");
        assert_eq!(answer.header("cache-control"), "no-store", "{path}");
        for foreign in ["<style", "style=\"", "src=\"http", "href=\"http", "onclick", "<iframe"] {
            assert!(!answer.body.contains(foreign), "{path} holds {foreign}");
        }
        for cookie in answer.cookies() {
            assert!(
                cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"),
                "{path}: {cookie}"
            );
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_scanner_uses_up_nothing() {
    let town = Town::new().await;
    let first = town.signed_in(Role::Organiser, Part::First).await;
    let table = first.ask(&town, "GET", "/desk/invitations/1/table", "").await;
    let link = table.body.lines().nth(1).unwrap().split(',').nth(2).unwrap();
    let path = link.trim_start_matches("http://town.example").to_owned();
    for _ in 0..50 {
        let answer = Visitor::stranger().ask(&town, "GET", &path, "").await;
        assert_eq!(answer.status, StatusCode::OK);
    }
    let person = Visitor::stranger();
    let joined = person.join(&town, &path).await;
    assert!(joined.body.contains("big-code"), "{}", joined.status);
    let again = Visitor::stranger().ask(&town, "GET", &path, "").await;
    assert_eq!(again.status, StatusCode::CONFLICT, "used once");
    let links = first.ask(&town, "POST", "/desk/people", "act=link&role=observer").await;
    let token = links.body.split("/link/").nth(1).unwrap().split('<').next().unwrap().to_owned();
    for _ in 0..20 {
        let seen = Visitor::stranger().ask(&town, "GET", &format!("/link/{token}"), "").await;
        assert_eq!(seen.status, StatusCode::OK, "an organiser's link is looked at, not used");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn neither_addresses_nor_browsers_are_written_anywhere() {
    let town = Town::new().await;
    let person = Visitor::stranger()
        .with("x-forwarded-for", "203.0.113.77")
        .with("user-agent", "Marked-Browser/7");
    let joined = person.join(&town, "/open/1").await;
    assert!(joined.body.contains("big-code"));
    for code in ["AAAA", "2222-2222-2222-2222"] {
        person.ask(&town, "POST", "/join", &format!("code={code}")).await;
    }
    let wrong = "login=nobody&password=wrong-password-here";
    person.ask(&town, "POST", "/sign-in", wrong).await;
    let bytes = town.files();
    for mark in ["203.0.113.77", "Marked-Browser"] {
        assert!(!contains(&bytes, mark.as_bytes()), "{mark} is in the database");
    }
    assert!(contains(&bytes, b"Ida Moreno"), "the search finds what is there");
    assert!(contains(&Town::log(), b"organiser's act"), "the log is read");
    for mark in ["203.0.113.77", "Marked-Browser"] {
        assert!(!contains(&Town::log(), mark.as_bytes()), "{mark} is in the log");
    }
}

fn contains(bytes: &[u8], mark: &[u8]) -> bool {
    bytes.windows(mark.len()).any(|window| window == mark)
}

#[tokio::test(flavor = "multi_thread")]
async fn what_people_answered_is_on_no_page_before_it_is_released() {
    let town = Town::new().await;
    let visitor = town.signed_in(Role::Organiser, Part::First).await;
    for (_, path, ..) in GUARDED.iter().filter(|(method, ..)| *method == "GET") {
        for data in ["", ".json"] {
            let answer = visitor.ask(&town, "GET", &format!("{path}{data}"), "").await;
            for word in ["agree", "disagree", "share of", "同意率"] {
                let body = answer.body.to_lowercase();
                // A person's wish to “disagree for long” is about approvals, not about answers.
                let body = body
                    .replace("if you disagree for long", "")
                    .replace("can agree or disagree with", "");
                assert!(!body.contains(word), "{path}{data} says {word}");
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_form_and_no_data_page_makes_the_server_fail() {
    let town = Town::new().await;
    let visitor = town.signed_in(Role::Organiser, Part::First).await;
    let person = Visitor::stranger();
    person.join(&town, "/open/2").await;
    let rounds: usize = std::env::var_os("BERINGIA_FUZZ_ROUNDS")
        .and_then(|rounds| rounds.to_str()?.parse().ok())
        .unwrap_or(12);
    let mut chance = town::Chance::new(7);
    for round in 0..rounds {
        for (method, path, body, _) in GUARDED {
            let body = chance.damaged(body);
            let path = if method == "GET" {
                format!("{}.json", chance.damaged_path(path))
            } else {
                path.to_owned()
            };
            let answer = visitor.ask(&town, method, &path, &body).await;
            assert!(!answer.status.is_server_error(), "round {round}: {method} {path} {body}");
        }
        for path in ["results", "surprise/1", "report", "data/statements.csv"] {
            let path = chance.damaged_path(&format!("/conversation/1/{path}"));
            let answer = person.ask(&town, "GET", &format!("{path}.json"), "").await;
            assert!(!answer.status.is_server_error(), "round {round}: {path}");
        }
        let forms = [
            ("/join", "code=ABCD-EFGH-JKLM-NPQR"),
            ("/open/1", "age=18-24&consent=yes&form=abc"),
            ("/sign-in", "login=a&password=b&second=c"),
            ("/your-answers", "code=ABCD&act=withdraw&sure=yes&grant=x"),
            ("/conversation/1", "card=1-2-3.4&act=agree&share=5&typed=7"),
            ("/link/abcdef", "login=a&name=b&password=c&password-again=c"),
            ("/desk/account", "act=authenticator&secret=zz&second=1"),
            ("/desk/approvals/1", "answer=approve&reason=x"),
        ];
        for (path, body) in forms {
            let body = chance.damaged(body);
            for visitor in [&visitor, &person] {
                let answer = visitor.ask(&town, "POST", path, &body).await;
                assert!(!answer.status.is_server_error(), "round {round}: {path} {body}");
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_has_a_limit_and_says_so() {
    let town = Town::new().await;
    let visitor = town.signed_in(Role::Organiser, Part::First).await;
    let huge = format!("act=add&en={}&zh=x", "a".repeat(2 << 20));
    let answer = visitor.ask(&town, "POST", "/desk/conversations/1/statements", &huge).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    let long = format!("act=add&en={}&zh=x", "a".repeat(5_000));
    let answer = visitor.ask(&town, "POST", "/desk/conversations/1/statements", &long).await;
    assert!(answer.body.contains("too long"), "{}", answer.status);
    let many = "x=1&".repeat(500);
    let answer = visitor.ask(&town, "POST", "/desk/charter", &many).await;
    assert!(answer.status.is_client_error());
    let answer = visitor
        .ask(&town, "POST", "/desk/invitations", "label=x&size=999999&until=2999-01-01")
        .await;
    assert!(answer.body.contains("not possible"));
    let guesser = Visitor::stranger();
    let mut last = StatusCode::OK;
    for _ in 0..40 {
        last = guesser
            .ask(&town, "POST", "/sign-in", "login=ida&password=wrong-wrong-wrong")
            .await
            .status;
    }
    assert_eq!(last, StatusCode::TOO_MANY_REQUESTS);
}
