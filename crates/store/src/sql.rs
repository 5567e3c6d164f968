//! The one SQL text: a file a noun, statements by name.

use sqlx::Executor;

use crate::database::Database;
use crate::error::StoreError;

/// The files. `-- @name` begins a statement, which ends where the next begins.
const FILES: [(&str, &str); 8] = [
    ("exchange", include_str!("../sql/exchange.sql")),
    ("people", include_str!("../sql/people.sql")),
    ("keys", include_str!("../sql/keys.sql")),
    ("conversations", include_str!("../sql/conversations.sql")),
    ("invitations", include_str!("../sql/invitations.sql")),
    ("ballots", include_str!("../sql/ballots.sql")),
    ("results", include_str!("../sql/results.sql")),
    ("imports", include_str!("../sql/imports.sql")),
];

/// The statements of a file by name.
fn named(file: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    file.split("-- @").skip(1).filter_map(|part| part.split_once('\n'))
}

/// A statement of ours.
pub(crate) fn text(file: &str, name: &str) -> &'static str {
    let found = FILES.iter().find(|(noun, _)| *noun == file);
    let statement = found.and_then(|(_, text)| named(text).find(|(given, _)| *given == name));
    statement.expect("every statement is named in its file; tests prepare them all").1.trim()
}

/// Prepares every statement, so that a test can tell whether both databases understand them. Gives their number.
pub async fn prepare_all(database: &Database) -> Result<usize, StoreError> {
    let mut prepared = 0;
    let mut connection = database.reader().acquire().await?;
    for (_, file) in FILES {
        for (_, statement) in named(file) {
            connection.prepare(sqlx::SqlStr::from_static(statement)).await?;
            prepared += 1;
        }
    }
    Ok(prepared)
}
