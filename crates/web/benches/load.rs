//! How many votes a second the whole path takes (form, action, commit, next page), beside our own bare writer in
//! the same minute, and how long a vote waits at a fixed offered rate.
//!
//! `cargo bench -p beringia-web --bench load -- [seconds] [offered per second]`

#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a bench measures and prints"
)]

#[path = "../../store/tests/common/mod.rs"]
mod common;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use beringia_actions::{self as actions, Clock, House, Key};
use beringia_analysis::snapshot::Snapshot;
use beringia_analysis::societies::{Plan, invent};
use beringia_domain::Choice;
use beringia_store::{self as store, Act, Ballot, Exposed, Place, Writer};
use beringia_web::{Settings, Site};
use memchr::memmem;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

#[derive(Debug)]
struct Now;

impl Clock for Now {
    fn now_second(&self) -> i64 {
        let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
        i64::try_from(since.as_secs()).unwrap()
    }
}

/// Bytes of log that a PostgreSQL has written and folded before it is measured.
const LOG_BEFORE: &str = "512";

/// Brings a fresh PostgreSQL into the state of one that has run for a while. One that never folded its log makes a new
/// file of sixteen mebibytes, and fills it with zeros, inside every some hundredth commit; afterwards it takes old files
/// again. Says so, because it is part of what is measured.
fn run_in(fresh: &common::Fresh) {
    let Place::Postgres(url) = &fresh.place else { return };
    let fill = format!(
        "SELECT count(pg_logical_emit_message(false, 'bench', repeat('x', 1048576))) FROM generate_series(1, {LOG_BEFORE})"
    );
    let run = std::process::Command::new("psql")
        .args([
            "--no-psqlrc",
            "--quiet",
            "--dbname",
            url,
            "--command",
            &fill,
            "--command",
            "CHECKPOINT",
        ])
        .stdout(std::process::Stdio::null())
        .status();
    let is_done = run.is_ok_and(|status| status.success());
    println!("  log of {LOG_BEFORE} MiB written and folded before: {is_done}");
}

/// As in the program itself.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Before the card of a form.
const CARD: &[u8] = b"name=\"card\" value=\"";

const STATEMENTS: u32 = 1_000;
const PEOPLE: u32 = 6_000;

fn main() {
    let numbers: Vec<u64> = std::env::args().filter_map(|arg| arg.parse().ok()).collect();
    let seconds = numbers.first().copied().unwrap_or(5);
    let offered = numbers.get(1).copied().unwrap_or(8_000);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        for (place, fresh) in common::both().await.into_iter().enumerate() {
            let kind = format!("{:?}", fresh.place);
            println!("\n{}", kind.split('(').next().unwrap_or_default());
            measure(place, fresh, seconds, offered).await;
        }
    });
}

async fn measure(place: usize, fresh: common::Fresh, seconds: u64, offered: u64) {
    run_in(&fresh);
    println!("  fsync p50 {:.2} ms", fsync_p50());
    let house =
        House::open(fresh.database.clone(), Key::random().unwrap(), Arc::new(Now)).await.unwrap();
    let plan =
        Plan { answered: 0.0005, predictions: false, ..Plan::new(PEOPLE, STATEMENTS, "load") };
    let snapshot = Snapshot::freeze(invent(&plan).0, None).unwrap();
    actions::furnish(&house, &snapshot).await.unwrap();
    actions::refresh_routing(&house).await.unwrap();
    let people: Vec<i64> = store::participations(&house.database, house.exchange)
        .await
        .unwrap()
        .into_iter()
        .filter(|row| row.is_claimed)
        .map(|row| row.participant)
        .collect();
    draws(&house, &people);
    for in_flight in [64, 512] {
        let rate = busy(bare(place, in_flight, seconds)).await;
        println!("  bare writer, {in_flight} in flight: {:.0} /s ({})", rate.0, rate.1);
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let settings = Settings {
            public_url: format!("http://{address}"),
            trusts_proxy: false,
            is_demo: false,
        };
        let site = Site::new(Arc::clone(&house), settings);
        let server = tokio::spawn(beringia_web::serve(listener, site, std::future::pending()));
        let load = Load { house: Arc::clone(&house), address, people: people.clone() };
        let whole = busy(load.closed(in_flight, seconds)).await;
        println!(
            "  whole path, {in_flight} connections: {:.0} /s, ratio to the bare writer {:.2} ({})",
            whole.0,
            whole.0 / rate.0,
            whole.1
        );
        if in_flight == 512 {
            let (waits, neighbours) = busy(load.open(512, offered, seconds)).await;
            let at = |q: usize| waits[(waits.len() - 1) * q / 1_000] * 1e3;
            println!(
                "  {offered} /s offered, 512 connections: {} answered, p50 {:.1} ms, p99 {:.1} ms, worst {:.0} ms ({neighbours})",
                waits.len(),
                at(500),
                at(990),
                at(1_000)
            );
        }
        server.abort();
    }
}

/// The time of a draw with its card, for people who have none yet.
fn draws(house: &House, people: &[i64]) {
    let signed = people.iter().map(|person| house.key.sign("person", &format!("{person:x}")));
    let persons: Vec<_> = signed.filter_map(|cookie| actions::person_of(house, &cookie)).collect();
    let began = Instant::now();
    for person in &persons {
        actions::next(house, person, 1).unwrap();
    }
    let each = began.elapsed().as_secs_f64() * 1e6 / persons.len() as f64;
    println!("  a statement drawn among {STATEMENTS}, and its card: {each:.1} µs");
}

/// The median time of an fdatasync of a small write where the databases are.
fn fsync_p50() -> f64 {
    use std::io::Write;
    let mut file = tempfile::tempfile().unwrap();
    let mut times: Vec<f64> = (0..200)
        .map(|_| {
            file.write_all(&[0; 512]).unwrap();
            let began = Instant::now();
            file.sync_data().unwrap();
            began.elapsed().as_secs_f64() * 1e3
        })
        .collect();
    times.sort_by(f64::total_cmp);
    times[100]
}

/// Runs something, and tells how much processor others used meanwhile.
async fn busy<T>(work: impl Future<Output = T>) -> (T, String) {
    let before = (Instant::now(), used("/proc/stat"), used("/proc/self/stat"));
    let done = work.await;
    let seconds = before.0.elapsed().as_secs_f64();
    let all = (used("/proc/stat") - before.1) / seconds / 100.0;
    let own = (used("/proc/self/stat") - before.2) / seconds / 100.0;
    (done, format!("we use {own:.2} cores, neighbours {:.2}", (all - own).max(0.0)))
}

/// Ticks of processor used: of the whole machine, or of this process.
fn used(file: &str) -> f64 {
    let text = std::fs::read_to_string(file).unwrap_or_default();
    let numbers: Vec<f64> = text
        .lines()
        .next()
        .unwrap_or_default()
        .rsplit(')')
        .next()
        .unwrap_or_default()
        .split_whitespace()
        .filter_map(|word| word.parse().ok())
        .collect();
    if file == "/proc/stat" {
        // user, nice, system, then idle and waiting, then interrupts.
        numbers[0] + numbers[1] + numbers[2] + numbers[5] + numbers[6]
    } else {
        numbers[10] + numbers[11]
    }
}

/// Votes a second of the writer alone, given what the whole path gives it: people with random numbers, a hundred
/// votes each, on statements in no order, with forms in no order.
async fn bare(place: usize, in_flight: i64, seconds: u64) -> f64 {
    // On a database of its own: there is one writer each.
    let fresh = common::both().await.swap_remove(place);
    run_in(&fresh);
    let writer = Writer::start(fresh.database.clone()).await.unwrap();
    let until = Instant::now() + Duration::from_secs(seconds);
    let mut tasks = Vec::new();
    for task in 0..in_flight {
        let (writer, exchange) = (writer.clone(), 1);
        tasks.push(tokio::spawn(async move {
            let mut count = 0_i64;
            while Instant::now() < until {
                let shown = Exposed {
                    position: count % 100,
                    rule: "uniform",
                    routing_table: 1,
                    probability: 0.001,
                    is_labelled: false,
                };
                let ballot = Ballot {
                    exchange,
                    conversation: 2,
                    participant: scattered(task * 100_000 + count / 100),
                    form: scattered(count),
                    statement: count * 919 % 1_000 + 1,
                    version: 1,
                    language: "en",
                    act: Act::Vote(Choice::Agree),
                    exposed: Some(shown),
                    day: 20_000,
                };
                writer.cast(ballot).unwrap().wait().await.unwrap();
                count += 1;
            }
            count
        }));
    }
    let mut all = 0;
    for task in tasks {
        all += task.await.unwrap();
    }
    all as f64 / seconds as f64
}

/// A number that lies nowhere near those of its neighbours.
fn scattered(count: i64) -> i64 {
    count.wrapping_mul(0x1E37_79B9_7F4A_7C15) & i64::MAX
}

struct Load {
    house: Arc<House>,
    address: std::net::SocketAddr,
    people: Vec<i64>,
}

/// One browser: a connection, a person, her present card.
struct Browser {
    stream: TcpStream,
    buffer: Vec<u8>,
    cookie: String,
    card: String,
    is_prediction: bool,
}

impl Browser {
    async fn send(&mut self, method: &str, body: &str) {
        let head = format!(
            "{method} /conversation/1 HTTP/1.1\r\nHost: bench\r\nCookie: person={}; visit={}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
            self.cookie,
            "a".repeat(40),
            body.len()
        );
        self.stream.write_all(head.as_bytes()).await.unwrap();
        self.answer().await;
        let page = &self.buffer;
        self.is_prediction = memmem::find(page, b"no-prediction").is_some();
        self.card.clear();
        if let Some(at) = memmem::find(page, CARD) {
            let rest = &page[at + CARD.len()..];
            let end = rest.iter().position(|byte| *byte == b'"').unwrap();
            self.card.push_str(std::str::from_utf8(&rest[..end]).unwrap());
        }
    }

    /// Reads an answer into the buffer.
    async fn answer(&mut self) {
        self.buffer.clear();
        let mut wanted = usize::MAX;
        while self.buffer.len() < wanted {
            let read = self.stream.read_buf(&mut self.buffer).await.unwrap();
            assert!(read > 0, "the server hung up");
            if wanted == usize::MAX
                && let Some(end) = memmem::find(&self.buffer, b"\r\n\r\n")
            {
                let head = std::str::from_utf8(&self.buffer[..end]).unwrap();
                assert!(head.starts_with("HTTP/1.1 200"), "{head}");
                let length = head.split("content-length: ").nth(1).unwrap();
                let length: usize = length.split_whitespace().next().unwrap().parse().unwrap();
                wanted = end + 4 + length;
            }
        }
    }

    /// One act: a vote, or a prediction.
    async fn act(&mut self) {
        let body = if self.is_prediction {
            format!("card={}&act=predict&share=70", self.card)
        } else {
            format!("card={}&act=agree", self.card)
        };
        self.send("POST", &body).await;
    }
}

impl Browser {
    /// Acts without rest, as another person after every hundred acts.
    async fn as_many(&mut self, people: &[i64], house: &House, until: Instant, acts: &AtomicU64) {
        for person in people.iter().cycle().skip(1) {
            for _ in 0..100 {
                if Instant::now() >= until {
                    return;
                }
                self.act().await;
                acts.fetch_add(1, Ordering::Relaxed);
            }
            self.cookie = house.key.sign("person", &format!("{person:x}"));
            self.send("GET", "").await;
        }
    }
}

impl Load {
    async fn browser(&self, person: i64) -> Browser {
        let stream = TcpStream::connect(self.address).await.unwrap();
        stream.set_nodelay(true).unwrap();
        let cookie = self.house.key.sign("person", &format!("{person:x}"));
        let mut browser = Browser {
            stream,
            buffer: Vec::with_capacity(16_384),
            cookie,
            card: String::new(),
            is_prediction: false,
        };
        browser.send("GET", "").await;
        browser
    }

    /// Every connection sends as soon as it is answered, as another person after every hundred acts.
    async fn closed(&self, connections: i64, seconds: u64) -> f64 {
        let acts = Arc::new(AtomicU64::new(0));
        let mut tasks = Vec::new();
        let share = self.people.len() / usize::try_from(connections).unwrap();
        let mut browsers = Vec::new();
        for people in self.people.chunks(share).take(usize::try_from(connections).unwrap()) {
            browsers.push((self.browser(people[0]).await, people.to_vec()));
        }
        let until = Instant::now() + Duration::from_secs(seconds);
        for (mut browser, people) in browsers {
            let (acts, house) = (Arc::clone(&acts), Arc::clone(&self.house));
            tasks.push(tokio::spawn(async move {
                browser.as_many(&people, &house, until, &acts).await;
            }));
        }
        for task in tasks {
            task.await.unwrap();
        }
        acts.load(Ordering::Relaxed) as f64 / seconds as f64
    }

    /// Acts are due at a fixed rate, spread over the connections; the wait counts from when an act was due.
    async fn open(&self, connections: u64, offered: u64, seconds: u64) -> Vec<f64> {
        let count = usize::try_from(connections).unwrap();
        let mut browsers = Vec::new();
        for person in self.people.iter().rev().take(count) {
            browsers.push(self.browser(*person).await);
        }
        let began = Instant::now() + Duration::from_millis(50);
        let each = Duration::from_secs_f64(connections as f64 / offered as f64);
        let mut tasks = Vec::new();
        for (place, mut browser) in browsers.into_iter().enumerate() {
            let first = began + each.mul_f64(place as f64 / connections as f64);
            tasks.push(tokio::spawn(async move {
                let mut waits = Vec::new();
                let mut due = first;
                while due < began + Duration::from_secs(seconds) {
                    tokio::time::sleep_until(due.into()).await;
                    browser.act().await;
                    waits.push(due.elapsed().as_secs_f64());
                    due += each;
                }
                waits
            }));
        }
        let mut waits = Vec::new();
        for task in tasks {
            waits.extend(task.await.unwrap());
        }
        waits.sort_by(f64::total_cmp);
        waits
    }
}
