//! Rows of votes that go their own way because they are usual mean what they mean in any other order of columns.

use beringia_analysis::snapshot::Snapshot;
use beringia_analysis::tables::encoding::Encoding;
use beringia_analysis::tables::reader::Intake;
use beringia_analysis::tables::{TableError, TableReader};
use proptest::prelude::*;

type Row = [&'static str; 4];

fn read(text: &str, block: usize) -> Result<Intake, TableError> {
    let mut intake = Intake::default();
    let mut reader = TableReader::new(&mut intake, "votes.csv", Encoding::Utf8);
    for block in text.as_bytes().chunks(block) {
        reader.feed(block)?;
    }
    reader.finish()?;
    Ok(intake)
}

/// The digest of what was read, or where and why it was refused.
fn outcome(text: &str, block: usize) -> Result<(String, usize), String> {
    let told = |error: TableError| format!("{:?} {:?}", error.line, error.problem);
    let intake = read(text, block).map_err(told)?;
    let rows = intake.votes.len();
    Snapshot::freeze(intake, None).map(|snapshot| (snapshot.digest, rows)).map_err(told)
}

fn table(rows: &[Row], order: [usize; 4], end: &str) -> String {
    let header = ["participant", "statement", "choice", "at"];
    let line = |cells: &Row| order.map(|at| cells[at]).join(",") + end;
    std::iter::once(&header).chain(rows).map(line).collect()
}

fn row() -> impl Strategy<Value = Row> {
    let people = [
        "1",
        "2",
        "0",
        "007",
        "1234567",
        "12345678",
        "p-1",
        "阿明",
        "a long identifier",
        "\"3\"",
        "",
    ];
    let choices = ["agree", "disagree", "pass", "Agree", "allowed", "同意", "\"pass\"", ""];
    let moments = ["2026-03-01", "2026-03-02", "2026-03-02T10:00Z", "", "2026-02-30", "soon"];
    // The first ones are far the most frequent, as in real tables.
    let mostly = |most: usize, all: usize| prop_oneof![40 => 0..most, 1 => 0..all];
    (mostly(10, people.len()), 0..9_usize, mostly(3, choices.len()), mostly(2, moments.len()))
        .prop_map(move |(person, statement, choice, moment)| {
            let statement =
                ["1", "2", "3", "10", "x", "s-11", "4194304", "99999999", "05"][statement];
            [people[person], statement, choices[choice], moments[moment]]
        })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, ..ProptestConfig::default() })]

    #[test]
    fn the_order_of_columns_never_matters(
        mut rows in prop::collection::vec(row(), 1..60),
        sorted in any::<bool>(),
        block in 8_usize..90,
        is_crlf in any::<bool>(),
    ) {
        if sorted {
            rows.sort_unstable();
        }
        let end = if is_crlf { "\r\n" } else { "\n" };
        let usual = table(&rows, [0, 1, 2, 3], end);
        let other = table(&rows, [2, 0, 3, 1], end);
        let whole = outcome(&usual, usual.len());
        prop_assert_eq!(&whole, &outcome(&other, other.len()));
        prop_assert_eq!(&whole, &outcome(&usual, block.max(1)));
    }
}

#[test]
fn polis_rows_are_read_in_any_order_of_columns() {
    let usual = "timestamp,datetime,comment-id,voter-id,vote\n\
        1403054214196,Wed Jun 18 08:16:54 WIB 2014,0,7,1\n\
        1403054214197,Wed Jun 18 08:16:54 WIB 2014,1,7,-1\n\
        1403054214198,Wed Jun 18 08:16:54 WIB 2014,1,7,0\n\
        1403054214,Wed Jun 18 08:16:54 WIB 2014,0,8,-1\n";
    let other: String = usual
        .lines()
        .map(|line| {
            let cells: Vec<&str> = line.split(',').collect();
            format!("{},{},{},{},{}\n", cells[4], cells[3], cells[0], cells[2], cells[1])
        })
        .collect();
    let expected = outcome(&other, 1 << 20).expect("in order");
    assert_eq!(expected.1, 4);
    assert_eq!(outcome(usual, 1 << 20), Ok(expected));
}
