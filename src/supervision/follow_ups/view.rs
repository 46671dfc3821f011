//! A follow-up with its steps, and the board of all in columns.

use jiff::civil::Date;
use serde::Serialize;

use super::follow_up::{Column, FollowUp, Step};
use crate::{
    attachments::AttachmentView,
    supervision::pages::views::{SAMPLE_DAY, Supervised, sample_supervised, shown},
};

#[derive(Clone, Debug, Serialize)]
pub struct StepView {
    pub act: &'static str,
    /// Of who did it; of an escalation, how far upward it went.
    pub role: String,
    pub name: String,
    pub words: String,
    pub on: String,
    pub deadline: Option<String>,
    pub files: Vec<AttachmentView>,
}

#[derive(Clone, Debug, Serialize)]
pub struct FollowUpView {
    pub id: String,
    pub number: i32,
    pub project: String,
    pub title: String,
    pub finding: String,
    /// Its first words, for a heading.
    pub first_words: String,
    /// Whether it says more than that.
    pub says_more: bool,
    pub deadline: String,
    /// Days; 0 while there is time.
    pub days_overdue: i32,
    pub state: &'static str,
    /// Of the colour board.
    pub column: &'static str,
    /// Of docs/look.md.
    pub class: &'static str,
    pub escalation: &'static str,
    /// Who answers for the project in the unit, by its plan.
    pub leader: Option<String>,
    pub lead_unit: Option<String>,
    pub opened_by: String,
    pub opened_on: String,
    pub closed_on: Option<String>,
    /// The page of ours that it came of.
    pub came_from: Option<String>,
    pub steps: Vec<StepView>,
}

impl FollowUpView {
    pub fn of(all: &Supervised, follow_up: &FollowUp, today: Date) -> Self {
        let column = follow_up.column(today);
        let tracked = all.project(follow_up.project);
        let step = |step: &Step| StepView {
            act: step.act.word(),
            role: step.role.clone(),
            name: step.name.clone(),
            words: step.words.clone(),
            on: step.at.to_date(),
            deadline: step.deadline.map(|day| day.to_string()),
            files: shown(&all.files, step.id.into()),
        };
        let late = follow_up.deadline.until(today).map_or(0, |span| span.get_days());
        Self {
            id: follow_up.id.to_string(),
            number: follow_up.number,
            project: follow_up.project.to_string(),
            title: all.title(follow_up.project),
            finding: follow_up.finding.clone(),
            says_more: first_words(&follow_up.finding) != follow_up.finding.trim().trim_end_matches(CLAUSE_ENDS),
            first_words: first_words(&follow_up.finding),
            deadline: follow_up.deadline.to_string(),
            days_overdue: if follow_up.is_overdue(today) { late } else { 0 },
            state: follow_up.state.word(),
            column: column.word(),
            class: column.class(),
            escalation: follow_up.escalation.word(),
            leader: tracked.and_then(|tracked| tracked.published()).map(|version| version.plan.leader.clone()),
            lead_unit: tracked.and_then(|tracked| tracked.lead.as_ref()).map(|unit| unit.name.clone()),
            opened_by: follow_up.opened_by.clone(),
            opened_on: follow_up.opened_at.to_date(),
            closed_on: follow_up.closed_at.map(|at| at.to_date()),
            came_from: follow_up.came_from.clone(),
            steps: all.steps.iter().filter(|step| step.follow_up == follow_up.id).map(step).collect(),
        }
    }

    pub fn samples() -> Vec<Self> {
        let all = sample_supervised();
        all.follow_up_views(SAMPLE_DAY)
    }
}

const CLAUSE_ENDS: [char; 3] = ['。', '；', '\n'];

/// The first clause, or as much of it as stands on one line of a heading.
fn first_words(text: &str) -> String {
    const MOST: usize = 24;
    let clause = text.trim().split(CLAUSE_ENDS).next().unwrap_or_default().trim();
    match clause.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", &clause[..end]),
        None => clause.to_owned(),
    }
}

/// One column of the colour board.
#[derive(Clone, Debug, Serialize)]
pub struct ColumnView {
    pub word: &'static str,
    pub class: &'static str,
    pub cards: Vec<FollowUpView>,
}

pub fn columns(views: &[FollowUpView]) -> Vec<ColumnView> {
    let of = |column: &Column| ColumnView {
        word: column.word(),
        class: column.class(),
        cards: views.iter().filter(|view| view.column == column.word()).cloned().collect(),
    };
    Column::ALL.iter().map(of).collect()
}

#[cfg(test)]
mod tests {
    use crate::supervision::follow_ups::view::first_words;

    #[test]
    fn a_heading_takes_the_first_words_of_a_finding() {
        let long = "一二三四五六七八九十".repeat(3);
        for (finding, words) in [
            ("围挡缺失", "围挡缺失"),
            ("围挡缺失。请三日内补设。", "围挡缺失"),
            (" 材料占道\n公示牌没有更新", "材料占道"),
            (long.as_str(), "一二三四五六七八九十一二三四五六七八九十一二三四…"),
        ] {
            assert_eq!(first_words(finding), words);
        }
    }
}
