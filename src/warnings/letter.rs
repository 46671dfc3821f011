//! What is written to whoever is late: in Chinese, as everything between offices is.

use super::warning::Warning;
use crate::{
    post::Text,
    web::{Lang, Message, SiteName},
};

/// Lines of one letter; the unit's page has the rest.
const MOST: usize = 30;

fn said(message: &Message) -> String {
    Lang::Chinese.text(message)
}

/// As 2024-03.
pub fn month(warning: &Warning) -> String {
    warning.month.strftime("%Y-%m").to_string()
}

/// 提前 5 天 or 逾期 1 天: the message, and how many days.
pub fn level_said(level: i32) -> (&'static str, u32) {
    let key = match level {
        0 => "warning-level-today",
        before if before < 0 => "warning-level-before",
        _ => "warning-level-after",
    };
    (key, level.unsigned_abs())
}

fn line(warning: &Warning) -> String {
    let head = Message::new("warning-letter-line")
        .with("project", &warning.project_title)
        .with("month", month(warning))
        .with("due", warning.due_on);
    let (key, days) = level_said(warning.level);
    let level = said(&Message::new(key).with("days", days));
    format!("{}（{level}）\n{}", said(&head), warning.sub_items.join("、"))
}

/// One sentence, short enough for a short message.
pub fn in_short(unit: &str, warnings: &[&Warning]) -> String {
    let late = warnings.iter().filter(|warning| warning.level > 0).count();
    let message = Message::new("warning-short").with("unit", unit).with("count", warnings.len()).with("late", late);
    said(&message)
}

pub fn of_reports(site: &SiteName, unit: &str, warnings: &[&Warning]) -> Text {
    let late = warnings.iter().any(|warning| warning.level > 0);
    let subject = Message::new(if late { "warning-letter-subject-late" } else { "warning-letter-subject" })
        .with("unit", unit)
        .with("count", warnings.len());
    let mut parts = vec![in_short(unit, warnings)];
    parts.extend(warnings.iter().take(MOST).map(|warning| line(warning)));
    parts.push(format!("{}\n{}/department", said(&"warning-letter-page".into()), site.origin));
    parts.push(said(&"warning-letter-why".into()));
    parts.push(site.name.clone());
    (said(&subject), parts.join("\n\n") + "\n")
}

pub fn of_repeated_reds(site: &SiteName, unit: &str, year: i32, reds: usize) -> Text {
    let with = |key| Message::new(key).with("unit", unit).with("year", year).with("reds", reds);
    let parts = [
        said(&with("repeated-red-letter")),
        format!("{}\n{}/projects", said(&"repeated-red-letter-page".into()), site.origin),
        said(&"warning-letter-why".into()),
        site.name.clone(),
    ];
    (said(&with("repeated-red-letter-subject")), parts.join("\n\n") + "\n")
}
