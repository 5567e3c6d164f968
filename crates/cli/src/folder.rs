//! A folder of results: complete before it has its name, and never in place of somebody's files.
//!
//! Files are written into a temporary folder beside the target, which is then renamed. A list of our files
//! with their digests (`.beringia`) tells next time what is ours to replace.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};
use tempfile::TempDir;

use crate::exit::{Failure, unwritable};

/// The list of our files.
const LIST: &str = ".beringia";
/// Its first line.
const LIST_HEAD: &str =
    "# The files Beringia wrote here, with their SHA-256. A folder with others is left alone.\n";
/// How temporary folders begin; the number of the process follows.
const UNFINISHED: &str = ".beringia-unfinished-";

/// What a file of ours begins with.
const MATHS_HEAD: &[u8] = b"{\"schema\":\"polis-reference/1\"";

/// Refuses a file that would replace another than one of ours, or lie in the folder of the report.
pub(crate) fn check_file(target: &Path, report: &Path) -> Result<(), Failure> {
    let refuse = |reason: &str| {
        let folder = target.to_owned();
        Err(Failure::FolderRefused { folder, reason: reason.to_owned() })
    };
    let parent = parent_of(target);
    if !parent.is_dir() {
        return refuse("the folder it should be written into does not exist");
    }
    if resolved(target)?.starts_with(resolved(report)?) {
        return refuse("it lies in the folder of the report, which is replaced as a whole");
    }
    match fs::read(target) {
        Ok(bytes) if bytes.starts_with(MATHS_HEAD) => Ok(()),
        Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => Ok(()),
        _ => refuse("Beringia did not write what is there"),
    }
}

fn parent_of(target: &Path) -> &Path {
    target.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Writes one file: complete before it has its name.
pub(crate) fn write_file(target: &Path, text: &str) -> Result<(), Failure> {
    let parent = parent_of(target);
    sweep(parent);
    let prefix = format!("{UNFINISHED}{}-", std::process::id());
    let file = tempfile::Builder::new().prefix(&prefix).tempfile_in(parent);
    let mut file = file.map_err(unwritable(target))?;
    file.write_all(text.as_bytes()).map_err(unwritable(target))?;
    file.persist(target).map_err(|error| unwritable(target)(error.error))?;
    Ok(())
}

/// A folder on its way.
#[derive(Debug)]
pub(crate) struct Folder {
    target: PathBuf,
    parts: TempDir,
    written: Vec<(String, Sha256)>,
}

impl Folder {
    /// Begins a folder that will be `target`, which must not exist, be empty, or hold only our own files.
    pub(crate) fn begin(target: &Path) -> Result<Self, Failure> {
        let target = resolved(target)?;
        check_ours(&target)?;
        let parent = target.parent().unwrap_or(Path::new("/")).to_owned();
        fs::create_dir_all(&parent).map_err(unwritable(&parent))?;
        sweep(&parent);
        let prefix = format!("{UNFINISHED}{}-", std::process::id());
        let parts = tempfile::Builder::new().prefix(&prefix).tempdir_in(&parent);
        let parts = parts.map_err(unwritable(&parent))?;
        // The temporary folder is its owner's alone; the one inside follows the user's habits.
        fs::create_dir(parts.path().join("new")).map_err(unwritable(&parent))?;
        Ok(Self { target, parts, written: Vec::new() })
    }

    fn new_folder(&self) -> PathBuf {
        self.parts.path().join("new")
    }

    /// Adds a part of a file; parts of one file come one after the other.
    pub(crate) fn add(&mut self, name: &str, text: &str) -> Result<(), Failure> {
        let path = self.new_folder().join(name);
        let known = self.written.last().is_some_and(|(last, _)| last == name);
        if !known {
            self.written.push((name.to_owned(), Sha256::new()));
        }
        let file = fs::OpenOptions::new().create(true).append(true).open(&path);
        let mut file = file.map_err(unwritable(&path))?;
        file.write_all(text.as_bytes()).map_err(unwritable(&path))?;
        if let Some((_, digest)) = self.written.last_mut() {
            digest.update(text.as_bytes());
        }
        Ok(())
    }

    /// Adds a file that only its owner may read.
    pub(crate) fn add_private(&mut self, name: &str, text: &str) -> Result<(), Failure> {
        self.add(name, text)?;
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let path = self.new_folder().join(name);
            let owner = fs::Permissions::from_mode(0o600);
            fs::set_permissions(&path, owner).map_err(unwritable(&path))?;
        }
        Ok(())
    }

    /// Gives the folder its name; what was ours there before goes with the temporary folder.
    pub(crate) fn finish(mut self) -> Result<PathBuf, Failure> {
        let mut list = LIST_HEAD.to_owned();
        for (name, digest) in std::mem::take(&mut self.written) {
            list.push_str(&format!("{}  {name}\n", hex(&digest.finalize())));
        }
        self.add(LIST, &list)?;
        let new = self.new_folder();
        for entry in fs::read_dir(&new).map_err(unwritable(&self.target))?.flatten() {
            let synced = fs::File::open(entry.path()).and_then(|file| file.sync_all());
            synced.map_err(unwritable(&entry.path()))?;
        }
        check_ours(&self.target)?;
        put(&new, &self.target, &self.parts.path().join("old"))?;
        Ok(self.target.clone())
    }
}

/// Puts a folder in the place of another, which goes to `old` or where the new one was. In one step where the system can
/// exchange two names: there is no moment then at which neither has the name.
fn put(new: &Path, target: &Path, old: &Path) -> Result<(), Failure> {
    if !target.exists() {
        return fs::rename(new, target).map_err(unwritable(target));
    }
    #[cfg(target_os = "linux")]
    {
        use rustix::fs::{CWD, RenameFlags, renameat_with};
        if renameat_with(CWD, new, CWD, target, RenameFlags::EXCHANGE).is_ok() {
            return Ok(());
        }
    }
    fs::rename(target, old).map_err(unwritable(target))?;
    let named = fs::rename(new, target);
    if named.is_err() {
        let _ = fs::rename(old, target);
    }
    named.map_err(unwritable(target))
}

/// The folder that is meant: behind links, and not the one the user stands in, which would be pulled away.
fn resolved(target: &Path) -> Result<PathBuf, Failure> {
    let refuse = |reason: &str| Failure::FolderRefused {
        folder: target.to_owned(),
        reason: reason.to_owned(),
    };
    if target.symlink_metadata().is_ok() && !target.exists() {
        return Err(refuse("it is a link to nowhere"));
    }
    let full = if target.exists() { target.canonicalize() } else { std::path::absolute(target) };
    let full = full.map_err(unwritable(target))?;
    let here = std::env::current_dir().ok().and_then(|here| here.canonicalize().ok());
    if here.is_some_and(|here| here.starts_with(&full)) {
        return Err(refuse("you are in it"));
    }
    Ok(full)
}

/// Removes what runs that were killed have left beside the target.
fn sweep(parent: &Path) {
    let Ok(entries) = fs::read_dir(parent) else { return };
    for entry in entries.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let process = name.strip_prefix(UNFINISHED).and_then(|rest| rest.split('-').next());
        let is_gone = |process: &str| {
            let proc = Path::new("/proc");
            proc.join("self").exists() && !proc.join(process).exists()
        };
        let is_number = |process: &&str| process.bytes().all(|c| c.is_ascii_digit());
        // What stood in a folder's place is never thrown away unseen.
        if entry.path().join("old").exists() {
            continue;
        }
        if process.filter(is_number).is_some_and(is_gone) {
            let _ = fs::remove_dir_all(entry.path()).or_else(|_| fs::remove_file(entry.path()));
        }
    }
}

/// Refuses a target that is a file, or a folder with files that are not on our list as we wrote them.
fn check_ours(target: &Path) -> Result<(), Failure> {
    let refuse = |reason: String| Failure::FolderRefused { folder: target.to_owned(), reason };
    if !target.exists() {
        return Ok(());
    }
    if !target.is_dir() {
        return Err(refuse("it is a file".to_owned()));
    }
    let list = fs::read_to_string(target.join(LIST)).unwrap_or_default();
    for entry in fs::read_dir(target).map_err(unwritable(target))? {
        let path = entry.map_err(unwritable(target))?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if name == LIST && list.starts_with(LIST_HEAD) {
            continue;
        }
        let listed = list.lines().find_map(|line| line.strip_suffix(&format!("  {name}")));
        let Some(listed) = listed else {
            return Err(refuse(format!("it holds {name}, which Beringia did not write")));
        };
        let bytes = fs::read(&path).map_err(unwritable(&path))?;
        if hex(&Sha256::digest(&bytes)) != listed {
            return Err(refuse(format!("{name} was changed since Beringia wrote it")));
        }
    }
    Ok(())
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
