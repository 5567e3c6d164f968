//! The house: a room uses only the rooms its door leads to.

use std::path::Path;

/// Every room with its doors, as in `ARCHITECTURE.md`.
const DOORS: [(&str, &[&str]); 8] = [
    ("domain", &[]),
    ("engine", &[]),
    ("analysis", &["domain", "engine"]),
    ("report", &["domain", "analysis"]),
    ("store", &["domain"]),
    ("actions", &["domain", "engine", "analysis", "store"]),
    ("web", &["domain", "analysis", "store", "actions", "report"]),
    ("cli", &["domain", "analysis", "store", "actions", "report", "web"]),
];

/// Rooms of ours that a manifest names as dependencies.
fn doors_of(manifest: &str) -> Vec<String> {
    let mut doors = Vec::new();
    let mut in_dependencies = false;
    for line in manifest.lines().map(str::trim) {
        if line.starts_with('[') {
            in_dependencies = line.ends_with("dependencies]");
        } else if let Some(rest) = line.strip_prefix("beringia-").filter(|_| in_dependencies) {
            let name: String = rest.chars().take_while(|c| c.is_alphanumeric()).collect();
            doors.push(name);
        }
    }
    doors
}

fn manifest(room: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(room).join("Cargo.toml");
    std::fs::read_to_string(path).expect("every room has a manifest")
}

#[test]
fn no_room_has_a_door_that_is_not_in_the_plan() {
    for (room, allowed) in DOORS {
        for door in doors_of(&manifest(room)) {
            assert!(allowed.contains(&door.as_str()), "{room} must not use {door}");
        }
    }
}

#[test]
fn no_room_is_missing_from_the_plan() {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    for entry in std::fs::read_dir(crates).expect("the crates").flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        assert!(DOORS.iter().any(|(room, _)| *room == name), "{name} has no place in the plan");
    }
}

#[test]
fn a_forbidden_door_would_be_seen() {
    let manifest = "[dependencies]\nberingia-engine.workspace = true\n[features]\nberingia-x = 1\n";
    assert_eq!(doors_of(manifest), ["engine"]);
}
