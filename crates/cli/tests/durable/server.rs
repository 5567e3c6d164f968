//! The program serving a furnished exchange, to be killed and started again.

use std::ffi::OsString;
use std::fs::File;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU16, Ordering};
use std::time::Duration;

use beringia_actions::{Clock, House, Key, furnish};
use beringia_analysis::snapshot::Snapshot;
use beringia_analysis::societies::{Plan, invent};
use beringia_store::{self as store, Database, Place};

use crate::client::Client;

/// The file of a database in a data folder.
pub(crate) const FILE: &str = "beringia.sqlite";

/// The key of every exchange here.
const KEY: [u8; 32] = [7; 32];

/// Moments to wait for a server to start or to stop, 50 ms each.
const MOMENTS: u32 = 600;

#[derive(Debug)]
struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the server under test has the same clock")]
    fn now_second(&self) -> i64 {
        let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        i64::try_from(since.expect("after 1970").as_secs()).expect("not yet")
    }
}

pub(crate) fn wait<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Runtime::new().expect("a runtime").block_on(work)
}

/// Furnishes an empty database with a small invented exchange, and puts its key into the data folder.
pub(crate) async fn furnish_small(database: Database, data: &Path) {
    let (intake, _) = invent(&Plan::new(60, 40, "durable"));
    let snapshot = Snapshot::freeze(intake, None).expect("in order");
    let house = House::open(database, Key::new(KEY), Arc::new(SystemClock)).await.expect("a house");
    furnish(&house, &snapshot).await.expect("furnished");
    // Room for as many as come in between fifty kills.
    let mut charter = house.charter().expect("approved").as_ref().clone();
    charter.sides.iter_mut().for_each(|side| side.quota = 1_000_000);
    let mut tx = house.database.write().await.expect("a turn");
    store::set_charter(&mut tx, house.exchange, &charter).await.expect("a charter");
    tx.commit().await.expect("kept");
    house.database.close().await;
    std::fs::write(data.join("key"), KEY).expect("a key");
}

/// A furnished SQLite database in a data folder, closed: its log is folded into it.
pub(crate) fn furnished(data: &Path) {
    std::fs::create_dir_all(data).expect("a data folder");
    let file = data.join(FILE);
    wait(async {
        let database = Database::open(Place::Sqlite(file.clone())).await.expect("SQLite opens");
        furnish_small(database, data).await;
    });
    let log = data.join(format!("{FILE}-wal"));
    for _ in 0..MOMENTS {
        if !log.exists() {
            return;
        }
        moment();
    }
    panic!("the database was not closed");
}

pub(crate) fn moment() {
    std::thread::sleep(Duration::from_millis(50));
}

/// Below the ports that a system gives to whoever asks for any: there, a client that tries again and again while
/// nobody listens would in the end be connected to itself.
fn free_port() -> u16 {
    static NEXT: AtomicU16 = AtomicU16::new(0);
    let begin = 20_000 + u16::try_from(std::process::id() % 9_000).expect("small");
    loop {
        let port = begin + NEXT.fetch_add(1, Ordering::Relaxed);
        if TcpListener::bind(("127.0.0.1", port)).is_ok() {
            return port;
        }
    }
}

/// How an exchange is served.
#[derive(Debug)]
pub(crate) struct Setting {
    /// The program, and what it is run by.
    pub(crate) program: Vec<OsString>,
    pub(crate) data: PathBuf,
    pub(crate) database: Option<String>,
    pub(crate) port: u16,
    pub(crate) environment: Vec<(&'static str, OsString)>,
}

impl Setting {
    pub(crate) fn new(data: &Path) -> Self {
        Self {
            program: vec![env!("CARGO_BIN_EXE_beringia").into()],
            data: data.to_owned(),
            database: None,
            port: free_port(),
            environment: Vec::new(),
        }
    }

    /// The same program, run by another.
    pub(crate) fn run_by(mut self, words: &[&str]) -> Self {
        let before = words.iter().map(|word| (*word).into());
        self.program = before.chain(self.program).collect();
        self
    }

    /// What the server said.
    pub(crate) fn log(&self) -> String {
        std::fs::read_to_string(self.data.with_extension("log")).unwrap_or_default()
    }

    fn spawn(&self) -> Server {
        let log = self.data.with_extension("log");
        let said = File::options().create(true).append(true).open(&log).expect("a log");
        let mut command = Command::new(&self.program[0]);
        command.args(&self.program[1..]).args(["serve", "--data"]).arg(&self.data);
        command.args(["--listen", &format!("127.0.0.1:{}", self.port)]);
        if let Some(url) = &self.database {
            command.args(["--database", url]);
        }
        command.env_remove("BERINGIA_CONFIG").env_remove("BERINGIA_DATABASE");
        command.envs(self.environment.iter().map(|(name, value)| (name, value)));
        let child = command.stdout(Stdio::null()).stderr(said).spawn().expect("the program starts");
        Server { child }
    }

    /// Starts it; returns when it answers.
    pub(crate) fn start(&self) -> Server {
        let mut server = self.spawn();
        let mut client = Client::new(self.port);
        for _ in 0..MOMENTS {
            if let Some(status) = server.child.try_wait().expect("a child") {
                panic!("{status}: {}", self.log());
            }
            if client.ask("/health", None).is_ok_and(|answer| answer.status == 200) {
                return server;
            }
            moment();
        }
        panic!("no answer: {}", self.log());
    }

    /// Starts what cannot be served; how it ends.
    pub(crate) fn end(&self) -> ExitStatus {
        let mut server = self.spawn();
        let mut client = Client::new(self.port);
        for _ in 0..MOMENTS {
            if let Some(status) = server.child.try_wait().expect("a child") {
                return status;
            }
            let answer = client.ask("/health", None);
            assert!(answer.is_err(), "it serves what it cannot: {answer:?}\n{}", self.log());
            moment();
        }
        panic!("it neither serves nor ends: {}", self.log());
    }
}

/// A running server, gone with the test.
#[derive(Debug)]
pub(crate) struct Server {
    child: Child,
}

impl Server {
    /// Ends it as the power would: at once, without a word to it.
    pub(crate) fn kill(mut self) {
        self.child.kill().expect("it was running");
        self.child.wait().expect("a child");
    }

    /// Asks it to stop, and waits.
    pub(crate) fn stop(mut self) -> ExitStatus {
        let id = self.child.id().to_string();
        let asked = Command::new("kill").args(["-TERM", &id]).status().expect("kill");
        assert!(asked.success(), "it was running");
        for _ in 0..MOMENTS {
            if let Some(status) = self.child.try_wait().expect("a child") {
                return status;
            }
            moment();
        }
        panic!("it was asked to stop and did not");
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
