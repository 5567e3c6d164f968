//! An attacker reads what is public and tries to find out about few people.

use beringia_analysis::disclosure::guard;
use beringia_analysis::findings::{Findings, State, TallyFindings};
use beringia_analysis::settings::Settings;
use beringia_analysis::snapshot::Snapshot;
use beringia_analysis::tables::TableReader;
use beringia_analysis::tables::encoding::Encoding;
use beringia_analysis::tables::reader::Intake;
use beringia_engine::random::Seed;

/// Two sides and some people without a side; votes by side as (agree, disagree, pass) per statement.
fn public(statements: &[[(u32, u32, u32); 3]]) -> (Findings, Findings) {
    let mut participants = String::from("participant,side\n");
    let mut votes = String::from("participant,statement,choice\n");
    for (group, side) in ["North", "South", ""].into_iter().enumerate() {
        let most = statements.iter().map(|s| s[group].0 + s[group].1 + s[group].2).max();
        for person in 0..most.unwrap_or(0) {
            participants.push_str(&format!("{group}-{person},{side}\n"));
        }
        for (j, statement) in statements.iter().enumerate() {
            let (agree, disagree, pass) = statement[group];
            for person in 0..agree + disagree + pass {
                let choice = match person {
                    n if n < agree => "agree",
                    n if n < agree + disagree => "disagree",
                    _ => "pass",
                };
                votes.push_str(&format!("{group}-{person},{j},{choice}\n"));
            }
        }
    }
    published(&[("participants.csv", participants), ("votes.csv", votes)], None)
}

/// Internal and public findings of these tables.
fn published(tables: &[(&str, String)], weights: Option<&str>) -> (Findings, Findings) {
    let mut intake = Intake { weight_column: weights.map(str::to_owned), ..Intake::default() };
    for (name, text) in tables {
        let mut reader = TableReader::new(&mut intake, name, Encoding::Utf8);
        reader.feed(text.as_bytes()).expect("in order");
        reader.finish().expect("in order");
    }
    let snapshot = Snapshot::freeze(intake, None).expect("in order");
    let findings = beringia_analysis::analyse(&snapshot, &Settings::documented()).expect("fits");
    (findings.clone(), guard(findings, &snapshot))
}

fn counts(tally: &TallyFindings) -> [Option<u64>; 4] {
    [tally.votes, tally.agree, tally.disagree, tally.pass]
}

const PLAIN: (u32, u32, u32) = (24, 10, 6);

#[test]
fn what_is_plain_is_shown_and_the_internal_edition_hides_nothing() {
    let (internal, public) = public(&[[PLAIN, PLAIN, (0, 0, 0)]]);
    let sides = public.statements[0].sides.as_ref().unwrap();
    assert_eq!(counts(&sides[0]), [Some(40), Some(24), Some(10), Some(6)]);
    assert_eq!(public.statements[0].everybody.agree, Some(48));
    assert!(internal.statements[0].accept.is_some());
}

#[test]
fn near_unanimity_is_a_bound_without_counts() {
    let (_, found) = public(&[[(39, 1, 0), PLAIN, (0, 0, 0)], [(1, 39, 0), PLAIN, (0, 0, 0)]]);
    for (statement, bounds) in found.statements.iter().zip([(0.9, 1.0), (0.0, 0.1)]) {
        let side = &statement.sides.as_ref().unwrap()[0];
        assert_eq!(side.agree_share.state, State::Bounded);
        assert_eq!((side.agree_share.low, side.agree_share.high), (Some(bounds.0), Some(bounds.1)));
        assert_eq!(side.agree_share.value, None);
        assert_eq!(counts(side)[1..], [None, None, None]);
    }
}

#[test]
fn a_withheld_side_cannot_be_had_by_subtraction() {
    for hidden in [(39, 1, 0), (5, 3, 1), (12, 6, 1)] {
        let (_, found) = public(&[[hidden, PLAIN, (0, 0, 0)]]);
        let statement = &found.statements[0];
        assert_eq!(counts(&statement.everybody), [None; 4], "{hidden:?}");
        assert!(!statement.everybody.agree_share.is_given());
        assert!(statement.both.as_ref().is_some_and(|both| both.value.is_none()));
        assert!(statement.surprise.is_none());
        let division = statement.division.as_ref();
        assert!(division.is_none_or(|d| d.difference.value.is_none() && d.p_value.is_none()));
        let claim = statement.accept.as_ref();
        assert!(
            claim.is_none_or(|c| c.product.is_none() && c.p_value.is_none() && c.q_value.is_none())
        );
    }
}

#[test]
fn a_few_people_without_a_side_cannot_be_had_by_subtraction() {
    let (_, found) = public(&[[PLAIN, PLAIN, (2, 1, 0)]]);
    assert_eq!(counts(&found.statements[0].everybody), [None; 4]);
    assert_eq!((found.asked.voters, found.asked.votes), (None, None));
    let (_, alike) = public(&[[PLAIN, PLAIN, (12, 0, 0)]]);
    assert_eq!(counts(&alike.statements[0].everybody), [None; 4], "many of one mind");
    let (_, control) = public(&[[PLAIN, PLAIN, (12, 8, 4)]]);
    assert_eq!(control.statements[0].everybody.votes, Some(104), "the control: many may be shown");
}

#[test]
fn one_dissenter_is_not_counted_either() {
    let (_, found) = public(&[[(30, 1, 9), PLAIN, (0, 0, 0)]]);
    let side = &found.statements[0].sides.as_ref().unwrap()[0];
    assert_eq!(counts(side), [Some(40), Some(30), None, None]);
    assert_eq!(counts(&found.statements[0].everybody)[2..], [None, None], "nor by subtraction");
    assert_eq!(found.statements[0].split, None);
}

#[test]
fn suppressed_looks_like_too_few() {
    let (_, found) = public(&[[(5, 3, 1), PLAIN, (0, 0, 0)]]);
    let side = &found.statements[0].sides.as_ref().unwrap()[0];
    let everybody = &found.statements[0].everybody;
    assert_eq!(side.agree_share, everybody.agree_share, "the same whatever the reason");
    assert_eq!((side.agree_share.n, side.agree_share.needed), (None, None));
}

#[test]
fn averages_are_too_coarse_to_solve_for_one_statement() {
    let statements: Vec<_> = (0..24).map(|j| [(20 + j % 9, 12, 6), PLAIN, (0, 0, 0)]).collect();
    let (internal, found) = public(&statements);
    let value = |f: &Findings| f.dispersion.as_ref().and_then(|d| d.within[0].value);
    let coarse = value(&found).expect("there are enough people");
    assert!((coarse * 50.0 - (coarse * 50.0).round()).abs() < 1e-9, "{coarse}");
    assert!((coarse - value(&internal).expect("likewise")).abs() <= 0.01 + 1e-12);
}

#[test]
fn the_staircase_has_no_step_of_few_people() {
    let statements: Vec<_> = (0..30).map(|j| [(30 - j, 8, 2), PLAIN, (0, 0, 0)]).collect();
    let (_, found) = public(&statements);
    for steps in &found.missingness.answered_at_least {
        assert!(steps.iter().all(|(_, people)| *people >= 10));
        assert!(steps.windows(2).all(|pair| pair[0].1 - pair[1].1 >= 10), "{steps:?}");
    }
}

#[test]
fn p_values_are_rounded_upwards() {
    let (_, found) = public(&[[PLAIN, PLAIN, (0, 0, 0)]]);
    let claim = found.statements[0].accept.as_ref().expect("tested");
    let p = claim.p_value.expect("shown where both sides are");
    assert!((p * 100.0 - (p * 100.0).round()).abs() < 1e-9 && p >= 0.01, "{p}");
}

/// North's 40 people predict five statements about South; on the last, South cast so few votes.
fn with_predictions(last: (u32, u32, u32)) -> Vec<(&'static str, String)> {
    let mut votes = String::from("participant,statement,choice\n");
    let mut predictions = String::from("participant,statement,about_side,share\n");
    let mut people = String::from("participant,side\n");
    for person in 0..40 {
        people.push_str(&format!("n{person},North\ns{person},South\n"));
        for j in 0..5 {
            let choice = ["agree", "agree", "disagree", "pass", "agree", "disagree"][person % 6];
            votes.push_str(&format!("n{person},{j},{choice}\n"));
            if j < 4 {
                votes.push_str(&format!("s{person},{j},{choice}\n"));
            }
            predictions.push_str(&format!("n{person},{j},South,{}\n", 40 + person % 3 * 10));
        }
    }
    for person in 0..last.0 {
        votes.push_str(&format!("s{person},4,agree\n"));
    }
    for person in last.0..last.0 + last.1 {
        votes.push_str(&format!("s{person},4,disagree\n"));
    }
    vec![("participants.csv", people), ("votes.csv", votes), ("predictions.csv", predictions)]
}

#[test]
fn one_vote_cannot_be_solved_for_from_the_pooled_gap() {
    let pooled = |last| {
        let (internal, found) = published(&with_predictions(last), None);
        [internal, found].map(|edition| edition.misjudgement.unwrap()[0].pooled.clone())
    };
    let ([plain_yes, yes], [plain_no, no]) = (pooled((1, 0, 0)), pooled((0, 1, 0)));
    assert_ne!(plain_yes, plain_no, "the control: the internal edition tells the two apart");
    assert_eq!(yes, no, "the published figures tell the two apart");
    assert_eq!((yes.statements, plain_yes.statements), (Some(4), Some(5)), "over what is told");
}

#[test]
fn the_number_of_withheld_votes_cannot_be_had_from_the_total() {
    let votes = |last| published(&with_predictions(last), None).1.asked.votes;
    // Two hundred of North, and forty of South on each of four statements.
    assert_eq!((votes((1, 0, 0)), votes((5, 3, 0))), (Some(360), Some(360)));
}

#[test]
fn without_sides_one_dissenter_is_not_in_the_split() {
    let votes: String = (0..40)
        .map(|p| {
            format!(
                "p{p},s,{}\n",
                if p < 30 {
                    "agree"
                } else if p < 31 {
                    "disagree"
                } else {
                    "pass"
                }
            )
        })
        .collect();
    let votes = format!("participant,statement,choice\n{votes}");
    let (internal, found) = published(&[("votes.csv", votes)], None);
    assert!(internal.statements[0].split.is_some());
    assert_eq!((found.statements[0].split, found.statements[0].everybody.disagree), (None, None));
}

#[test]
fn weights_do_not_let_heads_be_counted() {
    let mut people = String::from("participant,side,weight\n");
    let mut votes = String::from("participant,statement,choice\n");
    for person in 0..40 {
        // One of forty disagrees and weighs as much as eight.
        let (weight, choice) = if person == 39 { (8, "disagree") } else { (1, "agree") };
        people.push_str(&format!("n{person},North,{weight}\ns{person},South,1\n"));
        let other = ["agree", "disagree", "pass"][person % 3];
        votes.push_str(&format!("n{person},0,{choice}\ns{person},0,{other}\n"));
    }
    let tables = [("participants.csv", people), ("votes.csv", votes)];
    let (_, found) = published(&tables, Some("weight"));
    let side = &found.statements[0].sides.as_ref().unwrap()[0];
    assert_eq!(counts(side)[1..], [None, None, None]);
    assert_eq!(side.agree_share.value, None);
    assert_eq!(counts(&found.statements[0].everybody), [None; 4]);
}

#[test]
fn the_public_digest_does_not_let_guesses_be_tested() {
    // Two conversations that differ in one vote on a statement that is withheld whole.
    let digest = |hidden| {
        let (internal, found) = public(&[[hidden, PLAIN, (0, 0, 0)], [PLAIN, PLAIN, (0, 0, 0)]]);
        (internal.provenance.digest, found.provenance.digest)
    };
    // Nor does it tell how many votes are withheld.
    for guess in [(4, 4, 1), (5, 3, 0)] {
        let (one, other) = (digest((5, 3, 1)), digest(guess));
        assert_ne!(one.0, other.0, "the control: the internal digest tells them apart");
        assert_eq!(one.1, other.1);
    }
}

#[test]
fn the_shortlist_of_a_small_side_is_not_told() {
    let (internal, found) = public(&[[PLAIN, PLAIN, (0, 0, 0)], [PLAIN, (12, 9, 4), (0, 0, 0)]]);
    assert!(!internal.shortlist.is_empty(), "the control");
    assert!(found.shortlist.is_empty());
}

#[test]
fn one_vote_does_not_show_in_the_majority_of_everybody() {
    let majority = |last| public(&[[PLAIN, last, (0, 0, 0)]]).1.statements[0].majority;
    assert_eq!(majority((1, 0, 0)), majority((0, 1, 0)));
}

#[test]
fn surprise_does_not_tell_unanimity_from_nearly_so() {
    let claim = |south: (u32, u32, u32)| {
        let mut people = String::from("participant,side\n");
        let mut votes = String::from("participant,statement,choice\n");
        let mut predictions = String::from("participant,statement,about_side,share\n");
        for person in 0..40_u32 {
            people.push_str(&format!("n{person},North\ns{person},South\n"));
            let north = if person < 32 { "agree" } else { "disagree" };
            let choice = if person < south.0 { "agree" } else { "disagree" };
            votes.push_str(&format!("n{person},0,{north}\ns{person},0,{choice}\n"));
            predictions.push_str(&format!("n{person},0,South,98\n"));
        }
        let tables =
            [("participants.csv", people), ("votes.csv", votes), ("predictions.csv", predictions)];
        let (internal, found) = published(&tables, None);
        let surprising = |f: &Findings| f.statements[0].accept.as_ref().unwrap().surprising;
        (surprising(&internal), surprising(&found))
    };
    let (all, nearly) = (claim((40, 0, 0)), claim((39, 1, 0)));
    assert_ne!(all.0, nearly.0, "the control: the internal edition tells them apart");
    assert_eq!(all.1, nearly.1);
}

#[test]
fn nothing_pools_the_votes_of_one_person() {
    let mut people = String::from("participant,side\n");
    let mut votes = String::from("participant,statement,choice\n");
    let mut predictions = String::from("participant,statement,about_side,share\n");
    for person in 0..40 {
        people.push_str(&format!("n{person},North\ns{person},South\n"));
        votes.push_str(&format!("s{person},9,agree\n"));
        for j in 0..5 {
            votes.push_str(&format!("n{person},{j},agree\n"));
            predictions.push_str(&format!("n{person},{j},South,50\n"));
        }
    }
    votes.push_str("s0,0,agree\ns0,1,pass\ns0,2,agree\ns0,3,pass\ns0,4,agree\n");
    let tables =
        [("participants.csv", people), ("votes.csv", votes), ("predictions.csv", predictions)];
    for findings in [published(&tables, None).0, published(&tables, None).1] {
        assert!(!findings.misjudgement.unwrap()[0].pooled.gap.is_given());
    }
}

#[test]
fn one_person_cannot_weigh_so_much_that_a_share_is_hers() {
    let mut people = String::from("participant,side,weight\n");
    let mut votes = String::from("participant,statement,choice\n");
    for person in 0..40 {
        let weight = if person == 0 { 90_000 } else { 1 };
        let choice = ["agree", "disagree", "pass"][person % 3];
        people.push_str(&format!("n{person},North,{weight}\ns{person},South,1\n"));
        votes.push_str(&format!("n{person},0,{choice}\ns{person},0,{choice}\n"));
    }
    let (_, found) =
        published(&[("participants.csv", people), ("votes.csv", votes)], Some("weight"));
    let side = &found.statements[0].sides.as_ref().unwrap()[0];
    assert_eq!((side.agree_share.state, side.agree_share.low), (State::TooFew, None));
}

#[test]
fn days_and_least_answers_of_single_people_are_not_told() {
    let (_, found) = public(&[[PLAIN, PLAIN, (0, 0, 0)], [PLAIN, PLAIN, (0, 0, 0)]]);
    assert!(found.asked.days.is_none() && found.dispersion_over_time.is_empty());
    for steps in &found.missingness.answered_at_least {
        assert_eq!(steps.first().map(|(answers, _)| *answers), Some(1));
    }
}

/// Two camps, each of which leans one way on each of 24 statements; `camp` and `side` go by person, `answers` says
/// how many statements a person answers.
fn two_camps(
    people: usize,
    camp: impl Fn(usize) -> usize,
    side: impl Fn(usize) -> &'static str,
    answers: impl Fn(usize) -> usize,
) -> [(&'static str, String); 2] {
    let mut participants = String::from("participant,side\n");
    let mut votes = String::from("participant,statement,choice\n");
    let mut chance = Seed::new("camps").stream("dissent");
    for person in 0..people {
        participants.push_str(&format!("p{person},{}\n", side(person)));
        for j in 0..answers(person) {
            // About one in five of a camp goes with the other, by no pattern.
            let dissents = chance.happens(0.2);
            let agrees = (camp(person) == j % 2) != dissents;
            let choice = if agrees { "agree" } else { "disagree" };
            votes.push_str(&format!("p{person},s{j},{choice}\n"));
        }
    }
    [("participants.csv", participants), ("votes.csv", votes)]
}

fn group_shares_told(findings: &Findings) -> usize {
    let tallies = findings.opinion_groups.groups.iter().flat_map(|group| &group.tallies);
    tallies.filter(|tally| tally.agree_share.is_given()).count()
}

#[test]
fn groups_that_could_be_told_are_told_coarsely() {
    // The control for the tests below: both sides and both camps are large.
    let side = |p: usize| if p % 4 < 2 { "North" } else { "South" };
    let (internal, public) = published(&two_camps(160, |p| p % 2, side, |_| 24), None);
    assert_eq!(internal.opinion_groups.k, Some(2));
    assert!(group_shares_told(&public) >= 36, "of 48; chance makes some cells nearly of one mind");
    for group in &public.opinion_groups.groups {
        assert_eq!(group.people, None);
        assert!(group.tallies.iter().all(|tally| counts(tally) == [None; 4]));
        for share in group.tallies.iter().filter_map(|tally| tally.agree_share.value) {
            assert!(
                (share * 20.0 - (share * 20.0).round()).abs() < 1e-9,
                "in steps of five points"
            );
        }
    }
}

#[test]
fn a_group_minus_a_side_is_not_one_person() {
    // The camps are the sides, but for one person.
    let camp = |p: usize| usize::from(p % 2 == 1 && p != 61);
    let side = |p: usize| ["North", "South"][p % 2];
    let (internal, public) = published(&two_camps(80, camp, side, |_| 24), None);
    assert!(internal.opinion_groups.side_overlap.value.unwrap() > 0.9, "the control");
    assert_eq!(group_shares_told(&public), 0);
    assert!(!public.opinion_groups.side_overlap.is_given());
    assert!(public.opinion_groups.groups.iter().all(|group| group.share_of_sides.is_none()));
    assert!(public.opinion_groups.marks.iter().all(|mark| !mark.claimed));
}

#[test]
fn everybody_minus_the_groups_is_not_one_person() {
    // The last person answers too little to stand on the map.
    let side = |p: usize| if p % 4 < 2 { "North" } else { "South" };
    let answers = |p: usize| if p == 160 { 5 } else { 24 };
    let (internal, public) = published(&two_camps(161, |p| p % 2, side, answers), None);
    assert_eq!(internal.opinion_groups.people, Some(160));
    assert_eq!(public.opinion_groups.people, None);
    assert_eq!(public.opinion_groups.groups.len(), 2);
    let told: Vec<&str> = (0..24)
        .filter(|j| public.opinion_groups.groups[0].tallies[*j].agree_share.is_given())
        .map(|j| public.statements[j].id.as_str())
        .collect();
    assert!(told.len() >= 12, "the control: {told:?}");
    assert!(["s0", "s1", "s2", "s3", "s4"].iter().all(|hers| !told.contains(hers)), "{told:?}");
}

#[test]
fn the_cells_of_the_map_tell_nothing_fine() {
    let side = |p: usize| if p < 156 { "North" } else { "South" };
    let (_, public) = published(&two_camps(160, |p| p % 2, side, |_| 24), None);
    let cells = &public.opinion_groups.cells;
    let steps = 2.0 * cells.width.log2();
    assert!((steps - steps.round()).abs() < 1e-9, "widths are powers of the root of two");
    assert!(cells.cells.iter().all(|cell| cell.side == Some(0)), "four people fill no cell");
}

/// Sixty people of each side; the first votes of the second side's people are about a statement of the first, whose
/// author's side every other of them was shown.
fn labelled(dissenters: usize) -> [Findings; 2] {
    let mut tables = [
        String::from("participant,side\n"),
        String::from("participant,statement,choice\n"),
        String::from("statement,author_side,text\n"),
        String::from("participant,statement,label_shown\n"),
    ];
    for j in 0..8 {
        tables[2].push_str(&format!("{j},North,Statement {j}\n"));
    }
    for person in 0..60 {
        tables[0].push_str(&format!("n{person},North\ns{person},South\n"));
        for j in 0..8 {
            // Of one mind on the last but for some who were not shown the label.
            let is_divided = j < 7 && person % 3 == 0;
            let is_other = j == 7 && person % 2 == 1 && person / 2 < dissenters;
            let choice = if is_divided || is_other { "disagree" } else { "agree" };
            tables[1].push_str(&format!("n{person},{j},agree\ns{person},{j},{choice}\n"));
            let shown = ["yes", "no"][person % 2];
            tables[3].push_str(&format!("s{person},{j},{shown}\n"));
        }
    }
    let [people, votes, statements, exposures] = tables;
    let (internal, found) = published(
        &[
            ("statements.csv", statements),
            ("participants.csv", people),
            ("votes.csv", votes),
            ("exposures.csv", exposures),
        ],
        None,
    );
    [internal, found]
}

#[test]
fn the_effect_of_a_label_does_not_tell_who_differs_where_all_agree() {
    let effect = |dissenters| {
        labelled(dissenters).map(|edition| edition.exposure.unwrap().label_effect[1].clone())
    };
    let ([plain, told], [plain_other, told_other]) = (effect(0), effect(5));
    assert!(plain.is_given() && told.is_given(), "{plain:?} {told:?}");
    assert_ne!(plain, plain_other, "the control: over everything it tells");
    assert_eq!(told, told_other, "over what is told it does not");
}

#[test]
fn with_weights_no_share_is_told_exactly_in_whatever_form() {
    let mut people = String::from("participant,side,weight\n");
    let mut votes = String::from("participant,statement,choice\n");
    let mut predictions = String::from("participant,statement,about_side,share\n");
    for person in 0..40 {
        let weight = if person < 2 { 3.7 } else { 1.0 };
        let choice = ["agree", "disagree", "pass", "agree"][person % 4];
        people.push_str(&format!("n{person},North,{weight}\ns{person},South,1\n"));
        votes.push_str(&format!("n{person},0,{choice}\ns{person},0,{choice}\n"));
        predictions.push_str(&format!("s{person},0,North,{}\n", 30 + person));
    }
    let (internal, found) = published(
        &[("participants.csv", people), ("votes.csv", votes), ("predictions.csv", predictions)],
        Some("weight"),
    );
    let numbers = |findings: &Findings| {
        let statement = &findings.statements[0];
        let gap = &statement.gaps.as_ref().unwrap()[1];
        let accept = statement.accept.as_ref().unwrap();
        let figures = [&gap.gap, statement.both.as_ref().unwrap()].map(|figure| figure.value);
        let division = statement.division.as_ref().unwrap().difference.value;
        let claim = [accept.product, accept.least_side_share];
        [&figures[..], &claim[..], &[gap.actual_share, division, statement.split]].concat()
    };
    let is_whole =
        |x: &Option<f64>| x.is_none_or(|x| ((x * 100.0).round() - x * 100.0).abs() < 1e-9);
    assert!(numbers(&found).iter().all(is_whole), "{:?}", numbers(&found));
    assert!(numbers(&found).iter().flatten().count() >= 5, "{:?}", numbers(&found));
    assert!(!numbers(&internal).iter().all(is_whole), "the control");
}

#[test]
fn neither_total_nor_staircase_counts_the_answers_to_what_is_withheld() {
    // Fourteen of forty answered the last statement.
    let mut statements: Vec<_> = (0..5).map(|_| [PLAIN, PLAIN, (0, 0, 0)]).collect();
    statements.push([(8, 4, 2), PLAIN, (0, 0, 0)]);
    let (internal, found) = public(&statements);
    let told = |f: &Findings| (f.missingness.answered_at_least[0].clone(), f.asked.votes);
    assert_eq!(told(&internal).0.last(), Some(&(6, 14)), "the control");
    assert!(told(&found).0.iter().all(|(_, people)| *people == 40), "{:?}", told(&found));
    assert_eq!(told(&found).1, Some(11 * 40), "the votes that are told");
}

#[test]
fn statements_without_a_vote_do_not_make_a_map_safe() {
    let mut statements: Vec<_> = (0..3).map(|_| [PLAIN, PLAIN, (0, 0, 0)]).collect();
    statements.extend((0..9).map(|_| [(0, 0, 0), (0, 0, 0), (0, 0, 0)]));
    let (_, found) = public(&statements);
    assert!(
        found.opinion_groups.explained.is_none() && found.opinion_groups.cells.cells.is_empty()
    );
}
