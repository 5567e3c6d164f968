//! Our reader of rows against a peer: whatever a peer writes, both read the same.

use beringia_analysis::tables::rows::{Refusal, Row, RowSplitter};
use proptest::prelude::*;

/// Rows as this project reads them, in blocks of this size; rows without any content are left out.
fn ours(text: &[u8], block: usize) -> Result<Vec<Vec<Vec<u8>>>, Refusal> {
    let mut rows = Vec::new();
    let mut on_row = |row: &Row<'_>| -> Result<(), Refusal> {
        rows.push((0..row.len()).map(|at| row.cell(at).to_vec()).collect());
        Ok(())
    };
    let mut splitter = RowSplitter::default();
    for part in text.chunks(block) {
        splitter.feed(part, &mut on_row)?;
    }
    splitter.finish(&mut on_row)?;
    Ok(rows)
}

fn cell() -> impl Strategy<Value = String> {
    prop_oneof!["[a-z0-9]{0,4}", "[a,\"\n\r;'= ]{0,5}", "[一-十]{0,3}"]
}

proptest! {
    #[test]
    fn what_a_peer_writes_we_read(
        table in prop::collection::vec(prop::collection::vec(cell(), 3), 1..12),
        block in 4_usize..40,
    ) {
        let mut writer = csv::WriterBuilder::new().has_headers(false).from_writer(Vec::new());
        for row in &table {
            writer.write_record(row).expect("into memory");
        }
        let text = writer.into_inner().expect("into memory");
        let expected: Vec<Vec<Vec<u8>>> = table
            .iter()
            .filter(|row| row.iter().any(|cell| !cell.is_empty()))
            .map(|row| row.iter().map(|cell| cell.as_bytes().to_vec()).collect())
            .collect();
        prop_assert_eq!(ours(&text, text.len().max(4)).expect("valid"), expected.clone());
        prop_assert_eq!(ours(&text, block).expect("valid"), expected);
    }

    #[test]
    fn blocks_never_matter(text in "[ab,\"\n\r]{0,60}", block in 1_usize..9) {
        // A byte order mark needs its three bytes in the first block, so that tiny blocks are padded.
        let whole = ours(text.as_bytes(), text.len().max(1));
        prop_assert_eq!(ours(text.as_bytes(), block), whole);
    }
}
