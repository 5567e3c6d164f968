//! How long a lottery takes, with proof and tickets: for pools of reference where they are, and for an invented one.
//! Each time stands beside that of reading the same files, which is the baseline: whoever waits for one waits for both.

#![expect(clippy::unwrap_used, reason = "a bench")]

use std::hint::black_box;
use std::path::{Path, PathBuf};

use beringia_analysis::draw::applicants::{Applicants, Reading};
use beringia_analysis::draw::plan::plan;
use beringia_analysis::draw::rules::Rules;
use beringia_analysis::draw::sheet::Sheet;
use criterion::{Criterion, criterion_group, criterion_main};

struct Files {
    name: String,
    quotas: Vec<u8>,
    people: Vec<u8>,
    seats: u32,
    one_per: Vec<String>,
}

fn read(files: &Files) -> (Rules, Applicants) {
    let rules = Rules::read(&Sheet::read("quotas.csv", &files.quotas, None).unwrap()).unwrap();
    let reading = Reading { one_per: files.one_per.clone(), ..Reading::default() };
    let sheet = Sheet::read("people.csv", &files.people, None).unwrap();
    let applicants = Applicants::read(&sheet, &rules, &reading).unwrap();
    (rules, applicants)
}

fn all() -> Vec<Files> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let load =
        |name: &str, folder: PathBuf, [quotas, people]: [&str; 2], seats, one_per: &[&str]| {
            Some(Files {
                name: name.to_owned(),
                quotas: std::fs::read(folder.join(quotas)).ok()?,
                people: std::fs::read(folder.join(people)).ok()?,
                seats,
                one_per: one_per.iter().map(|&own| own.to_owned()).collect(),
            })
        };
    let example = root.join("../../docs/handbook/example");
    let mut found =
        vec![load("example", example, ["quotas.csv", "people.csv"], 24, &["household"])];
    let shared = root.join("../../../shared/data/selection");
    for (name, seats, one_per) in [
        ("sel_200_20_4", 20, &[][..]),
        ("sel_200_24_5_hh", 24, &["household"][..]),
        ("sel_1000_100_6", 100, &[]),
        ("sel_5000_150_7b", 150, &[]),
    ] {
        found.push(load(
            name,
            shared.join(name),
            ["categories.csv", "respondents.csv"],
            seats,
            one_per,
        ));
    }
    found.into_iter().flatten().collect()
}

fn lotteries(criterion: &mut Criterion) {
    for files in all() {
        let mut group = criterion.benchmark_group(&files.name);
        group.sample_size(10);
        group.bench_function("baseline: reading the files", |bench| {
            bench.iter(|| black_box(read(&files)));
        });
        let (rules, applicants) = read(&files);
        group.bench_function("chances, proof, tickets", |bench| {
            bench.iter(|| black_box(plan(&rules, &applicants, files.seats, &mut |_| {}).unwrap()));
        });
        group.finish();
    }
}

criterion_group!(benches, lotteries);
criterion_main!(benches);
