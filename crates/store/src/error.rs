//! What can go wrong with a database, said to the person who can act.

/// Why something was not kept or not found.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The disk has no room.
    #[error("the disk is full: nothing of this was kept; make room, then try again")]
    DiskFull,
    /// The disk or the file cannot be written.
    #[error(
        "the database cannot be written (read-only disk, or no permission): nothing of this was kept"
    )]
    ReadOnly,
    /// More requests wait than are accepted.
    #[error("too many answers arrive at once; try again in a moment")]
    Busy,
    /// The same thing is there already.
    #[error("this is there already")]
    Exists,
    /// A row does not say what our own rows say.
    #[error("the database holds something that Beringia did not write: {0}")]
    Foreign(String),
    /// The address of a database is not understood.
    #[error("“{0}” is not the address of a database; expected postgres://… or sqlite:FILE")]
    Address(String),
    /// The database was made by a newer Beringia.
    #[error(
        "the database was made by a newer Beringia (step {found}; this one knows {known}): use that one"
    )]
    Newer {
        /// Its last step.
        found: i64,
        /// Ours.
        known: i64,
    },
    /// Another server writes to this database.
    #[error("another Beringia serves this database")]
    Served,
    /// A file could not be read or written.
    #[error("{0}")]
    File(#[from] std::io::Error),
    /// Anything else the database says.
    #[error("the database says: {0}")]
    Database(String),
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        let text = error.to_string();
        if let sqlx::Error::Database(told) = &error {
            if told.is_unique_violation() {
                return Self::Exists;
            }
            let code = told.code().unwrap_or_default().into_owned();
            // SQLite: 13 full, 8 read-only (with extended codes), 10 input/output; PostgreSQL: 53100, 25006.
            let primary = code.parse::<i64>().map_or(-1, |number| number & 255);
            match (code.as_str(), primary) {
                ("53100", _) | (_, 13) => return Self::DiskFull,
                ("25006", _) | (_, 8) => return Self::ReadOnly,
                _ => {}
            }
            if text.contains("No space left") {
                return Self::DiskFull;
            }
        }
        if matches!(error, sqlx::Error::PoolTimedOut) { Self::Busy } else { Self::Database(text) }
    }
}

/// JSON of ours that cannot be read.
pub(crate) fn foreign(what: &str) -> impl Fn(serde_json::Error) -> StoreError + '_ {
    move |error| StoreError::Foreign(format!("{what}: {error}"))
}
