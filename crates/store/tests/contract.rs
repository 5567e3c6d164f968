//! What both databases must do alike.

#![expect(clippy::unwrap_used, reason = "tests")]

mod common;

use beringia_domain::{AgeBand, Choice, Part, Role};
use beringia_store::{
    self as store, Act, Appointed, Ballot, Database, Exposed, NewAudit, NewBatch, Place, Writer,
    Written,
};
use sqlx::Connection;

const EXCHANGE: i64 = 7;

async fn founded() -> Vec<common::Fresh> {
    let all = common::both().await;
    for fresh in &all {
        let mut tx = fresh.database.write().await.unwrap();
        store::found(&mut tx, EXCHANGE).await.unwrap();
        tx.commit().await.unwrap();
    }
    all
}

fn ballot(participant: i64, form: i64, statement: i64, act: Act) -> Ballot {
    let shown = Exposed {
        position: statement,
        rule: "uniform",
        routing_table: 5,
        probability: 0.25,
        is_labelled: true,
    };
    Ballot {
        exchange: EXCHANGE,
        conversation: 1,
        participant,
        form,
        statement,
        version: 1,
        language: "en",
        act,
        exposed: (!matches!(act, Act::Predict { .. })).then_some(shown),
        day: 20_000,
    }
}

async fn cast(writer: &Writer, ballot: Ballot) -> Written {
    writer.cast(ballot).unwrap().wait().await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_statement_is_understood_by_both() {
    for fresh in founded().await {
        assert!(store::prepare_all(&fresh.database).await.unwrap() > 60, "{:?}", fresh.place);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_sent_twice_counts_once_and_the_last_vote_stands() {
    for fresh in founded().await {
        let writer = Writer::start(fresh.database.clone()).await.unwrap();
        let agree = ballot(1, 11, 3, Act::Vote(Choice::Agree));
        assert_eq!(cast(&writer, agree.clone()).await, Written::Now);
        assert_eq!(cast(&writer, ballot(1, 12, 3, Act::Vote(Choice::Pass))).await, Written::Now);
        assert_eq!(cast(&writer, agree).await, Written::Before);
        let predict = Act::Predict { about: Part::Second, share: 40 };
        assert_eq!(cast(&writer, ballot(1, 13, 3, predict)).await, Written::Now);
        let votes = store::votes(&fresh.database, EXCHANGE, 1).await.unwrap();
        assert_eq!(votes.len(), 1);
        assert_eq!(votes[0].choice, Choice::Pass);
        let exposures = store::exposures(&fresh.database, EXCHANGE, 1).await.unwrap();
        assert_eq!(exposures.len(), 1);
        assert!(exposures[0].is_labelled && (exposures[0].probability - 0.25).abs() < 1e-12);
        let predictions = store::predictions(&fresh.database, EXCHANGE, 1).await.unwrap();
        assert_eq!(
            (predictions.len(), predictions[0].share, predictions[0].about),
            (1, 40, Part::Second)
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn many_at_once_are_all_kept() {
    for fresh in founded().await {
        let writer = Writer::start(fresh.database.clone()).await.unwrap();
        let answers: Vec<_> = (0..3_000)
            .map(|n| {
                writer.cast(ballot(n % 300 + 1, n, n / 300 + 1, Act::Vote(Choice::Agree))).unwrap()
            })
            .collect();
        for answer in answers {
            assert_eq!(answer.wait().await.unwrap(), Written::Now);
        }
        assert_eq!(store::votes(&fresh.database, EXCHANGE, 1).await.unwrap().len(), 3_000);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_withdraws_is_gone_with_everything_said_before() {
    for fresh in founded().await {
        let writer = Writer::start(fresh.database.clone()).await.unwrap();
        let mut tx = fresh.database.write().await.unwrap();
        let new = [(1, "one".to_owned()), (2, "two".to_owned())];
        store::add_participations(&mut tx, EXCHANGE, Part::First, &new).await.unwrap();
        let said = (AgeBand::From25, 1, "en");
        assert!(store::claim(&mut tx, EXCHANGE, 1, ("form", 20_000), said).await.unwrap());
        assert!(!store::claim(&mut tx, EXCHANGE, 1, ("other", 20_000), said).await.unwrap());
        tx.commit().await.unwrap();
        for (person, form) in [(1, 1), (2, 2)] {
            cast(&writer, ballot(person, form, 1, Act::Vote(Choice::Disagree))).await;
        }
        let queued = writer.cast(ballot(1, 3, 2, Act::Vote(Choice::Agree))).unwrap();
        writer.withdraw(EXCHANGE, 1, "gone".to_owned()).await.unwrap();
        queued.wait().await.unwrap();
        let votes = store::votes(&fresh.database, EXCHANGE, 1).await.unwrap();
        assert_eq!(votes.iter().map(|vote| vote.participant).collect::<Vec<_>>(), [2]);
        assert!(store::person_by_code(&fresh.database, EXCHANGE, "one").await.unwrap().is_none());
        assert!(store::claimed_by(&fresh.database, EXCHANGE, "form").await.unwrap().is_none());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invitation_and_a_link_are_used_once() {
    for fresh in founded().await {
        let mut tx = fresh.database.write().await.unwrap();
        let new = NewBatch {
            side: Part::Second,
            label: "club",
            until_day: 30_000,
            is_replacement: false,
        };
        let digest = |batch, number| format!("{batch}/{number}");
        let batch = store::add_batch(&mut tx, EXCHANGE, &new, 3, digest).await.unwrap();
        assert!(store::use_invitation(&mut tx, EXCHANGE, "1/2").await.unwrap());
        assert!(!store::use_invitation(&mut tx, EXCHANGE, "1/2").await.unwrap());
        assert_eq!(store::revoke(&mut tx, EXCHANGE, batch, None).await.unwrap(), 2);
        let appointed = Appointed { side: Part::First, role: Role::Observer, account: None };
        store::add_appointment(&mut tx, EXCHANGE, "link", appointed, 100).await.unwrap();
        tx.commit().await.unwrap();
        let seen = store::appointment(&fresh.database, EXCHANGE, "link", 99).await.unwrap();
        assert_eq!(seen, Some(appointed));
        assert_eq!(store::appointment(&fresh.database, EXCHANGE, "link", 100).await.unwrap(), None);
        let mut tx = fresh.database.write().await.unwrap();
        assert!(store::take_appointment(&mut tx, EXCHANGE, "link").await.unwrap());
        assert!(!store::take_appointment(&mut tx, EXCHANGE, "link").await.unwrap());
        tx.commit().await.unwrap();
        let batches = store::batches(&fresh.database, EXCHANGE).await.unwrap();
        assert_eq!((batches[0].size, batches[0].used, batches[0].revoked), (3, 1, 2));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn lines_of_the_audit_follow_one_another_whoever_writes() {
    for fresh in founded().await {
        let write = |database: Database, account: i64| async move {
            let mut tx = database.write().await.unwrap();
            let (head, position) = store::chain(&mut tx, EXCHANGE).await.unwrap();
            let line = NewAudit { at_second: 1, account, side: None, act: "test", subject: "" };
            store::append_audit(&mut tx, EXCHANGE, position, &line, &format!("{head}.{account}"))
                .await
                .unwrap();
            tx.commit().await.unwrap();
        };
        let all: Vec<_> =
            (1..=20).map(|n| tokio::spawn(write(fresh.database.clone(), n))).collect();
        for one in all {
            one.await.unwrap();
        }
        let rows = store::audit(&fresh.database, EXCHANGE, 0).await.unwrap();
        let mut head = String::new();
        for (place, row) in (1..).zip(&rows) {
            head = format!("{head}.{}", row.account);
            assert_eq!((row.position, &row.head), (place, &head));
        }
        assert_eq!(rows.len(), 20);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_committed_is_not_there_and_rewriting_loses_nothing() {
    for fresh in founded().await {
        let mut tx = fresh.database.write().await.unwrap();
        store::add_participations(&mut tx, EXCHANGE, Part::First, &[(1, "one".to_owned())])
            .await
            .unwrap();
        drop(tx);
        assert!(store::participations(&fresh.database, EXCHANGE).await.unwrap().is_empty());
        let writer = Writer::start(fresh.database.clone()).await.unwrap();
        for n in 1..=50 {
            cast(&writer, ballot(n, n, 1, Act::Vote(Choice::Agree))).await;
        }
        store::rewrite_ballots(&fresh.database).await.unwrap();
        assert_eq!(store::votes(&fresh.database, EXCHANGE, 1).await.unwrap().len(), 50);
        cast(&writer, ballot(51, 51, 1, Act::Vote(Choice::Agree))).await;
        assert_eq!(store::votes(&fresh.database, EXCHANGE, 1).await.unwrap().len(), 51);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_made_while_people_vote_is_whole_and_comes_back() {
    let folder = tempfile::tempdir().unwrap();
    let all = founded().await;
    let fresh = &all[0];
    let writer = Writer::start(fresh.database.clone()).await.unwrap();
    for n in 1..=200 {
        cast(&writer, ballot(n, n, 1, Act::Vote(Choice::Agree))).await;
    }
    let copy = folder.path().join("copy.sqlite");
    let queued: Vec<_> = (201..=300)
        .map(|n| writer.cast(ballot(n, n, 1, Act::Vote(Choice::Agree))).unwrap())
        .collect();
    let found = store::backup(&fresh.database, &copy).await.unwrap();
    for answer in queued {
        answer.wait().await.unwrap();
    }
    assert!((200..=300).contains(&found.votes), "{found:?}");
    let back = folder.path().join("back.sqlite");
    assert_eq!(store::restore(&copy, &back).await.unwrap(), found);
    assert!(store::restore(&copy, &back).await.is_err(), "nothing is overwritten");
    std::fs::write(folder.path().join("broken.sqlite"), b"not a database").unwrap();
    let broken =
        store::restore(&folder.path().join("broken.sqlite"), &folder.path().join("no.sqlite"))
            .await;
    assert!(broken.is_err() && !folder.path().join("no.sqlite").exists());
}

/// How often SQLite has begun its log anew: a number in the log's head.
fn beginnings(file: &std::path::Path) -> u32 {
    let mut log = file.as_os_str().to_owned();
    log.push("-wal");
    let head = std::fs::read(log).unwrap_or_default();
    head.get(12..16).map_or(0, |bytes| u32::from_be_bytes(bytes.try_into().unwrap()))
}

/// Votes of a person, all at once; how many.
async fn many(writer: &Writer, person: i64, from: i64) -> i64 {
    let vote = |n| writer.cast(ballot(person, n, n, Act::Vote(Choice::Agree))).unwrap();
    let waiting: Vec<_> = (from..from + 120).map(vote).collect();
    for answer in waiting {
        assert_eq!(answer.wait().await.unwrap(), Written::Now);
    }
    120
}

#[tokio::test(flavor = "multi_thread")]
async fn the_log_begins_anew_while_people_vote_without_rest() {
    let fresh = founded().await.swap_remove(0);
    let Place::Sqlite(file) = &fresh.place else { panic!("the first is SQLite") };
    let writer = Writer::start(fresh.database.clone()).await.unwrap();
    let until = beginnings(file) + 2;
    // So many at once that the writer never rests: then the log is never in the file by chance.
    let voter = |person| {
        let (writer, file) = (writer.clone(), file.clone());
        async move {
            let mut count = 0;
            while count < 20_000 && beginnings(&file) < until {
                count += many(&writer, person, count).await;
            }
            count
        }
    };
    let voters = (1..=4).map(|person| tokio::spawn(voter(person)));
    let mut count = 0;
    for voter in voters.collect::<Vec<_>>() {
        count += voter.await.unwrap();
    }
    assert!(beginnings(file) >= until, "the log only grew, over {count} votes");
    let kept = store::votes(&fresh.database, EXCHANGE, 1).await.unwrap().len();
    assert_eq!(i64::try_from(kept).unwrap(), count);
}

/// Before, to fold the log beside a commit that begins it anew could harm the file
/// (<https://sqlite.org/wal.html#walresetbug>).
#[tokio::test(flavor = "multi_thread")]
async fn sqlite_can_fold_beside_the_writer() {
    let mut connection = sqlx::SqliteConnection::connect("sqlite::memory:").await.unwrap();
    let version: String =
        sqlx::query_scalar("SELECT sqlite_version()").fetch_one(&mut connection).await.unwrap();
    let numbers: Vec<u32> = version.split('.').map(|part| part.parse().unwrap()).collect();
    assert!(numbers >= vec![3, 51, 3], "{version}");
}
