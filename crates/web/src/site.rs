//! What every page needs.

use std::sync::Arc;

use beringia_actions::House;
use beringia_report::words::{Language, Words};

use crate::limits::Failures;
use crate::pages::bring::Waiting;

/// How the site is served.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// The address people open, without a slash at its end.
    pub public_url: String,
    /// Whether the proxy in front says who asks, in `X-Forwarded-For`.
    pub trusts_proxy: bool,
    /// Whether anybody may sign in as an organiser, as in the invented exchange on one's own machine.
    pub is_demo: bool,
}

/// The site.
#[derive(Debug)]
pub struct Site {
    /// The house behind it.
    pub house: Arc<House>,
    /// How it is served.
    pub settings: Settings,
    words: [Arc<Words>; 2],
    pub(crate) failures: Failures,
    /// Files that organisers have uploaded and not brought yet.
    pub(crate) waiting: Waiting,
}

impl Site {
    /// A site over a house.
    pub fn new(house: Arc<House>, settings: Settings) -> Arc<Self> {
        let words = Language::BOTH.map(|language| Arc::new(Words::new(language)));
        Arc::new(Self {
            house,
            settings,
            words,
            failures: Failures::default(),
            waiting: Waiting::new(),
        })
    }

    /// Lets go of what has waited too long in memory.
    pub fn tidy(&self) {
        self.waiting.tidy(self.house.now_second());
    }

    pub(crate) fn words(&self, language: Language) -> Arc<Words> {
        match language {
            Language::English => Arc::clone(&self.words[0]),
            Language::Chinese => Arc::clone(&self.words[1]),
        }
    }

    /// Whether people come by an encrypted connection.
    pub(crate) fn is_encrypted(&self) -> bool {
        self.settings.public_url.starts_with("https://")
    }
}
