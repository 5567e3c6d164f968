//! Draws the people of an invented society and lets them answer.

use beringia_domain::{
    Choice, Conversation, ExpectedShare, Exposure, Label, LanguageTag, Part, Statement,
};
use beringia_engine::random::{Seed, Stream};

use super::model::{Meaning, Missing, Plan, SPREAD, YES};
use super::statements::statements;
use super::truth::{StatementTruth, Truth, centre};
use crate::tables::participants::ParticipantRow;
use crate::tables::predictions::PredictionRow;
use crate::tables::reader::Intake;
use crate::tables::statements::StatementRow;

/// The sides of the invented exchange, in its order.
const SIDES: [&str; 2] = ["Harbour", "Valley"];
/// 2026-02-02, in milliseconds since 1970.
const FIRST_DAY_MS: i64 = 1_769_990_400_000;
const DAY_MS: i64 = 86_400_000;
const DAYS: u64 = 28;
/// Below this many people on a side, everybody predicts after every vote; else after a random third.
const PREDICT_ALWAYS_BELOW: f64 = 150.0;
/// One prediction in four is about the own side.
const ABOUT_OWN: f64 = 0.25;
/// How many people one statement more is shown to without an answer.
const SEEN_ONLY: f64 = 0.08;

/// What kind of answerer a person is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Character {
    Ordinary,
    YesSayer,
    Careless,
}

/// One person.
#[derive(Debug, Clone, Copy)]
struct Person {
    index: u32,
    side: usize,
    character: Character,
    /// Place on the main axis of opinion.
    place: f64,
    /// The share of statements she answers.
    activity: f64,
    /// How she tends to predict, on the logit scale.
    optimism: f64,
    day: i64,
}

/// Invents a society: what its tables would hold, and what is true in it. The same plan gives the same society.
pub fn invent(plan: &Plan) -> (Intake, Truth) {
    let seed = Seed::new(&plan.seed);
    let listed = statements(plan.statements);
    let mut chance = seed.stream("meanings");
    let meanings: Vec<Meaning> = listed
        .iter()
        .map(|(statement, tendency)| {
            let author = statement.author.map_or(0, Part::index);
            Meaning::draw(*tendency, author, &mut chance)
        })
        .collect();
    let truths: Vec<StatementTruth> = listed
        .iter()
        .zip(&meanings)
        .map(|((statement, _), meaning)| {
            StatementTruth::of(statement.id.to_string(), meaning, plan)
        })
        .collect();
    let mut intake = Intake { conversation: conversation(), ..Intake::default() };
    intake.sides = SIDES.map(str::to_owned).to_vec();
    "votes.csv".clone_into(&mut intake.votes.file);
    let names = ["conversation", "participants", "statements", "votes", "predictions", "exposures"];
    let written = |name: &&str| match *name {
        "predictions" => plan.predictions,
        "exposures" => plan.exposures,
        _ => true,
    };
    intake.files =
        names.iter().filter(|name| written(name)).map(|name| format!("{name}.csv")).collect();
    add_statements(&mut intake, listed.into_iter().map(|(statement, _)| statement));
    let people = add_people(&mut intake, plan, &seed);
    let mut answers = Answers::new(plan, &meanings, &seed);
    for person in &people {
        answers.of(person, &mut intake);
    }
    let count = |side: usize| u32::try_from(people.iter().filter(|p| p.side == side).count());
    let sizes = [count(0).unwrap_or(0), count(1).unwrap_or(0)];
    (intake, Truth::of(plan, sizes, truths, &meanings))
}

fn conversation() -> Conversation {
    let tag = |raw: &str| LanguageTag::parse(raw).unwrap_or_else(LanguageTag::unknown);
    let both =
        |en: &str, zh: &str| vec![(tag("en"), en.to_owned()), (tag("zh-Hans"), zh.to_owned())];
    let about_en = "An invented exchange. People of Harbour and Valley, two places that do not exist, were \
                    asked what they think about everyday life and about meeting each other, and how many of \
                    the other side would agree.";
    let about_zh = "这是一个虚构的交流项目。海港和河谷都不存在。双方的人回答了对日常生活、对相互往来的看法，\
                    并估计对方会有多少人同意。";
    let named = |side: &str, zh: &str| {
        [
            (side.to_owned(), tag("en"), side.to_owned()),
            (side.to_owned(), tag("zh-Hans"), zh.to_owned()),
        ]
    };
    Conversation {
        title: both("Tide and River", "潮与河"),
        about: both(about_en, about_zh),
        side_names: [named(SIDES[0], "海港"), named(SIDES[1], "河谷")].concat(),
        first_side: Some(SIDES[0].to_owned()),
        invented: true,
    }
}

fn add_statements(intake: &mut Intake, statements: impl Iterator<Item = Statement>) {
    intake.statements_are_given = true;
    for (line, statement) in (2..).zip(statements) {
        let index = intake.statements.add(statement.id.as_str().as_bytes()).unwrap_or(0);
        let author = statement.author.map(|part| SIDES[part.index()].to_owned());
        intake.statement_rows.push(StatementRow { index, statement, author, line });
    }
}

fn add_people(intake: &mut Intake, plan: &Plan, seed: &Seed) -> Vec<Person> {
    intake.participants_are_given = true;
    let mut chance = seed.stream("people");
    let first = (f64::from(plan.people) * plan.first_side_share).round();
    let mut sides: Vec<usize> =
        (0..plan.people).map(|n| usize::from(f64::from(n) >= first)).collect();
    chance.shuffle(&mut sides);
    let person = |(number, side): (u32, usize)| {
        let index = intake.people.add(number.to_string().as_bytes()).unwrap_or(0);
        let code = u8::from(side == 1);
        let row = ParticipantRow {
            person: index,
            side: Some(code),
            weight: 1.0,
            line: u64::from(index) + 2,
        };
        intake.participants.push(row);
        let draw = chance.uniform();
        let character = if draw < plan.yes_sayers {
            Character::YesSayer
        } else if draw < plan.yes_sayers + plan.careless {
            Character::Careless
        } else {
            Character::Ordinary
        };
        let place = chance.normal();
        let tilt = match plan.missing {
            Missing::Independent => 0.0,
            Missing::DependsOnOpinion => 0.35 * place,
        };
        let activity =
            (plan.answered * (0.4 * chance.normal() - 0.08 + tilt).exp()).clamp(0.02, 1.0);
        let optimism = SPREAD[0] * chance.normal();
        let day = i64::try_from(chance.below(DAYS)).unwrap_or(0);
        Person { index, side, character, place, activity, optimism, day }
    };
    (1..=plan.people).zip(sides).map(person).collect()
}

/// Streams of chance, one a question, so that leaving predictions out does not change the votes.
struct Answers<'a> {
    plan: &'a Plan,
    meanings: &'a [Meaning],
    predict_always: bool,
    votes: Stream,
    predictions: Stream,
    exposures: Stream,
}

impl<'a> Answers<'a> {
    fn new(plan: &'a Plan, meanings: &'a [Meaning], seed: &Seed) -> Self {
        let share = plan.first_side_share.min(1.0 - plan.first_side_share);
        Self {
            plan,
            meanings,
            predict_always: f64::from(plan.people) * share < PREDICT_ALWAYS_BELOW,
            votes: seed.stream("votes"),
            predictions: seed.stream("predictions"),
            exposures: seed.stream("exposures"),
        }
    }

    fn of(&mut self, person: &Person, intake: &mut Intake) {
        let mut position = 0;
        for (statement, meaning) in (0_u32..).zip(self.meanings) {
            let label = self.exposures.happens(0.5);
            let seen_only = self.exposures.happens(SEEN_ONLY);
            let choice = self.choice(person, meaning, label);
            let answers = self.answers(person, choice);
            if self.plan.exposures && (answers || seen_only) {
                position += 1;
                let label = Some(if label { Label::Shown } else { Label::Hidden });
                let probability = Some(1.0 / self.meanings.len() as f64);
                let person = person.index;
                intake.exposures.push(Exposure { person, statement, position, probability, label });
            }
            if !answers {
                continue;
            }
            let line = intake.votes.len() as u64 + 2;
            let moment = FIRST_DAY_MS + person.day * DAY_MS;
            let pushed = intake.votes.push((person.index, statement, choice), Some(moment), line);
            pushed.expect("an invented society fits into memory");
            if self.plan.predictions && (self.predict_always || self.predictions.happens(1.0 / 3.0))
            {
                self.predict(person, (statement, meaning), intake);
            }
        }
    }

    /// What she would choose, whether or not she answers.
    fn choice(&mut self, person: &Person, meaning: &Meaning, label_shown: bool) -> Choice {
        let (draw, noise) = (self.votes.uniform(), self.votes.normal());
        match person.character {
            Character::YesSayer if draw < YES => Choice::Agree,
            Character::Careless if draw < 1.0 / 3.0 => Choice::Agree,
            Character::Careless if draw < 2.0 / 3.0 => Choice::Disagree,
            Character::YesSayer | Character::Careless => Choice::Pass,
            Character::Ordinary if draw < meaning.pass[person.side] => Choice::Pass,
            Character::Ordinary => {
                let own = (1.0 - meaning.loading * meaning.loading).sqrt() * noise;
                let agrees = meaning.loading * person.place + own < meaning.threshold[person.side];
                let across = meaning.author != person.side && self.plan.exposures && label_shown;
                // Of those who do not pass, the draw is uniform above the share who pass.
                let rest = (draw - meaning.pass[person.side]) / (1.0 - meaning.pass[person.side]);
                let devalued = across && rest < self.plan.devaluation;
                if agrees && !devalued { Choice::Agree } else { Choice::Disagree }
            }
        }
    }

    fn answers(&mut self, person: &Person, choice: Choice) -> bool {
        let willing = match (self.plan.missing, choice) {
            (Missing::Independent, _) | (_, Choice::Agree) => 1.0,
            (Missing::DependsOnOpinion, _) => 0.5,
        };
        self.votes.happens(person.activity * willing)
    }

    fn predict(
        &mut self,
        person: &Person,
        (statement, meaning): (u32, &Meaning),
        intake: &mut Intake,
    ) {
        let own = self.predictions.happens(ABOUT_OWN);
        let about = if own { person.side } else { 1 - person.side };
        let logit = centre(meaning, self.plan, person.side, about)
            + person.optimism
            + SPREAD[1] * self.predictions.normal();
        let guess = 1.0 / (1.0 + (-logit).exp());
        let random = self.predictions.below(11);
        let nearest = (0..10_u8).map(|tenth| f64::from(tenth) / 10.0 + 0.05).filter(|t| *t < guess);
        let tenths = match person.character {
            Character::Careless => random,
            _ => nearest.count() as u64,
        };
        let of_hundred = u8::try_from(tenths * 10).unwrap_or(100);
        let share = ExpectedShare::new(of_hundred).expect("at most ten tenths");
        let line = intake.predictions.len() as u64 + 2;
        let about = u8::from(about == 1);
        let person = person.index;
        intake.predictions.push(PredictionRow { person, statement, about, share, line });
    }
}
