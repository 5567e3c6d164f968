//! An invented exchange behind the router, in process, and visitors to it.

#[path = "../../../store/tests/common/mod.rs"]
mod common;

use std::io::Write;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, Once};

use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode};
use beringia_actions::{self as actions, Clock, House, Key, NewAccount, Organiser};
use beringia_analysis::snapshot::Snapshot;
use beringia_analysis::societies::{Plan, invent};
use beringia_domain::{Part, ProposalState, Role};
use beringia_store::{self as store, Database, Place};
use beringia_web::{Settings, Site};
use tower::ServiceExt;

#[derive(Debug)]
struct Fixed;

impl Clock for Fixed {
    fn now_second(&self) -> i64 {
        1_795_000_000
    }
}

/// What was logged by all towns of this process.
static LOG: Mutex<Vec<u8>> = Mutex::new(Vec::new());
static LOGGING: Once = Once::new();

struct Tee;

impl Write for Tee {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        LOG.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// The exchange of Harbour and Valley, with forty people.
pub(crate) struct Town {
    site: Arc<Site>,
    folder: tempfile::TempDir,
    /// Gone after the site, where the town is on PostgreSQL.
    server: Option<common::Fresh>,
}

/// Where a town keeps everything: SQLite, unless `BERINGIA_TOWN` says `postgres` and it is installed.
#[expect(clippy::disallowed_methods, reason = "a test run chooses its database")]
async fn place(folder: &tempfile::TempDir) -> (Database, Option<common::Fresh>) {
    if std::env::var("BERINGIA_TOWN").as_deref() == Ok("postgres")
        && let Some(fresh) = common::both().await.into_iter().nth(1)
    {
        return (fresh.database.clone(), Some(fresh));
    }
    let place = Place::Sqlite(folder.path().join("town.sqlite"));
    (Database::open(place).await.unwrap(), None)
}

impl Town {
    pub(crate) async fn new() -> Self {
        Self::of(&Plan { exposures: true, ..Plan::new(40, 12, "town") }).await
    }

    /// The same with other people.
    pub(crate) async fn of(plan: &Plan) -> Self {
        LOGGING.call_once(|| {
            tracing_subscriber::fmt()
                .with_writer(|| Tee)
                .with_max_level(tracing::Level::DEBUG)
                .init();
        });
        let folder = tempfile::tempdir().unwrap();
        let (database, server) = place(&folder).await;
        let house = House::open(database, Key::new([9; 32]), Arc::new(Fixed)).await.unwrap();
        let snapshot = Snapshot::freeze(invent(plan).0, None).unwrap();
        actions::furnish(&house, &snapshot).await.unwrap();
        let settings = Settings {
            public_url: "http://town.example".to_owned(),
            trusts_proxy: true,
            is_demo: false,
        };
        Self { site: Site::new(house, settings), folder, server }
    }

    /// The same as a demo.
    pub(crate) fn into_demo(self) -> Self {
        let settings = Settings { is_demo: true, ..self.site.settings.clone() };
        let Self { site, folder, server } = self;
        Self { site: Site::new(Arc::clone(&site.house), settings), folder, server }
    }

    pub(crate) fn house(&self) -> &House {
        &self.site.house
    }

    async fn organiser(&self, side: Part) -> i64 {
        let members = store::members(&self.house().database, self.house().exchange).await.unwrap();
        let found = members.iter().find(|m| m.side == side && m.role == Role::Organiser);
        found.unwrap().account
    }

    /// Somebody with this role, signed in.
    pub(crate) async fn signed_in(&self, role: Role, side: Part) -> Visitor {
        let token = actions::sign_in_as(self.house(), self.organiser(side).await).await.unwrap();
        if role == Role::Organiser {
            return Visitor::with_desk(token);
        }
        let seat = actions::seat(self.house(), &token).await.unwrap().unwrap();
        let link =
            actions::open_link(self.house(), &Organiser::of(&seat).unwrap(), role).await.unwrap();
        let new = NewAccount {
            login: format!("{link} {}", role.word()),
            name: "Somebody".to_owned(),
            password: "a sentence to remember".to_owned(),
            side: None,
        };
        Visitor::with_desk(actions::take_seat(self.house(), &link, &new).await.unwrap().token)
    }

    /// The number of a waiting proposal.
    pub(crate) async fn waiting(&self, kind: &str) -> i64 {
        let all = store::proposals(&self.house().database, self.house().exchange).await.unwrap();
        let found =
            all.iter().find(|p| p.state == ProposalState::Waiting && p.change.kind() == kind);
        found.unwrap().proposal
    }

    /// Where the conversation stands.
    pub(crate) fn stage(&self) -> &'static str {
        self.house().conversation(1).unwrap().stage().word()
    }

    /// Every byte the database has written.
    pub(crate) fn files(&self) -> Vec<u8> {
        let files =
            std::fs::read_dir(self.folder.path()).unwrap().flatten().map(|entry| entry.path());
        files.flat_map(|path: PathBuf| std::fs::read(path).unwrap()).collect()
    }

    /// Every byte that was logged.
    pub(crate) fn log() -> Vec<u8> {
        LOG.lock().unwrap().clone()
    }
}

/// An answer.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) location: String,
    pub(crate) body: String,
    pub(crate) bytes: Vec<u8>,
    headers: HeaderMap,
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> String {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned()
    }

    pub(crate) fn cookies(&self) -> Vec<String> {
        let all = self.headers.get_all("set-cookie").iter();
        all.filter_map(|value| value.to_str().ok()).map(str::to_owned).collect()
    }

    /// The value of a hidden field.
    fn hidden(&self, name: &str) -> String {
        let mark = format!("name=\"{name}\" value=\"");
        let found = self.body.split(&mark).nth(1).and_then(|rest| rest.split('"').next());
        found.unwrap_or_default().to_owned()
    }
}

/// A browser.
pub(crate) struct Visitor {
    desk: Option<String>,
    person: Mutex<Option<String>>,
    headers: Vec<(&'static str, &'static str)>,
}

impl Visitor {
    pub(crate) fn stranger() -> Self {
        Self { desk: None, person: Mutex::new(None), headers: Vec::new() }
    }

    fn with_desk(token: String) -> Self {
        Self { desk: Some(token), ..Self::stranger() }
    }

    pub(crate) fn with(mut self, name: &'static str, value: &'static str) -> Self {
        self.headers.push((name, value));
        self
    }

    fn request(&self, method: &str, path: &str) -> axum::http::request::Builder {
        let mut cookies = format!("visit={}; language=en", "5".repeat(40));
        if let Some(desk) = &self.desk {
            cookies += &format!("; desk={desk}");
        }
        if let Some(person) = &*self.person.lock().unwrap() {
            cookies += &format!("; person={person}");
        }
        let mut request = Request::builder().method(method).uri(path).header("cookie", cookies);
        for (name, value) in &self.headers {
            request = request.header(*name, *value);
        }
        request
    }

    async fn go(&self, town: &Town, request: Request<Body>) -> Answer {
        let response = beringia_web::app(Arc::clone(&town.site)).oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = axum::body::to_bytes(body, usize::MAX).await.unwrap();
        let location = parts.headers.get("location").and_then(|value| value.to_str().ok());
        let answer = Answer {
            status: parts.status,
            location: location.unwrap_or_default().to_owned(),
            body: String::from_utf8_lossy(&bytes).into_owned(),
            headers: parts.headers,
            bytes: bytes.into(),
        };
        for cookie in answer.cookies() {
            if let Some(value) =
                cookie.strip_prefix("person=").and_then(|rest| rest.split(';').next())
            {
                *self.person.lock().unwrap() =
                    Some(value.to_owned()).filter(|value| !value.is_empty());
            }
        }
        answer
    }

    /// Sends a form as it is.
    pub(crate) async fn send(&self, town: &Town, method: &str, path: &str, body: &str) -> Answer {
        let request =
            self.request(method, path).header("content-type", "application/x-www-form-urlencoded");
        self.go(town, request.body(Body::from(body.to_owned())).unwrap()).await
    }

    /// The token of this visitor's forms.
    pub(crate) async fn token(&self, town: &Town, page: &str) -> String {
        self.send(town, "GET", page, "").await.hidden("csrf")
    }

    /// Sends a form with its own token, or looks at a page.
    pub(crate) async fn ask(&self, town: &Town, method: &str, path: &str, body: &str) -> Answer {
        if method == "GET" {
            return self.send(town, method, path, "").await;
        }
        let token = self.token(town, "/join").await;
        self.send(town, method, path, &format!("{body}&csrf={token}")).await
    }

    /// Sends a form from a page of another site.
    pub(crate) async fn send_from_elsewhere(&self, town: &Town, path: &str) -> Answer {
        let token = self.token(town, "/desk").await;
        let request = self.request("POST", path).header("sec-fetch-site", "cross-site");
        self.go(town, request.body(Body::from(format!("csrf={token}"))).unwrap()).await
    }

    /// Sends a form with files: names and contents.
    pub(crate) async fn upload(
        &self,
        town: &Town,
        path: &str,
        fields: &[(&str, &str)],
        files: &[(&str, Vec<u8>)],
    ) -> Answer {
        let token = self.token(town, "/join").await;
        let mut body = Vec::new();
        for (name, value) in [("csrf", token.as_str())].iter().chain(fields) {
            let head = format!("--edge\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n");
            body.extend(head.bytes().chain(value.bytes()).chain(*b"\r\n"));
        }
        for (name, content) in files {
            let head = format!(
                "--edge\r\nContent-Disposition: form-data; name=\"files\"; filename=\"{name}\"\r\n\r\n"
            );
            body.extend(head.bytes().chain(content.iter().copied()).chain(*b"\r\n"));
        }
        body.extend(*b"--edge--\r\n");
        let request =
            self.request("POST", path).header("content-type", "multipart/form-data; boundary=edge");
        self.go(town, request.body(Body::from(body)).unwrap()).await
    }

    /// Comes in by a link: age, then consent.
    pub(crate) async fn join(&self, town: &Town, path: &str) -> Answer {
        let consent = self.ask(town, "POST", path, "age=25-39").await;
        let form = consent.hidden("form");
        self.ask(town, "POST", path, &format!("age=25-39&consent=yes&form={form}")).await
    }
}

/// Damage to forms and addresses, the same every time.
pub(crate) struct Chance(u64);

impl Chance {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn below(&mut self, count: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % count as u64).unwrap()
    }

    /// A form with some of its values replaced.
    pub(crate) fn damaged(&mut self, body: &str) -> String {
        const VALUES: [&str; 14] = [
            "",
            "0",
            "-1",
            "99999999999999999999",
            "%00",
            "%FF%FE",
            "%E2%80%AE",
            "%27%3B--",
            "%3Cscript%3E",
            "1e309",
            "NaN",
            "%0A%0D",
            "2026-02-31",
            "%F0%9F%9A%A2%F0%9F%9A%A2",
        ];
        let fields = body.split('&').map(|field| {
            let name = field.split('=').next().unwrap_or_default();
            match self.below(3) {
                0 => field.to_owned(),
                1 => format!("{name}={}", VALUES[self.below(VALUES.len())]),
                _ => format!(
                    "{name}={}{}",
                    VALUES[self.below(VALUES.len())],
                    "z".repeat(self.below(300))
                ),
            }
        });
        fields.collect::<Vec<_>>().join("&")
    }

    /// An address with its numbers replaced.
    pub(crate) fn damaged_path(&mut self, path: &str) -> String {
        const NUMBERS: [&str; 5] = ["1", "0", "-7", "999", "9223372036854775808"];
        let part = |part: &str| {
            if part.parse::<u8>().is_ok() {
                NUMBERS[self.below(NUMBERS.len())].to_owned()
            } else {
                part.to_owned()
            }
        };
        path.split('/').map(part).collect::<Vec<_>>().join("/")
    }
}
