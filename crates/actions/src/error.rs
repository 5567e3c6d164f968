//! Why something was not done, in terms of whoever asked.

use beringia_store::StoreError;

/// A reason that a person can act on. The sentence for each is in the locale files, under its word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the words say it, and the locale files say it at length")]
pub enum Refusal {
    NotSignedIn,
    NotYourRole,
    NotYourSide,
    NotFound,
    LinkUsed,
    WrongPassword,
    WrongSecondCode,
    PasswordShort,
    LoginTaken,
    LoginEmpty,
    NameEmpty,
    OtherSideMissing,
    OtherSideThere,
    DeputyThere,
    LastOrganiser,
    NotApprovedYet,
    AlreadyDecided,
    AlreadyGiven,
    SameAsNow,
    AskedAlready,
    ChangedSince,
    FewWithdrew,
    HasLeft,
    HeldElsewhere,
    SourceEmpty,
    BroughtBefore,
    FilesMissing,
    FileLarge,
    ArchiveBroken,
    SaidEnough,
    SaidByMany,
    WordsAnswered,
    TranslationMissing,
    LooksNotAllowed,
    LooksTooLate,
    FewAnswered,
    DayConsented,
    NoStatements,
    NoResultsYet,
    StageForbids,
    TextEmpty,
    TextLong,
    TooMany,
    QuotaUsed,
    DayPast,
    CodeUnknown,
    InvitationUsed,
    InvitationRevoked,
    InvitationExpired,
    NotOpen,
    Underage,
    FormOld,
    TooFast,
    Withdrawn,
    NoShare,
    RecipientsEmpty,
}

impl From<beringia_analysis::tables::TableError> for ActionError {
    fn from(error: beringia_analysis::tables::TableError) -> Self {
        Self::File(error.to_string())
    }
}

impl Refusal {
    /// The word under which the locale files say it.
    pub fn word(self) -> &'static str {
        match self {
            Self::NotSignedIn => "not-signed-in",
            Self::NotYourRole => "not-your-role",
            Self::NotYourSide => "not-your-side",
            Self::NotFound => "not-found",
            Self::LinkUsed => "link-used",
            Self::WrongPassword => "wrong-password",
            Self::WrongSecondCode => "wrong-second-code",
            Self::PasswordShort => "password-short",
            Self::LoginTaken => "login-taken",
            Self::LoginEmpty => "login-empty",
            Self::NameEmpty => "name-empty",
            Self::OtherSideMissing => "other-side-missing",
            Self::OtherSideThere => "other-side-there",
            Self::DeputyThere => "deputy-there",
            Self::LastOrganiser => "last-organiser",
            Self::NotApprovedYet => "not-approved-yet",
            Self::AlreadyDecided => "already-decided",
            Self::AlreadyGiven => "already-given",
            Self::SameAsNow => "same-as-now",
            Self::AskedAlready => "asked-already",
            Self::FewWithdrew => "few-withdrew",
            Self::HasLeft => "has-left",
            Self::HeldElsewhere => "held-elsewhere",
            Self::SourceEmpty => "source-empty",
            Self::BroughtBefore => "brought-before",
            Self::FilesMissing => "files-missing",
            Self::FileLarge => "file-large",
            Self::ArchiveBroken => "archive-broken",
            Self::SaidEnough => "said-enough",
            Self::SaidByMany => "said-by-many",
            Self::WordsAnswered => "words-answered",
            Self::TranslationMissing => "translation-missing",
            Self::LooksNotAllowed => "looks-not-allowed",
            Self::LooksTooLate => "looks-too-late",
            Self::FewAnswered => "few-answered",
            Self::ChangedSince => "changed-since",
            Self::DayConsented => "day-consented",
            Self::NoStatements => "no-statements",
            Self::NoResultsYet => "no-results-yet",
            Self::StageForbids => "stage-forbids",
            Self::TextEmpty => "text-empty",
            Self::TextLong => "text-long",
            Self::TooMany => "too-many",
            Self::QuotaUsed => "quota-used",
            Self::DayPast => "day-past",
            Self::CodeUnknown => "code-unknown",
            Self::InvitationUsed => "invitation-used",
            Self::InvitationRevoked => "invitation-revoked",
            Self::InvitationExpired => "invitation-expired",
            Self::NotOpen => "not-open",
            Self::Underage => "underage",
            Self::FormOld => "form-old",
            Self::TooFast => "too-fast",
            Self::Withdrawn => "withdrawn",
            Self::NoShare => "no-share",
            Self::RecipientsEmpty => "recipients-empty",
        }
    }
}

/// Why something was not done.
#[derive(Debug, thiserror::Error)]
pub enum ActionError {
    /// For a reason that whoever asked can act on.
    #[error("refused: {}", .0.word())]
    Refused(Refusal),
    /// For a reason that whoever runs the server can act on.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A file that does not say what it should; told with line and remedy.
    #[error("{0}")]
    File(String),
    /// The machine gives no chance, or the like.
    #[error("{0}")]
    Machine(String),
}

impl From<Refusal> for ActionError {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}
