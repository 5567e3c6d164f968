//! Sentences, one file a language, both complete. Code names a sentence; the file says it.

use fluent_bundle::{FluentArgs, FluentBundle, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

/// A language in which Beringia speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// English.
    English,
    /// Simplified Chinese.
    Chinese,
}

impl Language {
    /// Both.
    pub const BOTH: [Self; 2] = [Self::English, Self::Chinese];

    /// The tag for `lang` attributes.
    pub fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Chinese => "zh-Hans",
        }
    }

    /// The tag without script, by which wordings are found; also the prefix of anchors.
    pub fn base(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Chinese => "zh",
        }
    }

    /// The other one.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::English => Self::Chinese,
            Self::Chinese => Self::English,
        }
    }

    fn sentences(self) -> &'static str {
        match self {
            Self::English => include_str!("../../../locales/en/beringia.ftl"),
            Self::Chinese => include_str!("../../../locales/zh-Hans/beringia.ftl"),
        }
    }
}

/// The sentences of one language.
pub struct Words {
    language: Language,
    bundle: FluentBundle<FluentResource>,
}

impl std::fmt::Debug for Words {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Words").field("language", &self.language).finish_non_exhaustive()
    }
}

impl Words {
    /// Loads a language.
    pub fn new(language: Language) -> Self {
        let tag: LanguageIdentifier = language.tag().parse().expect("our own tags are well formed");
        let mut bundle = FluentBundle::new(vec![tag]);
        // Bidirectional isolation marks would end up in files, SVG and terminals.
        bundle.set_use_isolating(false);
        let sentences = FluentResource::try_new(language.sentences().to_owned());
        bundle.add_resource_overriding(sentences.unwrap_or_else(|(partly, _)| partly));
        Self { language, bundle }
    }

    /// Which language.
    pub fn language(&self) -> Language {
        self.language
    }

    /// A sentence without arguments.
    pub fn say(&self, key: &str) -> String {
        self.format(key, None)
    }

    /// A sentence with texts in it.
    pub fn tell(&self, key: &str, args: &[(&str, &str)]) -> String {
        let mut given = FluentArgs::new();
        for (name, value) in args {
            given.set(*name, FluentValue::from(*value));
        }
        self.format(key, Some(&given))
    }

    /// A sentence whose form depends on a count `$n`, shown as `$count`, with other texts in it.
    pub fn tell_count(&self, key: &str, n: u64, args: &[(&str, &str)]) -> String {
        let mut given = FluentArgs::new();
        given.set("n", FluentValue::from(n));
        given.set("count", FluentValue::from(crate::number::count(n, self.language)));
        for (name, value) in args {
            given.set(*name, FluentValue::from(*value));
        }
        self.format(key, Some(&given))
    }

    fn format(&self, key: &str, args: Option<&FluentArgs<'_>>) -> String {
        let pattern = self.bundle.get_message(key).and_then(|message| message.value());
        let Some(pattern) = pattern else { return format!("⟦{key}⟧") };
        let mut errors = Vec::new();
        let text = self.bundle.format_pattern(pattern, args, &mut errors).into_owned();
        if errors.is_empty() { text } else { format!("⟦{key}⟧ {text}") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    /// Keys of a file with the arguments each uses.
    fn keys(language: Language) -> BTreeMap<String, Vec<String>> {
        let mut keys: BTreeMap<String, Vec<String>> = BTreeMap::new();
        let mut current = String::new();
        for line in language.sentences().lines().filter(|line| !line.starts_with('#')) {
            if let Some((key, _)) = line.split_once(" =").filter(|_| !line.starts_with(' ')) {
                key.clone_into(&mut current);
                assert!(!keys.contains_key(key), "{key} is there twice in {language:?}");
                keys.insert(key.to_owned(), Vec::new());
            }
            for part in line.split('$').skip(1) {
                let name: String =
                    part.chars().take_while(|c| c.is_alphanumeric() || *c == '-').collect();
                let args = keys.entry(current.clone()).or_default();
                // $n only chooses a plural form, which Chinese does not have.
                if name != "n" && !args.contains(&name) {
                    args.push(name);
                }
            }
            keys.entry(current.clone()).or_default().sort();
        }
        keys
    }

    #[test]
    fn both_languages_say_the_same_sentences() {
        let (english, chinese) = (keys(Language::English), keys(Language::Chinese));
        for (key, args) in &english {
            assert_eq!(chinese.get(key), Some(args), "{key}");
        }
        assert_eq!(english.len(), chinese.len());
    }

    #[test]
    fn a_sentence_that_is_not_there_shows() {
        assert!(Words::new(Language::English).say("no-such-sentence").contains('⟦'));
    }
}
