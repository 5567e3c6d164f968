//! An invented exchange in an empty house, made by the same verbs that people use; only the ballots of its
//! invented people are written all at once.

use std::collections::HashMap;

use beringia_analysis::snapshot::Snapshot;
use beringia_analysis::tables::tables_out;
use beringia_domain::{
    AgeBand, Both, Change, Charter, Choice, Entrance, Field, Format, Labels, Looks, Part, Role,
    Rules, SideCharter, Sides, Statement, moment::iso_date,
};
use beringia_store::{self as store, Act, Ballot, Exposed};

use crate::accounts::{NewAccount, first_link, link_for_other_side, seat, sign_in_as, take_seat};
use crate::approve::{approve, ask};
use crate::authority::{Approver, Organiser, Writing};
use crate::change::opening;
use crate::error::{ActionError, Refusal};
use crate::house::House;
use crate::invite::{make_batch, new_participations};
use crate::join::CONSENT_VERSION;
use crate::results::{Render, releasing, work_out_results};
use crate::statements::{
    NewStatement, add_conversation, add_statements, approve_translations, words_seen,
};

fn both(en: &str, zh: &str) -> Both {
    Both { en: en.to_owned(), zh: zh.to_owned() }
}

/// The charter of the invented exchange, beginning on a day.
fn charter(today: i64) -> Charter {
    let side = |name: Both, organisation: Both, zone: &str, people: u32| SideCharter {
        name,
        organisation,
        time_zone: zone.to_owned(),
        expected: people,
        quota: people * 2,
    };
    Charter {
        name: both("Tide and River", "潮与河"),
        sides: [
            side(
                both("Harbour", "海港"),
                both("Harbour Institute for Public Dialogue", "海港公共对话研究院"),
                "America/Chicago",
                700,
            ),
            side(
                both("Valley", "河谷"),
                both("Valley Federation of Community Foundations", "河谷社区基金会联合会"),
                "Asia/Shanghai",
                450,
            ),
        ],
        field: Field::Other,
        format: Format::PublicConversation,
        purpose: both(
            "People in Harbour and in Valley answer the same questions, and predict how the other side answers.",
            "海港人和河谷人回答同样的问题，再预测对方会怎么回答。",
        ),
        payer: both("Each organisation pays half.", "双方机构各承担一半。"),
        begins: iso_date(today),
        ends: iso_date(today + 28),
        ballots_until: iso_date(today + 393),
        invented: true,
    }
}

/// Furnishes an empty house with the exchange whose people and answers are in the snapshot.
pub async fn furnish(house: &House, snapshot: &Snapshot) -> Result<(), ActionError> {
    let first = first_link(house).await?.ok_or(Refusal::LinkUsed)?;
    let ida = enter(house, &first, "ida", "Ida Moreno").await?;
    let second = link_for_other_side(house, &Organiser::of(&ida)?).await?;
    let lan = enter(house, &second, "lan", "Lan Xu 许岚").await?;
    let organisers = [Organiser::of(&ida)?, Organiser::of(&lan)?];
    let keys = [Approver::of(&ida)?, Approver::of(&lan)?];
    let charter = Box::new(charter(house.today()));
    let asked = ask(house, &organisers[0], &Change::Charter { charter }).await?;
    approve(house, &keys[1], asked).await?;
    let rules = Rules {
        title: both("Everyday life, and meeting each other", "日常生活与相互往来"),
        about: both(
            "How people in two places see their own lives, and what they would like from each other.",
            "两个地方的人怎样看自己的生活，又希望同对方怎样往来。",
        ),
        labels: Labels::Half,
        entrance: Entrance::OpenLink,
        looks: Looks::Allowed,
    };
    let seats = [ida, lan];
    let conversation = add_conversation(house, &organisers[0], &rules).await?;
    write_statements(house, &seats, conversation, snapshot).await?;
    for by in &organisers {
        make_batch(house, by, "By post, spring 春季邮寄", 40, house.today() + 28).await?;
    }
    let open = ask(house, &organisers[1], &opening(house, conversation).await?).await?;
    approve(house, &keys[0], open).await?;
    let tables = Written::of(snapshot);
    let who = claim_all(house, &tables).await?;
    answer(house, conversation, snapshot, &tables, &who).await?;
    house.read_people().await?;
    house.read_conversation(conversation).await?;
    // Something waits for each side, so that the desk shows what it is for.
    ask(house, &organisers[0], &Change::Appoint { side: Part::First, role: Role::Deputy }).await?;
    ask(house, &organisers[1], &Change::CloseConversation { conversation }).await?;
    Ok(())
}

/// Adds a conversation that some of the same people had before: closed, worked out and released. The people of its
/// snapshot become people of their side who are there.
pub async fn furnish_released(
    house: &House,
    snapshot: &Snapshot,
    render: Render,
) -> Result<(), ActionError> {
    let seats = [organiser(house, Part::First).await?, organiser(house, Part::Second).await?];
    let organisers = [Organiser::of(&seats[0])?, Organiser::of(&seats[1])?];
    let keys = [Approver::of(&seats[0])?, Approver::of(&seats[1])?];
    let rules = Rules {
        title: both("The first round, last winter", "第一轮：去年冬天"),
        about: both(
            "The first time both places were asked. These statements are asked again now, among others.",
            "两个地方第一次回答这些问题。现在又问了一遍，还加上了新的。",
        ),
        labels: Labels::Half,
        entrance: Entrance::OpenLink,
        looks: Looks::Never,
    };
    let conversation = add_conversation(house, &organisers[0], &rules).await?;
    write_statements(house, &seats, conversation, snapshot).await?;
    let open = ask(house, &organisers[0], &opening(house, conversation).await?).await?;
    approve(house, &keys[1], open).await?;
    let tables = Written::of(snapshot);
    let there = store::participations(&house.database, house.exchange).await?;
    let mut there = Part::BOTH.map(|side| {
        let of_side = there.iter().filter(move |row| row.is_claimed && row.side == side);
        of_side.map(|row| row.participant)
    });
    let who = tables.people().filter_map(|(name, side)| Some((name, there[side.index()].next()?)));
    let who = who.collect();
    answer(house, conversation, snapshot, &tables, &who).await?;
    house.read_conversation(conversation).await?;
    let close = ask(house, &organisers[1], &Change::CloseConversation { conversation }).await?;
    approve(house, &keys[0], close).await?;
    work_out_results(house, render).await?;
    let release = releasing(house, conversation).await?;
    let release = ask(house, &organisers[0], &release).await?;
    approve(house, &keys[1], release).await?;
    Ok(())
}

/// The first organiser of a side, signed in.
async fn organiser(house: &House, side: Part) -> Result<store::Seat, ActionError> {
    let members = store::members(&house.database, house.exchange).await?;
    let found = members.iter().find(|m| m.side == side && m.role == Role::Organiser);
    let token = sign_in_as(house, found.ok_or(Refusal::NotFound)?.account).await?;
    Ok(seat(house, &token).await?.ok_or(Refusal::NotSignedIn)?)
}

/// Lets the visitor of an invented exchange look at a conversation through the eyes of that invented person of a side
/// who predicted most about the other; what her cookie holds.
pub async fn look_as_invented(
    house: &House,
    conversation: i64,
    side: Part,
) -> Result<String, ActionError> {
    let is_invented = house.charter().is_some_and(|charter| charter.invented);
    let found = crate::results::result(house, conversation).await?;
    if !is_invented || found.is_none_or(|found| !found.is_released) {
        return Err(Refusal::NotFound.into());
    }
    let all = store::predictions(&house.database, house.exchange, conversation).await?;
    let mut counts: HashMap<i64, usize> = HashMap::new();
    for p in all.iter().filter(|p| p.about == side.other()) {
        if house.side_of(p.participant) == Some(side) {
            *counts.entry(p.participant).or_default() += 1;
        }
    }
    let most = counts.into_iter().max_by_key(|(person, count)| (*count, *person));
    let (participant, _) = most.ok_or(Refusal::NotFound)?;
    Ok(house.key.sign("person", &format!("{participant:x}")))
}

async fn enter(
    house: &House,
    link: &str,
    login: &str,
    name: &str,
) -> Result<store::Seat, ActionError> {
    // A password nobody knows: the invented exchange is entered without one.
    let password = crate::secret::random_token()?;
    let new = NewAccount { login: login.to_owned(), name: name.to_owned(), password, side: None };
    let entry = take_seat(house, link, &new).await?;
    Ok(seat(house, &entry.token).await?.ok_or(Refusal::NotSignedIn)?)
}

async fn write_statements(
    house: &House,
    seats: &[store::Seat; 2],
    conversation: i64,
    snapshot: &Snapshot,
) -> Result<(), ActionError> {
    let writers = [Writing::of(&seats[0])?, Writing::of(&seats[1])?];
    for (side, by) in Part::BOTH.into_iter().zip(&writers) {
        let own = in_order(snapshot).into_iter().filter(|statement| written_by(statement) == side);
        let new: Vec<NewStatement> = own.map(new_statement).collect();
        if !new.is_empty() {
            add_statements(house, by, conversation, &new).await?;
        }
    }
    let live = house.conversation(conversation).ok_or(Refusal::NotFound)?;
    for (side, by) in Part::BOTH.into_iter().zip(&writers) {
        let content = live.content();
        let others = content.statements.iter().filter(|s| s.author == Some(side.other()));
        let seen: Vec<(i64, String)> = others.map(|s| (s.statement, words_seen(s))).collect();
        approve_translations(house, by, conversation, &seen).await?;
    }
    Ok(())
}

fn written_by(statement: &Statement) -> Part {
    statement.author.unwrap_or(Part::First)
}

/// The statements as they are numbered here: one side's after the other's.
fn in_order(snapshot: &Snapshot) -> Vec<&Statement> {
    let mut statements: Vec<&Statement> = snapshot.statements.iter().collect();
    statements.sort_by_key(|statement| written_by(statement).index());
    statements
}

fn new_statement(statement: &Statement) -> NewStatement {
    let words =
        |base: &str| statement.wording(base).map_or(String::new(), |(_, text)| text.to_owned());
    let language = if statement.language.base() == "zh" { "zh-Hans" } else { "en" };
    let field = statement.field.as_deref().and_then(Field::parse);
    NewStatement { words: both(&words("en"), &words("zh")), language, field }
}

/// The cells of a table of ours whose cells need no quotes.
fn rows(text: &str) -> impl Iterator<Item = Vec<&str>> {
    text.lines().skip(1).map(|line| line.split(',').collect())
}

/// A snapshot as tables.
struct Written {
    tables: HashMap<&'static str, String>,
    sides: Option<Sides>,
}

impl Written {
    fn of(snapshot: &Snapshot) -> Self {
        let mut tables: HashMap<&str, String> = HashMap::new();
        let collect = |name: &'static str, text: String| {
            tables.entry(name).or_default().push_str(&text);
            Ok::<(), std::convert::Infallible>(())
        };
        match tables_out::write(snapshot, collect) {
            Ok(()) => {}
            Err(never) => match never {},
        }
        Self { tables, sides: snapshot.sides.clone() }
    }

    fn rows(&self, name: &str) -> impl Iterator<Item = Vec<&str>> {
        rows(self.tables.get(name).map_or("", String::as_str))
    }

    fn side(&self, name: &str) -> Part {
        self.sides.as_ref().and_then(|sides| sides.find(name)).unwrap_or(Part::First)
    }

    fn people(&self) -> impl Iterator<Item = (&str, Part)> {
        self.rows("participants.csv").map(|row| (row[0], self.side(row[1])))
    }
}

/// Writes the answers of a snapshot, by who its people are here.
async fn answer(
    house: &House,
    conversation: i64,
    snapshot: &Snapshot,
    tables: &Written,
    who: &HashMap<&str, i64>,
) -> Result<(), ActionError> {
    let number: HashMap<&str, i64> =
        in_order(snapshot).into_iter().zip(1_i64..).map(|(s, n)| (s.id.as_str(), n)).collect();
    let exposed: HashMap<(&str, &str), Exposed> = tables
        .rows("exposures.csv")
        .filter_map(|row| {
            let shown = Exposed {
                position: row[2].parse().ok()?,
                rule: "uniform",
                routing_table: 0,
                probability: row[3].parse().unwrap_or(0.0),
                is_labelled: row[4] == "true",
            };
            Some(((row[0], row[1]), shown))
        })
        .collect();
    let mut form = 0;
    let mut ballot = |person: &str, statement: &str, act: Act, exposed: Option<Exposed>| {
        form += 1;
        Some(Ballot {
            exchange: house.exchange,
            conversation,
            participant: *who.get(person)?,
            form,
            statement: *number.get(statement)?,
            version: 1,
            language: "en",
            act,
            exposed,
            day: house.today(),
        })
    };
    let mut ballots = Vec::new();
    for row in tables.rows("votes.csv") {
        let choice = Choice::parse(row[2].as_bytes());
        let shown = exposed.get(&(row[0], row[1])).cloned();
        ballots.extend(choice.and_then(|choice| ballot(row[0], row[1], Act::Vote(choice), shown)));
    }
    for row in tables.rows("predictions.csv") {
        let share = row[3].parse().unwrap_or(50);
        let act = Act::Predict { about: tables.side(row[2]), share };
        ballots.extend(ballot(row[0], row[1], act, None));
    }
    Ok(store::insert_many(&house.database, &ballots).await?)
}

/// A participation for each invented person.
async fn claim_all<'a>(
    house: &House,
    tables: &'a Written,
) -> Result<HashMap<&'a str, i64>, ActionError> {
    let people: Vec<(&str, Part)> = tables.people().collect();
    let new = new_participations(house, people.len())?;
    let mut tx = house.database.write().await?;
    let mut who = HashMap::new();
    for ((name, side), new) in people.into_iter().zip(new) {
        store::add_participations(&mut tx, house.exchange, side, std::slice::from_ref(&new))
            .await?;
        let form = format!("invented {}", new.0);
        let said = (AgeBand::From25, CONSENT_VERSION, "en");
        store::claim(&mut tx, house.exchange, new.0, (&form, house.today()), said).await?;
        who.insert(name, new.0);
    }
    tx.commit().await?;
    Ok(who)
}
