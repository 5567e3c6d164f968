//! Files of a draw as people have them: every rule of reading, and no input that makes the reader fall.

#![expect(clippy::unwrap_used, reason = "tests")]

use beringia_analysis::draw::applicants::{Applicants, Reading};
use beringia_analysis::draw::plan::plan;
use beringia_analysis::draw::problem::{Troubles, What};
use beringia_analysis::draw::rules::Rules;
use beringia_analysis::draw::sheet::Sheet;
use beringia_analysis::draw::transcript::Transcript;
use beringia_analysis::draw::verify::{Given, verify};
use encoding_rs::GB18030;
use proptest::prelude::*;
use rust_xlsxwriter::{Formula, Workbook};

fn rules(text: &str) -> Result<Rules, Troubles> {
    Rules::read(&Sheet::read("quotas.csv", text.as_bytes(), None)?)
}

fn people(text: &str, rules: &Rules) -> Result<Applicants, Troubles> {
    Applicants::read(&Sheet::read("people.csv", text.as_bytes(), None)?, rules, &Reading::default())
}

fn wrong(found: Result<impl std::fmt::Debug, Troubles>) -> Vec<String> {
    found.unwrap_err().0.iter().map(ToString::to_string).collect()
}

const QUOTAS: &str = "feature,value,min,max\n年龄,青年,1,2\n年龄,中年,1,2\n";

#[test]
fn usual_encodings_and_the_byte_order_mark_are_read() {
    let utf16: Vec<u8> =
        [0xFF, 0xFE].into_iter().chain(QUOTAS.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let big: Vec<u8> =
        [0xFE, 0xFF].into_iter().chain(QUOTAS.encode_utf16().flat_map(u16::to_be_bytes)).collect();
    let marked = format!("\u{feff}{QUOTAS}").into_bytes();
    let chinese = GB18030.encode(QUOTAS).0.into_owned();
    let crlf = QUOTAS.replace('\n', "\r\n").into_bytes();
    for bytes in [QUOTAS.as_bytes().to_vec(), utf16, big, marked, chinese, crlf] {
        let read = Rules::read(&Sheet::read("quotas.csv", &bytes, None).unwrap()).unwrap();
        assert_eq!((read.features[0].as_str(), read.rows[1].value.as_str()), ("年龄", "中年"));
    }
    let mixed = [b"feature,value,min,max\nage,\xFF\xFE\xFFold,1,2\n".as_slice()].concat();
    let said = Sheet::read("quotas.csv", &mixed, None).unwrap_err().to_string();
    assert!(said.starts_with("quotas.csv, line 2:"), "{said}");
}

#[test]
fn all_layouts_of_the_sortition_world_are_read() {
    for text in [
        "feature,value,min,max\nage,old,1,2\n",
        "category,name,min,max\nage,old,1,2\n",
        "category,feature,min,max\nage,old,1,2\n",
        "max,note,value,feature,min\n2,x,old,age,1\n",
    ] {
        let read = rules(text).unwrap();
        assert_eq!((read.features[0].as_str(), read.rows[0].min, read.rows[0].max), ("age", 1, 2));
    }
    let flex = rules("feature,value,min,max,min_flex,max_flex\nage,old,2,3,1,5\n").unwrap();
    assert_eq!(flex.rows[0].flex, Some([1, 5]));
    assert!(
        wrong(rules("feature,value,min,max,min_flex\nage,old,2,3,1\n"))[0]
            .contains("give both or neither")
    );
    assert!(wrong(rules("feature,value,min,max,min_flex,max_flex\nage,old,2,3,3,2\n")).len() == 2);
    assert!(
        wrong(rules("feature,valeu,min,max\nage,old,2,3\n"))[0].contains("do you mean “valeu”")
    );
}

#[test]
fn numbers_are_whole_however_they_are_written() {
    let read = rules("feature,value,min,max\nage,old,1.0,２\n").unwrap();
    assert_eq!((read.rows[0].min, read.rows[0].max), (1, 2));
    for bad in ["-1", "1.5", "1_0", "", "1000001", "=1"] {
        assert!(rules(&format!("feature,value,min,max\nage,old,{bad},5\n")).is_err(), "{bad}");
    }
}

#[test]
fn spellings_of_one_value_are_one_value_and_ids_keep_their_case() {
    let rules = rules("feature,value,min,max\nAge,Old  age,0,2\nage,ＹＯＵＮＧ,0,2\n").unwrap();
    assert_eq!(rules.features, ["Age"]);
    let read = people("ID,AGE\nx,old age\nX, YOUNG \n", &rules).unwrap();
    assert_eq!(read.people[0].values, ["Old  age"]);
    assert_eq!(read.people[1].values, ["ＹＯＵＮＧ"]);
    let said = wrong(people("id,age\nx,old age\nx,old age\nx2,yuong\n,young\ny,\n", &rules));
    assert_eq!(said.len(), 4, "{said:?}");
    assert!(said.iter().any(|one| one.contains("the rows are the same: keep one")));
}

#[test]
fn workbooks_are_read_as_what_their_cells_show() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("Quotas").unwrap();
    for (column, name) in (0..).zip(["feature", "value", "min", "max"]) {
        sheet.write(0, column, name).unwrap();
    }
    sheet.write(1, 0, "age").unwrap().write(1, 1, "old").unwrap().write(1, 2, 1).unwrap();
    sheet.write(1, 3, Formula::new("=1+1").set_result("2")).unwrap();
    book.add_worksheet().set_name("Other").unwrap();
    let bytes = book.save_to_buffer().unwrap();
    let read = Rules::read(&Sheet::read("q.xlsx", &bytes, None).unwrap()).unwrap();
    assert_eq!((read.rows[0].min, read.rows[0].max, read.rows[0].line), (1, 2, 2));
    assert!(Sheet::read("q.xlsx", &bytes, Some("quotas")).is_ok());
    let said = Sheet::read("q.xlsx", &bytes, Some("Pool")).unwrap_err().to_string();
    assert!(said.contains("no sheet “Pool”") && said.contains("Quotas, Other"), "{said}");
    assert!(Sheet::read("q.xlsx", &bytes[..bytes.len() / 2], None).is_err());
}

#[test]
fn what_is_too_large_is_refused_with_the_limit() {
    let many = (0..70).map(|at| format!("f,v{at},0,1\n")).collect::<String>();
    assert!(wrong(rules(&format!("feature,value,min,max\n{many}")))[0].contains("at most 64"));
    let huge = vec![b'a'; (50 << 20) + 1];
    let trouble = Sheet::read("p.csv", &huge, None).unwrap_err();
    assert_eq!(*trouble.what, What::TooLarge { limit: 50 });
    let long = "id\n".to_owned() + &"x\n".repeat(100_001);
    assert!(matches!(
        *Sheet::read("p.csv", long.as_bytes(), None).unwrap_err().what,
        What::TooManyRows { .. }
    ));
}

const PEOPLE: &str =
    "id,side,age,home\na,N,old,1\nb,N,young,1\nc,S,old,2\nd,S,young,\"3,4\"\ne,S,old,\n";
const RULES: &str = "feature,value,min,max,side\nside,N,1,1,\nside,S,1,1,\nage,old,0,2,\nage,young,0,1,S\nage,young,0,1,N\n";

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// Files with a few bytes changed, cut or doubled: an answer or a refusal, and of an answer a plan or none.
    #[test]
    fn no_file_makes_the_reader_fall(
        cuts in prop::collection::vec((any::<bool>(), any::<prop::sample::Index>(), any::<u8>(), 0..4_u8), 0..6),
        seats in 1..4_u32,
    ) {
        let mut files = [RULES.as_bytes().to_vec(), PEOPLE.as_bytes().to_vec()];
        for (which, at, byte, how) in cuts {
            let file = &mut files[usize::from(which)];
            if file.is_empty() {
                continue;
            }
            let at = at.index(file.len());
            match how {
                0 => file[at] = byte,
                1 => drop(file.remove(at)),
                2 => file.insert(at, byte),
                _ => file.truncate(at),
            }
        }
        let quotas = Sheet::read("q", &files[0], None).map_err(Troubles::from).and_then(|sheet| Rules::read(&sheet));
        let reading = Reading { one_per: vec!["home".to_owned()], ..Reading::default() };
        if let (Ok(rules), Ok(sheet)) = (quotas, Sheet::read("p", &files[1], None))
            && let Ok(applicants) = Applicants::read(&sheet, &rules, &reading)
        {
            let _ = plan(&rules, &applicants, seats, &mut |_| {});
        }
    }

    /// Any bytes, also such as begin like a workbook.
    #[test]
    fn no_bytes_make_the_reader_fall(bytes in prop::collection::vec(any::<u8>(), 0..300), is_book in any::<bool>()) {
        let mut bytes = bytes;
        if is_book {
            bytes.splice(0..0, *b"PK\x03\x04");
        }
        if let Ok(sheet) = Sheet::read("x", &bytes, None) {
            let _ = Rules::read(&sheet);
        }
    }

    /// Accounts of any records: checked or refused.
    #[test]
    fn no_account_makes_the_verifier_fall(
        kinds in prop::collection::vec(
            prop::sample::select(vec![
                "rules", "pool", "chances", "portfolio", "sealed", "commitment", "approval", "reveal", "draw",
                "delegation", "replacement", "applicant", "level", "continues",
            ]),
            0..14,
        ),
        values in prop::collection::vec(0..8_u8, 60),
    ) {
        let mut values = values.into_iter().cycle();
        let mut account = Transcript::default();
        for kind in kinds {
            let mut record = serde_json::Map::new();
            for name in ["seats", "quotas", "tickets", "commitments", "hashes", "keeper", "secret", "at", "value", "in",
                "out", "numbers", "side", "source", "rows", "people", "homes", "chance", "values", "number", "ticket",
                "must_in", "must_out", "one_per", "sides", "reveal_by", "draw_at"] {
                let value: serde_json::Value = match values.next().unwrap() {
                    0 => continue,
                    1 => "A".into(),
                    2 => 1000.into(),
                    3 => serde_json::json!(["A-0001", "A-0002"]),
                    4 => serde_json::json!({ "A": "x", "kind": "digits" }),
                    5 => serde_json::json!([[0, 5], ["A-0001", -3]]),
                    6 => (-1_i64 << 62).into(),
                    _ => "417 905".into(),
                };
                record.insert(name.to_owned(), value);
            }
            account.add(kind, record);
        }
        let _ = verify(&account, Given { auditors: Some(&account), ..Given::default() });
        prop_assert_eq!(Transcript::read(&account.text()).unwrap(), account);
    }
}
