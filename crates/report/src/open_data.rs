//! Findings as open data: tidy CSV and JSON. The columns are described in `docs/data-dictionary.md`.

use beringia_analysis::findings::{ClaimFindings, Figure, Findings, TallyFindings};
use beringia_analysis::tables::write::TableText;

/// All files of open data: name and text.
pub fn files(findings: &Findings) -> Vec<(&'static str, String)> {
    vec![
        ("findings.json", json(findings)),
        ("statements.csv", statements(findings)),
        ("common_ground.csv", common_ground(findings)),
        ("misjudgement.csv", misjudgement(findings)),
        ("participants.csv", participants(findings)),
        ("groups.csv", groups(findings)),
    ]
}

/// The findings as JSON, by the schema in `docs/findings.schema.json`.
pub fn json(findings: &Findings) -> String {
    let mut text = serde_json::to_string_pretty(findings)
        .expect("findings have string keys and finite numbers");
    text.push('\n');
    text
}

/// Polis's results in the schema `polis-reference/1`, where they were asked for.
pub fn maths(findings: &Findings) -> Option<String> {
    let maths = beringia_analysis::maths::maths(findings)?;
    let mut text =
        serde_json::to_string(&maths).expect("maths have string keys and finite numbers");
    text.push('\n');
    Some(text)
}

fn side_names(findings: &Findings) -> Option<[&str; 2]> {
    let sides = findings.conversation.sides.as_ref()?;
    Some([sides[0].name.as_str(), sides[1].name.as_str()])
}

fn statements(findings: &Findings) -> String {
    let mut table = TableText::new(&[
        "statement",
        "scope",
        "votes",
        "agree",
        "disagree",
        "pass",
        "agree_share",
        "low",
        "high",
    ]);
    let names = side_names(findings);
    for (at, statement) in findings.statements.iter().enumerate() {
        table.text(&statement.id).word("all");
        tally(&mut table, &statement.everybody);
        if let Some(both) = &statement.both {
            table.text(&statement.id).word("sides");
            table.word("").word("").word("").word("");
            share(&mut table, both);
        }
        for (side, name) in statement.sides.iter().flatten().zip(names.into_iter().flatten()) {
            table.text(&statement.id).text(name);
            tally(&mut table, side);
        }
        for group in &findings.opinion_groups.groups {
            // Findings that were read back do not hold them.
            let Some(counts) = group.tallies.get(at) else { continue };
            table.text(&statement.id).word(&format!("group:{}", group.number));
            tally(&mut table, counts);
        }
    }
    table.finish()
}

fn participants(findings: &Findings) -> String {
    let mut table =
        TableText::new(&["participant", "side", "votes", "x", "y", "group", "near_border"]);
    let names = side_names(findings);
    for person in &findings.opinion_groups.persons {
        table.text(&person.participant);
        table.text(person.side.zip(names).map_or("", |(side, names)| names[side]));
        table.whole(Some(u64::from(person.votes)));
        table.number(person.place.map(|[x, _]| x)).number(person.place.map(|[_, y]| y));
        table.whole(person.group.map(|group| group as u64));
        table.word(person.near_border.map_or("", truth)).end_row();
    }
    table.finish()
}

fn groups(findings: &Findings) -> String {
    let mut table = TableText::new(&[
        "group",
        "statement",
        "direction",
        "share_in",
        "share_out",
        "difference",
        "low",
        "high",
        "p_value",
        "q_value",
        "claimed",
    ]);
    for mark in &findings.opinion_groups.marks {
        table.whole(Some(mark.group as u64));
        table.text(&findings.statements[mark.statement].id).word(mark.direction.word());
        table.number(mark.share_in.value).number(mark.share_out.value);
        share_of(&mut table, &mark.difference);
        table.number(mark.p_value).number(mark.q_value).word(truth(mark.claimed)).end_row();
    }
    table.finish()
}

fn tally(table: &mut TableText, tally: &TallyFindings) {
    table.whole(tally.votes).whole(tally.agree).whole(tally.disagree).whole(tally.pass);
    share(table, &tally.agree_share);
}

fn share(table: &mut TableText, figure: &Figure) {
    share_of(table, figure);
    table.end_row();
}

fn share_of(table: &mut TableText, figure: &Figure) {
    table.number(figure.value).number(figure.low).number(figure.high);
}

fn truth(value: bool) -> &'static str {
    if value { "true" } else { "false" }
}

fn common_ground(findings: &Findings) -> String {
    let mut table = TableText::new(&[
        "statement",
        "kind",
        "product",
        "least_side_share",
        "p_value",
        "q_value",
        "claimed",
        "surprising",
    ]);
    if findings.conversation.sides.is_none() {
        return table.finish();
    }
    for statement in &findings.statements {
        for (kind, claim) in [("accept", &statement.accept), ("reject", &statement.reject)] {
            let of = |pick: fn(&ClaimFindings) -> Option<f64>| claim.as_ref().and_then(pick);
            table.text(&statement.id).word(kind);
            table.number(of(|c| c.product)).number(of(|c| c.least_side_share));
            table.number(of(|c| c.p_value)).number(of(|c| c.q_value));
            table.word(truth(claim.as_ref().is_some_and(|c| c.claimed)));
            table.word(truth(claim.as_ref().is_some_and(|c| c.surprising))).end_row();
        }
    }
    table.finish()
}

fn misjudgement(findings: &Findings) -> String {
    let mut table = TableText::new(&[
        "statement",
        "predicting_side",
        "about_side",
        "predictions",
        "predicted_share",
        "actual_share",
        "gap",
        "standard_error",
        "low",
        "high",
    ]);
    let Some(names) = side_names(findings) else { return table.finish() };
    let none_predicted = findings.asked.predictions == Some(0);
    for statement in findings.statements.iter().filter(|_| !none_predicted) {
        for (side, gap) in statement.gaps.iter().flatten().enumerate() {
            table.text(&statement.id).text(names[side]).text(names[1 - side]);
            table.whole(gap.predictions).number(gap.predicted.value).number(gap.actual_share);
            table.number(gap.gap.value).number(gap.gap.standard_error);
            table.number(gap.gap.low).number(gap.gap.high).end_row();
        }
    }
    table.finish()
}
