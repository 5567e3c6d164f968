//! Quotas: what `categories.csv` says.

use std::collections::BTreeMap;

use super::problem::{Place, Trouble, Troubles, What};
use super::sheet::{Sheet, key};

/// Rows of quotas at most.
pub const QUOTAS_MAX: usize = 64;
const NUMBER_MAX: u32 = 1_000_000;

/// One row: of the holders of a value, on one side or both, at least and at most so many.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuotaRow {
    /// Index of the feature.
    pub feature: usize,
    /// The value, as first spelled.
    pub value: String,
    /// The side it counts on, as spelled; `None` for both.
    pub side: Option<String>,
    /// Least.
    pub min: u32,
    /// Most.
    pub max: u32,
    /// How far the quota may be widened, where the file says so.
    pub flex: Option<[u32; 2]>,
    /// Its line in the file.
    pub line: u64,
}

/// Features and quotas.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rules {
    /// What the file is called.
    pub file: String,
    /// Features, as first spelled, in the order of the file.
    pub features: Vec<String>,
    /// Rows, in the order of the file.
    pub rows: Vec<QuotaRow>,
}

/// Columns of the file: `feature,value`, `category,name`, or `category,feature`.
struct Columns {
    feature: usize,
    value: usize,
    min: usize,
    max: usize,
    flex: Option<[usize; 2]>,
    side: Option<usize>,
}

impl Rules {
    /// Reads quotas from a table; everything that is wrong with it at once.
    pub fn read(sheet: &Sheet) -> Result<Self, Troubles> {
        let columns = Columns::of(sheet)?;
        let mut rules = Self { file: sheet.file.clone(), features: Vec::new(), rows: Vec::new() };
        let mut wrong = Vec::new();
        let mut first_line: BTreeMap<(usize, String, Option<String>), u64> = BTreeMap::new();
        for (line, cells) in &sheet.rows {
            let row = Line { sheet, number: *line, cells };
            match rules.row(&row, &columns) {
                Ok(quota) => {
                    let identity =
                        (quota.feature, key(&quota.value), quota.side.as_deref().map(key));
                    if let Some(first) = first_line.get(&identity) {
                        let feature = rules.features[quota.feature].clone();
                        let value = quota.value.clone();
                        wrong.push(
                            row.wrong(None, What::TwiceQuota { feature, value, first: *first }),
                        );
                    } else {
                        first_line.insert(identity, *line);
                        rules.rows.push(quota);
                    }
                }
                Err(troubles) => wrong.extend(troubles),
            }
        }
        if sheet.rows.is_empty() {
            wrong.push(Trouble::of(&sheet.file, Place::default(), What::Empty));
        }
        if rules.rows.len() > QUOTAS_MAX {
            let what = What::TooManyQuotas { found: rules.rows.len(), limit: QUOTAS_MAX };
            wrong.push(Trouble::of(&sheet.file, Place::default(), what));
        }
        if wrong.is_empty() { Ok(rules) } else { Err(Troubles(wrong)) }
    }

    fn row(&mut self, row: &Line<'_>, columns: &Columns) -> Result<QuotaRow, Vec<Trouble>> {
        let mut wrong = Vec::new();
        let mut take =
            |found: Result<u32, Trouble>| found.map_err(|trouble| wrong.push(trouble)).ok();
        let (min, max) = (take(row.number(columns.min)), take(row.number(columns.max)));
        let flex = columns.flex.map(|flex| flex.map(|column| take(row.number(column))));
        for column in [columns.feature, columns.value] {
            if row.text(column).is_empty() {
                wrong.push(row.wrong(Some(column), What::Blank));
            }
        }
        if let (Some(min), Some(max)) = (min, max) {
            if min > max {
                wrong.push(row.wrong(None, What::MinOverMax { min, max }));
            }
            if let Some([Some(low), Some(high)]) = flex {
                if low > min {
                    let what = What::FlexInside { column: "min_flex", flex: low, bound: min };
                    wrong.push(row.wrong(None, what));
                }
                if high < max {
                    let what = What::FlexInside { column: "max_flex", flex: high, bound: max };
                    wrong.push(row.wrong(None, what));
                }
            }
        }
        let (Some(min), Some(max), true) = (min, max, wrong.is_empty()) else { return Err(wrong) };
        let side = columns.side.map(|column| row.text(column)).filter(|side| !side.is_empty());
        Ok(QuotaRow {
            feature: self.feature(row.text(columns.feature)),
            value: row.text(columns.value).to_owned(),
            side: side.map(str::to_owned),
            min,
            max,
            flex: flex.and_then(|[low, high]| Some([low?, high?])),
            line: row.number,
        })
    }

    fn feature(&mut self, name: &str) -> usize {
        let at = self.features.iter().position(|own| key(own) == key(name));
        at.unwrap_or_else(|| {
            self.features.push(name.to_owned());
            self.features.len() - 1
        })
    }

    /// What a row is called: “field = women”, with its side where it has one.
    pub fn name(&self, row: usize) -> String {
        let own = &self.rows[row];
        let side = own.side.as_ref().map(|side| format!(" ({side})")).unwrap_or_default();
        format!("{} = {}{side}", self.features[own.feature], own.value)
    }

    /// What a number of seats can never be, feature by feature.
    pub fn check_size(&self, seats: u32) -> Vec<Trouble> {
        let mut wrong = Vec::new();
        for (at, feature) in self.features.iter().enumerate() {
            let own = || self.rows.iter().filter(move |row| row.feature == at);
            if own().any(|row| row.side.is_some()) {
                continue;
            }
            let sum = |of: fn(&QuotaRow) -> u32| own().map(|row| u64::from(of(row))).sum::<u64>();
            let (least, most) = (sum(|row| row.min), sum(|row| row.max));
            let feature = feature.clone();
            if least > u64::from(seats) {
                let what = What::LeastsOver { feature, sum: least, seats };
                wrong.push(Trouble::of(&self.file, Place::default(), what));
            } else if most < u64::from(seats) {
                let what = What::MostsUnder { feature, sum: most, seats };
                wrong.push(Trouble::of(&self.file, Place::default(), what));
            }
        }
        wrong
    }
}

impl Columns {
    fn of(sheet: &Sheet) -> Result<Self, Troubles> {
        // The replication data of Nature call the feature “category” and the value “feature”.
        let (feature, value) = if sheet.has("category") {
            ("category", if sheet.has("feature") { "feature" } else { "name" })
        } else {
            ("feature", "value")
        };
        let found = [feature, value, "min", "max"].map(|name| sheet.column(name));
        let wrong: Vec<Trouble> = found.iter().filter_map(|column| column.clone().err()).collect();
        let [Ok(feature), Ok(value), Ok(min), Ok(max)] = found else { return Err(Troubles(wrong)) };
        let flex = match (sheet.has("min_flex"), sheet.has("max_flex")) {
            (true, true) => Some([sheet.column("min_flex")?, sheet.column("max_flex")?]),
            (false, false) => None,
            (low, _) => {
                let (there, missing) =
                    if low { ("min_flex", "max_flex") } else { ("max_flex", "min_flex") };
                let place = Place { line: 1, column: None };
                return Err(
                    Trouble::of(&sheet.file, place, What::HalfFlex { there, missing }).into()
                );
            }
        };
        let side = if sheet.has("side") { Some(sheet.column("side")?) } else { None };
        Ok(Self { feature, value, min, max, flex, side })
    }
}

/// A row on its way.
struct Line<'a> {
    sheet: &'a Sheet,
    number: u64,
    cells: &'a [String],
}

impl Line<'_> {
    fn text(&self, column: usize) -> &str {
        self.cells.get(column).map_or("", |cell| cell.trim())
    }

    fn number(&self, column: usize) -> Result<u32, Trouble> {
        let text = self.text(column);
        if text.is_empty() {
            return Err(self.wrong(Some(column), What::Blank));
        }
        let plain = key(text);
        let whole = plain.strip_suffix(".0").unwrap_or(&plain);
        let number = Some(whole).filter(|whole| whole.bytes().all(|byte| byte.is_ascii_digit()));
        let number =
            number.and_then(|whole| whole.parse().ok()).filter(|number| *number <= NUMBER_MAX);
        number.ok_or_else(|| self.wrong(Some(column), What::NoNumber(text.to_owned())))
    }

    fn wrong(&self, column: Option<usize>, what: What) -> Trouble {
        let column = column.and_then(|at| self.sheet.header.get(at)).cloned();
        Trouble::of(&self.sheet.file, Place { line: self.number, column }, what)
    }
}
