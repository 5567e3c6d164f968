//! Every dependency may be used and passed on with this project, which is MIT or Apache-2.0.

use std::path::Path;
use std::process::Command;

const ALLOWED: [&str; 12] = [
    "MIT",
    "MIT-0",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "ISC",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
    "CC0-1.0",
    "MPL-2.0",
];

/// Whether a licence expression can be met: every part joined by AND needs an allowed alternative.
fn is_allowed(expression: &str) -> bool {
    let plain = expression.replace(['(', ')'], "").replace('/', " OR ");
    plain.split(" AND ").all(|part| part.split(" OR ").any(|one| ALLOWED.contains(&one.trim())))
}

#[test]
fn every_dependency_has_a_licence_that_fits() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let cargo = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--locked"])
        .current_dir(root)
        .output()
        .expect("cargo runs");
    assert!(cargo.status.success(), "{}", String::from_utf8_lossy(&cargo.stderr));
    let tree: serde_json::Value = serde_json::from_slice(&cargo.stdout).expect("JSON");
    let packages = tree["packages"].as_array().expect("packages");
    assert!(packages.len() > 50);
    for package in packages {
        let licence = package["license"].as_str().unwrap_or("none named");
        assert!(is_allowed(licence), "{} is {licence}", package["name"]);
    }
}

#[test]
fn what_is_not_allowed_is_seen() {
    assert!(is_allowed("MIT OR GPL-3.0-only") && is_allowed("(MIT OR Apache-2.0) AND Unicode-3.0"));
    assert!(!is_allowed("GPL-3.0-only") && !is_allowed("MIT AND GPL-3.0-only"));
}
