//! A whole analysis with its report, on one thread: an invented exchange, and the largest real conversation where
//! the data lies beside the repository. The baseline reads the same bytes with a well-known reader.

#![expect(clippy::print_stdout, reason = "a bench says what it skips")]

use std::path::Path;

use beringia_analysis::settings::Settings;
use beringia_analysis::snapshot::Snapshot;
use beringia_analysis::tables::encoding::Encoding;
use beringia_analysis::tables::reader::Intake;
use beringia_analysis::tables::{TableKind, TableReader, recognise};
use beringia_report::words::Language;
use beringia_report::{open_data, page};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};

type Files = Vec<(String, Vec<u8>)>;

/// The tables of a folder in the order of reading.
fn files(folder: &Path) -> Option<Files> {
    let mut found: Vec<(TableKind, String, Vec<u8>)> = Vec::new();
    for entry in std::fs::read_dir(folder).ok()?.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let bytes = std::fs::read(entry.path()).ok()?;
        if let (true, Ok(kind)) =
            (entry.path().extension().is_some_and(|e| e == "csv"), recognise(&name, &bytes))
        {
            found.push((kind, name, bytes));
        }
    }
    found.sort_by_key(|(kind, _, _)| *kind);
    Some(found.into_iter().map(|(_, name, bytes)| (name, bytes)).collect())
}

fn whole(files: &Files) -> usize {
    let mut intake = Intake::default();
    for (name, bytes) in files {
        let mut reader = TableReader::new(&mut intake, name, Encoding::Utf8);
        bytes.chunks(1 << 20).for_each(|block| reader.feed(block).expect("in order"));
        reader.finish().expect("in order");
    }
    let snapshot = Snapshot::freeze(intake, None).expect("in order");
    let findings = beringia_analysis::analyse(&snapshot, &Settings::documented()).expect("fits");
    let open: usize = open_data::files(&findings).iter().map(|(_, text)| text.len()).sum();
    open + page::html(&findings, Language::English).len()
}

fn cells(files: &Files) -> usize {
    let count = |bytes: &[u8]| {
        let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(bytes);
        reader.byte_records().map(|record| record.expect("in order").len()).sum::<usize>()
    };
    files.iter().map(|(_, bytes)| count(bytes)).sum()
}

fn bench(criterion: &mut Criterion) {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("one thread");
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/polis");
    for name in ["austria-climate.2vkxcncppn.2022-07-07", "vtaiwan.uberx", "london.youth.policing"]
    {
        let Some(files) = files(&data.join(name)) else {
            println!("SKIPPED: {name} is not beside the repository");
            continue;
        };
        let bytes: usize = files.iter().map(|(_, bytes)| bytes.len()).sum();
        let mut group = criterion.benchmark_group(name);
        group.sample_size(10).throughput(Throughput::Bytes(bytes as u64));
        group.bench_function("analyse and report", |b| b.iter(|| pool.install(|| whole(&files))));
        group.bench_function("csv, cells only", |b| b.iter(|| cells(&files)));
        group.finish();
    }
}

criterion_group!(benches, bench);
criterion_main!(benches);
