//! The map and groups against conversations whose truth is known.

#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a test says its figures, and may fail"
)]

use beringia_analysis::societies::planar::{PlanarPlan, Shape, planar};
use beringia_engine::measure::grouping::{GroupingSettings, grouping};
use beringia_engine::measure::opinion_groups::{
    Firmness, Found, GroupsSettings, Opined, OpinionGroups, opinion_groups,
};
use beringia_engine::measure::opinion_map::opinion_map;
use beringia_engine::measure::vote_matrix::{Choice, VoteMatrix};
use beringia_engine::random::{Seed, Stream};

#[path = "groups/slow.rs"]
mod slow;

fn run(votes: &VoteMatrix, settings: &GroupsSettings) -> OpinionGroups {
    let flags = vec![true; votes.statements()];
    let none = vec![false; votes.statements()];
    let halves = vec![None; votes.people()];
    let opined = Opined { votes, counted: &flags, meta: &none, halves: &halves };
    opinion_groups(&opined, settings, &Seed::new("test"))
}

fn found(shape: Shape, (people, statements, votes): (usize, usize, f64), seed: &str) -> Found {
    let votes = planar(&PlanarPlan { shape, people, statements, votes, seed });
    run(&votes, &GroupsSettings::documented()).found.expect("enough people and statements")
}

#[test]
fn no_groups_are_found_where_there_are_none() {
    for (at, size) in [(120, 40, 20.0), (300, 60, 12.0), (500, 80, 25.0), (200, 100, 60.0)]
        .into_iter()
        .enumerate()
    {
        for seed in 0..3 {
            let found = found(Shape::Nothing, size, &format!("none {at} {seed}"));
            assert_eq!(found.firmness, Firmness::None, "{size:?} {seed}");
        }
    }
}

#[test]
fn groups_are_found_where_there_are_some() {
    for shape in [Shape::TwoEqual, Shape::Three] {
        for seed in 0..3 {
            let found = found(shape, (500, 80, 25.0), &format!("some {seed}"));
            let groups = found.groups.expect("groups");
            assert_eq!(groups.grouping.sizes.len(), shape.groups(), "{shape:?} {seed}");
            assert!(found.firmness >= Firmness::Gradual, "{shape:?} {seed} {:?}", found.firmness);
            assert!(groups.marks.iter().filter(|mark| mark.claimed).count() > 40);
        }
    }
}

#[test]
fn readiness_to_agree_is_told_apart_from_opinion() {
    let plan =
        |shape| PlanarPlan { shape, people: 400, statements: 60, votes: 30.0, seed: "ready" };
    let flags = |shape| {
        let found = run(&planar(&plan(shape)), &GroupsSettings::documented());
        found.readiness.expect("people").flags(0)
    };
    assert!(flags(Shape::YesSaying));
    assert!(!flags(Shape::TwoEqual));
}

/// Plain k-means++ with one start, as a peer would do it.
fn plain_start(places: &[[f64; 2]], groups: usize, chance: &mut Stream) -> f64 {
    let squared = |a: [f64; 2], b: [f64; 2]| (a[0] - b[0]).powi(2) + (a[1] - b[1]).powi(2);
    let nearest = |place: [f64; 2], centres: &[[f64; 2]]| {
        let all = centres.iter().map(|centre| squared(place, *centre)).enumerate();
        all.min_by(|a, b| a.1.total_cmp(&b.1)).expect("a centre")
    };
    let mut centres = vec![places[usize::try_from(chance.below(places.len() as u64)).unwrap()]];
    while centres.len() < groups {
        let weights: Vec<f64> = places.iter().map(|p| nearest(*p, &centres).1).collect();
        let mut mark = chance.uniform() * weights.iter().sum::<f64>();
        let at = weights.iter().position(|weight| {
            mark -= weight;
            mark < 0.0
        });
        centres.push(places[at.unwrap_or(0)]);
    }
    let mut inertia = f64::INFINITY;
    loop {
        let mut sums = vec![([0.0; 2], 0.0); groups];
        let mut next = 0.0;
        for place in places {
            let (label, distance) = nearest(*place, &centres);
            let (sum, count) = &mut sums[label];
            *sum = [sum[0] + place[0], sum[1] + place[1]];
            *count += 1.0;
            next += distance;
        }
        if next >= inertia * (1.0 - 1e-12) {
            return next;
        }
        inertia = next;
        for (centre, (sum, count)) in centres.iter_mut().zip(sums) {
            if count > 0.0 {
                *centre = sum.map(|sum| sum / count);
            }
        }
    }
}

#[test]
fn no_peer_cuts_the_map_better() {
    for (people, shape) in [
        (150, Shape::Nothing),
        (900, Shape::TwoNormal),
        (900, Shape::Three),
        (5_000, Shape::OneSkewed),
    ] {
        let votes =
            planar(&PlanarPlan { shape, people, statements: 60, votes: 20.0, seed: "peer" });
        let map = opinion_map(&votes, &[true; 60]);
        let mut chance = Seed::new("peer").stream("starts");
        for groups in 2..=5 {
            let settings = GroupingSettings { groups, starts: 50, is_rough: false, least_size: 1 };
            let ours = grouping(&map.places, &settings, &mut chance).expect("groups").inertia;
            let peer = (0..50)
                .map(|_| plain_start(&map.places, groups, &mut chance))
                .fold(f64::INFINITY, f64::min);
            assert!(ours <= peer * 1.001, "{shape:?} {people} k {groups}: {ours} against {peer}");
        }
    }
}

#[test]
fn another_order_of_people_and_statements_draws_the_same_map() {
    let plan =
        PlanarPlan { shape: Shape::Three, people: 300, statements: 40, votes: 15.0, seed: "order" };
    let votes = planar(&plan);
    let mut turned = VoteMatrix::new(40, 300, 0);
    for person in (0..300).rev() {
        let mut row: Vec<(u32, Choice)> =
            votes.row(person).map(|(j, c)| (39 - u32::try_from(j).unwrap(), c)).collect();
        row.reverse();
        turned.push_person(row).unwrap();
    }
    let (map, other) = (opinion_map(&votes, &[true; 40]), opinion_map(&turned, &[true; 40]));
    for person in 0..300 {
        for axis in 0..2 {
            let off = (map.places[person][axis] - other.places[299 - person][axis]).abs();
            assert!(off < 1e-9, "person {person} axis {axis}");
        }
    }
}

/// Votes by a rule.
fn votes(
    people: usize,
    statements: usize,
    rule: impl Fn(usize, usize) -> Option<Choice>,
) -> VoteMatrix {
    let mut votes = VoteMatrix::new(statements, people, 0);
    for person in 0..people {
        let row =
            (0..statements).filter_map(|j| Some((u32::try_from(j).unwrap(), rule(person, j)?)));
        votes.push_person(row).unwrap();
    }
    votes
}

#[test]
fn degenerate_conversations_are_no_trouble() {
    let side = |yes: bool| Some(if yes { Choice::Agree } else { Choice::Disagree });
    let cases: Vec<(&str, VoteMatrix)> = vec![
        ("nobody", votes(0, 0, |_, _| None)),
        ("no votes", votes(5, 5, |_, _| None)),
        ("one person", votes(1, 9, |_, j| side(j % 2 == 0))),
        ("two people", votes(2, 9, |p, j| side((p + j) % 2 == 0))),
        ("one statement", votes(60, 1, |p, _| side(p % 2 == 0))),
        (
            "nobody above the threshold",
            votes(50, 30, |p, j| side(p % 2 == 0).filter(|_| p % 15 == j / 2)),
        ),
        ("all pass", votes(60, 12, |_, _| Some(Choice::Pass))),
        ("everybody alike", votes(60, 12, |_, j| side(j % 2 == 0))),
        ("one component", votes(60, 12, |p, _| side(p % 2 == 0))),
        ("ties everywhere", votes(64, 12, |p, j| side((p >> (j % 6)) & 1 == 1))),
        ("a statement nobody saw", votes(60, 12, |p, j| side((p * j) % 3 == 0).filter(|_| j != 4))),
        ("one far from all", votes(60, 12, |p, j| side(p > 0 || j % 2 == 0))),
    ];
    for (name, votes) in cases {
        let all = run(&votes, &GroupsSettings::documented());
        assert!(all.map.places.iter().flatten().all(|x| x.is_finite()), "{name}");
        assert!(all.map.variances.iter().all(|x| x.is_finite() && *x >= 0.0), "{name}");
        if let Ok(found) = &all.found {
            let figures =
                found.reliability.iter().flat_map(|r| [r.kappa, r.low90, r.high90, r.same]);
            assert!(figures.into_iter().all(f64::is_finite), "{name}");
            assert!(found.structure.p_value > 0.0 && found.structure.p_value <= 1.0, "{name}");
        }
        let polis = beringia_engine::measure::polis::polis(
            &votes,
            &vec![true; votes.statements()],
            &vec![false; votes.statements()],
        );
        assert!(polis.tried.iter().all(|tried| tried.silhouette.is_finite()), "{name}");
    }
    let two = votes(60, 12, |p, _| side(p % 2 == 0));
    let found = run(&two, &GroupsSettings::documented()).found.expect("enough");
    assert_eq!(found.groups.expect("two groups").grouping.sizes, [30, 30]);
}
