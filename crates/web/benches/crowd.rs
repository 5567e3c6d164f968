//! Every page of a conversation with 100,000 people and 5,000,000 votes: how long it takes, how long the server
//! takes to start over it, and how long from its close to its findings while people vote in another. On SQLite.
//!
//! `cargo bench -p beringia-web --bench crowd -- [people] [requests of each page]`

#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a bench measures and prints"
)]

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode};
use beringia_actions::{
    self as actions, Approver, Clock, House, Key, NewStatement, Observer, Organiser, Standing,
    Working, Writing,
};
use beringia_analysis::snapshot::Snapshot;
use beringia_analysis::societies::{Plan, invent};
use beringia_domain::{AgeBand, Both, Change, Choice, Entrance, Labels, Part, Role, Rules};
use beringia_store::{self as store, Act, Ballot, Database, Exposed, Place};
use beringia_web::{Settings, Site};
use tower::ServiceExt;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[derive(Debug)]
struct Noon;

impl Clock for Noon {
    fn now_second(&self) -> i64 {
        1_795_000_000
    }
}

const STATEMENTS: u32 = 500;
/// On average.
const VOTES_EACH: f64 = 50.0;

/// What anybody, a participant and an organiser open.
const PAGES: [(&str, &str); 16] = [
    ("person", "/"),
    ("person", "/privacy"),
    ("person", "/join"),
    ("person", "/conversation/1"),
    ("person", "/your-answers"),
    ("desk", "/desk"),
    ("desk", "/desk/approvals"),
    ("desk", "/desk/approvals/1"),
    ("desk", "/desk/people"),
    ("desk", "/desk/invitations"),
    ("desk", "/desk/invitations/1"),
    ("desk", "/desk/conversations"),
    ("desk", "/desk/conversations/1"),
    ("desk", "/desk/conversations/1/statements"),
    ("desk", "/desk/record"),
    ("desk", "/desk/account"),
];

/// What anybody and a participant open once results are released.
const RELEASED: [(&str, &str); 7] = [
    ("person", "/conversation/1/results"),
    ("person", "/conversation/1/results?language=zh-Hans"),
    ("person", "/conversation/1/report"),
    ("person", "/conversation/1/place"),
    ("person", "/conversation/1/widget"),
    ("person", "/conversation/1/data/statements.csv"),
    ("person", "/conversation/1/data/package.zip"),
];

#[tokio::main]
async fn main() {
    let numbers: Vec<usize> = std::env::args().filter_map(|arg| arg.parse().ok()).collect();
    let people = numbers.first().copied().unwrap_or(100_000);
    let requests = numbers.get(1).copied().unwrap_or(40);
    let folder = tempfile::tempdir().unwrap();
    let place = Place::Sqlite(folder.path().join("crowd.sqlite"));
    fill(&place, people).await;
    let before = resident();
    let began = Instant::now();
    let database = Database::open(place).await.unwrap();
    let house = House::open(database, key(), Arc::new(Noon)).await.unwrap();
    actions::refresh_routing(&house).await.unwrap();
    let after = resident();
    println!("start: {:.1} s, memory {before} MB before, {after} MB after", secs(began));
    let settings = Settings {
        public_url: "http://crowd.example".to_owned(),
        trusts_proxy: false,
        is_demo: false,
    };
    let site = Site::new(Arc::clone(&house), settings);
    let cookies = Cookies::of(&house).await;
    for (who, path) in PAGES {
        time(&site, &cookies, who, path, requests).await;
    }
    look(&site, &cookies).await;
    release(&site).await;
    for (who, path) in RELEASED {
        time(&site, &cookies, who, path, requests).await;
    }
}

/// An organiser looks at the open conversation: a snapshot of now, its findings, the map.
async fn look(site: &Arc<Site>, cookies: &Cookies) {
    let app = beringia_web::app(Arc::clone(site));
    let cookie = format!("desk={}; visit={}", cookies.desk, "a".repeat(40));
    let page = Request::get("/desk/conversations/1").header("cookie", &cookie);
    let page = app.clone().oneshot(page.body(Body::empty()).unwrap()).await.unwrap();
    let page = to_bytes(page.into_body(), usize::MAX).await.unwrap();
    let page = String::from_utf8(page.into()).unwrap();
    let (_, token) = page.split_once("name=\"csrf\" value=\"").unwrap();
    let token = token.split('"').next().unwrap();
    let form = Request::post("/desk/conversations/1/look")
        .header("cookie", &cookie)
        .header("content-type", "application/x-www-form-urlencoded")
        .body(Body::from(format!("csrf={token}")));
    let began = Instant::now();
    let answer = app.oneshot(form.unwrap()).await.unwrap();
    assert_eq!(answer.status(), StatusCode::OK);
    to_bytes(answer.into_body(), usize::MAX).await.unwrap();
    println!("a look: from a new snapshot to the organisers' map in {:.2} s", secs(began));
}

/// Closes the large conversation, works out its findings while people vote in another, and releases them.
async fn release(site: &Arc<Site>) {
    let house = &site.house;
    let seats = [seat(house, Part::First).await, seat(house, Part::Second).await];
    open_another(house, &seats).await;
    let all = store::proposals(&house.database, house.exchange).await.unwrap();
    let close = Change::CloseConversation { conversation: 1 };
    let asked = all.iter().find(|asked| asked.change == close).unwrap().proposal;
    let began = Instant::now();
    let voting = Voting::start(site).await;
    actions::approve(house, &Approver::of(&seats[0]).unwrap(), asked).await.unwrap();
    println!("closed and rewritten in {:.1} s; meanwhile {}", secs(began), voting.end().await);
    let began = Instant::now();
    let voting = Voting::start(site).await;
    let watching = tokio::spawn(watch(Arc::clone(house), seats[0].clone()));
    actions::work_out_results(house, beringia_web::rendered).await.unwrap();
    let (took, memory) = (secs(began), resident());
    watching.abort();
    println!("from ballots to findings, report and pictures in {took:.1} s, memory {memory} MB");
    println!("meanwhile {}", voting.end().await);
    let release = actions::releasing(house, 1).await.unwrap();
    let organiser = Organiser::of(&seats[0]).unwrap();
    let asked = actions::ask(house, &organiser, &release).await.unwrap();
    actions::approve(house, &Approver::of(&seats[1]).unwrap(), asked).await.unwrap();
}

/// Tells when each step of the work begins.
async fn watch(house: Arc<House>, seat: store::Seat) {
    let (began, by) = (Instant::now(), Observer::of(&seat).unwrap());
    let mut last = String::new();
    loop {
        let standing = actions::standing(&house, &by, 1).await.unwrap();
        let step = match standing {
            Standing::Working(Working::Reading(_)) => "reading".to_owned(),
            Standing::Working(Working::Computing(watch)) => format!("{} measures", watch.done()),
            Standing::Working(step) => format!("{step:?}"),
            _ => "done".to_owned(),
        };
        if step != last {
            println!("  {:5.1} s: {step}", secs(began));
            last = step;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

async fn seat(house: &House, side: Part) -> store::Seat {
    let members = store::members(&house.database, house.exchange).await.unwrap();
    let found = members.iter().find(|m| m.side == side && m.role == Role::Organiser).unwrap();
    let token = actions::sign_in_as(house, found.account).await.unwrap();
    actions::seat(house, &token).await.unwrap().unwrap()
}

/// A second conversation, which is open.
async fn open_another(house: &House, seats: &[store::Seat; 2]) {
    let both = |text: &str| Both { en: text.to_owned(), zh: text.to_owned() };
    let rules = Rules {
        title: both("Another"),
        about: both("Meanwhile"),
        labels: Labels::Half,
        looks: beringia_domain::Looks::Never,
        entrance: Entrance::OpenLink,
    };
    let organiser = Organiser::of(&seats[0]).unwrap();
    let number = actions::add_conversation(house, &organiser, &rules).await.unwrap();
    let statement = |n: u32| NewStatement {
        words: both(&format!("Statement {n}")),
        language: "en",
        field: None,
    };
    let new: Vec<NewStatement> = (0..400).map(statement).collect();
    let by = seats.each_ref().map(|seat| Writing::of(seat).unwrap());
    actions::add_statements(house, &by[0], number, &new).await.unwrap();
    let content = house.conversation(number).unwrap().content();
    let seen: Vec<(i64, String)> =
        content.statements.iter().map(|s| (s.statement, actions::words_seen(s))).collect();
    actions::approve_translations(house, &by[1], number, &seen).await.unwrap();
    let open = actions::opening(house, number).await.unwrap();
    let asked = actions::ask(house, &organiser, &open).await.unwrap();
    actions::approve(house, &Approver::of(&seats[1]).unwrap(), asked).await.unwrap();
    actions::refresh_routing(house).await.unwrap();
}

/// People who vote at a fixed rate, by forms, until they are told to end.
struct Voting {
    is_over: Arc<AtomicBool>,
    people: Vec<tokio::task::JoinHandle<Vec<f64>>>,
}

/// So many people, each of whom acts every so many seconds.
const VOTERS: usize = 50;
const EACH: Duration = Duration::from_millis(100);

impl Voting {
    async fn start(site: &Arc<Site>) -> Self {
        static FROM: AtomicUsize = AtomicUsize::new(0);
        let is_over = Arc::new(AtomicBool::new(false));
        let house = &site.house;
        let rows = store::participations(&house.database, house.exchange).await.unwrap();
        let from = FROM.fetch_add(VOTERS, Ordering::Relaxed) + 10;
        let claimed = rows.iter().filter(|row| row.is_claimed).skip(from).take(VOTERS);
        let people = claimed.zip(0_u32..).map(|(row, at)| {
            let cookie = house.key.sign("person", &format!("{:x}", row.participant));
            let cookie = format!("person={cookie}; visit={}", "a".repeat(40));
            let first = Instant::now() + EACH.mul_f64(f64::from(at) / VOTERS as f64);
            tokio::spawn(vote(Arc::clone(site), cookie, first, Arc::clone(&is_over)))
        });
        let people = people.collect();
        Self { is_over, people }
    }

    /// How long their acts took, counted from when each was due.
    async fn end(self) -> String {
        // An act that hangs is counted, too.
        self.is_over.store(true, Ordering::Relaxed);
        let mut waits = Vec::new();
        for person in self.people {
            waits.extend(person.await.unwrap());
        }
        waits.sort_by(f64::total_cmp);
        let at = |q: usize| waits[(waits.len() - 1) * q / 100] * 1e3;
        let (p50, p99, worst) = (at(50), at(99), at(100));
        format!("{} acts: p50 {p50:.1} ms, p99 {p99:.1} ms, worst {worst:.0} ms", waits.len())
    }
}

async fn vote(
    site: Arc<Site>,
    cookie: String,
    first: Instant,
    is_over: Arc<AtomicBool>,
) -> Vec<f64> {
    let app = beringia_web::app(site);
    let page = |request: Request<Body>| {
        let app = app.clone();
        async move {
            let answer = app.oneshot(request).await.unwrap();
            assert_eq!(answer.status(), StatusCode::OK);
            let bytes = to_bytes(answer.into_body(), usize::MAX).await.unwrap();
            String::from_utf8(bytes.into()).unwrap()
        }
    };
    let path = "/conversation/2";
    let mut shown =
        page(Request::get(path).header("cookie", &cookie).body(Body::empty()).unwrap()).await;
    let (mut waits, mut due) = (Vec::new(), first);
    while !is_over.load(Ordering::Relaxed) {
        tokio::time::sleep_until(due.into()).await;
        let Some((_, rest)) = shown.split_once("name=\"card\" value=\"") else { break };
        let card = rest.split('"').next().unwrap();
        let act = if shown.contains("no-prediction") { "predict&share=70" } else { "agree" };
        let request = Request::post(path)
            .header("cookie", &cookie)
            .header("content-type", "application/x-www-form-urlencoded")
            .body(Body::from(format!("card={card}&act={act}")));
        shown = page(request.unwrap()).await;
        waits.push(due.elapsed().as_secs_f64());
        due += EACH;
    }
    waits
}

fn key() -> Key {
    Key::new([9; 32])
}

fn secs(since: Instant) -> f64 {
    since.elapsed().as_secs_f64()
}

/// Resident memory of this process in MB.
fn resident() -> u64 {
    let text = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = text.lines().find(|line| line.starts_with("VmRSS")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse::<u64>().unwrap() / 1_024
}

/// An exchange with so many people, each of whom answered fifty statements.
async fn fill(place: &Place, people: usize) {
    let began = Instant::now();
    let database = Database::open(place.clone()).await.unwrap();
    let house = House::open(database.clone(), key(), Arc::new(Noon)).await.unwrap();
    let few = Plan { answered: 0.01, ..Plan::new(100, STATEMENTS, "crowd") };
    let snapshot = Snapshot::freeze(invent(&few).0, None).unwrap();
    actions::furnish(&house, &snapshot).await.unwrap();
    let exchange = house.exchange;
    let society = Plan {
        answered: VOTES_EACH / f64::from(STATEMENTS),
        ..Plan::new(u32::try_from(people).unwrap(), STATEMENTS, "society")
    };
    let society = Snapshot::freeze(invent(&society).0, None).unwrap();
    // Numbers of people are random: these are spread as widely.
    let numbers: Vec<i64> =
        (1..).map(|n: i64| n.wrapping_mul(0x5851_F42D_4C95_7F2D) & i64::MAX).take(people).collect();
    let mut tx = database.write().await.unwrap();
    for (at, number) in numbers.iter().enumerate() {
        let side = side(&society, at);
        let new = [(*number, format!("digest {number}"))];
        store::add_participations(&mut tx, exchange, side, &new).await.unwrap();
        let form = format!("form {number}");
        let said = (AgeBand::From25, 1, "en");
        store::claim(&mut tx, exchange, *number, (&form, 20_000), said).await.unwrap();
    }
    tx.commit().await.unwrap();
    let all: Vec<usize> = (0..people).collect();
    let mut votes = 0;
    for some in all.chunks(2_000) {
        let each = some.iter().flat_map(|at| ballots(exchange, numbers[*at], *at, &society));
        let each: Vec<Ballot> = each.collect();
        votes += each.iter().filter(|ballot| matches!(ballot.act, Act::Vote(_))).count();
        store::insert_many(&database, &each).await.unwrap();
    }
    database.close().await;
    println!("{people} people with {votes} votes written in {:.0} s", secs(began));
}

/// The side of an invented person.
fn side(society: &Snapshot, at: usize) -> Part {
    let Some(half) = society.halves[at] else { return Part::First };
    Part::BOTH[half.index()]
}

/// The votes of an invented person, and what she predicts about the other side.
fn ballots(
    exchange: i64,
    participant: i64,
    at: usize,
    society: &Snapshot,
) -> impl Iterator<Item = Ballot> {
    let number = |statement: usize| i64::try_from(statement).unwrap() + 1;
    let shown = |position| Exposed {
        position,
        rule: "own-side",
        routing_table: 1,
        probability: 0.02,
        is_labelled: position % 2 == 0,
    };
    let other = side(society, at).other();
    let votes = society.votes().row(at).zip(1_i64..).map(move |((statement, choice), slot)| {
        let choice = match choice.index() {
            0 => Choice::Agree,
            1 => Choice::Disagree,
            _ => Choice::Pass,
        };
        (number(statement), Act::Vote(choice), Some(shown(slot)))
    });
    let predictions = society.predictions.row(at).iter().map(move |p| {
        let statement = number(usize::try_from(p.statement).unwrap());
        (statement, Act::Predict { about: other, share: p.of_hundred }, None)
    });
    let all = votes.chain(predictions).zip(1_i64..);
    all.map(move |((statement, act, exposed), form)| Ballot {
        exchange,
        conversation: 1,
        participant,
        form,
        statement,
        version: 1,
        language: "en",
        act,
        exposed,
        day: 20_000,
    })
}

struct Cookies {
    person: String,
    desk: String,
}

impl Cookies {
    async fn of(house: &House) -> Self {
        let rows = store::participations(&house.database, house.exchange).await.unwrap();
        let person = rows.iter().find(|row| row.is_claimed).unwrap().participant;
        let members = store::members(&house.database, house.exchange).await.unwrap();
        let organiser = members.iter().find(|m| m.role == Role::Organiser).unwrap().account;
        let desk = actions::sign_in_as(house, organiser).await.unwrap();
        Self { person: house.key.sign("person", &format!("{person:x}")), desk }
    }
}

async fn time(site: &Arc<Site>, cookies: &Cookies, who: &str, path: &str, requests: usize) {
    let cookie = format!("person={}; desk={}", cookies.person, cookies.desk);
    let app = beringia_web::app(Arc::clone(site));
    let mut times = Vec::new();
    let mut bytes = 0;
    for _ in 0..requests {
        let request = Request::get(path).header("cookie", &cookie).body(Body::empty()).unwrap();
        let began = Instant::now();
        let answer = app.clone().oneshot(request).await.unwrap();
        assert_eq!(answer.status(), StatusCode::OK, "{path}");
        bytes = to_bytes(answer.into_body(), usize::MAX).await.unwrap().len();
        times.push(secs(began) * 1e3);
    }
    times.sort_by(f64::total_cmp);
    let at = |q: usize| times[(times.len() - 1) * q / 100];
    println!(
        "{who:7} {path:36} p50 {:6.1} ms, p95 {:6.1} ms, worst {:6.1} ms, {:4} KB",
        at(50),
        at(95),
        at(100),
        bytes / 1_024
    );
}
