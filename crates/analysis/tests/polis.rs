//! Polis's own results on real conversations: what its server and its reference mathematics computed, against
//! ours on the same votes. The data are not part of the project; without them the tests say so and pass.

#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a skipped test says so, and a test may fail"
)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use beringia_analysis::snapshot::Snapshot;
use beringia_analysis::tables::TableReader;
use beringia_analysis::tables::encoding::Encoding;
use beringia_analysis::tables::reader::Intake;
use beringia_engine::measure::polis::{Chosen, Counts, Polis, polis, statistics};
use beringia_engine::measure::vote_matrix::{Choice, VoteMatrix};
use serde_json::Value;

/// The bar for what arithmetic alone decides.
const EXACT: f64 = 1e-9;
/// Figures that Polis keeps in single precision.
const SINGLE: f64 = 1e-6;

fn data(folder: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data").join(folder);
    if !path.is_dir() {
        println!("SKIPPED: {} is not there", path.display());
        return None;
    }
    Some(path)
}

fn json(path: &Path) -> Value {
    let text = std::fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    serde_json::from_str(&text).expect("JSON")
}

fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().expect("an array").iter().map(|x| x.as_f64().expect("a number")).collect()
}

fn indices(value: &Value) -> Vec<usize> {
    let index = |x: &Value| usize::try_from(x.as_u64().expect("an id")).expect("small");
    value.as_array().expect("an array").iter().map(index).collect()
}

/// A conversation and what Polis made of it; ids are numbers from 0, some without votes.
struct Case {
    name: String,
    votes: VoteMatrix,
    theirs: Value,
    moderated_out: Vec<usize>,
    meta: Vec<usize>,
}

fn matrix(votes: impl Iterator<Item = (usize, usize, Choice)>) -> VoteMatrix {
    let mut rows: BTreeMap<usize, BTreeMap<u32, Choice>> = BTreeMap::new();
    let mut statements = 0;
    for (person, statement, choice) in votes {
        statements = statements.max(statement + 1);
        let statement = u32::try_from(statement).expect("small");
        rows.entry(person).or_default().insert(statement, choice);
    }
    let people = rows.keys().max().map_or(0, |most| most + 1);
    let mut matrix = VoteMatrix::new(statements, people, 0);
    for person in 0..people {
        matrix.push_person(rows.remove(&person).unwrap_or_default()).expect("ascending");
    }
    matrix
}

/// Votes as the server's API gives them: here agree is 1.
fn of_api(folder: &Path) -> VoteMatrix {
    let votes = json(&folder.join("votes.json"));
    let votes = votes.as_array().expect("votes").iter().map(|vote| {
        let id = |names: [&str; 2]| {
            let id = names.iter().find_map(|name| vote[*name].as_u64()).expect("an id");
            usize::try_from(id).expect("small")
        };
        let choice = match vote["vote"].as_f64() {
            Some(v) if v > 0.5 => Choice::Agree,
            Some(v) if v < -0.5 => Choice::Disagree,
            _ => Choice::Pass,
        };
        (id(["pid", "participant_id"]), id(["tid", "statement_id"]), choice)
    });
    matrix(votes)
}

/// What a server computed, with the votes it had.
fn of_server(folder: &Path) -> Case {
    let theirs = json(&folder.join("math-pca2.json"));
    let is_export = folder.join("votes.csv").exists();
    Case {
        name: folder.display().to_string(),
        votes: if is_export { of_export(folder) } else { of_api(folder) },
        moderated_out: indices(&theirs["mod-out"]),
        meta: indices(&theirs["meta-tids"]),
        theirs,
    }
}

/// Votes of an export, the latest of each person on each statement.
fn of_export(folder: &Path) -> VoteMatrix {
    let mut intake = Intake::default();
    let bytes = std::fs::read(folder.join("votes.csv")).expect("votes.csv");
    let mut reader = TableReader::new(&mut intake, "votes.csv", Encoding::Utf8);
    reader.feed(&bytes).expect("in order");
    reader.finish().expect("in order");
    let snapshot = Snapshot::freeze(intake, None).expect("in order");
    let number = |id: &str| id.parse::<usize>().expect("ids are numbers");
    let votes = (0..snapshot.people.len()).flat_map(|person| {
        let row = snapshot.votes().row(person);
        let snapshot = &snapshot;
        row.map(move |(j, choice)| {
            (number(&snapshot.people[person]), number(snapshot.statements[j].id.as_str()), choice)
        })
    });
    matrix(votes.collect::<Vec<_>>().into_iter())
}

/// Their run took these as moderated out: their centre is exactly 0.
fn taken_out(theirs: &Value) -> Vec<usize> {
    let centers = numbers(&theirs["pca"]["center"]).into_iter().zip(indices(&theirs["tids"]));
    centers.filter(|(center, _)| center.abs() < f64::MIN_POSITIVE).map(|(_, tid)| tid).collect()
}

fn flags(count: usize, set: &[usize]) -> Vec<bool> {
    (0..count).map(|at| set.contains(&at)).collect()
}

fn check_close(what: &str, ours: f64, theirs: f64, tolerance: f64) {
    let off = (ours - theirs).abs() / theirs.abs().max(1.0);
    assert!(off <= tolerance, "{what}: {ours} is not {theirs}, off by {off:.1e}");
}

/// Where each of their statements is among ours.
fn place_of(ours: &Polis) -> BTreeMap<usize, usize> {
    ours.map.statements.iter().enumerate().map(|(at, j)| (*j as usize, at)).collect()
}

/// Mean and axes; what sign each of their axes has beside ours (agree is −1 there, so that means turn, too).
fn check_map(case: &Case, ours: &Polis, tids: &[usize]) -> [f64; 2] {
    let place = place_of(ours);
    let Case { name, theirs, .. } = case;
    let center = numbers(&theirs["pca"]["center"]);
    for (at, tid) in tids.iter().enumerate() {
        check_close(&format!("{name} mean {tid}"), -ours.map.means[place[tid]], center[at], EXACT);
    }
    [0, 1].map(|k: usize| {
        let axis = numbers(&theirs["pca"]["comps"][k]);
        let along: f64 = tids.iter().zip(&axis).map(|(t, x)| ours.map.axes[k][place[t]] * x).sum();
        for (tid, x) in tids.iter().zip(&axis) {
            let mine = ours.map.axes[k][place[tid]] * along.signum();
            check_close(&format!("{name} axis {k} statement {tid}"), mine, *x, EXACT);
        }
        // Their votes have the other sign, so that places along the same axis are mirrored.
        -along.signum()
    })
}

/// Given their groups: counts, statistics, what they show, and priorities.
fn check_groups(case: &Case, ours: &Polis, groups: &[(String, Vec<usize>)]) {
    let Case { name, theirs, votes, .. } = case;
    let place = place_of(ours);
    let people: Vec<u32> = groups
        .iter()
        .flat_map(|(_, members)| members)
        .map(|p| u32::try_from(*p).unwrap())
        .collect();
    let labels: Vec<u8> =
        (0..groups.len()).flat_map(|g| vec![u8::try_from(g).unwrap(); groups[g].1.len()]).collect();
    let figures = statistics(votes, &ours.map.statements, &people, &labels, groups.len());
    let kept: Vec<bool> =
        ours.map.statements.iter().map(|j| !case.moderated_out.contains(&(*j as usize))).collect();
    let chosen = Chosen::of(&figures, &ours.totals, &kept);
    for (g, (id, _)) in groups.iter().enumerate() {
        for (tid, counts) in theirs["group-votes"][id]["votes"].as_object().expect("counts") {
            let mine = figures[g][place[&tid.parse().expect("an id")]].counts;
            let found = [mine.agree, mine.disagree, mine.votes].map(u64::from);
            let wanted = ["A", "D", "S"].map(|key| counts[key].as_u64().expect("a count"));
            assert_eq!(found, wanted, "{name} group {id} statement {tid}");
        }
        let shown = theirs["repness"][id].as_array().expect("a list");
        let mut found: Vec<(usize, &str)> = chosen.representative[g]
            .iter()
            .map(|r| {
                (ours.map.statements[r.statement] as usize, ["agree", "disagree"][r.direction])
            })
            .collect();
        let mut wanted: Vec<(usize, &str)> = shown
            .iter()
            .map(|r| {
                (
                    usize::try_from(r["tid"].as_u64().unwrap()).unwrap(),
                    r["repful-for"].as_str().unwrap(),
                )
            })
            .collect();
        found.sort_unstable();
        wanted.sort_unstable();
        assert_eq!(found, wanted, "{name} group {id}: representative statements");
        for row in shown {
            let figures =
                &figures[g][place[&usize::try_from(row["tid"].as_u64().unwrap()).unwrap()]];
            let d = usize::from(row["repful-for"] == "disagree");
            for (key, mine, tolerance) in [
                ("p-success", figures.share[d], EXACT),
                ("p-test", figures.share_z[d], EXACT),
                ("repness", figures.ratio[d], EXACT),
                ("repness-test", figures.ratio_z[d], SINGLE),
            ] {
                check_close(&format!("{name} {key}"), mine, row[key].as_f64().unwrap(), tolerance);
            }
        }
    }
    for (tid, product) in theirs["group-aware-consensus"].as_object().expect("products") {
        let mine = chosen.group_informed[0][place[&tid.parse().expect("an id")]];
        check_close(&format!("{name} product {tid}"), mine, product.as_f64().unwrap(), EXACT);
    }
    check_priorities(case, ours, &figures, &place);
}

fn check_priorities(
    case: &Case,
    ours: &Polis,
    figures: &[Vec<beringia_engine::measure::polis::GroupStatistics>],
    place: &BTreeMap<usize, usize>,
) {
    for (tid, priority) in case.theirs["comment-priorities"].as_object().expect("priorities") {
        let tid: usize = tid.parse().expect("an id");
        let at = place[&tid];
        let counts = figures.iter().map(|group| group[at].counts);
        let all = counts.fold(Counts::default(), Counts::plus);
        let is_meta = case.meta.contains(&tid);
        let mine = if is_meta { 49.0 } else { all.priority(ours.map.extremities[at]) };
        let what = format!("{} priority {tid}", case.name);
        check_close(&what, mine, priority.as_f64().unwrap(), EXACT);
    }
}

fn computed(case: &Case) -> Polis {
    let statements = case.votes.statements();
    let out = flags(statements, &case.moderated_out);
    let counted: Vec<bool> = out.iter().map(|out| !out).collect();
    polis(&case.votes, &counted, &flags(statements, &case.meta))
}

#[test]
fn a_real_server_computes_the_same() {
    let Some(folder) = data("polis-math") else { return };
    for name in [
        "below-100-ptpts",
        "25ptpt-3gp-no-strict-with-meta",
        "150ptpt-3gp-no-strict-no-meta",
        "production-biodiversity",
    ] {
        let case = of_server(&folder.join(name));
        let ours = computed(&case);
        let tids = indices(&case.theirs["tids"]);
        let signs = check_map(&case, &ours, &tids);
        let bases = &case.theirs["base-clusters"];
        let members: Vec<Vec<usize>> =
            bases["members"].as_array().expect("members").iter().map(indices).collect();
        let ids = indices(&bases["id"]);
        let (xs, ys) = (numbers(&bases["x"]), numbers(&bases["y"]));
        for (at, alone) in members.iter().enumerate().filter(|(_, members)| members.len() == 1) {
            let row = ours.map.people.iter().position(|p| *p as usize == alone[0]).expect("voted");
            let [x, y] = ours.map.places[row];
            check_close(&format!("{name} x of {}", alone[0]), x * signs[0], xs[at], EXACT);
            check_close(&format!("{name} y of {}", alone[0]), y * signs[1], ys[at], EXACT);
        }
        let groups: Vec<(String, Vec<usize>)> = case.theirs["group-clusters"]
            .as_array()
            .expect("groups")
            .iter()
            .map(|group| {
                let of = |base: usize| ids.iter().position(|id| *id == base).expect("a base");
                let bases = indices(&group["members"]);
                let people = bases.into_iter().flat_map(|base| members[of(base)].clone()).collect();
                (group["id"].to_string(), people)
            })
            .collect();
        check_groups(&case, &ours, &groups);
    }
}

#[test]
fn the_reference_mathematics_of_polis_computes_the_same() {
    let (Some(folder), Some(exports)) = (data("polis-clojure"), data("polis")) else { return };
    for name in ["brexit-consensus", "scoop-hivemind.biodiversity", "vtaiwan.uberx"] {
        let theirs = json(&folder.join(format!("{name}.json")));
        let votes = of_export(&exports.join(name));
        let moderated_out = taken_out(&theirs);
        let case = Case { name: name.to_owned(), votes, theirs, moderated_out, meta: Vec::new() };
        let ours = computed(&case);
        let tids = indices(&case.theirs["tids"]);
        check_map(&case, &ours, &tids);
        let members: BTreeMap<usize, Vec<usize>> = case.theirs["base-clusters"]
            .as_array()
            .expect("bases")
            .iter()
            .map(|base| {
                let id = usize::try_from(base["id"].as_u64().unwrap()).unwrap();
                (id, indices(&base["members"]))
            })
            .collect();
        let groups: Vec<(String, Vec<usize>)> = case.theirs["group-clusters"]
            .as_array()
            .expect("groups")
            .iter()
            .map(|group| {
                let bases = indices(&group["members"]);
                let people = bases.into_iter().flat_map(|base| members[&base].clone()).collect();
                (group["id"].to_string(), people)
            })
            .collect();
        check_groups(&case, &ours, &groups);
    }
}
