//! Against invented societies, whose truth is known: claims are right, intervals cover, the warning fires.
//!
//! The quick tests run a few societies; `./test slow` runs five hundred of each kind.

#![expect(clippy::print_stdout, reason = "slow statistics are printed for whoever runs them")]

#[path = "truth/coverage.rs"]
mod coverage;

use beringia_analysis::findings::{Findings, Verdict};
use beringia_analysis::settings::Settings;
use beringia_analysis::snapshot::Snapshot;
use beringia_analysis::societies::{Missing, Plan, Truth, invent};
use coverage::Coverage;

fn analyse(plan: &Plan) -> (Findings, Truth) {
    let (intake, truth) = invent(plan);
    let snapshot = Snapshot::freeze(intake, None).expect("an invented society is in order");
    let findings = beringia_analysis::analyse(&snapshot, &Settings::documented());
    (findings.expect("a snapshot fits itself"), truth)
}

fn plan(at: u32) -> Plan {
    let people = 240 + 40 * (at % 6);
    Plan {
        answered: 0.5 + 0.1 * f64::from(at % 4),
        first_side_share: 0.4 + 0.05 * f64::from(at % 5),
        exposures: true,
        devaluation: 0.1,
        ..Plan::new(people, 40, &format!("society {at}"))
    }
}

/// Claims of both kinds: how many, and how many are right.
fn claims(findings: &Findings, truth: &Truth) -> [u32; 2] {
    let mut counts = [0; 2];
    for (found, truth) in findings.statements.iter().zip(&truth.statements) {
        assert_eq!(found.id, truth.id);
        let right = match found.verdict {
            Some(Verdict::Accepted) => truth.accepted_by_both,
            Some(Verdict::Rejected) => truth.rejected_by_both,
            _ => continue,
        };
        counts[0] += 1;
        counts[1] += u32::from(right);
    }
    counts
}

fn precision(societies: u32) -> f64 {
    let (mut claimed, mut right) = (0, 0);
    for at in 0..societies {
        let (findings, truth) = analyse(&plan(at));
        let [all, good] = claims(&findings, &truth);
        claimed += all;
        right += good;
    }
    assert!(claimed > 10 * societies, "only {claimed} claims: the test would show nothing");
    f64::from(right) / f64::from(claimed)
}

#[test]
fn planted_common_ground_is_found_with_few_false_claims() {
    let found = precision(20);
    assert!(found >= 0.9, "precision {found:.3}");
}

#[test]
fn most_planted_common_ground_is_found() {
    let (mut planted, mut found) = (0, 0);
    for at in 0..10 {
        let (findings, truth) = analyse(&plan(at));
        for (f, t) in findings.statements.iter().zip(&truth.statements) {
            // Nobody can find what is hardly there.
            if t.agree.iter().all(|share| *share > 0.62) {
                planted += 1;
                found += u32::from(f.verdict == Some(Verdict::Accepted));
            }
        }
    }
    let recall = f64::from(found) / f64::from(planted);
    assert!(planted > 50 && recall > 0.9, "{found} of {planted}");
}

#[test]
fn the_warning_fires_where_who_answers_depends_on_opinion_and_not_otherwise() {
    let warns = |at: u32, missing: Missing| {
        let (findings, _) = analyse(&Plan { missing, ..plan(at) });
        u32::from(findings.missingness.warns == Some(true))
    };
    let fired: u32 = (0..10).map(|at| warns(at, Missing::DependsOnOpinion)).sum();
    let false_alarms: u32 = (0..10).map(|at| warns(at, Missing::Independent)).sum();
    assert!(fired >= 9 && false_alarms <= 1, "fired {fired}, false alarms {false_alarms}");
}

#[test]
fn the_squared_misjudgement_is_unbiased_roughly() {
    let errors: Vec<f64> = (0..20).flat_map(|at| squared_errors(&plan(at))).collect();
    let mean = errors.iter().sum::<f64>() / errors.len() as f64;
    assert!(mean.abs() < 0.002, "mean error {mean}");
}

fn squared_errors(plan: &Plan) -> Vec<f64> {
    let (findings, truth) = analyse(plan);
    let both = findings.misjudgement.expect("there are sides");
    let error = |side: usize| Some(both[side].mean_square.value? - truth.mean_square_gap[side]);
    [0, 1].into_iter().filter_map(error).collect()
}

#[test]
#[ignore = "slow: five hundred societies; run by ./test slow"]
fn intervals_cover_the_truth() {
    let mut coverage = Coverage::default();
    for at in 0..500 {
        let (findings, truth) = analyse(&plan(at));
        coverage.add(&findings, &truth);
    }
    println!("{}", coverage.table());
    for (name, share) in coverage.shares() {
        assert!((0.93..=0.97).contains(&share), "{name}: {share:.4}\n{}", coverage.table());
    }
}

#[test]
#[ignore = "slow: five hundred societies; run by ./test slow"]
fn the_claimed_error_rate_holds() {
    let found = precision(500);
    println!("precision {found:.4}");
    assert!(found >= 0.9, "precision {found:.4}");
}

#[test]
#[ignore = "slow: five hundred societies; run by ./test slow"]
fn the_squared_misjudgement_is_unbiased() {
    let errors: Vec<f64> = (0..500).flat_map(|at| squared_errors(&plan(at))).collect();
    let n = errors.len() as f64;
    let mean = errors.iter().sum::<f64>() / n;
    let spread = (errors.iter().map(|e| (e - mean).powi(2)).sum::<f64>() / (n - 1.0) / n).sqrt();
    println!("mean error {mean:.6}, Monte Carlo error {spread:.6}, n {n}");
    assert!(mean.abs() < 3.0 * spread, "mean error {mean:.6}, Monte Carlo error {spread:.6}");
}

#[test]
#[ignore = "slow: five hundred societies; run by ./test slow"]
fn the_warning_fires_in_nearly_every_dependent_society() {
    let warns = |at: u32, missing: Missing| {
        let (findings, _) = analyse(&Plan { missing, ..plan(at) });
        u32::from(findings.missingness.warns == Some(true))
    };
    let fired: u32 = (0..500).map(|at| warns(at, Missing::DependsOnOpinion)).sum();
    let false_alarms: u32 = (0..500).map(|at| warns(at, Missing::Independent)).sum();
    println!("fired in {fired} of 500, false alarms in {false_alarms} of 500");
    assert!(fired >= 475 && false_alarms <= 15);
}
