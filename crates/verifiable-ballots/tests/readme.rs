//! The tables of the README are a list that is checked: what they name is there.

use std::{collections::BTreeSet, fs, path::Path};

/// What the protocol asks to be refused, in its order.
const MUST_BE_REFUSED: [&str; 18] = [
    "each field of a valid ballot changed",
    "swapped choices",
    "another's proof",
    "a shortened",
    "torsion added to one point; to two with the sum kept; with a ground proof",
    "scalar ≥ q",
    "unknown field in `answers`",
    "reordered fields",
    "white space",
    "wrong φ, uuid, credential",
    "duplicate",
    "dropped ballot with an honest decryption",
    "wrong factor",
    "forged result",
    "broken chain",
    "event after its time",
    "truncated archive",
    "cap exceeded by one with everything else right",
];

fn here(path: &str) -> String {
    let whole = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    fs::read_to_string(&whole).unwrap_or_else(|e| panic!("{}: {e}", whole.display()))
}

/// The cells of a table under a heading, row by row, without the two rows of its head.
fn table(readme: &str, heading: &str) -> Vec<Vec<String>> {
    let part = readme.split_once(&format!("## {heading}")).unwrap().1.split("\n## ").next().unwrap();
    let rows = part.lines().filter(|line| line.starts_with('|')).skip(2);
    rows.map(|row| row.trim_matches('|').split('|').map(|cell| cell.trim().to_owned()).collect()).collect()
}

/// What stands between backticks.
fn quoted(cell: &str) -> Vec<&str> {
    cell.split('`').skip(1).step_by(2).collect()
}

/// The numbers of `b:10–15` or `a:53`.
fn stored(word: &str) -> Option<(&'static str, BTreeSet<u32>)> {
    let (kind, numbers) = word.split_once(':')?;
    let folder = match kind {
        "a" => "archives",
        "b" => "ballots",
        _ => return None,
    };
    let (first, last) = numbers.split_once('–').unwrap_or((numbers, numbers));
    Some((folder, (first.parse().ok()?..=last.parse().ok()?).collect()))
}

#[test]
fn every_refusal_that_the_protocol_asks_for_has_its_row() {
    let rows = table(&here("README.md"), "What must be refused");
    let mut left = rows.iter().map(|row| row[0].as_str());
    for wanted in MUST_BE_REFUSED.iter().chain(&["a cap proof from another ballot", "a gigabyte"]) {
        assert!(left.any(|cell| cell.starts_with(wanted)), "no row for {wanted:?} in its place");
    }
}

#[test]
fn every_test_and_vector_that_is_named_exists() {
    let tamper = here("tests/support/tamper.rs");
    let rows = table(&here("README.md"), "What must be refused");
    assert!(rows.len() >= MUST_BE_REFUSED.len() + 2);
    for row in rows {
        let (what, how) = (&row[0], &row[1]);
        let mut module = String::new();
        let mut named = 0;
        for name in quoted(how) {
            let (place, test) = name.split_once("::").map_or(("", name), |(place, test)| (place, test));
            if !place.is_empty() {
                place.clone_into(&mut module);
            }
            if Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/{test}.rs")).is_file() {
                test.clone_into(&mut module);
            } else {
                let source = here(&format!("tests/{module}.rs"));
                assert!(source.contains(&format!("fn {test}(")), "{what}: no test {test} in {module}");
            }
            named += 1;
        }
        for word in how.split([' ', ',', ';']).filter(|word| !word.is_empty()) {
            let Some((folder, numbers)) = stored(word) else { continue };
            let index = here(&format!("tests/vectors/negative/{folder}.index.json"));
            for number in numbers {
                assert!(index.contains(&format!("{folder}/{number:02}-")), "{what}: no {folder}/{number:02}-…");
                named += 1;
            }
        }
        for names in how.split("`tampered` (").skip(1) {
            for name in names.split(')').next().unwrap().split(", ") {
                assert!(tamper.contains(&format!("\"{name}\"")), "{what}: no tampered archive {name:?}");
            }
        }
        assert!(named > 0, "{what}: no test is named");
    }
}

#[test]
fn every_module_has_its_place_in_the_table_of_the_specification() {
    let rows = table(&here("README.md"), "Specification, module, test");
    let (mut modules, mut tests) = (String::new(), String::new());
    for row in &rows {
        modules += &row[2];
        tests += &row[3];
        for module in quoted(&row[2]) {
            let path = format!("src/{}", module.replace("::", "/"));
            let root = Path::new(env!("CARGO_MANIFEST_DIR"));
            let there = root.join(format!("{path}.rs")).is_file() || root.join(format!("{path}/mod.rs")).is_file();
            assert!(there, "no module {module}");
        }
        for test in quoted(&row[3]) {
            assert!(!here(&format!("tests/{test}.rs")).is_empty());
        }
    }
    for module in here("src/lib.rs").lines().filter_map(|line| line.trim_start_matches("pub ").strip_prefix("mod ")) {
        let module = module.trim_end_matches([';', ' ', '{']);
        assert!(
            quoted(&modules).iter().any(|named| named.split("::").next() == Some(module)),
            "{module} is not in the table"
        );
    }
    for file in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests")).unwrap() {
        let name = file.unwrap().file_name().into_string().unwrap();
        let Some(test) = name.strip_suffix(".rs").filter(|test| !["main", "readme", "properties"].contains(test))
        else {
            continue;
        };
        assert!(quoted(&tests).contains(&test), "tests/{name} is not in the table");
    }
}
