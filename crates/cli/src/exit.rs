//! How a command ends when it does not succeed: what happened, a way on, and a code.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use beringia_analysis::analyse::ShapeError;
use beringia_analysis::tables::TableError;

/// Why a command stopped.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    /// A table is refused.
    #[error("{0}")]
    Table(#[from] TableError),
    /// A file cannot be read.
    #[error("{path} cannot be read: {cause}", path = path.display())]
    Unreadable {
        /// Which.
        path: PathBuf,
        /// Why.
        cause: std::io::Error,
    },
    /// The input is no conversation.
    #[error("{0}")]
    Input(String),
    /// Options that do not go together.
    #[error("{0}")]
    Usage(String),
    /// The output folder holds what is not ours.
    #[error("{folder} is left as it is: {reason}", folder = folder.display())]
    FolderRefused {
        /// Which.
        folder: PathBuf,
        /// Why.
        reason: String,
    },
    /// A file cannot be written.
    #[error("{path} cannot be written: {cause}", path = path.display())]
    Unwritable {
        /// Which.
        path: PathBuf,
        /// Why.
        cause: std::io::Error,
    },
    /// The records do not fit each other, which the readers should have seen.
    #[error("the records do not fit each other: {0}")]
    Shape(#[from] ShapeError),
    /// An exchange cannot be served, copied or restored.
    #[error("{0}")]
    Served(String),
    /// A record or a receipt is not to be believed.
    #[error("{0}")]
    Audit(String),
    /// Files of a draw are refused.
    #[error("{0}")]
    Pool(#[from] beringia_analysis::draw::problem::Troubles),
    /// No delegation keeps all quotas.
    #[error("{0}")]
    Clash(String),
    /// A step of a draw is refused.
    #[error("{0}")]
    Draw(String),
    /// A package is not what it says.
    #[error("{0}")]
    Package(String),
}

impl From<beringia_analysis::tables::together::NotTogether> for Failure {
    fn from(error: beringia_analysis::tables::together::NotTogether) -> Self {
        Self::Input(error.to_string())
    }
}

impl From<beringia_store::StoreError> for Failure {
    fn from(error: beringia_store::StoreError) -> Self {
        Self::Served(error.to_string())
    }
}

impl From<beringia_actions::ActionError> for Failure {
    fn from(error: beringia_actions::ActionError) -> Self {
        Self::Served(error.to_string())
    }
}

impl Failure {
    fn code(&self) -> u8 {
        match self {
            Self::Shape(_) => 1,
            Self::Usage(_) => 2,
            Self::Table(_)
            | Self::Unreadable { .. }
            | Self::Input(_)
            | Self::Pool(_)
            | Self::Draw(_) => 3,
            Self::FolderRefused { .. } | Self::Unwritable { .. } => 4,
            Self::Served(_) => 5,
            Self::Audit(_) | Self::Package(_) => 6,
            Self::Clash(_) => 7,
        }
    }

    fn way_on(&self) -> &'static str {
        match self {
            Self::Table(_) => "Nothing was written. Correct the file and run the command again.",
            Self::Pool(_) => {
                "Nothing was written. Correct what is named and run the command again."
            }
            Self::Clash(_) => {
                "Nothing was written. Both sides agree on other quotas, or ask more people to apply."
            }
            Self::Draw(_) => "Nothing was written. The draw stands as it stood.",
            Self::Unreadable { .. } => "Check the path and whether you may read it.",
            Self::Input(_) | Self::Usage(_) => {
                "See the command's own --help for what it takes and reads."
            }
            Self::FolderRefused { .. } => "Name another folder with --out, or empty this one.",
            Self::Unwritable { .. } => "Check the path, your rights there, and the space left.",
            Self::Served(_) => "Nothing was lost. Mend what is named, and run the command again.",
            Self::Audit(_) => {
                "Compare your receipts with the other side's, by another way than this server."
            }
            Self::Package(_) => {
                "Download it again from both sides' sites; if they differ, ask both organisers."
            }
            Self::Shape(_) => "This is a fault of the program; please report it.",
        }
    }
}

/// A failure to read a path.
pub(crate) fn unreadable(path: &Path) -> impl FnOnce(std::io::Error) -> Failure + '_ {
    move |cause| Failure::Unreadable { path: path.to_owned(), cause }
}

/// A failure to write a path.
pub(crate) fn unwritable(path: &Path) -> impl FnOnce(std::io::Error) -> Failure + '_ {
    move |cause| Failure::Unwritable { path: path.to_owned(), cause }
}

/// Prints the failure on stderr and gives its exit code.
#[expect(clippy::print_stderr, reason = "this is where errors reach the user")]
pub(crate) fn report(failure: &Failure, as_json: bool) -> ExitCode {
    if as_json {
        let mut error = serde_json::json!({
            "error": failure.to_string(),
            "way_on": failure.way_on(),
            "exit_code": failure.code(),
        });
        if let Failure::Table(table) = failure {
            error["file"] = table.file.clone().into();
            error["line"] = table.line.into();
            error["column"] = table.column.clone().into();
        }
        eprintln!("{error}");
    } else {
        eprintln!("beringia: {failure}\n{}", failure.way_on());
    }
    ExitCode::from(failure.code())
}
