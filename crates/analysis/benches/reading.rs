//! Reading votes from CSV, in bytes per second on one thread, beside a well-known reader that only counts cells.

use beringia_analysis::snapshot::Snapshot;
use beringia_analysis::societies::{Plan, invent};
use beringia_analysis::tables::encoding::Encoding;
use beringia_analysis::tables::reader::Intake;
use beringia_analysis::tables::{TableReader, tables_out};
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};

const BLOCK: usize = 1 << 20;

/// Votes of so many people, as Polis and as Beringia write them.
fn votes(people: u32) -> [(&'static str, String); 2] {
    let plan = Plan { predictions: false, ..Plan::new(people, 60, "reading") };
    let snapshot = Snapshot::freeze(invent(&plan).0, None).expect("in order");
    let mut ours = String::new();
    let sink = |name: &str, text: String| {
        if name == "votes.csv" {
            ours.push_str(&text);
        }
        Ok::<(), ()>(())
    };
    tables_out::write(&snapshot, sink).expect("into memory");
    // The datetime of real exports, so that a row is as long as a real row.
    let mut polis = String::from("timestamp,datetime,comment-id,voter-id,vote\n");
    for row in ours.lines().skip(1) {
        let cells: Vec<&str> = row.split(',').collect();
        let vote = match cells[2] {
            "agree" => "1",
            "disagree" => "-1",
            _ => "0",
        };
        polis.push_str(&format!(
            "1403054214196,Wed Jun 18 08:16:54 WIB 2014,{},{},{vote}\n",
            cells[1], cells[0]
        ));
    }
    [("polis", polis), ("tables", ours)]
}

fn read(text: &str) -> usize {
    let mut intake = Intake::default();
    let mut reader = TableReader::new(&mut intake, "votes.csv", Encoding::Utf8);
    for block in text.as_bytes().chunks(BLOCK) {
        reader.feed(block).expect("in order");
    }
    reader.finish().expect("in order");
    intake.votes.len()
}

/// The baseline: the peer finds the cells and nothing is done with them.
fn count_cells(text: &str) -> usize {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let mut record = csv::ByteRecord::new();
    let mut cells = 0;
    while reader.read_byte_record(&mut record).expect("in order") {
        cells += record.len();
    }
    cells
}

fn reading(criterion: &mut Criterion) {
    for people in [2_000, 20_000, 200_000] {
        let mut group = criterion.benchmark_group(format!("reading votes of {people} people"));
        group.sample_size(10);
        for (name, text) in votes(people) {
            group.throughput(Throughput::Bytes(text.len() as u64));
            group.bench_function(BenchmarkId::new("beringia", name), |b| b.iter(|| read(&text)));
            group.bench_function(BenchmarkId::new("csv, cells only", name), |b| {
                b.iter(|| count_cells(&text));
            });
        }
        group.finish();
    }
}

criterion_group!(benches, reading);
criterion_main!(benches);
