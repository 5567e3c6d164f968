//! Runs the program as a user would.
#![allow(
    dead_code,
    clippy::print_stdout,
    clippy::mod_module_files,
    clippy::allow_attributes,
    reason = "each test binary uses a part, and a skipped test says so"
)]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// The program with these words.
pub(crate) fn beringia(args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_beringia"));
    command.env("LANG", "C.UTF-8").env_remove("LC_ALL").env_remove("LC_MESSAGES");
    command.args(args).output().expect("the program starts")
}

/// What it said on stderr.
pub(crate) fn complaint(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Fails with the complaint unless it succeeded.
pub(crate) fn succeeded(output: &Output) {
    assert!(output.status.success(), "{}", complaint(output));
}

/// A folder with these files.
pub(crate) fn folder(files: &[(&str, &[u8])]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for (name, bytes) in files {
        std::fs::write(folder.path().join(name), bytes).expect("a temporary file");
    }
    folder
}

/// A path as the user types it.
pub(crate) fn typed(path: &Path) -> &str {
    path.to_str().expect("temporary paths are text")
}

/// Rows of a CSV file, with their header.
pub(crate) fn rows(path: &Path) -> (Vec<String>, Vec<Vec<String>>) {
    let mut reader = csv::Reader::from_path(path).expect("a CSV file");
    let texts = |record: &csv::StringRecord| record.iter().map(str::to_owned).collect::<Vec<_>>();
    let header = texts(reader.headers().expect("a header"));
    let rows = reader.records().map(|record| texts(&record.expect("a row"))).collect();
    (header, rows)
}

/// Real data for tests, where it lies beside the repository; says so where it does not.
pub(crate) fn shared_data(part: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data").join(part);
    if path.exists() {
        return Some(path);
    }
    println!("SKIPPED: the data folder {part} is not beside the repository");
    None
}
