//! What every verb needs: the database, the one writer, the key, the clock, and what is kept in memory.

use std::collections::{BTreeMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

use beringia_domain::{Charter, Entrance, Moment, Part, Stage};
use beringia_store::{self as store, Database, Writer};

use crate::error::{ActionError, Refusal};
use crate::live::LiveConversation;
use crate::secret::{Key, random_number};

/// Tells the time.
pub trait Clock: Send + Sync + std::fmt::Debug {
    /// Seconds since 1970-01-01, UTC.
    fn now_second(&self) -> i64;
}

/// The state of one served exchange.
#[derive(Debug)]
pub struct House {
    /// The database.
    pub database: Database,
    pub(crate) writer: Writer,
    /// The server's key.
    pub key: Key,
    pub(crate) clock: Arc<dyn Clock>,
    /// The exchange's number.
    pub exchange: i64,
    charter: RwLock<Option<Arc<Charter>>>,
    conversations: RwLock<BTreeMap<i64, Arc<LiveConversation>>>,
    pub(crate) free: [Mutex<Vec<i64>>; 2],
    /// What is being done with results, by conversation.
    pub(crate) working: Mutex<BTreeMap<i64, crate::results::Working>>,
    /// The turn of those who say something themselves.
    pub(crate) saying: tokio::sync::Mutex<()>,
    /// The turn of looks at open conversations.
    pub(crate) looking: tokio::sync::Mutex<()>,
    /// Who has withdrawn since the server started.
    gone: Mutex<HashSet<i64>>,
    /// Deletions of ballots that have begun, and that have ended, since the server started.
    deletions: Mutex<[u64; 2]>,
    /// What organisers decided is read by one at a time, so that what is newer stays.
    pub(crate) refreshing: tokio::sync::Mutex<()>,
    /// Forms of people who are coming in, one at a time; many forms share few turns.
    entrances: [tokio::sync::Mutex<()>; 64],
    /// Participations that somebody has, by number, and their sides.
    pub(crate) people: RwLock<std::collections::HashMap<i64, Part>>,
}

/// What a lock holds, also after somebody else panicked while holding it: our values are whole at any time.
pub(crate) fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A deletion of ballots under way.
pub(crate) struct Deleting<'a>(&'a House);

impl Drop for Deleting<'_> {
    fn drop(&mut self) {
        locked(&self.0.deletions)[1] += 1;
    }
}

impl House {
    /// Opens the house over a database: founds the exchange where there is none, and reads into memory what the
    /// pages need.
    pub async fn open(
        database: Database,
        key: Key,
        clock: Arc<dyn Clock>,
    ) -> Result<Arc<Self>, ActionError> {
        let exchange = match store::exchange(&database).await? {
            Some(found) => found.exchange,
            None => {
                let number = random_number()?;
                let mut tx = database.write().await?;
                store::found(&mut tx, number).await?;
                tx.commit().await?;
                number
            }
        };
        let house = Arc::new(Self {
            writer: Writer::start(database.clone()).await?,
            database,
            key,
            clock,
            exchange,
            charter: RwLock::default(),
            conversations: RwLock::default(),
            free: [Mutex::default(), Mutex::default()],
            working: Mutex::default(),
            looking: tokio::sync::Mutex::default(),
            saying: tokio::sync::Mutex::default(),
            gone: Mutex::default(),
            deletions: Mutex::default(),
            refreshing: tokio::sync::Mutex::default(),
            entrances: std::array::from_fn(|_| tokio::sync::Mutex::default()),
            people: RwLock::default(),
        });
        house.read_charter().await?;
        house.read_people().await?;
        for found in store::conversations(&house.database, exchange).await? {
            house.read_conversation(found.conversation).await?;
        }
        Ok(house)
    }

    /// Seconds since 1970-01-01, UTC.
    pub fn now_second(&self) -> i64 {
        self.clock.now_second()
    }

    /// Days since 1970-01-01, UTC.
    pub fn today(&self) -> i64 {
        self.now_second().div_euclid(86_400)
    }

    /// The charter both sides approved.
    pub fn charter(&self) -> Option<Arc<Charter>> {
        self.charter.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// A conversation.
    pub fn conversation(&self, number: i64) -> Option<Arc<LiveConversation>> {
        self.conversations.read().unwrap_or_else(PoisonError::into_inner).get(&number).cloned()
    }

    /// All conversations, by number.
    pub fn conversations(&self) -> Vec<Arc<LiveConversation>> {
        self.conversations
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .values()
            .cloned()
            .collect()
    }

    /// The side of a participation that somebody has.
    pub fn side_of(&self, participant: i64) -> Option<Part> {
        self.people.read().unwrap_or_else(PoisonError::into_inner).get(&participant).copied()
    }

    /// Whether the day named at consent has come, on which answers are deleted.
    pub(crate) fn is_past_keeping(&self) -> bool {
        let until = self.charter().and_then(|charter| Moment::parse(&charter.ballots_until));
        until.is_some_and(|until| self.today() >= until.day())
    }

    /// Notes that somebody has come in, unless she has withdrawn meanwhile.
    pub(crate) fn enter(&self, participant: i64, side: Part) -> Result<(), Refusal> {
        let mut people = self.people.write().unwrap_or_else(PoisonError::into_inner);
        if locked(&self.gone).contains(&participant) {
            return Err(Refusal::Withdrawn);
        }
        people.insert(participant, side);
        Ok(())
    }

    /// Notes that somebody has withdrawn, for good.
    pub(crate) fn leave(&self, participant: i64) {
        let mut people = self.people.write().unwrap_or_else(PoisonError::into_inner);
        locked(&self.gone).insert(participant);
        people.remove(&participant);
    }

    /// Notes that ballots are about to be deleted, until what is given back is dropped.
    pub(crate) fn deleting(&self) -> Deleting<'_> {
        locked(&self.deletions)[0] += 1;
        Deleting(self)
    }

    /// How many deletions of ballots have begun; nothing while one is under way.
    pub(crate) fn deleted(&self) -> Option<u64> {
        let [begun, ended] = *locked(&self.deletions);
        (begun == ended).then_some(begun)
    }

    /// The turn of a form, by its digest.
    pub(crate) async fn turn_of(&self, form: &str) -> tokio::sync::MutexGuard<'_, ()> {
        let place = form.bytes().map(usize::from).sum::<usize>() % self.entrances.len();
        self.entrances[place].lock().await
    }

    /// Whether people answer now.
    pub fn is_answered(&self) -> bool {
        self.conversations().iter().any(|c| c.stage() == Stage::Open)
    }

    /// Whether both sides have chosen to let in whoever has the link.
    pub fn has_open_link(&self) -> bool {
        // Rules bind with the opening: a draft is one side's own, and lets nobody in.
        self.conversations()
            .iter()
            .map(|c| c.content())
            .any(|c| c.stage == Stage::Open && c.rules.entrance == Entrance::OpenLink)
    }

    /// How many people of each side have come.
    pub fn came(&self) -> [u64; 2] {
        let people = self.people.read().unwrap_or_else(PoisonError::into_inner);
        let first = people.values().filter(|side| **side == Part::First).count() as u64;
        [first, people.len() as u64 - first]
    }

    pub(crate) async fn read_charter(&self) -> Result<(), ActionError> {
        let _turn = self.refreshing.lock().await;
        let found = store::exchange(&self.database).await?.and_then(|exchange| exchange.charter);
        *self.charter.write().unwrap_or_else(PoisonError::into_inner) = found.map(Arc::new);
        Ok(())
    }

    /// Reads who takes part and what is free; whoever has come in since stays.
    pub(crate) async fn read_people(&self) -> Result<(), ActionError> {
        let rows = store::participations(&self.database, self.exchange).await?;
        for row in rows.iter().filter(|row| row.is_claimed) {
            // Who has withdrawn since these rows were read stays away.
            let _ = self.enter(row.participant, row.side);
        }
        self.set_free(&rows);
        Ok(())
    }

    /// Notes anew which participations nobody has.
    pub(crate) fn set_free(&self, rows: &[store::ParticipationRow]) {
        for side in Part::BOTH {
            let free = rows.iter().filter(|row| row.is_free && row.side == side);
            *locked(&self.free[side.index()]) = free.map(|row| row.participant).collect();
        }
    }

    /// Reads a conversation anew, with all its ballots; forgets it where it is no more.
    pub async fn read_conversation(&self, number: i64) -> Result<(), ActionError> {
        let found = LiveConversation::read(self, number).await?;
        let mut all = self.conversations.write().unwrap_or_else(PoisonError::into_inner);
        match found {
            Some(conversation) => all.insert(number, Arc::new(conversation)),
            None => all.remove(&number),
        };
        Ok(())
    }
}
