//! What is measured anew for the public, over those statements alone of which everything it needs is told: nothing of it
//! depends on what is withheld, so that nothing withheld can be worked out from it.

use beringia_engine::measure::opinions::Half;

use super::overall::{Within, labelled, misjudgement};
use super::{Shared, answered};
use crate::findings::{Findings, MisjudgementFindings, StatementFindings};
use crate::snapshot::Snapshot;
use crate::watch::Watch;

/// Measures misjudgement, the effect of labels, and who answered how much over what the statements of `findings`, which
/// have passed the guard, tell.
pub(crate) fn measure_over_what_is_told(findings: &mut Findings, snapshot: &Snapshot) {
    let settings = findings.provenance.settings.clone();
    let opinions = snapshot.opinions().checked().expect("it was analysed before");
    let shared = Shared::of(snapshot, opinions, &settings, &Watch::default());
    let shared = shared.expect("nobody else has the watch, so nobody asks it to stop");
    let told = &findings.statements;
    let has_sides = snapshot.sides.is_some();
    let missing = &mut findings.missingness;
    (missing.answered_at_least, missing.median_answers) =
        answered(&shared, &voted(told, has_sides));
    if !has_sides {
        return;
    }
    findings.misjudgement = Some(misjudged(&shared, told));
    if let Some(exposure) = &mut findings.exposure {
        let items = snapshot.items();
        exposure.label_effect = Half::BOTH.map(|viewers| {
            labelled(&shared, &items, (viewers, &having(told, |s| share(s, viewers.index()))))
        });
    }
}

/// By side, or of everybody, of which statements the number of votes is told.
fn voted(told: &[StatementFindings], has_sides: bool) -> Vec<Vec<bool>> {
    if !has_sides {
        return vec![having(told, |s| s.everybody.votes.is_some())];
    }
    let of = |side: usize| {
        having(told, |s| s.sides.as_ref().is_some_and(|sides| sides[side].votes.is_some()))
    };
    vec![of(0), of(1)]
}

fn misjudged(shared: &Shared<'_>, told: &[StatementFindings]) -> [MisjudgementFindings; 2] {
    let gap = |s: &StatementFindings, holder: usize| {
        s.counted && s.gaps.as_ref().is_some_and(|gaps| gaps[holder].gap.is_given())
    };
    let own = |s: &StatementFindings, side: usize| {
        share(s, side) && s.own_side.as_ref().is_some_and(|own| own[side].difference.is_some())
    };
    let gaps = [0, 1].map(|holder| having(told, |s| gap(s, holder)));
    let both = [0, 1].map(|holder| having(told, |s| gap(s, holder) && own(s, holder)));
    let within = [0, 1].map(|holder: usize| Within { gaps: &gaps[holder], both: &both[holder] });
    misjudgement(shared, told, within)
}

/// Whether a side's share that agrees is told of a counted statement.
fn share(statement: &StatementFindings, side: usize) -> bool {
    let sides = statement.sides.as_ref();
    statement.counted && sides.is_some_and(|sides| sides[side].agree_share.is_given())
}

fn having(told: &[StatementFindings], is_so: impl Fn(&StatementFindings) -> bool) -> Vec<bool> {
    told.iter().map(is_so).collect()
}
