//! `beringia serve`: an exchange, until it is told to stop.

use std::fs::File;
use std::io::{IsTerminal, Write};
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use beringia_actions::{self as actions, Clock, House, Key};
use beringia_store::Database;
use beringia_web::{Settings, Site};

use super::{language, print, remark};
use crate::config::Config;
use crate::exit::{Failure, unwritable};
use crate::options::{LogFormat, Serve, Shared};

/// The machine's own clock.
#[derive(Debug)]
pub(crate) struct SystemClock;

impl Clock for SystemClock {
    fn now_second(&self) -> i64 {
        now_second()
    }
}

/// Seconds since 1970.
#[expect(clippy::disallowed_methods, reason = "the one clock of the program")]
pub(crate) fn now_second() -> i64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    since.map_or(0, |since| i64::try_from(since.as_secs()).unwrap_or(i64::MAX))
}

/// Seconds between two looks at what the server does by itself.
const ROUTING_SECONDS: u64 = 10;
const HOUSEKEEPING_SECONDS: u64 = 3_600;
const RESULTS_SECONDS: u64 = 2;

pub(crate) fn runtime() -> Result<tokio::runtime::Runtime, Failure> {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| Failure::Served(format!("the server cannot start: {error}")))
}

/// Runs the command.
pub(crate) fn run(options: &Serve) -> Result<(), Failure> {
    let config = Config::of(options)?;
    log(config.log);
    let _lock = prepare(&config.data)?;
    let key = key(&config.data)?;
    let runtime = runtime()?;
    let done = runtime.block_on(serve(config, key));
    // What is being worked out is worked out again at the next start.
    runtime.shutdown_background();
    done
}

async fn serve(config: Config, key: Key) -> Result<(), Failure> {
    let database = Database::open(config.place.clone()).await?;
    let house = House::open(database, key, Arc::new(SystemClock)).await?;
    let listener = listen(config.listen).await?;
    let address = listener.local_addr().map_err(|error| Failure::Served(error.to_string()))?;
    let public_url = config.public_url.unwrap_or_else(|| format!("http://{address}"));
    if let Some(token) = actions::first_link(&house).await? {
        print(&format!(
            "Nobody organises this exchange yet. Open this link once, within seven days:\n\
             还没有人管理这个项目。请在七天内打开此链接，只能使用一次：\n\n  {public_url}/link/{token}\n\n"
        ))?;
    }
    print(&format!("Beringia {} at {public_url}\n", env!("CARGO_PKG_VERSION")))?;
    tracing::info!(%public_url, "serving");
    let settings = Settings { public_url, trusts_proxy: config.trusts_proxy, is_demo: false };
    until_stopped(listener, Site::new(house, settings)).await
}

pub(crate) async fn listen(address: SocketAddr) -> Result<tokio::net::TcpListener, Failure> {
    let refused = |error| Failure::Served(format!("{address} cannot be listened on: {error}"));
    tokio::net::TcpListener::bind(address).await.map_err(refused)
}

/// Serves until the terminal or the system says stop; what has begun is ended.
pub(crate) async fn until_stopped(
    listener: tokio::net::TcpListener,
    site: Arc<Site>,
) -> Result<(), Failure> {
    let house = Arc::clone(&site.house);
    if let Err(error) = actions::refresh_routing(&house).await {
        tracing::error!(%error, "weights were not computed");
    }
    let keeping = tokio::spawn(keep(Arc::clone(&house)));
    let working = tokio::spawn(work_out(Arc::clone(&site)));
    let served = beringia_web::serve(listener, site, stopped()).await;
    keeping.abort();
    working.abort();
    house.database.close().await;
    tracing::info!("stopped");
    served.map_err(|error| Failure::Served(error.to_string()))
}

/// What the server does by itself.
async fn keep(house: Arc<House>) {
    let mut routing = tokio::time::interval(Duration::from_secs(ROUTING_SECONDS));
    let mut housekeeping = tokio::time::interval(Duration::from_secs(HOUSEKEEPING_SECONDS));
    loop {
        let done = tokio::select! {
            _ = routing.tick() => actions::refresh_routing(&house).await,
            _ = housekeeping.tick() => actions::housekeeping(&house).await,
        };
        if let Err(error) = done {
            tracing::error!(%error, "the server's own work was not done; it will be tried again");
        }
    }
}

/// Results of conversations that have closed, beside everything else the server does.
async fn work_out(site: Arc<Site>) {
    let mut turn = tokio::time::interval(Duration::from_secs(RESULTS_SECONDS));
    loop {
        turn.tick().await;
        site.tidy();
        if let Err(error) = actions::work_out_results(&site.house, beringia_web::rendered).await {
            tracing::error!(%error, "results were not worked out");
        }
    }
}

async fn stopped() {
    let interrupt = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! { _ = interrupt => {}, _ = terminate.recv() => {} }
            return;
        }
    }
    let _ = interrupt.await;
}

fn log(format: LogFormat) {
    use tracing_subscriber::EnvFilter;
    let filter = || EnvFilter::new("info,sqlx=error");
    let builder = tracing_subscriber::fmt()
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal())
        .with_env_filter(filter());
    match format {
        LogFormat::Text => builder.with_target(false).init(),
        LogFormat::Json => builder.json().init(),
    }
}

/// Makes the data folder, for its owner alone, and holds it: two servers on one folder would not know of each
/// other's people.
pub(crate) fn prepare(data: &Path) -> Result<File, Failure> {
    create_private(data).map_err(unwritable(data))?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let _ = std::fs::set_permissions(data, std::fs::Permissions::from_mode(0o700));
    }
    let path = data.join("lock");
    let lock = File::create(&path).map_err(unwritable(&path))?;
    match lock.try_lock() {
        Ok(()) => Ok(lock),
        Err(_) => Err(Failure::Served(format!("another Beringia serves {}", data.display()))),
    }
}

/// The server's key, made where there is none; readable by its owner alone.
pub(crate) fn key(data: &Path) -> Result<Key, Failure> {
    let path = data.join("key");
    match std::fs::read(&path) {
        Ok(bytes) => {
            let bytes: [u8; 32] = bytes.try_into().map_err(|_| {
                Failure::Served(format!("{} is not a key of 32 bytes", path.display()))
            })?;
            Ok(Key::new(bytes))
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            let key = Key::random()?;
            write_secret(&path, key.bytes()).map_err(unwritable(&path))?;
            Ok(key)
        }
        Err(cause) => Err(Failure::Unreadable { path, cause }),
    }
}

/// Makes a folder that only its owner may enter, where there is none.
pub(crate) fn create_private(folder: &Path) -> std::io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt;
        builder.mode(0o700);
    }
    builder.create(folder)
}

/// Writes a file that only its owner may read, and waits until it is on the disk.
pub(crate) fn write_secret(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    let mut file = options.open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// `beringia migrate`: brings the tables up to date.
pub(crate) fn migrate(options: &Serve, shared: &Shared) -> Result<(), Failure> {
    let config = Config::of(options)?;
    let _lock = prepare(&config.data)?;
    runtime()?.block_on(async {
        let database = Database::open(config.place).await?;
        let steps = database.steps().await?;
        database.close().await;
        if !shared.quiet {
            let words = beringia_report::words::Words::new(language(shared));
            remark(&words.tell("terminal-migrated", &[("steps", &steps.to_string())]));
        }
        Ok(())
    })
}
