//! Map and groups in memory, on one thread. The baseline is one bare pass over all votes.

#![expect(clippy::print_stdout, reason = "a bench says what it skips")]

use std::path::Path;

use beringia_analysis::snapshot::Snapshot;
use beringia_analysis::societies::planar::{PlanarPlan, Shape, planar};
use beringia_analysis::tables::encoding::Encoding;
use beringia_analysis::tables::reader::Intake;
use beringia_analysis::tables::{TableReader, recognise};
use beringia_engine::measure::opinion_groups::{GroupsSettings, Opined, opinion_groups};
use beringia_engine::measure::opinion_map::{Deviations, opinion_map};
use beringia_engine::measure::reliability::ReliabilitySettings;
use beringia_engine::measure::vote_matrix::VoteMatrix;
use beringia_engine::random::Seed;
use criterion::{Criterion, Throughput, criterion_group, criterion_main};

/// The largest real conversation, where the data lie beside the repository.
fn real() -> Option<(VoteMatrix, Vec<bool>)> {
    let name = "austria-climate.2vkxcncppn.2022-07-07";
    let folder =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/polis").join(name);
    let mut intake = Intake::default();
    let mut tables = Vec::new();
    for file in ["comments.csv", "participants-votes.csv"] {
        let bytes = std::fs::read(folder.join(file)).ok()?;
        tables.push((recognise(file, &bytes).ok()?, file, bytes));
    }
    tables.sort_by_key(|(kind, ..)| *kind);
    for (_, file, bytes) in &tables {
        let mut reader = TableReader::new(&mut intake, file, Encoding::Utf8);
        bytes.chunks(1 << 20).for_each(|block| reader.feed(block).expect("in order"));
        reader.finish().expect("in order");
    }
    let snapshot = Snapshot::freeze(intake, None).expect("in order");
    Some((snapshot.votes().clone(), snapshot.counted.clone()))
}

/// Map, groups and statistics with hardly any resampling: one split says which number of groups to take.
fn bare() -> GroupsSettings {
    let documented = GroupsSettings::documented();
    let reliability =
        ReliabilitySettings { splits: 1, jackknife_groups: 0, ..documented.reliability.clone() };
    GroupsSettings { reliability, deals: 0, ..documented }
}

fn bench_one(criterion: &mut Criterion, name: &str, votes: &VoteMatrix, counted: &[bool]) {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("one thread");
    let meta = vec![false; votes.statements()];
    let halves = vec![None; votes.people()];
    let opined = Opined { votes, counted, meta: &meta, halves: &halves };
    let mut group = criterion.benchmark_group(name);
    group.sample_size(10).throughput(Throughput::Elements(votes.votes() as u64));
    let mut run = |name: &str, settings: &GroupsSettings| {
        group.bench_function(name, |b| {
            b.iter(|| pool.install(|| opinion_groups(&opined, settings, &Seed::new("bench"))));
        });
    };
    run("map, groups and statistics", &bare());
    run("with all resampling", &GroupsSettings::documented());
    group.bench_function("map alone", |b| b.iter(|| opinion_map(votes, counted)));
    group.bench_function("one bare pass", |b| b.iter(|| Deviations::new(votes, counted)));
    group.finish();
}

fn bench(criterion: &mut Criterion) {
    match real() {
        Some((votes, counted)) => {
            bench_one(criterion, "largest real conversation", &votes, &counted);
        }
        None => println!("SKIPPED: the largest real conversation is not beside the repository"),
    }
    for (people, statements, median) in [(10_000, 500, 44.0), (100_000, 500, 44.0)] {
        let plan = PlanarPlan {
            shape: Shape::TwoNormal,
            people,
            statements,
            votes: median,
            seed: "bench",
        };
        let votes = planar(&plan);
        let name = format!("{people} x {statements}, {} votes", votes.votes());
        bench_one(criterion, &name, &votes, &vec![true; statements]);
    }
}

criterion_group!(benches, bench);
criterion_main!(benches);
