//! `beringia backup` and `restore`: a checked copy of a served exchange, and back.

use beringia_report::words::Words;
use beringia_store::{self as store, Database, Place};

use super::serve::{create_private, key, runtime, write_secret};
use super::{language, remark};
use crate::config::{Config, DATA, database_file};
use crate::exit::{Failure, unreadable, unwritable};
use crate::options::{Backup, Restore, Shared};

/// Copies the database and the key.
pub(crate) fn run(options: &Backup, shared: &Shared) -> Result<(), Failure> {
    let config = Config::of(&options.serve)?;
    if matches!(config.place, Place::Postgres(_)) {
        return Err(Failure::Usage(
            "a PostgreSQL database is copied by pg_dump; copy the file “key” of the data folder with it".to_owned(),
        ));
    }
    if !database_file(&config.data).exists() {
        return Err(Failure::Input(format!("there is no exchange in {}", config.data.display())));
    }
    if options.to.exists() {
        let message =
            format!("{} is there already; name a folder that is not", options.to.display());
        return Err(Failure::Usage(message));
    }
    create_private(&options.to).map_err(unwritable(&options.to))?;
    let key = key(&config.data)?;
    let found = runtime()?.block_on(async {
        let database = Database::open(config.place).await?;
        let found = store::backup(&database, &database_file(&options.to)).await?;
        database.close().await;
        Ok::<_, Failure>(found)
    })?;
    let path = options.to.join("key");
    write_secret(&path, key.bytes()).map_err(unwritable(&path))?;
    tell(shared, "terminal-backed-up", found);
    Ok(())
}

/// Puts a copy in place.
pub(crate) fn restore(options: &Restore, shared: &Shared) -> Result<(), Failure> {
    let data = options.data.clone().unwrap_or_else(|| DATA.into());
    let secret = options.from.join("key");
    let bytes = std::fs::read(&secret).map_err(unreadable(&secret))?;
    let (from, to) = (database_file(&options.from), database_file(&data));
    if to.exists() {
        let message = format!(
            "{} holds an exchange already; name another folder with --data, or move this one away",
            data.display()
        );
        return Err(Failure::Usage(message));
    }
    create_private(&data).map_err(unwritable(&data))?;
    let found = runtime()?.block_on(store::restore(&from, &to))?;
    let path = data.join("key");
    write_secret(&path, &bytes).map_err(unwritable(&path))?;
    tell(shared, "terminal-restored", found);
    Ok(())
}

fn tell(shared: &Shared, key: &str, found: store::Backup) {
    if shared.quiet {
        return;
    }
    let counts = [found.votes, found.participations, found.audit_lines].map(|n| n.to_string());
    let args = [("votes", &*counts[0]), ("people", &*counts[1]), ("lines", &*counts[2])];
    remark(&Words::new(language(shared)).tell(key, &args));
}
