//! A vote that was acknowledged is kept, once, whatever happens to the server and its disk: it is killed, the
//! power is cut, the disk is full or cannot be written.
//!
//! A kill alone does not test durability, for what a killed process wrote is still in the system's memory: the
//! power is cut too, and a server that answers too early must be found out by the same procedure.

#![cfg(target_os = "linux")]
#![expect(
    clippy::print_stdout,
    reason = "figures, and what was left out, are told to whoever runs them"
)]
#![expect(clippy::unwrap_used, clippy::panic, reason = "tests")]

#[path = "durable/client.rs"]
mod client;
#[path = "../../store/tests/common/mod.rs"]
mod common;
#[path = "durable/server.rs"]
mod server;
#[path = "durable/truth.rs"]
mod truth;
#[path = "durable/voter.rs"]
mod voter;

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use beringia_store::Place;
use client::Answer;
use server::{FILE, Setting, furnish_small, furnished, wait};
use truth::{Faults, Truth};
use voter::{Crowd, Deeds, Sent, Voter};

const VOTERS: usize = 32;

/// How often the server is killed; more for whoever has the time.
#[expect(clippy::disallowed_methods, reason = "a test has no other way to be asked for more")]
fn kills() -> usize {
    std::env::var("BERINGIA_KILLS").ok().and_then(|text| text.parse().ok()).unwrap_or(5)
}

/// A while that nobody foresees.
fn sleep_by_chance() {
    let chance = beringia_actions::random_number().unwrap() % 1_200;
    std::thread::sleep(Duration::from_millis(200 + chance.unsigned_abs()));
}

/// Ends a crowd also when the test fails, so that it fails and does not wait.
struct Ending<'a>(&'a Crowd);

impl Drop for Ending<'_> {
    fn drop(&mut self) {
        self.0.end();
    }
}

/// Voters at work, while something is done to the server; what they know afterwards.
fn with_voters(port: u16, act: impl FnOnce(&Crowd)) -> Vec<Voter> {
    let crowd = Crowd::default();
    std::thread::scope(|scope| {
        let go_on = |number| {
            scope.spawn({
                let crowd = &crowd;
                move || Voter::new(port, number).go_on(crowd)
            })
        };
        let ending = Ending(&crowd);
        let threads: Vec<_> = (0..VOTERS).map(go_on).collect();
        act(&crowd);
        drop(ending);
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    })
}

fn votes(voters: &[Voter]) -> u64 {
    voters.iter().map(|voter| voter.votes).sum()
}

#[test]
fn no_acknowledged_vote_is_lost_or_doubled_by_kill() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    for fresh in runtime.block_on(common::both()) {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("data");
        fs::create_dir(&data).unwrap();
        runtime.block_on(furnish_small(fresh.database.clone(), &data));
        let mut setting = Setting::new(&data);
        let (name, url) = match &fresh.place {
            Place::Sqlite(file) => ("SQLite", format!("sqlite:{}", file.display())),
            Place::Postgres(url) => ("PostgreSQL", url.clone()),
        };
        setting.database = Some(url);
        is_kept_by(name, &setting, &fresh.place);
    }
}

/// Kills and starts the server again and again while people vote; at the end it is asked to stop, still at work.
fn is_kept_by(name: &str, setting: &Setting, place: &Place) {
    let before = wait(Truth::read(place));
    let voters = with_voters(setting.port, |_| {
        let mut server = setting.start();
        for _ in 0..kills() {
            sleep_by_chance();
            server.kill();
            server = setting.start();
        }
        sleep_by_chance();
        let status = server.stop();
        assert!(status.success(), "{status}: {}", setting.log());
    });
    let after = wait(Truth::read(place));
    let faults = Faults::find(&before, &after, &voters);
    let again: u64 = voters.iter().map(|voter| voter.again).sum();
    let (kills, votes) = (kills(), votes(&voters));
    println!(
        "{name}: {kills} kills, {votes} votes acknowledged, {again} forms sent again, {} lost, {} \
         strange, {} people with something doubled",
        faults.lost.len(),
        faults.strange.len(),
        faults.doubled.len()
    );
    assert_eq!(faults, Faults::default(), "{name}: {}", setting.log());
    assert!(votes > 100 && again > 0, "people voted, and were interrupted");
}

/// A disk that keeps what was synced, and nothing else, when the power goes.
struct Disk {
    data: PathBuf,
    kept: PathBuf,
    setting: Setting,
}

/// The files of a database that a power cut may leave.
fn files() -> [String; 2] {
    [FILE.to_owned(), format!("{FILE}-wal")]
}

impl Disk {
    /// A furnished exchange on such a disk; nothing where there is no compiler to make it with.
    fn new(folder: &Path) -> Option<Self> {
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/durable/power_cut.c");
        let library = folder.join("power_cut.so");
        let mut compiler = Command::new("cc");
        compiler.args(["-shared", "-fPIC", "-O1", "-Wall", "-o"]).arg(&library).arg(source);
        let Ok(made) = compiler.args(["-ldl", "-lpthread"]).output() else {
            println!("SKIPPED: there is no C compiler to make a disk that forgets");
            return None;
        };
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        let (data, kept) = (folder.join("data"), folder.join("kept"));
        furnished(&data);
        fs::create_dir(&kept).unwrap();
        fs::copy(data.join(FILE), kept.join(FILE)).unwrap();
        let mut setting = Setting::new(&data);
        setting.environment =
            vec![("LD_PRELOAD", library.into()), ("KEPT_BY_DISK", kept.clone().into())];
        Some(Self { data, kept, setting })
    }

    /// Only what was synced is left.
    fn forget(&self) {
        let _ = fs::remove_file(self.data.join(format!("{FILE}-shm")));
        let _ = fs::remove_file(self.kept.join(format!("{FILE}-wal.next")));
        for name in files() {
            let _ = fs::remove_file(self.data.join(&name));
            if self.kept.join(&name).exists() {
                fs::copy(self.kept.join(&name), self.data.join(&name)).unwrap();
            }
        }
    }

    /// The other thing a disk may do: what was overwritten is new, and only what was appended is cut off.
    fn cut_off(&self, folder: &Path) -> Place {
        for name in files() {
            let Ok(kept) = fs::metadata(self.kept.join(&name)) else { continue };
            fs::copy(self.data.join(&name), folder.join(&name)).unwrap();
            let file = fs::File::options().write(true).open(folder.join(&name)).unwrap();
            let length = file.metadata().unwrap().len().min(kept.len());
            file.set_len(length).unwrap();
        }
        Place::Sqlite(folder.join(FILE))
    }

    /// What the disk holds, read from a copy: reading would mend what the server is to mend.
    fn truth(&self) -> Truth {
        let folder = tempfile::tempdir().unwrap();
        for name in files().iter().filter(|name| self.data.join(name).exists()) {
            fs::copy(self.data.join(name), folder.path().join(name)).unwrap();
        }
        wait(Truth::read(&Place::Sqlite(folder.path().join(FILE))))
    }

    /// People vote, and the server is killed.
    fn vote_and_kill(&self) -> Vec<Voter> {
        let server = self.setting.start();
        with_voters(self.setting.port, |crowd| {
            // Enough for the log to be folded into the database and begun anew while they vote.
            for _ in 0..600 {
                if crowd.acknowledged() >= 200 {
                    break;
                }
                server::moment();
            }
            sleep_by_chance();
            server.kill();
        })
    }
}

#[test]
fn a_power_cut_loses_nothing_that_was_acknowledged() {
    let folder = tempfile::tempdir().unwrap();
    let Some(disk) = Disk::new(folder.path()) else { return };
    let (before, bytes) = (disk.truth(), fs::read(disk.kept.join(FILE)).unwrap());
    let mut voters = Vec::new();
    for _ in 0..kills() {
        voters.extend(disk.vote_and_kill());
        let cut = tempfile::tempdir().unwrap();
        let place = disk.cut_off(cut.path());
        let faults = Faults::find(&before, &wait(Truth::read(&place)), &voters);
        assert_eq!(faults, Faults::default(), "appended and not synced is gone");
        disk.forget();
        let faults = Faults::find(&before, &disk.truth(), &voters);
        assert_eq!(faults, Faults::default(), "all that was not synced is gone");
    }
    println!("power cut: {} times, {} votes acknowledged, 0 lost", kills(), votes(&voters));
    assert!(votes(&voters) >= 200, "people voted");
    let is_folded = fs::read(disk.kept.join(FILE)).unwrap() != bytes;
    assert!(is_folded, "the log was folded into the database and begun anew meanwhile");
    assert!(disk.setting.start().stop().success(), "and the exchange goes on");
}

/// The control: to the disk, a server whose syncs take effect with the next one only has answered before its
/// commit. If this lost nothing, the test above could not fail.
#[test]
fn a_server_that_answers_too_early_loses_votes() {
    let folder = tempfile::tempdir().unwrap();
    let Some(mut disk) = Disk::new(folder.path()) else { return };
    disk.setting.environment.push(("SYNC_IS_LATE", "yes".into()));
    let before = disk.truth();
    let (mut voters, mut cuts, mut lost) = (Vec::new(), 0, 0);
    // Whether anything was acknowledged since the last sync is chance: a few cuts may all miss.
    while cuts < kills() || (lost == 0 && cuts < 10 * kills()) {
        voters.extend(disk.vote_and_kill());
        disk.forget();
        lost = Faults::find(&before, &disk.truth(), &voters).lost.len();
        cuts += 1;
    }
    let votes = votes(&voters);
    println!("answered too early: {cuts} power cuts, {votes} votes acknowledged, {lost} lost");
    assert!(lost > 0, "a wrong server must be found out");
}

/// A small disk of our own, gone with the test.
struct SmallDisk(PathBuf);

impl SmallDisk {
    /// Nothing where this machine does not let us.
    fn mount(at: &Path) -> Option<Self> {
        fs::create_dir(at).unwrap();
        let mut mount = Command::new("mount");
        let made = mount.args(["-t", "tmpfs", "-o", "size=3m", "none"]).arg(at).output();
        made.is_ok_and(|made| made.status.success()).then(|| Self(at.to_owned()))
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(&self.0).status();
    }
}

/// People with their first page, come in while there is room: enough to fill the disk, and one more.
fn come_in(port: u16, crowd: &Crowd) -> Vec<(Voter, Answer)> {
    let one = |number| {
        let mut voter = Voter::new(port, number);
        let page = voter.come_in(crowd).unwrap();
        (voter, page)
    };
    (0..6).map(one).collect()
}

/// One after the other votes until the server refuses; who and which form was refused, and the answer.
fn vote_until_refused(people: &mut [(Voter, Answer)], crowd: &Crowd) -> (usize, Sent, Answer) {
    for (number, (voter, page)) in people.iter_mut().enumerate() {
        while let Some(sent) = voter.answer_to(page) {
            let (is_kept, answer) = voter.try_once(&sent, crowd);
            if !is_kept {
                return (number, sent, answer);
            }
            *page = answer;
        }
    }
    panic!("the disk was never full");
}

fn voters(people: Vec<(Voter, Answer)>) -> Vec<Voter> {
    people.into_iter().map(|(voter, _)| voter).collect()
}

/// Nothing of what was refused, everything of what was acknowledged.
fn check(before: &Truth, place: &Place, voters: &[Voter], refused: Option<&Sent>) {
    let after = wait(Truth::read(place));
    assert_eq!(Faults::find(before, &after, voters), Faults::default());
    let (mut never, deeds) = (Deeds::default(), &after.deeds);
    refused.inspect(|sent| sent.put_into(&mut never));
    let is_vote_kept = never.votes.keys().any(|place| deeds.votes.contains_key(place));
    let is_kept = never.predictions.keys().any(|place| deeds.predictions.contains_key(place));
    assert!(!is_vote_kept && !is_kept, "refused, and yet kept");
}

#[test]
fn a_full_disk_is_told_and_harms_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let Some(_disk) = SmallDisk::mount(&data) else {
        println!("SKIPPED: this machine does not let us mount a small disk");
        return;
    };
    // Furnishing needs more room than there is.
    let large = folder.path().join("large");
    furnished(&large);
    for name in [FILE, "key"] {
        fs::copy(large.join(name), data.join(name)).unwrap();
    }
    let (place, ballast) = (Place::Sqlite(data.join(FILE)), data.join("ballast"));
    let before = wait(Truth::read(&place));
    fs::write(&ballast, vec![1; 1 << 20]).unwrap();
    let (setting, crowd) = (Setting::new(&data), Crowd::default());
    let server = setting.start();
    let mut people = come_in(setting.port, &crowd);
    let never = people[5].0.answer_to(&people[5].1).unwrap();
    let (at, refused, answer) = vote_until_refused(&mut people[..5], &crowd);
    let mut voters = voters(people);
    assert!(answer.status == 507 && answer.body.contains("disk is full"), "{answer:?}");
    for _ in 0..10 {
        assert_eq!(voters[at].try_once(&refused, &crowd).1.status, 507);
    }
    // A smaller transaction may still fit where the larger one did not; it must only be told as it is.
    let (is_other_kept, answer) = voters[5].try_once(&never, &crowd);
    assert!(is_other_kept || answer.status == 507, "{answer:?}");
    // Whoever starts it again while the disk is still full is told the same.
    server.kill();
    let server = setting.start();
    assert_eq!(voters[at].try_once(&refused, &crowd).1.status, 507, "{}", setting.log());
    fs::remove_file(&ballast).unwrap();
    let (is_kept, answer) = voters[at].try_once(&refused, &crowd);
    assert!(is_kept, "there is room again: {answer:?}");
    let (kept, refused) = (crowd.acknowledged(), if is_other_kept { 12 } else { 13 });
    println!("full disk: {kept} votes acknowledged, {refused} refused, 0 lost");
    assert!(server.stop().success());
    check(&before, &place, &voters, Some(&never).filter(|_| !is_other_kept));
}

#[test]
fn a_file_that_may_not_grow_is_told_and_harms_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    furnished(&data);
    let place = Place::Sqlite(data.join(FILE));
    let before = wait(Truth::read(&place));
    // The signal would end the process; a system that knows no such signal answers with an error, as this does.
    let limit = ["sh", "-c", "trap '' XFSZ; ulimit -f 2048; exec \"$@\"", "sh"];
    let setting = Setting::new(&data);
    let (port, limited) = (setting.port, Setting::new(&data).run_by(&limit));
    let crowd = Crowd::default();
    let server = limited.start();
    let mut people = come_in(limited.port, &crowd);
    let (at, refused, answer) = vote_until_refused(&mut people, &crowd);
    let mut voters = voters(people);
    assert!(matches!(answer.status, 500 | 503 | 507), "{answer:?}");
    assert!(!voters[at].try_once(&refused, &crowd).0, "and again");
    assert!(server.stop().success());
    let kept = votes(&voters);
    check(&before, &place, &voters, Some(&refused));
    let server = setting.start();
    let mut other = Voter::new(port, 7);
    let page = other.come_in(&crowd).unwrap();
    let sent = other.answer_to(&page).unwrap();
    assert!(other.try_once(&sent, &crowd).0, "without the limit it goes on");
    println!(
        "file that may not grow: {kept} votes acknowledged, 2 refused ({}), 0 lost",
        answer.status
    );
    assert!(server.stop().success());
    voters.push(other);
    check(&before, &place, &voters, Some(&refused));
}

/// Runs a program by somebody without rights, for whom a file can be read-only; root may write everything.
fn without_rights(setting: Setting, folder: &Path) -> Option<Setting> {
    let id = Command::new("id").arg("-u").output().ok()?;
    if id.stdout != b"0\n" {
        return Some(setting);
    }
    // Where the program was built, perhaps only root may go.
    let program = folder.join("beringia");
    fs::copy(env!("CARGO_BIN_EXE_beringia"), &program).unwrap();
    fs::set_permissions(folder, fs::Permissions::from_mode(0o755)).unwrap();
    let given = Command::new("chown").arg("-R").arg("nobody").arg(&setting.data).status().ok()?;
    let words = ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"];
    let works = Command::new(words[0]).args(&words[1..]).arg("true").status().ok()?;
    let setting = Setting { program: vec![program.into()], ..setting };
    (given.success() && works.success()).then(|| setting.run_by(&words))
}

#[test]
fn a_read_only_database_is_told_and_harms_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    furnished(&data);
    let file = data.join(FILE);
    let Some(setting) = without_rights(Setting::new(&data), folder.path()) else {
        println!("SKIPPED: nobody without rights can run a program here");
        return;
    };
    let bytes = fs::read(&file).unwrap();
    fs::set_permissions(&file, fs::Permissions::from_mode(0o444)).unwrap();
    let status = setting.end();
    let said = setting.log();
    assert_eq!(status.code(), Some(5), "{said}");
    assert!(said.contains("cannot be written") && !said.contains("panicked"), "{said}");
    assert!(fs::read(&file).unwrap() == bytes, "it is as it was");
    // What SQLite leaves beside a file that may only be read may only be read too: all of it is given back.
    for entry in fs::read_dir(&data).unwrap().flatten() {
        fs::set_permissions(entry.path(), fs::Permissions::from_mode(0o600)).unwrap();
    }
    assert!(setting.start().stop().success(), "mended, it serves: {}", setting.log());
}
