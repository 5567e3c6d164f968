//! Languages in which statements are written, named by their BCP 47 tags.

/// A language tag such as `en`, `zh-Hans` or `und`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LanguageTag(String);

impl LanguageTag {
    /// Accepts letters, digits and hyphens in the form of BCP 47; the case is kept.
    pub fn parse(raw: &str) -> Option<Self> {
        let raw = raw.trim();
        let mut parts = raw.split('-');
        let head = parts.next()?;
        let head_ok =
            (2..=8).contains(&head.len()) && head.bytes().all(|c| c.is_ascii_alphabetic());
        let rest_ok = parts.all(|part| {
            (1..=8).contains(&part.len()) && part.bytes().all(|c| c.is_ascii_alphanumeric())
        });
        (head_ok && rest_ok && raw.len() <= 35).then(|| Self(raw.to_owned()))
    }

    /// The tag for text whose language nobody has told.
    pub fn unknown() -> Self {
        Self("und".to_owned())
    }

    /// The tag as written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The language without script and region: `zh` for `zh-Hans-CN`.
    pub fn base(&self) -> String {
        self.0.split('-').next().unwrap_or_default().to_ascii_lowercase()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_told_from_other_words() {
        for (raw, accepted) in
            [("en", true), ("zh-Hans", true), ("e", false), ("en_US", false), ("", false)]
        {
            assert_eq!(LanguageTag::parse(raw).is_some(), accepted, "{raw}");
        }
        assert_eq!(LanguageTag::parse("zh-Hans").unwrap().base(), "zh");
    }
}
