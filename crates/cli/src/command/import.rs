//! `beringia import`: a conversation that was held elsewhere becomes one of the exchange, with its results.

use std::path::Path;
use std::sync::Arc;

use beringia_actions::{self as actions, ActionError, Bringing, House, Importer, Looked};
use beringia_analysis::tables::together::{Given, Mapping, Renaming, guess};
use beringia_domain::{Both, Part};
use beringia_report::words::Words;
use beringia_store::{Database, Place};

use super::serve::{SystemClock, key, prepare, runtime};
use super::{language, print, remark};
use crate::config::{Config, database_file};
use crate::exit::{Failure, unreadable};
use crate::options::{Import, Shared};

/// Runs the command. The server must not run meanwhile: it would not know of what is brought.
pub(crate) fn run(options: &Import, shared: &Shared, as_json: bool) -> Result<(), Failure> {
    let config = Config::of(&options.serve)?;
    if matches!(config.place, Place::Sqlite(_)) && !database_file(&config.data).exists() {
        return Err(Failure::Input(format!("there is no exchange in {}", config.data.display())));
    }
    let bringing = bringing(options)?;
    let _lock = prepare(&config.data)?;
    let key = key(&config.data)?;
    let runtime = runtime()?;
    let done = runtime.block_on(async {
        let database = Database::open(config.place).await?;
        let house = House::open(database.clone(), key, Arc::new(SystemClock)).await?;
        let done = act(&house, options, bringing, (shared, as_json)).await;
        database.close().await;
        done
    });
    runtime.shutdown_background();
    done
}

async fn act(
    house: &House,
    options: &Import,
    bringing: Bringing,
    (shared, as_json): (&Shared, bool),
) -> Result<(), Failure> {
    let words = Words::new(language(shared));
    let tell = |key: &str, number: i64| {
        if as_json {
            return print(&format!("{}\n", serde_json::json!({ "conversation": number })));
        }
        print(&format!("{}\n", words.tell(key, &[("number", &number.to_string())])))
    };
    if let Some(number) = options.undo {
        actions::undo(house, &Importer::Host, number).await.map_err(|e| told(&words, e))?;
        return tell("terminal-import-undone", number);
    }
    let charter = house
        .charter()
        .ok_or_else(|| Failure::Served("both sides have not approved the charter yet".into()))?;
    let looked = actions::look_at_files(&charter, &bringing);
    let sides = Part::BOTH.map(|part| charter.side(part).name.of(words.language().base()).into());
    show(&looked, &sides, &words, (options.dry_run && as_json, shared.quiet))?;
    let seen = looked.outcome.map_err(Failure::Input)?;
    let first = seen.sides.as_ref().map_or("", |[first, _]| first.as_str());
    if let Some(name) = &options.first_side
        && name != first
    {
        return Err(Failure::Usage(format!("no side of the tables is called “{name}”")));
    }
    if options.dry_run {
        return Ok(());
    }
    let brought = actions::bring(house, &Importer::Host, bringing).await;
    let number = brought.map_err(|error| told(&words, error))?;
    tell("terminal-imported", number)
}

/// Why it was not done, as a sentence.
fn told(words: &Words, error: ActionError) -> Failure {
    match error {
        ActionError::Refused(refusal) => {
            Failure::Served(words.say(&format!("refusal-{}", refusal.word())).clone())
        }
        other => other.into(),
    }
}

/// What was understood: on stdout as JSON where that is all that was asked for, else as remarks.
fn show(
    looked: &Looked,
    sides: &[String; 2],
    words: &Words,
    (as_json, is_quiet): (bool, bool),
) -> Result<(), Failure> {
    let Ok(seen) = &looked.outcome else {
        for table in looked.tables.iter().filter(|table| table.kind.is_none()) {
            let columns = table.columns.join(", ");
            remark(
                &words.tell(
                    "terminal-import-columns",
                    &[("file", &table.name), ("columns", &columns)],
                ),
            );
        }
        return Ok(());
    };
    let facts = beringia_web::facts_of_import(words, sides, seen);
    if as_json {
        let samples = &seen.samples;
        let told = serde_json::json!({ "facts": facts, "samples": samples, "digest": seen.digest });
        return print(&format!("{told}\n"));
    }
    if !is_quiet {
        facts.iter().chain(&seen.samples).for_each(|line| remark(&format!("  {line}")));
    }
    Ok(())
}

fn bringing(options: &Import) -> Result<Bringing, Failure> {
    let mut given = Vec::new();
    for path in &options.paths {
        add(&mut given, path)?;
    }
    if given.is_empty() && options.undo.is_none() {
        return Err(Failure::Usage("name the folder or the files to bring".to_owned()));
    }
    let mut mapping = Mapping::default();
    for found in given.iter().map(guess) {
        mapping.columns.extend(found.columns);
        mapping.choices.extend(found.choices);
    }
    // What is said goes before what is guessed. One column is one of ours, but many words may mean the same choice.
    put_before(&mut mapping.columns, &options.columns, |said, guessed| said.ours == guessed.ours)?;
    put_before(&mut mapping.choices, &options.words, |_, _| false)?;
    let or = |zh: &Option<String>, en: &Option<String>| zh.clone().or_else(|| en.clone());
    let both = |en: &Option<String>, zh: &Option<String>| Both {
        en: or(en, zh).unwrap_or_default(),
        zh: or(zh, en).unwrap_or_default(),
    };
    let title = both(&options.title, &options.title_zh);
    let about = both(&options.about, &options.about_zh);
    Ok(Bringing {
        about: if about.en.is_empty() { title.clone() } else { about },
        title,
        source: options.source.clone().unwrap_or_default(),
        given,
        mapping,
        first_side: options.first_side.clone(),
    })
}

/// Puts what is said before what is guessed, and takes out the guesses that it takes the place of.
fn put_before(
    guessed: &mut Vec<Renaming>,
    said: &[String],
    is_instead: impl Fn(&Renaming, &Renaming) -> bool,
) -> Result<(), Failure> {
    let said: Vec<Renaming> = said.iter().map(|said| renaming(said)).collect::<Result<_, _>>()?;
    guessed.retain(|guess| {
        let is_same = |r: &Renaming| {
            r.file == guess.file && (r.theirs == guess.theirs || is_instead(r, guess))
        };
        !said.iter().any(is_same)
    });
    guessed.splice(0..0, said);
    Ok(())
}

/// `FILE:THEIRS=OURS`
fn renaming(said: &str) -> Result<Renaming, Failure> {
    let parts = said.split_once(':').and_then(|(file, rest)| Some((file, rest.rsplit_once('=')?)));
    let (file, (theirs, ours)) = parts.ok_or_else(|| {
        Failure::Usage(format!(
            "“{said}”: expected FILE:THEIRS=OURS, for example votes.csv:user=participant"
        ))
    })?;
    Ok(Renaming { file: file.to_owned(), theirs: theirs.to_owned(), ours: ours.to_owned() })
}

/// A file, or the tables of a folder.
fn add(given: &mut Vec<Given>, path: &Path) -> Result<(), Failure> {
    let about = std::fs::metadata(path).map_err(unreadable(path))?;
    if !about.is_dir() {
        let bytes = std::fs::read(path).map_err(unreadable(path))?;
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        given.push(Given { name, bytes });
        return Ok(());
    }
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(path).map_err(unreadable(path))? {
        let path = entry.map_err(unreadable(path))?.path();
        if path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("csv")) {
            paths.push(path);
        }
    }
    paths.sort();
    paths.iter().try_for_each(|path| add(given, path))
}
