//! Sentences, one file a language, both complete. Code names a sentence; the file says it.

use std::collections::HashMap;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
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

    /// The language of a tag, by its first part.
    pub fn parse(tag: &str) -> Option<Self> {
        let base = tag.trim().split(['-', '_']).next().unwrap_or_default();
        Self::BOTH.into_iter().find(|language| language.base().eq_ignore_ascii_case(base))
    }

    /// Its own name.
    pub fn name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::Chinese => "中文",
        }
    }

    /// The files: sentences of reports and of the terminal, and of the site.
    fn files(self) -> [&'static str; 2] {
        match self {
            Self::English => [
                include_str!("../../../locales/en/beringia.ftl"),
                include_str!("../../../locales/en/site.ftl"),
            ],
            Self::Chinese => [
                include_str!("../../../locales/zh-Hans/beringia.ftl"),
                include_str!("../../../locales/zh-Hans/site.ftl"),
            ],
        }
    }
}

/// The sentences of one language.
pub struct Words {
    language: Language,
    bundle: FluentBundle<FluentResource>,
    /// Sentences without arguments, said once: pages are made of them.
    said: HashMap<String, String>,
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
        let mut bundle = FluentBundle::new_concurrent(vec![tag]);
        // Bidirectional isolation marks would end up in files, SVG and terminals.
        bundle.set_use_isolating(false);
        for file in language.files() {
            let sentences = FluentResource::try_new(file.to_owned());
            bundle.add_resource_overriding(sentences.unwrap_or_else(|(partly, _)| partly));
        }
        let mut words = Self { language, bundle, said: HashMap::new() };
        let keys = language.files().into_iter().flat_map(str::lines).filter_map(|line| {
            let key = line.split_once(" =")?.0;
            key.starts_with(|c: char| c.is_ascii_alphabetic()).then_some(key)
        });
        for key in keys {
            let sentence = words.format(key, None);
            if !sentence.contains('⟦') {
                words.said.insert(key.to_owned(), sentence);
            }
        }
        words
    }

    /// Which language.
    pub fn language(&self) -> Language {
        self.language
    }

    /// A sentence without arguments.
    pub fn say(&self, key: &str) -> String {
        self.said.get(key).cloned().unwrap_or_else(|| self.format(key, None))
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
        let lines = language.files().into_iter().flat_map(str::lines);
        for line in lines.filter(|line| !line.starts_with('#')) {
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
