//! Somebody who answers whatever is put before her, goes on after every interruption with the very form she had
//! sent, and knows what was acknowledged.

use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use beringia_domain::{AgeBand, Choice};

use crate::client::{Answer, Client};

/// Who and on what.
pub(crate) type Place = (i64, i64);

const CHOICES: [Choice; 3] = [Choice::Agree, Choice::Disagree, Choice::Pass];
const TALK: &str = "/conversation/1";

/// What all voters of a test share.
#[derive(Debug, Default)]
pub(crate) struct Crowd {
    pub(crate) is_over: AtomicBool,
    acknowledged: AtomicU64,
}

impl Crowd {
    pub(crate) fn end(&self) {
        self.is_over.store(true, Ordering::SeqCst);
    }

    fn is_over(&self) -> bool {
        self.is_over.load(Ordering::SeqCst)
    }

    /// Votes acknowledged until now.
    pub(crate) fn acknowledged(&self) -> u64 {
        self.acknowledged.load(Ordering::SeqCst)
    }
}

/// What was done, by place.
#[derive(Debug, Default, Clone)]
pub(crate) struct Deeds {
    pub(crate) votes: BTreeMap<Place, Choice>,
    pub(crate) predictions: BTreeMap<Place, i64>,
}

#[derive(Debug, Clone, Copy)]
enum Act {
    Vote(Choice),
    Predict(i64),
    NoPrediction,
}

/// A form as it is sent, and sent again.
#[derive(Debug, Clone)]
pub(crate) struct Sent {
    place: Place,
    act: Act,
    form: String,
}

impl Sent {
    fn new(card: &str, act: Act) -> Self {
        let word = match act {
            Act::Vote(choice) => choice.word().to_owned(),
            Act::Predict(share) => format!("predict&share={share}"),
            Act::NoPrediction => "no-prediction".to_owned(),
        };
        Self { place: place(card), act, form: format!("card={card}&act={word}") }
    }

    pub(crate) fn put_into(&self, deeds: &mut Deeds) {
        match self.act {
            Act::Vote(choice) => drop(deeds.votes.insert(self.place, choice)),
            Act::Predict(share) => drop(deeds.predictions.insert(self.place, share)),
            Act::NoPrediction => {}
        }
    }

    pub(crate) fn is_vote(&self) -> bool {
        matches!(self.act, Act::Vote(_))
    }
}

/// Who and on what, from the text of a card.
fn place(card: &str) -> Place {
    let (text, _) = card.rsplit_once('.').expect("a signed card");
    let number = |at| i64::from_str_radix(text.split('-').nth(at).expect("a field"), 16);
    (number(0).expect("a number"), number(2).expect("a number"))
}

/// Somebody at a browser.
#[derive(Debug)]
pub(crate) struct Voter {
    client: Client,
    turn: usize,
    /// What was acknowledged.
    pub(crate) kept: Deeds,
    /// What was sent and never answered.
    pub(crate) open: Option<Sent>,
    /// Votes acknowledged; a change of mind is one more.
    pub(crate) votes: u64,
    /// Forms that had to be sent again, because the server was gone before it answered.
    pub(crate) again: u64,
}

impl Voter {
    pub(crate) fn new(port: u16, number: usize) -> Self {
        Self {
            client: Client::new(port),
            turn: number,
            kept: Deeds::default(),
            open: None,
            votes: 0,
            again: 0,
        }
    }

    /// Comes in and answers everything, as one person after the other, until it is over.
    pub(crate) fn go_on(mut self, crowd: &Crowd) -> Self {
        while self.one_person(crowd).is_some() {}
        self
    }

    /// One person's answers; nothing when it is over.
    fn one_person(&mut self, crowd: &Crowd) -> Option<()> {
        let mut page = self.come_in(crowd)?;
        while let Some(sent) = self.answer_to(&page) {
            if crowd.is_over() {
                return None;
            }
            page = self.keep(&sent, crowd)?;
            self.turn += 1;
            if self.turn.is_multiple_of(5) {
                // A second click on the same button.
                page = self.insist(TALK, Some(&sent.form), crowd)?;
            }
            if self.turn.is_multiple_of(7) && sent.is_vote() {
                page = self.change_mind(sent.place.1, crowd)?;
            }
        }
        Some(())
    }

    /// Comes in by the open link; gives the first page of the conversation.
    pub(crate) fn come_in(&mut self, crowd: &Crowd) -> Option<Answer> {
        self.client.forget();
        let door = format!("/open/{}", 1 + self.turn % 2);
        let page = self.insist(&door, None, crowd)?;
        let age = AgeBand::From25.word();
        let form = format!("csrf={}&age={age}", page.hidden("csrf").expect("a token"));
        let page = self.insist(&door, Some(&form), crowd)?;
        let csrf = page.hidden("csrf").expect("a token");
        let number = page.hidden("form").expect("the number of the form");
        let form = format!("csrf={csrf}&age={age}&form={number}&consent=yes");
        self.insist(&door, Some(&form), crowd)?;
        let cookie = self.client.cookie("person").expect("she came in");
        assert!(cookie.contains('.'), "a signed cookie: {cookie}");
        self.insist(TALK, None, crowd)
    }

    /// What she does with a page; nothing where nothing is left to answer.
    pub(crate) fn answer_to(&self, page: &Answer) -> Option<Sent> {
        let card = page.hidden("card")?;
        let is_prediction = page.body.contains("value=\"predict\"");
        let act = match (is_prediction, self.turn % 2) {
            (true, 0) => Act::NoPrediction,
            (true, _) => Act::Predict(i64::try_from(self.turn % 101).expect("small")),
            (false, _) => Act::Vote(CHOICES[self.turn % 3]),
        };
        let sent = Sent::new(&card, act);
        let cookie = self.client.cookie("person").and_then(|cookie| cookie.split_once('.'));
        let person = cookie.and_then(|(hex, _)| i64::from_str_radix(hex, 16).ok());
        assert_eq!(person, Some(sent.place.0), "a card for her and nobody else");
        Some(sent)
    }

    /// Sends a form until it is acknowledged.
    fn keep(&mut self, sent: &Sent, crowd: &Crowd) -> Option<Answer> {
        self.open = Some(sent.clone());
        let page = self.insist(TALK, Some(&sent.form), crowd)?;
        self.acknowledged(sent, crowd);
        Some(page)
    }

    fn acknowledged(&mut self, sent: &Sent, crowd: &Crowd) {
        self.open = None;
        sent.put_into(&mut self.kept);
        if sent.is_vote() {
            self.votes += 1;
            crowd.acknowledged.fetch_add(1, Ordering::SeqCst);
        }
    }

    /// Sends a form and takes the answer as it is; whether it was acknowledged, and the answer.
    pub(crate) fn try_once(&mut self, sent: &Sent, crowd: &Crowd) -> (bool, Answer) {
        // A connection kept from before a restart fails once; the same form may always be sent again.
        let answer = self.client.ask(TALK, Some(&sent.form));
        let answer = answer.or_else(|_| self.client.ask(TALK, Some(&sent.form)));
        let answer = answer.expect("a running server answers");
        if answer.status == 200 {
            self.acknowledged(sent, crowd);
        }
        self.turn += 1;
        (answer.status == 200, answer)
    }

    fn change_mind(&mut self, statement: i64, crowd: &Crowd) -> Option<Answer> {
        let address = format!("{TALK}?statement={statement}");
        let page = self.insist(&address, None, crowd)?;
        let card = page.hidden("card").expect("the statement she asked for");
        let choice = CHOICES[(self.turn / 7) % 3];
        self.keep(&Sent::new(&card, Act::Vote(choice)), crowd)
    }

    /// Asks until there is an answer; nothing when it is over and the server gone.
    fn insist(&mut self, path: &str, form: Option<&str>, crowd: &Crowd) -> Option<Answer> {
        let mut is_again = false;
        loop {
            match self.client.ask(path, form) {
                Ok(answer) => {
                    let Answer { status, body } = &answer;
                    assert_eq!(*status, 200, "{path} {}: {body}", form.unwrap_or_default());
                    return Some(answer);
                }
                Err(error)
                    if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) =>
                {
                    panic!("no answer to {path}, and no end: {error}")
                }
                Err(error) if error.kind() == ErrorKind::InvalidData => panic!("{path}: {error}"),
                Err(_) if crowd.is_over() => return None,
                Err(_) => std::thread::sleep(Duration::from_millis(20)),
            }
            self.again += u64::from(self.open.is_some() && !is_again);
            is_again = true;
        }
    }
}
