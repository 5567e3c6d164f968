//! How an exchange is served: a flag wins over the environment, the environment over the file.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use beringia_store::Place;
use serde::Deserialize;

use crate::exit::{Failure, unreadable};
use crate::options::{LogFormat, Serve};

/// Everything that can be set, as in `docs/configuration.md`.
#[derive(Debug, Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct File {
    data: Option<PathBuf>,
    listen: Option<SocketAddr>,
    database: Option<String>,
    public_url: Option<String>,
    trust_proxy: Option<bool>,
    log: Option<LogFormat>,
}

/// How an exchange is served.
#[derive(Debug)]
pub(crate) struct Config {
    pub(crate) data: PathBuf,
    pub(crate) listen: SocketAddr,
    pub(crate) place: Place,
    pub(crate) public_url: Option<String>,
    pub(crate) trusts_proxy: bool,
    pub(crate) log: LogFormat,
}

/// The folder unless another is asked for.
pub(crate) const DATA: &str = "./beringia-data";

/// The database file in a data folder.
pub(crate) fn database_file(data: &Path) -> PathBuf {
    data.join("beringia.sqlite")
}

impl Config {
    /// Puts the settings together.
    pub(crate) fn of(options: &Serve) -> Result<Self, Failure> {
        let file = match &options.config {
            Some(path) => {
                let text = std::fs::read_to_string(path).map_err(unreadable(path))?;
                toml::from_str(&text)
                    .map_err(|error| Failure::Input(format!("{}: {error}", path.display())))?
            }
            None => File::default(),
        };
        let data = options.data.clone().or(file.data).unwrap_or_else(|| DATA.into());
        let database = options.database.clone().or(file.database);
        let place = match database {
            Some(address) => Place::parse(&address)?,
            None => Place::Sqlite(database_file(&data)),
        };
        let public_url = options.public_url.clone().or(file.public_url);
        Ok(Self {
            place,
            listen: options
                .listen
                .or(file.listen)
                .unwrap_or_else(|| SocketAddr::from(([127, 0, 0, 1], 8080))),
            public_url: public_url.map(|url| url.trim_end_matches('/').to_owned()),
            trusts_proxy: options.trust_proxy.or(file.trust_proxy).unwrap_or(false),
            log: options.log.or(file.log).unwrap_or(LogFormat::Text),
            data,
        })
    }
}
