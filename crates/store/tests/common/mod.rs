//! Databases for tests: SQLite in a temporary folder, and a PostgreSQL of our own where there is one.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use beringia_store::{Database, Place};

/// A database that is gone with the test.
pub(crate) struct Fresh {
    pub(crate) database: Database,
    pub(crate) place: Place,
    // Stopped before its folder goes.
    _server: Option<Server>,
    _folder: tempfile::TempDir,
}

/// A PostgreSQL server in a folder, stopped when dropped.
pub(crate) struct Server {
    programs: PathBuf,
    folder: PathBuf,
}

impl Drop for Server {
    fn drop(&mut self) {
        let data = self.folder.join("data");
        let stop = [
            self.programs.join("pg_ctl").display().to_string(),
            "-D".into(),
            data.display().to_string(),
        ];
        let _ = as_unprivileged(
            &self.folder,
            &[&stop[..], &["-m".into(), "immediate".into(), "stop".into()]].concat(),
        )
        .status();
    }
}

/// Runs a program as somebody without rights: PostgreSQL refuses to run as root.
fn as_unprivileged(folder: &Path, command: &[String]) -> Command {
    let is_root =
        Command::new("id").arg("-u").output().is_ok_and(|id| id.stdout.starts_with(b"0\n"));
    let mut run = if is_root {
        let mut run = Command::new("setpriv");
        run.args(["--reuid=nobody", "--regid=nogroup", "--clear-groups"]).arg(&command[0]);
        run
    } else {
        Command::new(&command[0])
    };
    run.args(&command[1..]).current_dir(folder).stdout(Stdio::null()).stderr(Stdio::null());
    run
}

fn programs() -> Option<PathBuf> {
    let all = std::fs::read_dir("/usr/lib/postgresql").ok()?;
    all.flatten()
        .map(|entry| entry.path().join("bin"))
        .filter(|bin| bin.join("initdb").exists())
        .max()
}

fn postgres(folder: &Path) -> Option<(Server, String)> {
    use std::os::unix::fs::PermissionsExt;
    let programs = programs()?;
    std::fs::set_permissions(folder, std::fs::Permissions::from_mode(0o777)).ok()?;
    let data = folder.join("data").display().to_string();
    let program = |name: &str| programs.join(name).display().to_string();
    let words = |all: &[&str]| all.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
    let init = words(&[
        &program("initdb"),
        "-D",
        &data,
        "-U",
        "beringia",
        "-A",
        "trust",
        "-E",
        "UTF8",
        "--no-sync",
    ]);
    let made = as_unprivileged(folder, &init).status().ok()?;
    if !made.success() {
        return None;
    }
    let options = format!("-k {} -c listen_addresses= -c max_connections=60", folder.display());
    let start = words(&[&program("pg_ctl"), "-D", &data, "-o", &options, "-w", "start"]);
    let server = Server { programs: programs.clone(), folder: folder.to_owned() };
    as_unprivileged(folder, &start).status().ok()?.success().then_some(())?;
    let socket = folder.display().to_string().replace('/', "%2F");
    Some((server, format!("postgres://beringia@{socket}/postgres")))
}

/// Both databases, fresh. Says so where PostgreSQL is not installed.
#[expect(clippy::print_stderr, reason = "who runs the tests must see what was left out")]
pub(crate) async fn both() -> Vec<Fresh> {
    let folder = tempfile::tempdir().expect("a folder");
    let place = Place::Sqlite(folder.path().join("beringia.sqlite"));
    let database = Database::open(place.clone()).await.expect("SQLite opens");
    let mut all = vec![Fresh { database, place, _folder: folder, _server: None }];
    let folder = tempfile::tempdir().expect("a folder");
    match postgres(folder.path()) {
        Some((server, url)) => {
            let place = Place::Postgres(url);
            let database = Database::open(place.clone()).await.expect("PostgreSQL opens");
            all.push(Fresh { database, place, _folder: folder, _server: Some(server) });
        }
        None => eprintln!("SKIPPED on PostgreSQL: it is not installed"),
    }
    all
}
