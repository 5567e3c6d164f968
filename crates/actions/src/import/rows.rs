//! The rows of a conversation that was held elsewhere, as they are kept, and as they leave.

use std::cmp::Ordering;
use std::collections::HashSet;

use beringia_analysis::snapshot::{Snapshot, part_of};
use beringia_analysis::tables::tables_out::{shown_word, word};
use beringia_analysis::tables::write::TableText;
use beringia_domain::{Charter, Part};
use beringia_engine::measure::prediction_matrix::About;
use beringia_store as store;

use crate::error::ActionError;
use crate::export::{Tables, about_table, statement_table};
use crate::house::House;
use crate::live::LiveConversation;

/// What our sides are called in the tables that are kept: their names may change.
const SIDES: [&str; 2] = ["first", "second"];

/// The rows as tables, under fresh ids and sorted by them, without days or languages.
pub(super) fn written(snapshot: &Snapshot, chance: impl Fn(i64) -> u64) -> Tables {
    let count = snapshot.people.len();
    let mut order: Vec<(u64, usize)> = (0..count)
        .map(|person| (chance(i64::try_from(person).unwrap_or(i64::MAX)), person))
        .collect();
    order.sort_unstable();
    let order: Vec<usize> = order.into_iter().map(|(_, person)| person).collect();
    let side = |part: Option<Part>| part.map_or("", |part| SIDES[part.index()]);
    let part = |person: usize| snapshot.halves[person].map(part_of);
    let id = |place: usize| format!("p{}", place + 1);
    let number = |statement: usize| u64::try_from(statement + 1).ok();

    let mut people = TableText::new(&["participant", "side"]);
    let mut votes = TableText::new(&["participant", "statement", "choice"]);
    let mut predictions = TableText::new(&["participant", "statement", "about_side", "share"]);
    for (place, person) in order.iter().copied().enumerate() {
        let id = id(place);
        people.text(&id).text(side(part(person))).end_row();
        for (statement, choice) in snapshot.votes().row(person) {
            votes.text(&id).whole(number(statement)).word(word(choice)).end_row();
        }
        for p in snapshot.predictions.row(person) {
            let about = part(person).map(|part| match p.about {
                About::Own => part,
                About::Other => part.other(),
            });
            predictions.text(&id).whole(number(p.statement as usize));
            predictions.text(side(about)).whole(Some(u64::from(p.of_hundred))).end_row();
        }
    }
    let mut tables = vec![
        ("participants.csv", people.finish()),
        ("votes.csv", votes.finish()),
        ("predictions.csv", predictions.finish()),
        ("exposures.csv", exposures(snapshot, &order, id)),
    ];
    tables.retain(|(_, text)| text.lines().nth(1).is_some());
    tables
}

fn exposures(snapshot: &Snapshot, order: &[usize], id: impl Fn(usize) -> String) -> String {
    let mut place = vec![0; order.len()];
    order.iter().enumerate().for_each(|(at, person)| place[*person] = at);
    let mut rows: Vec<_> =
        snapshot.exposures.iter().map(|e| (place[e.person as usize], e)).collect();
    rows.sort_by(|(a, e), (b, f)| match a.cmp(b) {
        Ordering::Equal => (e.position, e.statement).cmp(&(f.position, f.statement)),
        other => other,
    });
    let mut table =
        TableText::new(&["participant", "statement", "position", "probability", "label_shown"]);
    for (place, e) in rows {
        table.text(&id(place)).whole(Some(u64::from(e.statement) + 1));
        table.whole((e.position > 0).then_some(u64::from(e.position))).number(e.probability);
        table.word(shown_word(e.label)).end_row();
    }
    table.finish()
}

/// The tables of a conversation that was brought, of everybody or of the people of a side.
pub(crate) async fn tables(
    house: &House,
    live: &LiveConversation,
    charter: &Charter,
    side: Option<Part>,
) -> Result<Tables, ActionError> {
    let mut rows: Tables = Vec::new();
    for name in ["participants.csv", "votes.csv", "predictions.csv", "exposures.csv"] {
        let found = store::import_file(&house.database, house.exchange, live.number, name).await?;
        rows.extend(found.map(|text| (name, text)));
    }
    let votes = rows.iter().find(|(name, _)| *name == "votes.csv");
    let votes = votes.iter().flat_map(|(_, text)| text.lines().skip(1));
    let answered = votes.filter_map(|line| line.split(',').nth(1)?.parse().ok());
    let answered: HashSet<i64> = answered.collect();
    if let Some(side) = side {
        rows = of_side(&rows, SIDES[side.index()]);
    }
    for (name, text) in &mut rows {
        match *name {
            "participants.csv" => *text = named(text, 1, charter),
            "predictions.csv" => *text = named(text, 2, charter),
            _ => {}
        }
    }
    let side_name = |side: Part| charter.side(side).name.en.as_str();
    let about = [
        ("conversation.csv", about_table(live, charter)),
        ("statements.csv", statement_table(live, side_name, |number| answered.contains(&number))),
    ];
    let mut tables: Tables = about.into_iter().chain(rows).collect();
    // In the order in which the tables of other conversations leave.
    tables.sort_by_key(|(name, _)| {
        let all = ["conversation.csv", "participants.csv", "statements.csv", "votes.csv"];
        all.iter().position(|known| known == name).unwrap_or(all.len())
    });
    Ok(tables)
}

/// A table with the names that sides have now in a column of it. No cell of these tables has quotes.
fn named(text: &str, column: usize, charter: &Charter) -> String {
    let names = Part::BOTH.map(|part| {
        let mut cell = TableText::new(&[]);
        cell.take();
        cell.start().text(&charter.side(part).name.en);
        cell.finish()
    });
    let mut out = String::with_capacity(text.len());
    for line in text.lines() {
        for (at, cell) in line.split(',').enumerate() {
            let side = SIDES.iter().position(|side| *side == cell).filter(|_| at == column);
            out.push_str(if at == 0 { "" } else { "," });
            out.push_str(side.map_or(cell, |side| &names[side]));
        }
        out.push('\n');
    }
    out
}

/// Of tables whose first cell is a person, the rows of a side's people.
fn of_side(tables: &Tables, side: &str) -> Tables {
    let first = |line: &'_ str| line.split_once(',').map(|(a, b)| (a.to_owned(), b.to_owned()));
    let people = tables.iter().find(|(name, _)| *name == "participants.csv");
    let people: HashSet<String> = people
        .iter()
        .flat_map(|(_, text)| text.lines().skip(1))
        .filter_map(first)
        .filter(|(_, rest)| *rest == side)
        .map(|(person, _)| person)
        .collect();
    let kept = |text: &str| {
        let mut lines = text.split_inclusive('\n');
        let header = lines.next().unwrap_or_default().to_owned();
        let own = lines
            .filter(|line| line.split_once(',').is_some_and(|(person, _)| people.contains(person)));
        header + &own.collect::<String>()
    };
    let mut own: Tables = tables.iter().map(|(name, text)| (*name, kept(text))).collect();
    own.retain(|(_, text)| text.lines().nth(1).is_some());
    own
}
