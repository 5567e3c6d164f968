//! Applicants: what `respondents.csv` says of them.

use std::collections::BTreeMap;

use super::problem::{Place, Trouble, Troubles, What, lines};
use super::rules::Rules;
use super::sheet::{Sheet, key, near, tally};

/// A value with fewer holders than this is told of.
const FEW: usize = 5;

/// Which columns mean what.
#[derive(Debug, Clone, Default)]
pub struct Reading {
    /// The column of ids; where it is `None` and there is none of a usual name, rows are numbered.
    pub id: Option<String>,
    /// Columns of which people with the same content share a household, or an institution.
    pub one_per: Vec<String>,
    /// The column of sides.
    pub side: Option<String>,
    /// Ids of those who must come.
    pub must_in: Vec<String>,
    /// Ids of those who must not.
    pub must_out: Vec<String>,
}

/// An applicant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Applicant {
    /// Her id, as written.
    pub id: String,
    /// Her side, as first spelled.
    pub side: Option<String>,
    /// For each feature her value, as the quotas spell it.
    pub values: Vec<String>,
    /// For each kind of household what is written there, if anything.
    pub homes: Vec<Option<String>>,
    /// Whether she must come, must not, or neither.
    pub presence: beringia_engine::assemble::lottery::quotas::Presence,
}

/// Everybody who applied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Applicants {
    /// In the order of the file.
    pub people: Vec<Applicant>,
    /// Names of the kinds of households.
    pub kinds: Vec<String>,
    /// What should be known and stops nothing.
    pub remarks: Vec<Trouble>,
}

/// Usual names of the column of ids.
const ID_NAMES: [&str; 3] = ["id", "nationbuilder_id", "applicant"];

struct Columns {
    id: Option<usize>,
    side: Option<usize>,
    features: Vec<usize>,
    homes: Vec<usize>,
}

impl Applicants {
    /// Reads applicants from a table; everything that is wrong with it at once.
    pub fn read(sheet: &Sheet, rules: &Rules, reading: &Reading) -> Result<Self, Troubles> {
        let columns = Columns::of(sheet, rules, reading)?;
        let mut wrong = Vec::new();
        check_ids(sheet, columns.id, &mut wrong);
        let values = Values::of(rules);
        let mut people = Vec::new();
        let mut unknown: BTreeMap<(usize, String), Vec<u64>> = BTreeMap::new();
        for (at, (line, cells)) in sheet.rows.iter().enumerate() {
            let text = |column: usize| cells.get(column).map_or("", |cell| cell.trim());
            let side = columns.side.map(text).filter(|side| !side.is_empty()).map(str::to_owned);
            let mut own = Vec::new();
            for (feature, &column) in columns.features.iter().enumerate() {
                match values.find(feature, text(column), side.as_deref()) {
                    Some(value) => own.push(value.to_owned()),
                    None => {
                        unknown.entry((feature, text(column).to_owned())).or_default().push(*line);
                    }
                }
            }
            let homes = columns
                .homes
                .iter()
                .map(|&column| Some(key(text(column))).filter(|home| !home.is_empty()));
            people.push(Applicant {
                id: columns
                    .id
                    .map_or_else(|| (at + 1).to_string(), |column| text(column).to_owned()),
                side,
                values: own,
                homes: homes.collect(),
                presence: beringia_engine::assemble::lottery::quotas::Presence::Open,
            });
        }
        wrong.extend(unknown.into_iter().map(|((feature, value), at)| {
            let name = rules.features[feature].clone();
            let column = Some(name.clone());
            let what = if value.is_empty() && at.len() == 1 {
                What::Blank
            } else {
                let known = values.of_feature(feature);
                let near = near(&value, known.iter().copied());
                let known = known.join(", ");
                What::UnknownValue {
                    feature: name,
                    value,
                    near,
                    count: at.len(),
                    lines: lines(&at),
                    known,
                }
            };
            Trouble::of(&sheet.file, Place { line: at[0], column }, what)
        }));
        let mut found = Self { people, kinds: reading.one_per.clone(), remarks: Vec::new() };
        found.settle_sides(sheet, reading, columns.side, &mut wrong);
        found.mark(sheet, reading, &mut wrong);
        found.check_sides(rules, &mut wrong);
        if wrong.is_empty() {
            found.count(sheet, rules, &mut wrong);
        }
        if wrong.is_empty() { Ok(found) } else { Err(Troubles(wrong)) }
    }

    /// Sides are spelled as they first were; there must be two.
    fn settle_sides(
        &mut self,
        sheet: &Sheet,
        reading: &Reading,
        column: Option<usize>,
        wrong: &mut Vec<Trouble>,
    ) {
        if column.is_none() {
            return;
        }
        let mut first: BTreeMap<String, String> = BTreeMap::new();
        for person in &mut self.people {
            let Some(side) = &mut person.side else { continue };
            *side = first.entry(key(side)).or_insert_with(|| side.clone()).clone();
        }
        let column = reading.side.clone().unwrap_or_else(|| "side".to_owned());
        for ((line, _), person) in sheet.rows.iter().zip(&self.people) {
            if person.side.is_none() {
                let place = Place { line: *line, column: Some(column.clone()) };
                wrong.push(Trouble::of(&sheet.file, place, What::Blank));
            }
        }
        if first.len() != 2 {
            let what = What::Sides { column, found: first.len() };
            wrong.push(Trouble::of(&sheet.file, Place::default(), what));
        }
    }

    /// Sides of quotas are sides of applicants.
    fn check_sides(&self, rules: &Rules, wrong: &mut Vec<Trouble>) {
        let mut known: Vec<&str> =
            self.people.iter().filter_map(|one| one.side.as_deref()).collect();
        known.sort_unstable();
        known.dedup();
        for row in &rules.rows {
            let Some(side) = &row.side else { continue };
            if known.iter().all(|own| key(own) != key(side)) {
                let near = near(side, known.iter().copied());
                let what = What::UnknownSide { side: side.clone(), near, known: known.join(", ") };
                let place = Place { line: row.line, column: Some("side".to_owned()) };
                wrong.push(Trouble::of(&rules.file, place, what));
            }
        }
    }

    fn mark(&mut self, sheet: &Sheet, reading: &Reading, wrong: &mut Vec<Trouble>) {
        use beringia_engine::assemble::lottery::quotas::Presence;
        let mut refuse = |what| wrong.push(Trouble::of(&sheet.file, Place::default(), what));
        for (ids, presence) in
            [(&reading.must_in, Presence::In), (&reading.must_out, Presence::Out)]
        {
            for id in ids {
                let found = self.people.iter_mut().find(|person| person.id == *id);
                match found {
                    None => refuse(What::NobodyIs(id.clone())),
                    Some(person) if person.presence == Presence::Open => person.presence = presence,
                    Some(person) if person.presence == presence => {}
                    Some(_) => refuse(What::InAndOut(id.clone())),
                }
            }
        }
    }

    /// Who is missing, and who is almost alone.
    fn count(&mut self, sheet: &Sheet, rules: &Rules, wrong: &mut Vec<Trouble>) {
        for row in &rules.rows {
            let is_of = |person: &&Applicant| {
                key(&person.values[row.feature]) == key(&row.value)
                    && row.side.as_ref().is_none_or(|side| {
                        person.side.as_ref().is_some_and(|own| key(own) == key(side))
                    })
            };
            let count = self.people.iter().filter(is_of).count();
            let (feature, value) = (rules.features[row.feature].clone(), row.value.clone());
            let place = Place { line: row.line, column: None };
            let tell = |what| Trouble::of(&rules.file, place, what);
            match count {
                0 if row.min > 0 => {
                    wrong.push(tell(What::NobodyWanted { feature, value, min: row.min }));
                }
                0 => self.remarks.push(tell(What::NobodyHas { feature, value })),
                _ if count < FEW => {
                    self.remarks.push(tell(What::FewHave { feature, value, count }));
                }
                _ => {}
            }
        }
        for (at, column) in self.kinds.iter().enumerate() {
            let count = self.people.iter().filter(|person| person.homes[at].is_none()).count();
            if count > 0 {
                let what = What::NoHousehold { column: column.clone(), count };
                self.remarks.push(Trouble::of(&sheet.file, Place::default(), what));
            }
        }
    }
}

impl Columns {
    fn of(sheet: &Sheet, rules: &Rules, reading: &Reading) -> Result<Self, Troubles> {
        let mut wrong = Vec::new();
        let mut column =
            |name: &str| sheet.column(name).map_err(|trouble| wrong.push(trouble)).ok();
        let named = reading.id.as_deref();
        let usual = || ID_NAMES.into_iter().find(|name| sheet.has(name));
        let id = named.or_else(usual).map(&mut column);
        // A side is a column of its own, or a feature.
        let has_sides = reading.side.is_some() || rules.rows.iter().any(|row| row.side.is_some());
        let side =
            reading.side.as_deref().or(Some("side").filter(|_| has_sides || sheet.has("side")));
        let side = side.map(&mut column);
        let features: Vec<Option<usize>> = rules.features.iter().map(|name| column(name)).collect();
        let homes: Vec<Option<usize>> = reading.one_per.iter().map(|name| column(name)).collect();
        if !wrong.is_empty() {
            return Err(Troubles(wrong));
        }
        Ok(Self {
            id: id.flatten(),
            side: side.flatten(),
            features: features.into_iter().flatten().collect(),
            homes: homes.into_iter().flatten().collect(),
        })
    }
}

/// Values of features, by what their spellings have in common.
struct Values<'a> {
    rules: &'a Rules,
    by_key: Vec<BTreeMap<String, &'a str>>,
    sides: Vec<BTreeMap<String, Vec<Option<String>>>>,
}

impl<'a> Values<'a> {
    fn of(rules: &'a Rules) -> Self {
        let features = rules.features.len();
        let mut values = Self {
            rules,
            by_key: vec![BTreeMap::new(); features],
            sides: vec![BTreeMap::new(); features],
        };
        for row in &rules.rows {
            values.by_key[row.feature].entry(key(&row.value)).or_insert(&row.value);
            let sides = values.sides[row.feature].entry(key(&row.value)).or_default();
            sides.push(row.side.as_deref().map(key));
        }
        values
    }

    /// The value as the quotas spell it, if it is one on this side.
    fn find(&self, feature: usize, text: &str, side: Option<&str>) -> Option<&'a str> {
        let wanted = key(text);
        let sides = self.sides[feature].get(&wanted)?;
        let side = side.map(key);
        let is_of = sides.iter().any(|own| own.is_none() || *own == side);
        is_of.then(|| self.by_key[feature][&wanted])
    }

    fn of_feature(&self, feature: usize) -> Vec<&'a str> {
        let rows = self.rules.rows.iter().filter(|row| row.feature == feature);
        let mut known: Vec<&str> = rows.map(|row| row.value.as_str()).collect();
        known.dedup();
        known
    }
}

fn check_ids(sheet: &Sheet, column: Option<usize>, wrong: &mut Vec<Trouble>) {
    let Some(column) = column else { return };
    let ids = sheet
        .rows
        .iter()
        .map(|(line, cells)| (*line, cells.get(column).map_or("", |id| id.trim()).to_owned()));
    for (id, at) in tally(ids) {
        let place = Place { line: at[0], column: Some(sheet.header[column].clone()) };
        if id.is_empty() {
            let what = What::BlankId { count: at.len(), lines: lines(&at) };
            wrong.push(Trouble::of(&sheet.file, place, what));
        } else if at.len() > 1 {
            let mut rows =
                sheet.rows.iter().filter(|(line, _)| at.contains(line)).map(|(_, cells)| cells);
            let first = rows.next();
            let same = rows.all(|cells| Some(cells) == first);
            let what = What::TwiceId { id, count: at.len(), lines: lines(&at), same };
            wrong.push(Trouble::of(&sheet.file, place, what));
        }
    }
}
