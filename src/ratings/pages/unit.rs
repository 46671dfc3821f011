//! Remarks of the public that a unit may answer.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{
    accounts::{As, Department, Person},
    db::Conn,
    ids::{ProjectId, PublicRatingId},
    projects::{self, Tracked},
    ratings::{
        actions,
        remark::{LONGEST_ANSWER, RemarkState},
        store::{self, PublicRating},
    },
    web::{Ctx, Form, Handled, Page, PageError, Path},
};

const HERE: &str = "/department/remarks";

#[derive(Clone, Debug, Serialize)]
pub struct UnitRemark {
    pub id: String,
    pub title: String,
    pub on: String,
    pub mark: &'static str,
    pub words: String,
    pub answer: String,
    /// Empty where the secretariat answered.
    pub answered_by: String,
}

#[derive(Clone, Debug, Serialize)]
pub struct UnitRemarksPage {
    pub open: Vec<UnitRemark>,
    pub answered: Vec<UnitRemark>,
    pub longest: usize,
    /// Of the form that was refused.
    pub typed_for: String,
    pub typed: RemarkAnswerForm,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct RemarkAnswerForm {
    #[serde(default)]
    pub answer: String,
}

impl UnitRemarksPage {
    fn of(conn: &mut Conn, person: &Person, today: Date) -> Result<Self, PageError> {
        let congress = person.congress().ok_or(PageError::NotFound)?;
        let mut page = Self {
            open: Vec::new(),
            answered: Vec::new(),
            longest: LONGEST_ANSWER,
            typed_for: String::new(),
            typed: RemarkAnswerForm::default(),
        };
        let Some(unit) = projects::unit_of(conn, person.id)? else { return Ok(page) };
        let found = projects::public_projects(conn, congress)?;
        let mut tracked = projects::overview(conn, found)?;
        tracked.retain(|one| actions::answers_for(&unit, one));
        let ids: Vec<ProjectId> = tracked.iter().map(|one| one.project.id).collect();
        let remarks = store::remarks(conn, &ids, RemarkState::Released, today)?;
        let (open, answered): (Vec<_>, Vec<_>) = remarks.into_iter().partition(|one| one.answer.is_empty());
        page.open = open.into_iter().map(|one| view(one, &tracked)).collect();
        page.answered = answered.into_iter().map(|one| view(one, &tracked)).collect();
        Ok(page)
    }
}

fn view(rating: PublicRating, tracked: &[Tracked]) -> UnitRemark {
    let of = tracked.iter().find(|one| one.project.id == rating.project);
    UnitRemark {
        id: rating.id.to_string(),
        title: of.map(|one| one.project.title.clone()).unwrap_or_default(),
        on: rating.day.to_string(),
        mark: rating.mark.word(),
        words: rating.remark,
        answer: rating.answer,
        answered_by: rating.answered_by,
    }
}

impl Page for UnitRemarksPage {
    const TEMPLATE: &'static str = "ratings/unit.html";

    fn samples() -> Vec<Self> {
        let id = PublicRatingId::timeless().to_string();
        let remark = |answer: &str, by: &str| UnitRemark {
            id: id.clone(),
            title: "“幸福安居”在上城<b>".to_owned(),
            on: "2024-11-05".to_owned(),
            mark: "basically",
            words: "电梯装得慢<b>".to_owned(),
            answer: answer.to_owned(),
            answered_by: by.to_owned(),
        };
        let empty = Self {
            open: Vec::new(),
            answered: Vec::new(),
            longest: LONGEST_ANSWER,
            typed_for: String::new(),
            typed: RemarkAnswerForm::default(),
        };
        let full = Self {
            open: vec![remark("", "")],
            answered: vec![remark("已加派人手<b>", "区住建局<b>"), remark("谢谢", "")],
            typed_for: id.clone(),
            typed: RemarkAnswerForm { answer: "正在装<b>".to_owned() },
            ..empty.clone()
        };
        vec![empty, full]
    }
}

pub async fn show_unit_remarks(ctx: Ctx, who: As<Department>) -> Handled {
    let today = ctx.today();
    ctx.show(&ctx.read(move |conn| UnitRemarksPage::of(conn, &who.person, today)).await?)
}

pub async fn answer_remark_page(
    ctx: Ctx,
    who: As<Department>,
    id: Path<PublicRatingId>,
    form: Form<RemarkAnswerForm>,
) -> Handled {
    let (id, today) = (*id, ctx.today());
    ctx.act(who, form, move |tx, who, at, typed| actions::answer_remark(tx, &who.person, at, id, &typed.answer))
        .then(HERE, "rating-remark-answered")
        .or_again(move |conn, who, typed| {
            let page = UnitRemarksPage::of(conn, &who.person, today)?;
            Ok(UnitRemarksPage { typed_for: id.to_string(), typed, ..page })
        })
        .await
}
