//! A card: one statement put before one person. All that must be logged of it travels with the form, signed,
//! so that nothing is written when a page is merely looked at.

use beringia_engine::measure::routing::Rule;

use crate::secret::Key;

/// How a statement came before a person.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Shown {
    /// Her first, second, … statement.
    pub position: u32,
    /// By which rule.
    pub rule: Rule,
    /// From which weights; 0 where none were there yet.
    pub table: i64,
    /// Of being drawn.
    pub probability: f64,
}

/// A statement before a person.
#[derive(Debug, Clone, PartialEq)]
pub struct Card {
    /// Whose.
    pub participant: i64,
    /// In which conversation.
    pub conversation: i64,
    /// Which.
    pub statement: i64,
    /// The version of its wording.
    pub version: i64,
    /// Whether the author's side is named.
    pub is_labelled: bool,
    /// How it came; nothing where she chose it herself, to change her answer.
    pub shown: Option<Shown>,
    /// A random number that tells this form from any other.
    pub nonce: u64,
}

const RULES: [(Rule, &str); 5] = [
    (Rule::OwnSide, "own-side"),
    (Rule::OtherSide, "other-side"),
    (Rule::Any, "any"),
    (Rule::Uniform, "uniform"),
    (Rule::Fresh, "fresh"),
];

/// The word for a rule in tables.
pub(crate) fn rule_word(rule: Rule) -> &'static str {
    RULES.iter().find(|(known, _)| *known == rule).map_or("any", |(_, word)| word)
}

impl Card {
    /// The card as a field of a form.
    pub fn token(&self, key: &Key) -> String {
        let label = u8::from(self.is_labelled);
        let mut text = format!(
            "{:x}-{:x}-{:x}-{:x}-{label}-{:x}",
            self.participant, self.conversation, self.statement, self.version, self.nonce
        );
        if let Some(shown) = self.shown {
            let bits = shown.probability.to_bits();
            text += &format!(
                "-{:x}-{}-{:x}-{bits:x}",
                shown.position,
                rule_place(shown.rule),
                shown.table
            );
        }
        key.sign("card", &text)
    }

    /// The card of a form, if this server made it.
    pub(crate) fn read(key: &Key, token: &str) -> Option<Self> {
        let text = key.opened("card", token)?;
        let parts: Vec<&str> = text.split('-').collect();
        let number = |at: usize| i64::from_str_radix(parts.get(at)?, 16).ok();
        let wide = |at: usize| u64::from_str_radix(parts.get(at)?, 16).ok();
        let shown = if parts.len() == 10 {
            Some(Shown {
                position: u32::from_str_radix(parts[6], 16).ok()?,
                rule: RULES.get(parts[7].parse::<usize>().ok()?)?.0,
                table: number(8)?,
                probability: f64::from_bits(wide(9)?),
            })
        } else {
            None
        };
        Some(Self {
            participant: number(0)?,
            conversation: number(1)?,
            statement: number(2)?,
            version: number(3)?,
            is_labelled: *parts.get(4)? == "1",
            nonce: wide(5)?,
            shown,
        })
    }
}

fn rule_place(rule: Rule) -> usize {
    RULES.iter().position(|(known, _)| *known == rule).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_card_comes_back_as_it_went_and_not_otherwise() {
        let key = Key::new([7; 32]);
        let shown = Shown { position: 3, rule: Rule::Fresh, table: 77, probability: 0.125 };
        for shown in [Some(shown), None] {
            let card = Card {
                participant: 12,
                conversation: 1,
                statement: 40,
                version: 2,
                is_labelled: true,
                shown,
                nonce: u64::MAX,
            };
            let token = card.token(&key);
            assert_eq!(Card::read(&key, &token), Some(card));
            assert_eq!(Card::read(&Key::new([8; 32]), &token), None);
            assert_eq!(Card::read(&key, &token.replacen('c', "d", 1)), None);
        }
    }
}
