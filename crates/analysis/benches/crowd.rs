//! A million people, a thousand statements, sixty million votes: from Beringia's tables on disk to findings, on one
//! thread, in CPU seconds of the whole process. The baseline counts the cells of the same file with a well-known
//! reader. It writes about 1.1 GB into a temporary folder and takes some minutes:
//!
//!     cargo bench -p beringia-analysis --bench crowd -- 1000000

#![expect(clippy::print_stdout, reason = "a bench prints")]

use std::fs::File;
use std::io::{Read, Write};
use std::path::Path;

use beringia_analysis::analyse;
use beringia_analysis::settings::Settings;
use beringia_analysis::snapshot::Snapshot;
use beringia_analysis::societies::{Plan, invent};
use beringia_analysis::tables::encoding::Encoding;
use beringia_analysis::tables::reader::Intake;
use beringia_analysis::tables::{TableReader, tables_out};

const TABLES: [&str; 3] = ["participants.csv", "statements.csv", "votes.csv"];

/// User and system seconds of this process so far; ticks are hundredths on Linux.
fn cpu_seconds() -> f64 {
    let text = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields: Vec<&str> = text.rsplit(')').next().unwrap_or("").split_whitespace().collect();
    let ticks = |at: usize| fields.get(at).and_then(|x| x.parse::<f64>().ok()).unwrap_or(0.0);
    (ticks(11) + ticks(12)) / 100.0
}

/// The most memory this process has held, as the system says it.
fn peak_memory() -> String {
    let text = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.map_or_else(|| "unknown".to_owned(), |line| line.trim().to_owned())
}

/// Writes the tables without days, as exports between organisations are.
fn write_tables(people: u32, folder: &Path) {
    let plan = Plan { predictions: false, answered: 0.06, ..Plan::new(people, 1_000, "crowd") };
    let snapshot = Snapshot::freeze(invent(&plan).0, None).expect("in order");
    tables_out::write(&snapshot, |name: &str, text: String| -> std::io::Result<()> {
        let path = folder.join(name);
        let mut file = File::options().create(true).append(true).open(path)?;
        if name == "votes.csv" {
            for line in text.lines() {
                let cut = line.rsplit_once(',').map_or(line, |(row, _)| row);
                file.write_all(cut.as_bytes())?;
                file.write_all(b"\n")?;
            }
            return Ok(());
        }
        file.write_all(text.as_bytes())
    })
    .expect("a temporary folder can be written");
}

fn measure(folder: &Path) {
    rayon::ThreadPoolBuilder::new().num_threads(1).build_global().expect("one thread");
    let before = cpu_seconds();
    let (mut intake, mut bytes) = (Intake::default(), 0);
    for name in TABLES {
        let mut file = File::open(folder.join(name)).expect("written before");
        let mut reader = TableReader::new(&mut intake, name, Encoding::Utf8);
        let mut block = vec![0; 1 << 20];
        loop {
            let read = file.read(&mut block).expect("readable");
            if read == 0 {
                break;
            }
            bytes += read;
            reader.feed(&block[..read]).expect("in order");
        }
        reader.finish().expect("in order");
    }
    let read = cpu_seconds();
    let snapshot = Snapshot::freeze(intake, None).expect("in order");
    let frozen = cpu_seconds();
    let findings = analyse(&snapshot, &Settings::documented()).expect("fits");
    let done = cpu_seconds();
    println!("{bytes} bytes, {} votes", findings.asked.votes.unwrap_or(0));
    println!(
        "read {:.2}, freeze {:.2}, analyse {:.2} CPU seconds",
        read - before,
        frozen - read,
        done - frozen
    );
    println!("from disk to findings {:.2} CPU seconds, at most {}", done - before, peak_memory());
}

fn baseline(folder: &Path) {
    let before = cpu_seconds();
    let mut reader = csv::Reader::from_path(folder.join("votes.csv")).expect("written before");
    let mut record = csv::ByteRecord::new();
    let mut cells = 0;
    while reader.read_byte_record(&mut record).expect("in order") {
        cells += record.len();
    }
    println!("csv, cells only: {cells} cells in {:.2} CPU seconds", cpu_seconds() - before);
}

fn main() {
    let people = std::env::args().find_map(|arg| arg.parse::<u32>().ok()).unwrap_or(20_000);
    // The tables are made by a process of their own, so that its memory is not counted.
    let args: Vec<String> = std::env::args().collect();
    if let Some(at) = args.iter().position(|arg| arg == "--write") {
        write_tables(people, Path::new(&args[at + 1]));
        return;
    }
    let folder = std::env::temp_dir().join(format!("beringia-crowd-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a temporary folder");
    let program = std::env::current_exe().expect("this program");
    let made = std::process::Command::new(program)
        .args([&people.to_string(), "--write", &folder.display().to_string()])
        .status();
    assert!(made.is_ok_and(|status| status.success()), "the tables are written");
    measure(&folder);
    baseline(&folder);
    std::fs::remove_dir_all(&folder).expect("a temporary folder can be removed");
}
