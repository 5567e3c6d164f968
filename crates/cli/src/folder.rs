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
        check_ours(target)?;
        let target = std::path::absolute(target).map_err(unwritable(target))?;
        let parent = target.parent().unwrap_or(Path::new("/")).to_owned();
        fs::create_dir_all(&parent).map_err(unwritable(&parent))?;
        let parts = tempfile::Builder::new().prefix(".beringia-unfinished-").tempdir_in(&parent);
        let parts = parts.map_err(unwritable(&parent))?;
        Ok(Self { target, parts, written: Vec::new() })
    }

    /// Adds a part of a file; parts of one file come one after the other.
    pub(crate) fn add(&mut self, name: &str, text: &str) -> Result<(), Failure> {
        let path = self.parts.path().join(name);
        let known = self.written.last().is_some_and(|(last, _)| last == name);
        if !known {
            self.written.push((name.to_owned(), Sha256::new()));
        }
        let mut options = fs::OpenOptions::new();
        let file = options.create(true).append(true).open(&path);
        let mut file = file.map_err(unwritable(&path))?;
        file.write_all(text.as_bytes()).map_err(unwritable(&path))?;
        if let Some((_, digest)) = self.written.last_mut() {
            digest.update(text.as_bytes());
        }
        Ok(())
    }

    /// Gives the folder its name; what was ours there before is gone then.
    pub(crate) fn finish(mut self) -> Result<PathBuf, Failure> {
        let mut list = String::new();
        for (name, digest) in std::mem::take(&mut self.written) {
            list.push_str(&format!("{}  {name}\n", hex(&digest.finalize())));
        }
        self.add(LIST, &list)?;
        for entry in fs::read_dir(self.parts.path()).map_err(unwritable(&self.target))?.flatten() {
            let synced = fs::File::open(entry.path()).and_then(|file| file.sync_all());
            synced.map_err(unwritable(&entry.path()))?;
        }
        check_ours(&self.target)?;
        readable_by_others(self.parts.path());
        let target = self.target.clone();
        if target.exists() {
            let old = self.parts.path().with_extension("old");
            fs::rename(&target, &old).map_err(unwritable(&target))?;
            let finished = fs::rename(self.parts.keep(), &target);
            if finished.is_err() {
                let _ = fs::rename(&old, &target);
            }
            finished.map_err(unwritable(&target))?;
            let _ = fs::remove_dir_all(&old);
        } else {
            fs::rename(self.parts.keep(), &target).map_err(unwritable(&target))?;
        }
        Ok(target)
    }
}

/// A temporary folder is its owner's alone; a report folder follows the user's habits.
#[cfg(unix)]
fn readable_by_others(folder: &Path) {
    use std::os::unix::fs::PermissionsExt;
    let _ = fs::set_permissions(folder, fs::Permissions::from_mode(0o755));
}

#[cfg(not(unix))]
fn readable_by_others(_: &Path) {}

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
        if name == LIST {
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
