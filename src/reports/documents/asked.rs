//! What was proposed and what became of it, as the API answers it.

use serde::Serialize;
use utoipa::ToSchema;

use crate::proposals::{Answer, Need, OriginCount, Proposal, SupportCount};

/// One page of needs, in the order of their making.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct NeedsDocument {
    pub needs: Vec<NeedLine>,
    /// From 1.
    pub page: usize,
    pub pages: usize,
}

/// 需求: what one proposal, or several that want the same, come to.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct NeedLine {
    pub id: String,
    pub title: String,
    /// 服务领域
    pub field: String,
    /// Street, or street · community; nothing for the whole district.
    pub place: Option<String>,
    /// open, appraising, pool, refused, referred, candidate or chosen.
    pub state: String,
    pub proposals: i64,
    /// 我也需要
    pub supports: i64,
    /// All of it.
    #[schema(example = "/api/needs/01930c1e-7a3b-7000-8000-000000000000")]
    pub data: String,
}

/// Whose wish it is, and from how many streets.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct OriginsDocument {
    pub all: usize,
    pub resident: usize,
    pub deputy: usize,
    pub cppcc: usize,
    pub department: usize,
    pub streets: usize,
}

impl From<OriginCount> for OriginsDocument {
    fn from(count: OriginCount) -> Self {
        let OriginCount { all, resident, deputy, cppcc, department, streets } = count;
        Self { all, resident, deputy, cppcc, department, streets }
    }
}

/// What was said of it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct AnswerDocument {
    /// referred, refused, pool, candidate, chosen, not_chosen or done.
    pub kind: String,
    pub words: String,
    /// To whom it was referred.
    pub unit: Option<String>,
    #[schema(format = Date)]
    pub on: String,
}

impl From<&Answer> for AnswerDocument {
    fn from(answer: &Answer) -> Self {
        Self {
            kind: answer.kind.word().to_owned(),
            words: answer.words.clone(),
            unit: Some(answer.unit.clone()).filter(|unit| !unit.is_empty()),
            on: answer.at.to_date(),
        }
    }
}

/// A need with every wording and every answer.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct NeedDocument {
    pub id: String,
    pub title: String,
    /// 服务领域
    pub field: String,
    /// Street, or street · community; nothing for the whole district.
    pub place: Option<String>,
    /// open, appraising, pool, refused, referred, candidate or chosen.
    pub state: String,
    pub proposals: i64,
    /// 我也需要
    pub supports: i64,
    /// The secretariat's own words for it; may be empty.
    pub words: String,
    pub origins: OriginsDocument,
    /// Of those who need it too, by street; an empty name for those who named none.
    pub supports_by_street: Vec<(String, usize)>,
    pub proposals_in_words: Vec<ProposalLine>,
    pub answers: Vec<AnswerDocument>,
}

impl NeedDocument {
    pub fn new(
        line: NeedLine,
        need: &Need,
        origins: OriginCount,
        supports: SupportCount,
        proposals: Vec<ProposalLine>,
        answers: &[Answer],
    ) -> Self {
        let NeedLine { id, title, field, place, state, proposals: count, supports: all, data: _ } = line;
        Self {
            id,
            title,
            field,
            place,
            state,
            proposals: count,
            supports: all,
            words: need.words.clone(),
            origins: origins.into(),
            supports_by_street: supports.streets,
            proposals_in_words: proposals,
            answers: answers.iter().map(AnswerDocument::from).collect(),
        }
    }
}

/// One page of public proposals, in the order in which they came.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ProposalsDocument {
    pub proposals: Vec<ProposalLine>,
    /// From 1.
    pub page: usize,
    pub pages: usize,
}

/// One proposal in its author's words.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ProposalLine {
    /// The call's number, and its own in it.
    pub call: i32,
    pub number: i32,
    #[schema(format = Date)]
    pub on: String,
    /// resident, deputy, cppcc or department.
    pub origin: String,
    /// online, station or desk.
    pub channel: String,
    pub title: String,
    pub why: String,
    pub gain: String,
    /// Where it stands.
    pub need: Option<String>,
    #[schema(format = Date)]
    pub due: String,
    /// The day of the first answer.
    #[schema(format = Date)]
    pub answered: Option<String>,
}

impl ProposalLine {
    pub fn of(proposal: &Proposal, call: i32) -> Self {
        Self {
            call,
            number: proposal.number,
            on: proposal.at.to_date(),
            origin: proposal.origin.word().to_owned(),
            channel: proposal.channel.word().to_owned(),
            title: proposal.wording.title.clone(),
            why: proposal.wording.why.clone(),
            gain: proposal.wording.gain.clone(),
            need: proposal.need.map(|need| need.to_string()),
            due: proposal.due.to_string(),
            answered: proposal.answered.map(|day| day.to_string()),
        }
    }
}

/// How many came, and what became of them.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct FunnelDocument {
    pub received: usize,
    pub answered: usize,
    pub open: usize,
    pub open_late: usize,
    pub answered_late: usize,
    pub all: FunnelLine,
    pub fields: Vec<FunnelLine>,
    pub streets: Vec<FunnelLine>,
    /// By the year in which the first proposal of a need came.
    pub years: Vec<FunnelLine>,
}

/// Needs of one field or street by what became of them.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct FunnelLine {
    /// Empty for the sum, and for the whole district.
    pub name: String,
    pub proposals: i64,
    pub needs: usize,
    /// State and how many.
    pub states: Vec<(String, usize)>,
}
