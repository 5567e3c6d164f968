//! `draw check` and `draw plan`: what the files say, everybody's chance, and a thousand tickets.

use beringia_analysis::draw::applicants::Applicants;
use beringia_analysis::draw::plan::{self, NoPlan, Plan, Step};
use beringia_analysis::draw::rules::Rules;
use beringia_analysis::draw::summary::smallest;
use beringia_analysis::tables::write::TableText;
use beringia_report::draw as pages;
use beringia_report::words::{Language, Words};
use serde_json::json;
use sha2::{Digest, Sha256};

use super::{explain, pool};
use crate::command::{language, print, show};
use crate::exit::Failure;
use crate::folder::Folder;
use crate::options::{Plan as Options, PoolFiles, Shared};
use crate::progress;

/// Says what is wrong with the files, or that nothing is.
pub(crate) fn check(options: &PoolFiles, shared: &Shared) -> Result<(), Failure> {
    let (rules, applicants) = pool::read(options, shared)?;
    let words = Words::new(language(shared));
    let found = work_out(&rules, &applicants, options.size, shared)?;
    print(&summary(&rules, &applicants, &found, &words))
}

/// Works out chances and tickets and writes them.
pub(crate) fn run(options: &Options, shared: &Shared) -> Result<(), Failure> {
    let words = Words::new(language(shared));
    let mut folder = Folder::begin(&options.out)?;
    let (rules, applicants) = pool::read(&options.pool, shared)?;
    let found = work_out(&rules, &applicants, options.pool.size, shared)?;
    let (chances, portfolio) =
        (chances_table(&applicants, &found), portfolio_table(&applicants, &found));
    folder.add("chances.csv", &chances)?;
    folder.add("portfolio.csv", &portfolio)?;
    folder.add("plan.json", &plan_json(&rules, &applicants, &found, [&chances, &portfolio]))?;
    let told = pages::Planned { rules: &rules, applicants: &applicants, plan: &found };
    folder.add("plan.html", &pages::plan_page(&told, language(shared)))?;
    for language in Language::BOTH {
        for (name, picture) in pages::plan_pictures(&told, language) {
            folder.add(&format!("{name}-{}.svg", language.base()), &picture)?;
        }
    }
    let target = folder.finish()?;
    print(&summary(&rules, &applicants, &found, &words))?;
    print(&format!(
        "{}\n",
        words.tell("draw-written", &[("folder", &target.display().to_string())])
    ))
}

/// Chances and tickets, with progress; a clash becomes a failure that explains it.
pub(super) fn work_out(
    rules: &Rules,
    applicants: &Applicants,
    seats: u32,
    shared: &Shared,
) -> Result<Plan, Failure> {
    let words = Words::new(language(shared));
    let bar = progress::spinner(show(shared));
    let mut tell = |step: Step| bar.set_message(step_told(step, &words));
    let found = plan::plan(rules, applicants, seats, &mut tell);
    bar.finish_and_clear();
    found.map_err(|error| no_plan(&error, rules, &words))
}

pub(super) fn step_told(step: Step, words: &Words) -> String {
    match step {
        Step::Level { chance, people } => words.tell_count(
            "draw-step-level",
            people as u64,
            &[("chance", &format!("{:.4}", chance))],
        ),
        Step::Left(gap) => words.tell("draw-step-left", &[("gap", &format!("{gap:.7}"))]),
        Step::Columns => words.say("draw-step-columns"),
        Step::Tickets => words.say("draw-step-tickets"),
    }
}

pub(super) fn no_plan(error: &NoPlan, rules: &Rules, words: &Words) -> Failure {
    match error {
        NoPlan::Clash(clash) => Failure::Clash(explain::told(clash, rules, words)),
        other => Failure::Clash(other.to_string()),
    }
}

fn summary(rules: &Rules, applicants: &Applicants, found: &Plan, words: &Words) -> String {
    let mut text = String::new();
    let mut say = |key: &str, args: &[(&str, String)]| {
        let args: Vec<(&str, &str)> =
            args.iter().map(|(name, value)| (*name, value.as_str())).collect();
        text += &format!("{}\n", words.tell(key, &args));
    };
    let people = applicants.people.len();
    say("draw-pool", &[("people", people.to_string()), ("seats", found.seats.to_string())]);
    let least = smallest(&found.chances);
    let percent = |value: f64| format!("{:.2}", value * 100.0);
    let equal = f64::from(found.seats) / people as f64;
    say(
        "draw-least",
        &[
            ("fraction", least.to_string()),
            ("percent", percent(least.value())),
            ("equal", percent(equal)),
        ],
    );
    if let Some((row, max, holders)) = plan::tightest(rules, applicants) {
        let args =
            [("quota", rules.name(row)), ("max", max.to_string()), ("people", holders.to_string())];
        say("draw-tightest", &args);
    }
    let proof = match (found.proof.is_empty(), found.is_proven) {
        (false, _) => "draw-proof-full",
        (true, true) => "draw-proof-computed",
        (true, false) => "draw-proof-open",
    };
    say(proof, &[("gap", format!("{:.0e}", found.gap))]);
    say("draw-off", &[("off", format!("{:.2}", found.off))]);
    let sure = found.chances.iter().filter(|chance| chance.value() >= 1.0).count();
    if sure > 0 {
        say("draw-sure", &[("people", sure.to_string())]);
    }
    let never: usize = found.never.iter().map(|kind| kind.people.len()).sum();
    if never > 0 {
        say("draw-never", &[("people", never.to_string())]);
    }
    text += &explain::never_told(&found.never, rules, words);
    text
}

fn chances_table(applicants: &Applicants, found: &Plan) -> String {
    let mut table = TableText::new(&["id", "chance", "tickets", "fraction"]);
    for (at, person) in applicants.people.iter().enumerate() {
        let chance = found.chances[at];
        table.start().text(&person.id).word(&format!("{:.9}", chance.value()));
        table.whole(Some(found.counts[at].into())).word(&chance.to_string()).end_row();
    }
    table.finish()
}

fn portfolio_table(applicants: &Applicants, found: &Plan) -> String {
    let mut table = TableText::new(&["ticket", "id"]);
    for (number, ticket) in found.tickets.iter().enumerate() {
        for &person in ticket {
            table
                .start()
                .word(&format!("{number:03}"))
                .text(&applicants.people[person].id)
                .end_row();
        }
    }
    table.finish()
}

fn plan_json(
    rules: &Rules,
    applicants: &Applicants,
    found: &Plan,
    [chances, portfolio]: [&String; 2],
) -> String {
    let digest = |text: &str| {
        Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect::<String>()
    };
    let mut levels: Vec<_> = found.chances.clone();
    levels.sort_by(|a, b| a.value().total_cmp(&b.value()));
    levels.dedup();
    let levels: Vec<_> = levels
        .iter()
        .map(|level| {
            let people = found.chances.iter().filter(|chance| *chance == level).count();
            json!({ "chance": level.value(), "fraction": level.to_string(), "people": people })
        })
        .collect();
    let quotas: Vec<_> = rules
        .rows
        .iter()
        .map(|row| {
            json!({
                "feature": rules.features[row.feature], "value": row.value, "side": row.side,
                "min": row.min, "max": row.max,
            })
        })
        .collect();
    let value = json!({
        "schema": "beringia-plan/1",
        "software": env!("CARGO_PKG_VERSION"),
        "objective": "leximin",
        "people": applicants.people.len(),
        "seats": found.seats,
        "kinds_of_people": found.orbits,
        "quotas": quotas,
        "levels": levels,
        "smallest_chance": { "attained": found.smallest[0], "at_most": found.smallest[1] },
        "chances_are_exact": found.is_exact,
        "bounds_are_proven": found.is_proven,
        "gap": found.gap,
        "stages_of_proof": found.proof.len(),
        "tickets": found.tickets.len(),
        "largest_deviation_in_tickets": found.off,
        "never": found.never.iter().flat_map(|kind| &kind.people).map(|&at| &applicants.people[at].id).collect::<Vec<_>>(),
        "sha256": { "chances.csv": digest(chances), "portfolio.csv": digest(portfolio) },
    });
    format!("{}\n", serde_json::to_string_pretty(&value).unwrap_or_default())
}
