//! What can be typed. Every scientific choice is an option, with its default and the reason for it.

mod draw;

use std::path::PathBuf;

use beringia_analysis::settings::{
    Audience, Cut, FALSE_DISCOVERY_RATE, PASS_SHARE_MAX, SEED, SHORTLIST_SIZE, Settings,
};
use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

pub(crate) use draw::{
    Agreement, Commit, Draw, Key, Plan, PoolFiles, Replace, Run, SourceKey, Verify,
};

const EXIT_CODES: &str = "Exit codes:
  0  done
  1  a fault of the program; please report it
  2  the command line is not understood
  3  the input is refused; the message names file, line and column
  4  the output cannot be written, or the folder holds files of others
  5  an exchange cannot be served, copied or restored
  6  a record, a receipt, a package or the account of a draw is not to be believed
  7  no delegation keeps all quotas; the message says which clash and what would help";

const ANALYSE_EXAMPLES: &str = "Examples:
  beringia analyse exports/my-conversation
  beringia analyse votes.csv statements.csv participants.csv --out report
  beringia analyse polis-export --sides participants.csv
  beringia analyse exports/my-conversation --audience public --out for-the-press
  beringia analyse exports/my-conversation --polis --maths as-polis.json

Input is one folder, or the files of one conversation: a Polis export (votes.csv, comments.csv,
participants-votes.csv, summary.csv), Beringia's tables (participants.csv, statements.csv, votes.csv,
predictions.csv, exposures.csv, conversation.csv), or a votes.csv alone. The formats are described in
docs/data-dictionary.md.";

const INVENT_EXAMPLES: &str = "Examples:
  beringia invent --people 1000 --statements 60 --seed tide --out invented
  beringia invent --people 400 --statements 40 --seed 7 --missing depends-on-opinion --out invented

The truth is written beside the tables, as truth.json.";

const CONVERT_EXAMPLES: &str = "Examples:
  beringia convert polis-export --to tables --out tables
  beringia convert tables --to polis --out polis-export";

/// People-to-people exchange between two societies: what both publics think, where they agree, and how they
/// misjudge each other.
#[derive(Debug, Parser)]
#[command(name = "beringia", version, after_help = EXIT_CODES)]
pub(crate) struct Keys {
    #[command(subcommand)]
    pub(crate) command: Command,
    #[command(flatten)]
    pub(crate) shared: Shared,
    /// Print results, and errors, as JSON
    #[arg(long, global = true)]
    pub(crate) json: bool,
}

/// Options of all commands.
#[derive(Debug, Args)]
pub(crate) struct Shared {
    /// The language of what is printed; by default that of your terminal
    #[arg(long, global = true, value_enum)]
    pub(crate) language: Option<Tongue>,
    /// No progress and no summary
    #[arg(long, short, global = true)]
    pub(crate) quiet: bool,
    /// How many threads to use; results are the same for any number [default: all processors]
    #[arg(long, global = true, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(crate) threads: Option<u16>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Tongue {
    /// English
    En,
    /// 中文
    Zh,
}

const SERVE_EXAMPLES: &str = "Examples:
  beringia serve
  beringia serve --listen 0.0.0.0:8080 --data /var/lib/beringia --public-url https://exchange.example
  beringia serve --database postgres://beringia@localhost/beringia
  beringia serve --config beringia.toml

Every setting has a flag, an environment variable and a name in the file; they are listed in
docs/configuration.md. A flag wins over the environment, the environment over the file.";

const IMPORT_EXAMPLES: &str = "Examples:
  beringia import polis-export --dry-run
  beringia import polis-export --title 'River and hills' --title-zh '河与山' --source 'City council, May 2025'
  beringia import answers.csv --column answers.csv:user=participant --word answers.csv:yes=agree --dry-run
  beringia import --undo 3

Stop the server first. What is brought is closed, worked out at the next start, and hidden until both sides
release it; it can be taken back until then. Organisers can do the same on the page Bring a conversation.";

const AUDIT_EXAMPLES: &str = "Examples:
  beringia audit verify record.jsonl
  beringia audit verify record.jsonl --receipt receipt-3.json";

const REPORT_EXAMPLES: &str = "Examples:
  beringia report verify conversation-1-results.zip
  beringia report verify conversation-1-results.zip --rows conversation-1";

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Serve an exchange: two organisations, two keys, people on both sides
    #[command(after_help = SERVE_EXAMPLES)]
    Serve(Serve),
    /// Bring a database up to date, and do nothing else
    Migrate(Serve),
    /// Copy a served exchange, while people go on voting, and check the copy
    Backup(Backup),
    /// Put a checked copy in the place of a database that is not there
    Restore(Restore),
    /// Bring a conversation that was held elsewhere, with its answers, or take it back
    #[command(after_help = IMPORT_EXAMPLES)]
    Import(Import),
    /// Check the record of organisers' acts
    #[command(subcommand, after_help = AUDIT_EXAMPLES)]
    Audit(Audit),
    /// Check released results, without asking whoever made them
    #[command(subcommand, after_help = REPORT_EXAMPLES)]
    Report(Report),
    /// A delegation by lottery: chances as equal as quotas allow, and a draw that strangers can check
    #[command(subcommand)]
    Draw(Draw),
    /// Read a conversation and write a report that both publics understand
    #[command(after_help = ANALYSE_EXAMPLES)]
    Analyse(Analyse),
    /// Invent a society of two sides whose truth is known, for trying and testing
    #[command(after_help = INVENT_EXAMPLES)]
    Invent(Invent),
    /// Show what Beringia does, on an invented exchange; needs no input
    #[command(after_help = "Example:\n  beringia demo")]
    Demo(Demo),
    /// Turn a Polis export into Beringia's tables, or back
    #[command(after_help = CONVERT_EXAMPLES)]
    Convert(Convert),
    /// Print completions for a shell
    #[command(
        after_help = "Example:\n  beringia completions bash > ~/.local/share/bash-completion/completions/beringia"
    )]
    Completions {
        /// Which shell
        shell: Shell,
    },
}

#[derive(Debug, Args)]
pub(crate) struct Analyse {
    /// One folder, or the files of one conversation
    #[arg(required = true, value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    /// Where to write the report; a folder that holds files of others is refused
    #[arg(long, value_name = "DIR", default_value = "./beringia-report")]
    pub(crate) out: PathBuf,
    /// For whom: internal for whoever already holds the rows, public passes everything through the disclosure
    /// guard
    #[arg(long, value_enum, default_value = "internal")]
    pub(crate) audience: AudienceKey,
    /// A participants.csv that says who belongs to which side, for input that has no sides
    #[arg(long, value_name = "FILE")]
    pub(crate) sides: Option<PathBuf>,
    /// The side to list first; by default the conversation says, else the order of the names decides
    #[arg(long, value_name = "NAME")]
    pub(crate) first_side: Option<String>,
    /// Do as Polis does: its map, its groups (always at least two), what it shows of them; how firm they are is
    /// told beside
    #[arg(long, conflicts_with = "groups")]
    pub(crate) polis: bool,
    /// Write Polis's results into this file, in the schema polis-reference/1; it names every participant, and no
    /// other file is replaced by it
    #[arg(long, value_name = "FILE", requires = "polis")]
    pub(crate) maths: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) choices: Choices,
}

/// Scientific choices.
#[derive(Debug, Args)]
#[command(next_help_heading = "Scientific choices")]
pub(crate) struct Choices {
    /// Expected share of false claims among claims of common ground (Benjamini–Hochberg); one in ten keeps
    /// small exchanges able to find anything, lower is stricter
    #[arg(long, value_name = "RATE", default_value_t = FALSE_DISCOVERY_RATE, value_parser = share)]
    pub(crate) false_discovery_rate: f64,
    /// A statement on which this share or more of a side passes is not claimed: where a third will not say,
    /// there is no common ground to announce
    #[arg(long, value_name = "SHARE", default_value_t = PASS_SHARE_MAX, value_parser = share)]
    pub(crate) pass_share_max: f64,
    /// How many statements the shortlist holds in which each side owns half; eight fit on a page and a slide
    #[arg(long, value_name = "N", default_value_t = SHORTLIST_SIZE)]
    pub(crate) shortlist: usize,
    /// Cut the map into so many groups (2 to 8), whatever their reliability, which is told beside; by default the number
    /// whose groups agree best between halves of the statements, and none where they hardly agree
    #[arg(long, value_name = "K", value_parser = clap::value_parser!(u8).range(2..=8))]
    pub(crate) groups: Option<u8>,
    /// Any text from which the chance of resampling comes, so that results can be redone; they must not depend
    /// on it, and another seed shows whether they do
    #[arg(long, value_name = "TEXT", default_value = SEED)]
    pub(crate) seed: String,
    /// Lower ends of reliability (kappa) from which groups are a tendency, gradual, distinct, such as 0.2,0.5,0.8;
    /// no more than conventions, wherefore they can be moved
    #[arg(long, value_name = "A,B,C", default_value = "0.2,0.5,0.8", value_parser = three_shares)]
    pub(crate) firmness: Shares,
    /// A column of participants.csv that holds weights, for shares by side that stand for a known mix of
    /// people; by default everybody weighs the same
    #[arg(long, value_name = "COLUMN")]
    pub(crate) weights: Option<String>,
}

impl Analyse {
    pub(crate) fn settings(&self) -> Settings {
        let choices = &self.choices;
        let mut settings = Settings {
            false_discovery_rate: choices.false_discovery_rate,
            pass_share_max: choices.pass_share_max,
            shortlist_size: choices.shortlist,
            weight_column: choices.weights.clone(),
            seed: choices.seed.clone(),
            ..Settings::documented()
        };
        settings.groups.cut = match choices.groups {
            _ if self.polis => Cut::Polis,
            Some(groups) => Cut::Wanted(usize::from(groups)),
            None => Cut::MostReliable,
        };
        settings.groups.thresholds = choices.firmness.0;
        settings
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum AudienceKey {
    /// For whoever already holds the rows
    Internal,
    /// For everybody
    Public,
}

impl AudienceKey {
    pub(crate) fn audience(self) -> Audience {
        match self {
            Self::Internal => Audience::Internal,
            Self::Public => Audience::Public,
        }
    }
}

#[derive(Debug, Args)]
pub(crate) struct Invent {
    /// How many people, of both sides together
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=20_000_000))]
    pub(crate) people: u32,
    /// How many statements; the first sixty are real sentences
    #[arg(long, value_name = "M", value_parser = clap::value_parser!(u32).range(1..=100_000))]
    pub(crate) statements: u32,
    /// Any text: the same seed gives the same society
    #[arg(long, value_name = "S")]
    pub(crate) seed: String,
    /// Where to write the tables and the truth
    #[arg(long, value_name = "DIR")]
    pub(crate) out: PathBuf,
    /// The share of people on the first side
    #[arg(long, value_name = "SHARE", default_value_t = 0.6, value_parser = share)]
    pub(crate) first_side_share: f64,
    /// The share of statements a person answers on average
    #[arg(long, value_name = "SHARE", default_value_t = 0.6, value_parser = share)]
    pub(crate) answered: f64,
    /// Whether who answers depends on opinion
    #[arg(long, value_enum, default_value = "independent")]
    pub(crate) missing: MissingKey,
    /// The share of people who agree with nearly everything
    #[arg(long, value_name = "SHARE", default_value_t = 0.03, value_parser = share)]
    pub(crate) yes_sayers: f64,
    /// The share of people who answer at random
    #[arg(long, value_name = "SHARE", default_value_t = 0.02, value_parser = share)]
    pub(crate) careless: f64,
    /// Leave predictions out
    #[arg(long)]
    pub(crate) no_predictions: bool,
    /// Log what was shown to whom, half of it with the author's side
    #[arg(long)]
    pub(crate) exposures: bool,
    /// The share of agreement that showing the other side as author costs
    #[arg(long, value_name = "SHARE", default_value_t = 0.08, value_parser = share)]
    pub(crate) devaluation: f64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum MissingKey {
    /// It does not
    Independent,
    /// It does: intervals miss the truth, and the report should warn
    DependsOnOpinion,
}

#[derive(Debug, Args)]
pub(crate) struct Demo {
    /// Where the living site listens, on this machine only [default: 8080, or any free one]
    #[arg(long, value_name = "N")]
    pub(crate) port: Option<u16>,
    /// Write the invented exchange and its report, and serve nothing
    #[arg(long)]
    pub(crate) no_serve: bool,
    /// Where to write the invented exchange and its report
    #[arg(long, value_name = "DIR", default_value = "./beringia-demo")]
    pub(crate) out: PathBuf,
    /// Do not open a browser
    #[arg(long)]
    pub(crate) no_open: bool,
}

/// How an exchange is served. Nothing here is a scientific choice.
#[derive(Debug, Args)]
pub(crate) struct Serve {
    /// A file with these settings
    #[arg(long, value_name = "FILE", env = "BERINGIA_CONFIG")]
    pub(crate) config: Option<PathBuf>,
    /// Where the database and the server's key are [default: ./beringia-data]
    #[arg(long, value_name = "DIR", env = "BERINGIA_DATA")]
    pub(crate) data: Option<PathBuf>,
    /// Where to listen [default: 127.0.0.1:8080]
    #[arg(long, value_name = "ADDRESS", env = "BERINGIA_LISTEN")]
    pub(crate) listen: Option<std::net::SocketAddr>,
    /// A PostgreSQL database, instead of a file in the data folder
    #[arg(long, value_name = "URL", env = "BERINGIA_DATABASE", hide_env_values = true)]
    pub(crate) database: Option<String>,
    /// The address that people open [default: http:// and the address listened on]
    #[arg(long, value_name = "URL", env = "BERINGIA_PUBLIC_URL")]
    pub(crate) public_url: Option<String>,
    /// Believe X-Forwarded-For: only behind a proxy that sets it
    #[arg(long, value_name = "YES", env = "BERINGIA_TRUST_PROXY", num_args = 0..=1, default_missing_value = "true")]
    pub(crate) trust_proxy: Option<bool>,
    /// How to log on stderr [default: text]
    #[arg(long, value_name = "HOW", env = "BERINGIA_LOG", value_enum)]
    pub(crate) log: Option<LogFormat>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum LogFormat {
    /// Lines for people
    Text,
    /// Lines of JSON
    Json,
}

#[derive(Debug, Args)]
pub(crate) struct Import {
    #[command(flatten)]
    pub(crate) serve: Serve,
    /// One folder, or the files of one conversation
    #[arg(value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    /// Its title in English; needed unless --dry-run, in one language at least
    #[arg(long, value_name = "TEXT")]
    pub(crate) title: Option<String>,
    /// Its title in Chinese
    #[arg(long, value_name = "TEXT")]
    pub(crate) title_zh: Option<String>,
    /// What it was about, in English [default: the title]
    #[arg(long, value_name = "TEXT")]
    pub(crate) about: Option<String>,
    /// The same in Chinese
    #[arg(long, value_name = "TEXT")]
    pub(crate) about_zh: Option<String>,
    /// Who held it, when and where; everybody who sees the results sees this; needed unless --dry-run
    #[arg(long, value_name = "TEXT")]
    pub(crate) source: Option<String>,
    /// Which of the sides in the tables is the first side of the exchange
    #[arg(long, value_name = "NAME")]
    pub(crate) first_side: Option<String>,
    /// A column's name there, and ours: participant, statement, choice, side, text, author_side, about_side, share
    #[arg(long = "column", value_name = "FILE:THEIRS=OURS")]
    pub(crate) columns: Vec<String>,
    /// A word for a choice there, and ours: agree, disagree, pass, or nothing to leave such rows out
    #[arg(long = "word", value_name = "FILE:THEIRS=OURS")]
    pub(crate) words: Vec<String>,
    /// Say what it would become, and keep nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Take the conversation of this number back
    #[arg(long, value_name = "N", conflicts_with_all = ["paths", "dry_run"])]
    pub(crate) undo: Option<i64>,
}

#[derive(Debug, Args)]
pub(crate) struct Backup {
    #[command(flatten)]
    pub(crate) serve: Serve,
    /// The folder to make; it must not be there
    #[arg(value_name = "DIR")]
    pub(crate) to: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct Restore {
    /// A folder that backup made
    #[arg(value_name = "DIR")]
    pub(crate) from: PathBuf,
    /// The data folder to make [default: ./beringia-data]
    #[arg(long, value_name = "DIR", env = "BERINGIA_DATA")]
    pub(crate) data: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Audit {
    /// Check an exported record, and a receipt against it
    Verify {
        /// The record, as exported from the desk
        #[arg(value_name = "RECORD")]
        record: PathBuf,
        /// A receipt that one side keeps
        #[arg(long, value_name = "FILE")]
        receipt: Option<PathBuf>,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum Report {
    /// Check that the files of a package are whole, and that tables, reports and figures follow from its findings
    Verify {
        /// The package, as downloaded or taken apart into a folder
        #[arg(value_name = "PACKAGE")]
        package: PathBuf,
        /// The rows that left with two keys: the findings are made anew from them
        #[arg(long, value_name = "FOLDER")]
        rows: Option<PathBuf>,
        /// The fingerprint that both sides approved, to compare
        #[arg(long, value_name = "SHA-256")]
        fingerprint: Option<String>,
    },
}

#[derive(Debug, Args)]
pub(crate) struct Convert {
    /// One folder, or the files of one conversation
    #[arg(required = true, value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    /// Into which format
    #[arg(long, value_enum)]
    pub(crate) to: Format,
    /// Where to write; a folder that holds files of others is refused
    #[arg(long, value_name = "DIR")]
    pub(crate) out: PathBuf,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// A Polis export folder
    Polis,
    /// Beringia's tables
    Tables,
}

fn share(raw: &str) -> Result<f64, String> {
    let parsed = raw.parse::<f64>().ok().filter(|share| (0.0..=1.0).contains(share));
    parsed.ok_or_else(|| "expected a share between 0 and 1, such as 0.1".to_owned())
}

/// Three numbers from 0 to 1 that do not fall.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Shares(pub(crate) [f64; 3]);

fn three_shares(raw: &str) -> Result<Shares, String> {
    let told = "three numbers from 0 to 1 that do not fall, such as 0.2,0.5,0.8";
    let parsed: Result<Vec<f64>, String> = raw.split(',').map(|part| share(part.trim())).collect();
    let three: [f64; 3] = parsed.ok().and_then(|v| v.try_into().ok()).ok_or(told)?;
    if three.is_sorted() { Ok(Shares(three)) } else { Err(told.to_owned()) }
}
