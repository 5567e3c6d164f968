//! From votes in memory to findings, on one thread: cost must grow with the votes and no faster. The baseline is
//! one bare pass over all votes.

use beringia_analysis::settings::Settings;
use beringia_analysis::snapshot::Snapshot;
use beringia_analysis::societies::{Plan, invent};
use beringia_engine::measure::agreement::tally;
use criterion::{Criterion, Throughput, criterion_group, criterion_main};

fn measuring(criterion: &mut Criterion) {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("one thread");
    for people in [10_000, 100_000, 1_000_000] {
        let plan = Plan { answered: 0.3, ..Plan::new(people, 40, "measuring") };
        let (intake, _) = invent(&plan);
        let mut group = criterion.benchmark_group(format!("{people} people"));
        group.sample_size(10);
        group.throughput(Throughput::Elements(intake.votes.len() as u64));
        let snapshot = Snapshot::freeze(intake.clone(), None).expect("in order");
        group.bench_function("freeze", |b| {
            b.iter_with_large_drop(|| Snapshot::freeze(intake.clone(), None).expect("in order"));
        });
        group.bench_function("analyse", |b| {
            b.iter(|| {
                pool.install(|| beringia_analysis::analyse(&snapshot, &Settings::documented()))
            });
        });
        group.bench_function("one bare pass", |b| b.iter(|| tally(&snapshot.opinions())));
        group.finish();
    }
}

criterion_group!(benches, measuring);
criterion_main!(benches);
