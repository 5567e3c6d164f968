//! Findings as they would be with the sides in the other order.

use beringia_analysis::findings::{Figure, Findings, StatementFindings};
use beringia_analysis::headlines::Headline;

/// Turns every pair round, and every signed difference between the sides.
pub(crate) fn swapped(mut findings: Findings) -> Findings {
    if let Some(sides) = &mut findings.conversation.sides {
        sides.swap(0, 1);
    }
    for pair in [&mut findings.asked.voters_by_side, &mut findings.asked.predictions_by_side] {
        pair.iter_mut().for_each(|pair| pair.swap(0, 1));
    }
    findings.statements.iter_mut().for_each(swap_statement);
    if let Some(both) = &mut findings.misjudgement {
        both.swap(0, 1);
    }
    let over_time = findings.dispersion_over_time.iter_mut().map(|period| &mut period.dispersion);
    for found in findings.dispersion.iter_mut().chain(over_time) {
        found.within.swap(0, 1);
        found.opinions.swap(0, 1);
        found.entropy.swap(0, 1);
    }
    if let Some(found) = &mut findings.exposure {
        {
            let matrix = &mut found.shown;
            matrix.iter_mut().for_each(|rows| {
                rows.swap(0, 1);
                rows.iter_mut().for_each(|row| row.swap(0, 1));
            });
        }
        found.pool.iter_mut().for_each(|pair| pair.swap(0, 1));
        found.entropy.iter_mut().for_each(|pair| pair.swap(0, 1));
        found.gini.iter_mut().for_each(|pair| pair.swap(0, 1));
        found.items.iter_mut().for_each(|pair| pair.swap(0, 1));
        found.label_effect.swap(0, 1);
    }
    findings.missingness.answered_at_least.swap(0, 1);
    findings.missingness.median_answers.swap(0, 1);
    for group in &mut findings.opinion_groups.groups {
        group.share_of_sides.iter_mut().for_each(|pair| pair.swap(0, 1));
        group.counts_by_side.iter_mut().for_each(|pair| pair.swap(0, 1));
    }
    let cells = &mut findings.opinion_groups.cells.cells;
    cells.iter_mut().for_each(|cell| cell.side = cell.side.map(|side| 1 - side));
    // Cells of the first side come first.
    cells.sort_by_key(|cell| cell.side);
    for person in &mut findings.opinion_groups.persons {
        person.side = person.side.map(|side| 1 - side);
    }
    for headline in &mut findings.headlines {
        if let Headline::Misjudgement { directions, widest, .. } = headline {
            directions.swap(0, 1);
            *widest = widest.map(|(j, side)| (j, 1 - side));
        }
    }
    findings
}

fn swap_statement(s: &mut StatementFindings) {
    s.author_side = s.author_side.map(|side| 1 - side);
    s.sides.iter_mut().for_each(|pair| pair.swap(0, 1));
    s.gaps.iter_mut().for_each(|pair| pair.swap(0, 1));
    s.own_side.iter_mut().for_each(|pair| pair.swap(0, 1));
    if let Some(division) = &mut s.division {
        negate(&mut division.difference);
    }
}

fn negate(figure: &mut Figure) {
    // Adding 0 makes −0 a plain 0, as both orders print it.
    let minus = |x: Option<f64>| x.map(|x| -x + 0.0);
    figure.value = minus(figure.value);
    (figure.low, figure.high) = (minus(figure.high), minus(figure.low));
}
