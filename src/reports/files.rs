//! The report as a table for others to compute with: exactly what the page shows.

use super::annual::{Annual, Line};

const COLUMNS: [&str; 15] = [
    "project_id",
    "project",
    "field",
    "code",
    "sub_item",
    "unit",
    "target",
    "target_unit",
    "actual",
    "as_of",
    "share_percent",
    "last_year",
    "light",
    "done",
    "over_target",
];

fn cells(line: &Line) -> [String; 15] {
    [
        line.project_id.to_string(),
        line.project.clone(),
        line.field.clone(),
        line.code.clone(),
        line.name.clone(),
        line.unit.clone(),
        line.target.clone(),
        line.target_unit.clone(),
        line.actual.clone(),
        line.as_of.clone(),
        line.share.clone(),
        line.last_year.clone(),
        line.light.word().to_owned(),
        line.done.to_string(),
        line.over_target.to_string(),
    ]
}

/// With a byte order mark, for spreadsheets; what they would compute is made text.
pub fn csv(annual: &Annual) -> Result<Vec<u8>, csv::Error> {
    let mut out = vec![0xef, 0xbb, 0xbf];
    {
        let mut writer = csv::Writer::from_writer(&mut out);
        writer.write_record(COLUMNS)?;
        for line in &annual.lines {
            writer.write_record(cells(line).map(|cell| harmless(&cell)))?;
        }
        writer.flush()?;
    }
    Ok(out)
}

fn harmless(cell: &str) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{cell}") } else { cell.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_formula_becomes_text() {
        assert_eq!(harmless("=1+1"), "'=1+1");
        assert_eq!(harmless("“幸福安居”"), "“幸福安居”");
    }
}
