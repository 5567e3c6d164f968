//! One language's edition of the findings: names, wordings and sentences that pictures and pages share.

use beringia_analysis::findings::groups::{Across, GroupVerdict};
use beringia_analysis::findings::{
    Figure, Findings, GroundCounts, MisjudgementFindings, PooledFindings,
};
use beringia_analysis::headlines::{Direction, Headline};
use beringia_analysis::settings::Audience;

use crate::number;
use crate::words::{Language, Words};

/// The findings, to be told in one language.
#[derive(Debug)]
pub struct Edition<'a> {
    /// What is told.
    pub findings: &'a Findings,
    /// In which words.
    pub words: Words,
}

impl<'a> Edition<'a> {
    /// The edition in this language.
    pub fn new(findings: &'a Findings, language: Language) -> Self {
        Self { findings, words: Words::new(language) }
    }

    /// The language.
    pub fn language(&self) -> Language {
        self.words.language()
    }

    /// Whether people have sides.
    pub fn has_sides(&self) -> bool {
        self.findings.conversation.sides.is_some()
    }

    /// Whether it is for everybody.
    pub fn is_public(&self) -> bool {
        self.findings.audience == Audience::Public
    }

    /// An anchor that is this edition's own.
    pub fn anchor(&self, name: &str) -> String {
        format!("{}-{name}", self.language().base())
    }

    /// What a side is called.
    pub fn side(&self, side: usize) -> String {
        let Some(sides) = &self.findings.conversation.sides else { return String::new() };
        self.pick(&sides[side].shown).unwrap_or(&sides[side].name).to_owned()
    }

    /// The text in this language, if there is one.
    fn pick<'t>(&self, texts: &'t [(String, String)]) -> Option<&'t str> {
        let is_ours = |tag: &str| tag.split('-').next() == Some(self.language().base());
        texts.iter().find(|(tag, _)| is_ours(tag)).map(|(_, text)| text.as_str())
    }

    /// The conversation's title, in any language where this one has none.
    pub fn title(&self) -> String {
        let titles = &self.findings.conversation.title;
        let any = || titles.first().map(|(_, text)| text.as_str());
        self.pick(titles).or_else(any).unwrap_or_default().to_owned()
    }

    /// What was asked, in this language or any.
    pub fn about(&self) -> String {
        let texts = &self.findings.conversation.about;
        let any = || texts.first().map(|(_, text)| text.as_str());
        self.pick(texts).or_else(any).unwrap_or_default().to_owned()
    }

    /// A statement's wording and the language it is in.
    pub fn wording(&self, index: usize) -> (String, String) {
        let statement = &self.findings.statements[index];
        match statement.wording(self.language().base()) {
            Some((tag, text)) => (tag.to_owned(), text.to_owned()),
            None => {
                let text = self.words.tell("statement-without-text", &[("id", &statement.id)]);
                (self.language().tag().to_owned(), text)
            }
        }
    }

    /// A statement's wording alone.
    pub fn wording_text(&self, index: usize) -> String {
        self.wording(index).1
    }

    /// The number by which a picture names a statement: its id where that is short, else its place.
    pub fn number_of(&self, index: usize) -> String {
        let id = &self.findings.statements[index].id;
        if id.chars().count() <= 4 { id.clone() } else { (index + 1).to_string() }
    }

    /// "Both sides accept 19 of the 36 statements. 9 divide them."
    pub fn ground_sentence(&self, counts: &GroundCounts) -> String {
        let accepted = counts.accepted.to_string();
        let tested = counts.tested.to_string();
        if counts.tested == 0 {
            return self.words.say("ground-untested");
        }
        let first = if counts.accepted == 0 {
            self.words.tell("ground-none", &[("tested", &tested)])
        } else {
            self.words.tell("ground-accepted", &[("accepted", &accepted), ("tested", &tested)])
        };
        let second = match counts.divides {
            0 => self.words.say("ground-no-divide"),
            n => self.words.tell_count("ground-divide", n as u64, &[]),
        };
        join(&[first, second], self.language())
    }

    /// Which way each side misjudges the other, as a sentence.
    pub fn misjudgement_sentence(&self) -> String {
        let found = self.findings.headlines.iter().find_map(|headline| match headline {
            Headline::Misjudgement { directions, .. } => Some(*directions),
            _ => None,
        });
        let Some(directions) = found else { return self.words.say("misjudgement-none") };
        let sides = [self.side(0), self.side(1)];
        let args = [("first", sides[0].as_str()), ("second", sides[1].as_str())];
        let key = |direction: Direction| match direction {
            Direction::TooLow => "low",
            Direction::TooHigh => "high",
            Direction::Close => "close",
        };
        self.words
            .tell(&format!("misjudgement-{}-{}", key(directions[0]), key(directions[1])), &args)
    }

    /// Why no gap of a statement is told.
    pub fn gaps_too_few(&self) -> String {
        self.words.say(if self.is_public() { "gaps-untold" } else { "gaps-too-few" })
    }

    /// The pooled gaps that the headline speaks of.
    pub fn headline_gaps(&self) -> Option<[&PooledFindings; 2]> {
        let on_common_ground =
            self.findings.headlines.iter().find_map(|headline| match headline {
                Headline::Misjudgement { on_common_ground, .. } => Some(*on_common_ground),
                _ => None,
            })?;
        let both = self.findings.misjudgement.as_ref()?;
        let of = |found: &'a MisjudgementFindings| {
            if on_common_ground { &found.on_common_ground } else { &found.pooled }
        };
        Some([of(&both[0]), of(&both[1])])
    }

    /// How often two people differ, within each side and across.
    pub fn divide_text(&self) -> String {
        let Some(found) = &self.findings.dispersion else { return String::new() };
        let of = |figure: &Figure| figure.value.map(number::of_hundred).unwrap_or_default();
        self.words.tell(
            "divide-text",
            &[
                ("first", &self.side(0)),
                ("second", &self.side(1)),
                ("within1", &of(&found.within[0])),
                ("within2", &of(&found.within[1])),
                ("between", &of(&found.between)),
            ],
        )
    }

    /// Whether there are groups, as a sentence.
    pub fn groups_sentence(&self) -> String {
        let found = &self.findings.opinion_groups;
        let key = match (found.verdict, found.across()) {
            (None, _) if found.wanted.is_some() && found.too_few.is_none() => "groups-not-formed",
            (None, _) => "groups-untold",
            (Some(_), _) if found.explained.is_none() => "groups-alike",
            (Some(GroupVerdict::None), _) if found.is_unsure() => "groups-unsure",
            (Some(GroupVerdict::None), _) => "groups-none",
            (Some(_), _) if found.k.is_none() => "groups-withheld",
            (Some(GroupVerdict::Tendency), _) => "groups-tendency",
            (Some(_), Across::Same) => "groups-as-sides",
            (Some(GroupVerdict::Gradual), Across::Across) => "groups-gradual-across",
            (Some(GroupVerdict::Gradual), Across::Between) => "groups-gradual",
            (Some(GroupVerdict::Distinct), Across::Across) => "groups-distinct-across",
            (Some(GroupVerdict::Distinct), Across::Between) => "groups-distinct",
        };
        let count = found.k.or(found.wanted).unwrap_or(0) as u64;
        self.words.tell_count(key, count, &[])
    }

    /// How firm the groups are, in plain words.
    pub fn firmness_sentences(&self) -> Vec<String> {
        let found = &self.findings.opinion_groups;
        let Some(firm) = found.judged_by() else { return vec![self.words.say("firmness-untold")] };
        let same = number::of_hundred(firm.same);
        let k = firm.k.to_string();
        let chance = number::of_hundred(firm.same_by_chance);
        if found.verdict == Some(GroupVerdict::None) {
            return vec![
                self.words.tell("firmness-none", &[("k", &k), ("same", &same)]),
                self.words.tell("firmness-chance", &[("chance", &chance)]),
            ];
        }
        let mut told =
            vec![self.words.tell("firmness-same", &[("same", &same), ("chance", &chance)])];
        if let Some(near) = found.near_border.value {
            let near = number::of_hundred(near);
            told.push(self.words.tell("firmness-border", &[("near", &near)]));
        }
        told
    }

    /// On whom the map rests, for its foot.
    pub fn groups_source_line(&self) -> String {
        let found = &self.findings.opinion_groups;
        let (votes, statements) =
            (found.votes_min.to_string(), number::count(found.statements, self.language()));
        let mut args = vec![("votes", votes.as_str()), ("statements", statements.as_str())];
        let people = found.people.map(|people| number::count(people, self.language()));
        let key = if people.is_some() { "groups-source" } else { "groups-source-public" };
        args.extend(people.as_deref().map(|people| ("people", people)));
        let on_map = self.words.tell(key, &args);
        let explained = found.explained.map_or_else(String::new, |explained| {
            let [first, second] = explained.map(number::of_hundred);
            self.words.tell("groups-explained", &[("first", &first), ("second", &second)])
        });
        let structure = found.structure.map_or_else(String::new, |structure| {
            let p = number::p_value(Some(structure.p_value), &self.words);
            let deals = structure.deals.to_string();
            if self.is_public() {
                let args = [("p", p.as_str()), ("deals", &deals)];
                return self.words.tell("groups-structure-told", &args);
            }
            let [share, most] =
                [structure.share, structure.largest_by_chance].map(number::of_hundred);
            let args = [("p", p.as_str()), ("deals", &deals), ("share", &share), ("most", &most)];
            self.words.tell("groups-structure", &args)
        });
        let n = found.judged_by().and_then(|firm| firm.n).filter(|n| Some(*n) != found.people);
        let rests = n.map_or_else(String::new, |n| {
            let people = number::count(n, self.language());
            self.words.tell("groups-rest-on", &[("people", &people)])
        });
        join(&[on_map, explained, structure, rests, self.provenance_line()], self.language())
    }

    /// Whose answers these are, for the foot of a picture.
    pub fn source_line(&self) -> String {
        let asked = &self.findings.asked;
        let people = match &asked.voters_by_side {
            Some(voters) => self.words.tell(
                "source-sides",
                &[
                    ("firstcount", &number::maybe_count(voters[0], &self.words)),
                    ("secondcount", &number::maybe_count(voters[1], &self.words)),
                    ("first", &self.side(0)),
                    ("second", &self.side(1)),
                ],
            ),
            None => {
                let voters = number::maybe_count(asked.voters, &self.words);
                self.words.tell("source-all", &[("voters", &voters)])
            }
        };
        join(&[people, self.days(), self.provenance_line()], self.language())
    }

    /// The same for predictions.
    pub fn prediction_source_line(&self) -> String {
        let counts = self.findings.asked.predictions_by_side.unwrap_or_default();
        let people = self.words.tell(
            "source-predictions",
            &[
                ("firstcount", &number::maybe_count(counts[0], &self.words)),
                ("secondcount", &number::maybe_count(counts[1], &self.words)),
                ("first", &self.side(0)),
                ("second", &self.side(1)),
            ],
        );
        join(&[people, self.provenance_line()], self.language())
    }

    /// When people answered; empty where votes have no days.
    pub fn days(&self) -> String {
        let Some([first, last]) = &self.findings.asked.days else { return String::new() };
        let (first, last) = (number::date(first, &self.words), number::date(last, &self.words));
        self.words.tell("days", &[("first", &first), ("last", &last)])
    }

    /// Digest, version, and that it is invented where it is.
    pub fn provenance_line(&self) -> String {
        let provenance = &self.findings.provenance;
        let digest = number::short_digest(&provenance.digest);
        let line = self
            .words
            .tell("provenance-line", &[("digest", &digest), ("version", provenance.version)]);
        if self.findings.conversation.invented {
            join(&[line, self.words.say("invented-sentence")], self.language())
        } else {
            line
        }
    }
}

/// Sentences in a row; Chinese needs no space between them.
pub fn join(sentences: &[String], language: Language) -> String {
    let separator = match language {
        Language::English => " ",
        Language::Chinese => "",
    };
    let filled: Vec<&str> =
        sentences.iter().map(String::as_str).filter(|sentence| !sentence.is_empty()).collect();
    filled.join(separator)
}
