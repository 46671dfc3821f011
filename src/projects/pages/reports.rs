//! Reporting one sub-item's progress, from a phone on the site.

use serde::Serialize;

use super::{
    samples,
    views::{EvidenceView, ItemView},
};
use crate::{
    accounts::{As, Department, Person},
    db::{Conn, Submitted},
    ids::SubItemId,
    projects::{
        actions::{self, ReportError, Reporter},
        evidence::{self, LARGEST_FILE, NotTaken, Prepared},
        progress::ReportForm,
        quantity::Quantity,
        store,
        unit::may_report,
    },
    web::{Ctx, Handled, Message, Page, PageError, Path, Upload, blocking},
};

#[derive(Clone, Debug, Serialize)]
pub struct ReportPage {
    pub project: String,
    pub item: ItemView,
    pub typed: ReportForm,
    /// Kept with the draft.
    pub evidence: Vec<EvidenceView>,
    pub most_megabytes: usize,
    /// The quantity that is to be vouched for before it is filed.
    pub doubted: Option<String>,
    /// Whether the kind is reported as a share, as what is left, or as a quantity.
    pub asks: &'static str,
}

impl ReportPage {
    /// With what was typed just now, or else the draft.
    fn of(
        conn: &mut Conn,
        person: &Person,
        sub_item: SubItemId,
        today: jiff::civil::Date,
        typed: Option<ReportForm>,
    ) -> Result<Self, PageError> {
        let unit = store::unit_of(conn, person.id)?.ok_or(PageError::NotFound)?;
        let project = store::project_of_sub_item(conn, sub_item)?
            .filter(|project| Some(project.congress) == person.congress())
            .ok_or(PageError::NotFound)?;
        let tracked = store::tracked(conn, vec![project])?.pop().ok_or(PageError::NotFound)?;
        let published = tracked.published().map(|version| &version.plan);
        if !may_report(&unit, tracked.lead.as_ref(), published, sub_item) {
            return Err(PageError::NotFound);
        }
        let item = tracked.sub_item(sub_item).ok_or(PageError::NotFound)?;
        let (draft, evidence) = match store::draft(conn, sub_item)? {
            Some((id, draft)) => (draft, store::evidence_of_report(conn, id)?),
            None => (ReportForm { as_of: today.to_string(), ..ReportForm::default() }, Vec::new()),
        };
        let typed = typed.unwrap_or(draft);
        let quantity = typed.quantity.parse::<Quantity>().ok();
        Ok(Self {
            doubted: quantity.filter(|q| tracked.before(item, today).doubts(*q)).map(|q| q.to_string()),
            project: tracked.project.title.clone(),
            asks: match item.goal.kind().key() {
                "zero_target" => "left",
                "title" | "qualitative" => "share",
                _ => "quantity",
            },
            item: ItemView::of(&tracked, item),
            typed,
            evidence: evidence.iter().map(EvidenceView::from).collect(),
            most_megabytes: LARGEST_FILE / 1024 / 1024,
        })
    }
}

impl Page for ReportPage {
    const TEMPLATE: &'static str = "projects/report.html";

    fn samples() -> Vec<Self> {
        let page = |item: &ItemView, asks, typed: ReportForm| Self {
            project: "“幸福安居”在上城<b>".to_owned(),
            item: item.clone(),
            evidence: vec![EvidenceView {
                id: uuid::Uuid::nil().to_string(),
                file_name: "现场<b>.jpg".to_owned(),
                is_picture: true,
                width: 1_600,
                height: 1_200,
            }],
            most_megabytes: 12,
            doubted: (!typed.sure.is_empty()).then(|| typed.sure.clone()),
            typed,
            asks,
        };
        let [bare, full] = samples::tracked();
        let typed = ReportForm {
            as_of: "2024-07-01".to_owned(),
            quantity: "40<b>".to_owned(),
            words: "第三批已开工<b>".to_owned(),
            problems: "管线迁改<b>".to_owned(),
            next_step: "七月底前完成<b>".to_owned(),
            shrink_reason: "上月重复<b>".to_owned(),
            sure: "40<b>".to_owned(),
        };
        let (bare, full) = (ItemView::all(&bare), ItemView::all(&full));
        let pages = bare.iter().map(|item| page(item, "quantity", ReportForm::default()));
        let asks = ["quantity", "quantity", "left", "share"];
        pages.chain(full.iter().zip(asks).map(|(item, asks)| page(item, asks, typed.clone()))).collect()
    }
}

async fn page_of(
    ctx: &Ctx,
    person: &Person,
    id: SubItemId,
    typed: Option<ReportForm>,
) -> Result<ReportPage, PageError> {
    let (services, person, today) = (ctx.services.clone(), person.clone(), ctx.services.clock.now().day());
    blocking(move || services.db.read(|conn| ReportPage::of(conn, &person, id, today, typed.clone()))).await
}

pub async fn show_report(ctx: Ctx, who: As<Department>, id: Path<SubItemId>) -> Handled {
    let id = id.into_inner();
    ctx.show(&page_of(&ctx, &who.person, id, None).await?)
}

/// Files the report, or keeps it as a draft. A report that is refused is kept as a draft too, with its pictures: a
/// browser would not send them a second time by itself.
pub async fn save_report(ctx: Ctx, who: As<Department>, id: Path<SubItemId>, upload: Upload<LARGEST_FILE>) -> Handled {
    let id = id.into_inner();
    let field = |name: &str| upload.field(name).to_owned();
    let typed = ReportForm {
        as_of: field("as_of"),
        quantity: field("quantity"),
        words: field("words"),
        problems: field("problems"),
        next_step: field("next_step"),
        shrink_reason: field("shrink_reason"),
        sure: field("sure"),
    };
    let again = async |typed: ReportForm, refused: &Refused| {
        let page = page_of(&ctx, &who.person, id, Some(typed)).await?;
        ctx.again_with(&page, &refused.wrong, refused.kept.then_some(&"report-kept-as-draft".into()))
    };
    let Ok(key) = upload.key(&ctx) else {
        return again(typed, &Refused { wrong: vec!["form-expired".into()], kept: false }).await;
    };
    let draft_only = upload.field("do") == "draft";
    let (services, person, now) = (ctx.services.clone(), who.person.clone(), ctx.services.clock.now());
    let form = typed.clone();
    let pieces = match prepared(&ctx, upload).await? {
        Ok(pieces) => pieces,
        Err(refused) => {
            let wrong = vec![refused.words().at("photo")];
            return again(typed, &Refused { wrong, kept: false }).await;
        }
    };
    let outcome = blocking(move || {
        let by = Reporter { person: &person, at: now, sub_item: id };
        let keep = |tx: &mut crate::db::Tx| actions::save_report_draft(tx, &by, &form, &pieces).map(|_| ());
        if draft_only {
            return settled(services.db.submit(key, now, keep).map(|_| true));
        }
        let filed = services.db.submit(key, now, |tx| actions::file_report(tx, &by, &form, &pieces));
        match filed {
            Ok(Submitted::Now(_) | Submitted::Before) => Ok(Ok(false)),
            Err(ReportError::Wrong(wrong)) => match services.db.submit(key, now, keep) {
                Ok(_) => Ok(Err(Refused { wrong, kept: true })),
                Err(error) => settled(Err(error)),
            },
            Err(error) => settled(Err(error)),
        }
    })
    .await?;
    match outcome {
        Ok(true) => Ok(ctx.see(&format!("/department/sub-items/{id}/report"), "report-draft-kept")),
        Ok(false) => Ok(ctx.see("/department", "report-filed")),
        Err(refused) => again(typed, &refused).await,
    }
}

/// Only a report with files waits for its turn with them.
async fn prepared(ctx: &Ctx, upload: Upload<LARGEST_FILE>) -> Result<Result<Vec<Prepared>, NotTaken>, PageError> {
    if upload.files().next().is_none() {
        return Ok(Ok(Vec::new()));
    }
    ctx.services.files.run(move || Ok(evidence::prepare_all(upload.files()))).await
}

/// Refused by the rules; kept as a draft all the same, or not.
struct Refused {
    wrong: Vec<Message>,
    kept: bool,
}

/// `Ok(Ok(_))`: done, a draft or not.
fn settled(outcome: Result<bool, ReportError>) -> Result<Result<bool, Refused>, PageError> {
    match outcome {
        Ok(done) => Ok(Ok(done)),
        Err(ReportError::NotYours) => Err(PageError::NotFound),
        Err(ReportError::Db(error)) => Err(error.into()),
        Err(error) => Ok(Err(Refused { wrong: error.messages(), kept: false })),
    }
}
