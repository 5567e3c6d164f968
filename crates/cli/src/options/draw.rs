//! What can be typed about a draw.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

const CHECK_EXAMPLES: &str = "Examples:
  beringia draw check categories.csv respondents.csv --size 24
  beringia draw check quotas.xlsx people.xlsx --size 24 --one-per household";

const PLAN_EXAMPLES: &str = "Examples:
  beringia draw plan categories.csv respondents.csv --size 24 --out plan
  beringia draw plan categories.csv respondents.csv --size 24 --one-per household --one-per institution --out plan
  beringia draw plan categories.csv respondents.csv --size 24 --must-in p00017 --out plan

Writes chances.csv (id,chance,tickets,fraction), portfolio.csv (ticket,id), plan.json, plan.html and its pictures.
Under quotas that no delegation keeps it ends with exit code 7, and says which of them clash and the least change
that helps.";

const COMMIT_EXAMPLES: &str = "Example:
  beringia draw commit categories.csv respondents.csv --size 24 --title 'Spring delegation' \\
    --keeper-a 'Harbour Society' --hash-a 3f… --keeper-b 'Valley Union' --hash-b 9c… \\
    --source beacon --named 'drand quicknet, round 27747412' \\
    --reveal-by 2026-12-05T10:00Z --draw-at 2026-12-05T12:00Z --out draw

Writes public.jsonl (publish it at once), auditors.jsonl (for the auditors both sides named), receipts.csv (each line for
its applicant alone) and the proof to print. Names and ids are in receipts.csv only.";

const VERIFY_EXAMPLES: &str = "Examples:
  beringia draw verify public.jsonl
  beringia draw verify public.jsonl --auditors auditors.jsonl
  beringia draw verify public.jsonl --receipts receipts.csv --id p00017

docs/verifier/verify.py does the same without this program.";

const REPLACE_EXAMPLES: &str = "Examples:
  beringia draw replace draw --gone A-0417=declined --gone B-0031=no-answer
  beringia draw replace draw --gone A-0417=declined --lottery --hash-a 5e… --hash-b 71… \\
    --named 'drand quicknet, round 27790612' --reveal-by 2026-12-09T10:00Z --draw-at 2026-12-09T12:00Z --out again";

/// A delegation by lottery: chances as equal as quotas allow, and a draw that strangers can check.
#[derive(Debug, Subcommand)]
pub(crate) enum Draw {
    /// Read quotas and applicants, and say everything that is wrong with them
    #[command(after_help = CHECK_EXAMPLES)]
    Check(PoolFiles),
    /// Work out everybody's chance and a thousand tickets; nothing is drawn
    #[command(after_help = PLAN_EXAMPLES)]
    Plan(Plan),
    /// Make a secret for a keeper of a key, and print the digest to hand over
    #[command(after_help = "Example:\n  beringia draw secret --out my.secret")]
    Secret {
        /// Where to write the secret; keep it to yourself until it is to be opened
        #[arg(long, value_name = "FILE", default_value = "./my.secret")]
        out: PathBuf,
    },
    /// Fix rules, pool, chances and tickets before anybody knows what will decide
    #[command(after_help = COMMIT_EXAMPLES)]
    Commit(Box<Commit>),
    /// Approve what is committed, as a keeper
    #[command(after_help = "Example:\n  beringia draw approve draw --secret my.secret")]
    Approve(Key),
    /// Open a secret, before the deciding value is known
    #[command(after_help = "Example:\n  beringia draw reveal draw --secret my.secret")]
    Reveal(Key),
    /// Draw: the value that was agreed on decides
    #[command(after_help = "Examples:
  beringia draw run draw --value 27d84dfd1c…
  beringia draw run draw --value '417 905'")]
    Run(Run),
    /// Check an account, without asking whoever made it
    #[command(after_help = VERIFY_EXAMPLES)]
    Verify(Verify),
    /// Fill the seats of those who left, by the order of call or by another lottery
    #[command(after_help = REPLACE_EXAMPLES)]
    Replace(Box<Replace>),
}

/// Quotas and applicants.
#[derive(Debug, Args)]
pub(crate) struct PoolFiles {
    /// Quotas: feature,value,min,max and, where wanted, min_flex,max_flex and side; CSV or XLSX
    #[arg(value_name = "CATEGORIES")]
    pub(crate) categories: PathBuf,
    /// Applicants, a row each, with a column for every feature; CSV or XLSX
    #[arg(value_name = "RESPONDENTS")]
    pub(crate) respondents: PathBuf,
    /// Seats of the delegation
    #[arg(long, value_name = "K", value_parser = clap::value_parser!(u32).range(1..=100_000))]
    pub(crate) size: u32,
    /// A column of which people with the same content share a household or an institution: one of them at most can come
    #[arg(long, value_name = "COLUMN")]
    pub(crate) one_per: Vec<String>,
    /// The column of ids [default: id, nationbuilder_id or applicant; else rows are numbered]
    #[arg(long, value_name = "COLUMN")]
    pub(crate) id: Option<String>,
    /// The column of sides [default: side, where there is one]
    #[arg(long, value_name = "COLUMN")]
    pub(crate) side: Option<String>,
    /// The id of somebody who comes in any case
    #[arg(long, value_name = "ID")]
    pub(crate) must_in: Vec<String>,
    /// The id of somebody who cannot come
    #[arg(long, value_name = "ID")]
    pub(crate) must_out: Vec<String>,
    /// The sheet of a workbook [default: the first]
    #[arg(long, value_name = "NAME")]
    pub(crate) sheet: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Plan {
    #[command(flatten)]
    pub(crate) pool: PoolFiles,
    /// Where to write; a folder that holds files of others is refused
    #[arg(long, value_name = "DIR", default_value = "./beringia-plan")]
    pub(crate) out: PathBuf,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum SourceKey {
    /// A public beacon's value, in hexadecimal digits
    Beacon,
    /// Two public draws of three digits, one in each society; or dice thrown by each side
    Digits,
}

/// What both sides agree on.
#[derive(Debug, Args)]
pub(crate) struct Agreement {
    /// Digest of A's secret, as `draw secret` printed it
    #[arg(long, value_name = "HEX")]
    pub(crate) hash_a: String,
    /// Digest of B's secret
    #[arg(long, value_name = "HEX")]
    pub(crate) hash_b: String,
    /// What kind of value decides
    #[arg(long, value_enum, default_value = "beacon")]
    pub(crate) source: SourceKey,
    /// Which value decides, in words both sides agreed on before
    #[arg(long, value_name = "TEXT")]
    pub(crate) named: String,
    /// When secrets must be open; one that is not counts as empty
    #[arg(long, value_name = "TIME")]
    pub(crate) reveal_by: String,
    /// When the deciding value appears
    #[arg(long, value_name = "TIME")]
    pub(crate) draw_at: String,
    /// When this is committed [default: now]
    #[arg(long, value_name = "TIME")]
    pub(crate) at: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Commit {
    #[command(flatten)]
    pub(crate) pool: PoolFiles,
    /// What is drawn
    #[arg(long, value_name = "TEXT")]
    pub(crate) title: String,
    /// Who keeps key A
    #[arg(long, value_name = "NAME")]
    pub(crate) keeper_a: String,
    /// Who keeps key B
    #[arg(long, value_name = "NAME")]
    pub(crate) keeper_b: String,
    #[command(flatten)]
    pub(crate) agreement: Agreement,
    /// Where to write
    #[arg(long, value_name = "DIR", default_value = "./beringia-draw")]
    pub(crate) out: PathBuf,
}

/// A keeper's act on a draw.
#[derive(Debug, Args)]
pub(crate) struct Key {
    /// The folder of the draw
    pub(crate) draw: PathBuf,
    /// The file of the secret
    #[arg(long, value_name = "FILE")]
    pub(crate) secret: PathBuf,
    /// When [default: now]
    #[arg(long, value_name = "TIME")]
    pub(crate) at: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Run {
    /// The folder of the draw
    pub(crate) draw: PathBuf,
    /// The value that decides
    #[arg(long, value_name = "VALUE")]
    pub(crate) value: String,
    /// When [default: now]
    #[arg(long, value_name = "TIME")]
    pub(crate) at: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Verify {
    /// The public account
    #[arg(value_name = "PUBLIC")]
    pub(crate) public: PathBuf,
    /// What auditors have
    #[arg(long, value_name = "FILE")]
    pub(crate) auditors: Option<PathBuf>,
    /// The public account that this one continues, where it is a lottery for open seats
    #[arg(long, value_name = "FILE")]
    pub(crate) before: Option<PathBuf>,
    /// A file with your receipt
    #[arg(long, value_name = "FILE", requires = "id")]
    pub(crate) receipts: Option<PathBuf>,
    /// Your id in it
    #[arg(long, value_name = "ID", requires = "receipts")]
    pub(crate) id: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Replace {
    /// The folder of the draw
    pub(crate) draw: PathBuf,
    /// Who left, and why: declined, withdrew, no-answer or not-eligible
    #[arg(long, value_name = "NUMBER=CAUSE", required = true)]
    pub(crate) gone: Vec<String>,
    /// When [default: now]
    #[arg(long, value_name = "TIME", conflicts_with = "lottery")]
    pub(crate) at: Option<String>,
    /// Begin another lottery for the open seats instead, which is committed, approved and drawn like the first
    #[arg(long, requires_all = ["hash_a", "hash_b", "named", "reveal_by", "draw_at", "out"])]
    pub(crate) lottery: bool,
    /// Digest of A's new secret
    #[arg(long, value_name = "HEX")]
    pub(crate) hash_a: Option<String>,
    /// Digest of B's new secret
    #[arg(long, value_name = "HEX")]
    pub(crate) hash_b: Option<String>,
    /// Which value decides, in words
    #[arg(long, value_name = "TEXT")]
    pub(crate) named: Option<String>,
    /// When secrets must be open
    #[arg(long, value_name = "TIME")]
    pub(crate) reveal_by: Option<String>,
    /// When the deciding value appears
    #[arg(long, value_name = "TIME")]
    pub(crate) draw_at: Option<String>,
    /// Where to write the new draw
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
}
