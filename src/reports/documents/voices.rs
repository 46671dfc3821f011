//! What residents said and units answered, as the API answers it: nothing in it leads to a person.

use serde::Serialize;
use utoipa::ToSchema;

use crate::voices::{ClockCount, HelpCount, VoiceAnswerView, VoiceView};

/// One page of messages, in the order in which they came.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct VoicesDocument {
    pub received: usize,
    pub answered: usize,
    pub open: usize,
    pub open_late: usize,
    pub answered_late: usize,
    /// What authors say of the answers: they helped, partly, not.
    pub helped: usize,
    pub helped_partly: usize,
    pub not_helped: usize,
    pub voices: Vec<VoiceLine>,
    /// From 1.
    pub page: usize,
    pub pages: usize,
}

impl VoicesDocument {
    pub fn new((clock, helps): (ClockCount, HelpCount), voices: Vec<VoiceView>, (page, pages): (usize, usize)) -> Self {
        Self {
            received: clock.received,
            answered: clock.answered,
            open: clock.open,
            open_late: clock.open_late,
            answered_late: clock.answered_late,
            helped: helps.yes,
            helped_partly: helps.partly,
            not_helped: helps.no,
            voices: voices.into_iter().map(VoiceLine::from).collect(),
            page,
            pages,
        }
    }
}

/// 群众留言: what somebody says of a project.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct VoiceLine {
    pub id: String,
    pub number: i32,
    pub project_id: String,
    pub project: String,
    /// The sub-item it is about; nothing for the project as a whole.
    pub sub_item: Option<String>,
    /// problem, suggestion, praise or question.
    pub kind: String,
    pub words: String,
    #[schema(format = Date)]
    pub on: String,
    #[schema(format = Date)]
    pub due: String,
    /// open, answered, asked-again or answered-again.
    pub state: String,
    pub days_late: i32,
    pub pictures: usize,
    pub answers: Vec<VoiceAnswerLine>,
}

/// What the unit answered.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct VoiceAnswerLine {
    pub unit: String,
    pub words: String,
    #[schema(format = Date)]
    pub on: String,
    pub late: bool,
    /// yes, partly or no, as its author says.
    pub helped: Option<String>,
}

impl From<VoiceView> for VoiceLine {
    fn from(voice: VoiceView) -> Self {
        Self {
            id: voice.id,
            number: voice.number,
            project_id: voice.project,
            project: voice.title,
            sub_item: Some(voice.item).filter(|item| !item.is_empty()),
            kind: voice.kind.to_owned(),
            words: voice.words.join("\n"),
            on: voice.on,
            due: voice.due,
            state: voice.course.to_owned(),
            days_late: voice.days_late,
            pictures: voice.pictures.len(),
            answers: voice.answers.into_iter().map(VoiceAnswerLine::from).collect(),
        }
    }
}

impl From<VoiceAnswerView> for VoiceAnswerLine {
    fn from(answer: VoiceAnswerView) -> Self {
        Self {
            unit: answer.unit,
            words: answer.words.join("\n"),
            on: answer.on,
            late: answer.late,
            helped: answer.helped.map(ToOwned::to_owned),
        }
    }
}
