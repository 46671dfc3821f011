use std::fs;
use std::path::Path;

use proptest::prelude::*;
use serde_json::json;

use super::*;

fn fixture() -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/session-2024.json");
    fs::read(path).unwrap()
}

#[test]
fn the_session_of_2024() {
    let file = read_session(&fixture()).unwrap();
    assert_eq!(file.congress, "杭州市上城区第一届人民代表大会");
    assert_eq!((file.session.name.as_str(), file.session.ordinal), ("第三次会议", 3));
    assert_eq!(file.session.date, jiff::civil::date(2024, 2, 3));
    assert!(file.notice.contains("不得当作正式文件使用"));
    assert_eq!(file.candidates.len(), 12);
    let items: Vec<&SubItem> = file.candidates.iter().flat_map(|c| &c.sub_items).collect();
    assert_eq!(items.len(), 59);
    assert!(items.iter().all(|item| item.mapping_inferred && item.lead_unit.inferred));
    for &kind in SubItemKind::ALL {
        assert!(items.iter().any(|item| item.goal.kind() == kind), "{}", kind.word());
    }
    assert_eq!(file.candidates[0].title, "“学有优教”在上城");
    assert_eq!(file.candidates[3].service_field, None);
    assert_eq!(file.candidates[2].service_field.as_ref().unwrap().text, "老有康养");

    // Target and unit together stand in the source as printed, 万 included.
    for item in &items {
        if let Goal::Measured(target) = &item.goal {
            let printed = format!("{}{}", target.value, target.unit);
            assert!(item.quote.contains(&printed), "{}: {printed}", item.code);
        }
    }
    let area = items.iter().find(|item| item.code == "C08-02").unwrap();
    let target = (area.goal.target(), area.goal.unit(), area.goal.operator());
    assert_eq!(target, (Some("3.5".into()), Some("万平方米"), Some(Operator::Eq)));
    let zero = items.iter().find(|item| item.code == "C09-02").unwrap();
    assert_eq!((&zero.goal, zero.goal.target()), (&Goal::Zero, Some("0".into())));
    let title = items.iter().find(|item| item.code == "C06-03").unwrap();
    assert_eq!((&title.goal, title.goal.target()), (&Goal::Title, None));
}

#[test]
fn faults_name_their_place() {
    type Change = fn(&mut Value);
    let cases: &[(Change, &str, &str)] = &[
        (|f| f["schema_version"] = json!(2), "schema_version", "unknown_schema"),
        (|f| f["session"]["date"] = json!("2024-02-30"), "session.date", "not_a_date"),
        (|f| f["congress"]["name"] = json!(" "), "congress.name", "blank"),
        (|f| f["candidates"] = json!({}), "candidates", "wrong_type"),
        (|f| f["candidates"] = json!([]), "candidates", "blank"),
        (|f| f["candidates"][4]["number"] = json!(4), "candidates[4].number", "does_not_fit"),
        (
            |f| f["candidates"][0]["sub_items"][0]["kind"] = json!("sum"),
            "candidates[0].sub_items[0].kind",
            "unknown_value",
        ),
        (
            |f| f["candidates"][0]["sub_items"][0]["target"] = json!("6所"),
            "candidates[0].sub_items[0].target",
            "wrong_type",
        ),
        (
            |f| f["candidates"][0]["sub_items"][0]["target"] = json!(-6),
            "candidates[0].sub_items[0].target",
            "wrong_type",
        ),
        (
            |f| f["candidates"][0]["sub_items"][0]["target"] = json!(0),
            "candidates[0].sub_items[0].target",
            "does_not_fit",
        ),
        (|f| f["candidates"][0]["sub_items"][0]["unit"] = Value::Null, "candidates[0].sub_items[0].unit", "wrong_type"),
        (
            |f| f["candidates"][0]["sub_items"][3]["target"] = json!(1),
            "candidates[0].sub_items[3].target",
            "does_not_fit",
        ),
        (
            |f| f["candidates"][5]["sub_items"][2]["unit"] = json!("个"),
            "candidates[5].sub_items[2].unit",
            "does_not_fit",
        ),
        (
            |f| f["candidates"][8]["sub_items"][1]["target"] = json!(3),
            "candidates[8].sub_items[1].target",
            "does_not_fit",
        ),
        (
            |f| f["candidates"][8]["sub_items"][1]["operator"] = json!("ge"),
            "candidates[8].sub_items[1].operator",
            "does_not_fit",
        ),
        (|f| f["candidates"][0]["sub_items"][1]["id"] = json!("C01-01"), "candidates[0].sub_items[1].id", "twice"),
        (
            |f| {
                f["candidates"][0]["sub_items"][1].as_object_mut().unwrap().remove("quote");
            },
            "candidates[0].sub_items[1].quote",
            "missing",
        ),
    ];
    for (change, path, key) in cases {
        let mut file: Value = serde_json::from_slice(&fixture()).unwrap();
        change(&mut file);
        let error = read_session(file.to_string().as_bytes()).unwrap_err();
        assert_eq!((error.path.as_str(), error.fault.key()), (*path, *key));
    }
    assert_eq!(read_session(b"[").unwrap_err().fault.key(), "not_json");
    assert_eq!(read_session(b"[]").unwrap_err().fault.key(), "wrong_type");
}

#[test]
fn a_trailing_zero_is_kept_in_a_text() {
    let mut file: Value = serde_json::from_slice(&fixture()).unwrap();
    file["candidates"][0]["sub_items"][0]["target"] = json!("6.50");
    let read = read_session(file.to_string().as_bytes()).unwrap();
    let goal = &read.candidates[0].sub_items[0].goal;
    assert_eq!(goal.target().as_deref(), Some("6.50"));
}

#[test]
fn decimals_that_are_none() {
    for text in ["", ".", "1.", ".5", "01", "-1", "+1", "1e3", "1,000", "１", "1234567890"] {
        assert_eq!(text.parse::<Decimal>(), Err(NotADecimal), "{text}");
    }
    let half: Decimal = "0.50".parse().unwrap();
    assert_eq!((half.digits(), half.scale()), (50, 2));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn a_decimal_prints_as_it_was_written(text in "(0|[1-9][0-9]{0,8})(\\.[0-9]{1,9})?") {
        prop_assert_eq!(text.parse::<Decimal>().unwrap().to_string(), text);
    }
}
