//! Reporting one sub-item's progress, from a phone on the site.

use serde::{Deserialize, Serialize};

use super::{
    department::months_of,
    samples,
    views::{EvidenceView, ItemView},
};
use crate::{
    accounts::{As, Department, Person},
    db::Conn,
    ids::SubItemId,
    projects::{
        actions::{self, HandedIn, Reporter},
        evidence::{self, LARGEST_FILE, NotTaken, Prepared},
        progress::ReportForm,
        quantity::Quantity,
        store,
        unit::may_report,
    },
    web::{Ctx, Form, Handled, Outcome, Page, PageError, Path, SentFile, Upload},
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
    /// Months about which nobody reported, as 2024-03: a report about one of their days makes them up.
    pub unmade: Vec<String>,
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
        let before = tracked.before(item, today);
        Ok(Self {
            doubted: quantity.filter(|q| before.doubt(*q).is_some()).map(|q| q.to_string()),
            project: tracked.project.title.clone(),
            unmade: months_of(&tracked.unmade(item, today)),
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
            unmade: if typed.sure.is_empty() { Vec::new() } else { vec!["2024-04".to_owned(), "2024-05".to_owned()] },
            typed,
            asks,
        };
        let [bare, full] = samples::tracked();
        let typed = ReportForm {
            as_of: "2024-07-01".to_owned(),
            quantity: "40<b>".to_owned(),
            paid: "1200<b>".to_owned(),
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

pub async fn show_report(ctx: Ctx, who: As<Department>, id: Path<SubItemId>) -> Handled {
    let (id, today) = (*id, ctx.today());
    ctx.show(&ctx.read(move |conn| ReportPage::of(conn, &who.person, id, today, None)).await?)
}

#[derive(Debug, Deserialize)]
pub struct SentReport {
    #[serde(flatten)]
    report: ReportForm,
    /// `draft` keeps it.
    #[serde(default, rename = "do")]
    act: String,
}

/// Files the report, or keeps it as a draft. A report that is refused is kept as a draft too, with its pictures: a
/// browser would not send them a second time by itself.
pub async fn save_report(
    ctx: Ctx,
    who: As<Department>,
    id: Path<SubItemId>,
    upload: Upload<SentReport, LARGEST_FILE>,
) -> Handled {
    let (id, today) = (*id, ctx.today());
    let (draft_only, typed) = (upload.form.typed().act == "draft", upload.form.typed().report.clone());
    let (pieces, refused) = prepare_pictures(&ctx, &upload.form, upload.files).await?;
    let save = ctx.act(who, upload.form, move |tx, who, at, sent| {
        let by = Reporter { person: &who.person, at, sub_item: id };
        if draft_only {
            return actions::save_report_draft(tx, &by, &sent.report, &pieces).map(|_| HandedIn::Filed);
        }
        actions::file_or_keep_report(tx, &by, &sent.report, &pieces)
    });
    let refused = refused.map(|refused| refused.words().at("photo")).into_iter().collect();
    let (who, saved) = save.unless(refused).outcome().await?;
    let kept = |ctx: &Ctx| Ok(ctx.see(&format!("/department/sub-items/{id}/report"), "report-draft-kept"));
    let (wrong, aside) = match saved {
        Outcome::Done(HandedIn::Filed) | Outcome::Before if draft_only => return kept(&ctx),
        // What the first press came to, the draft tells: it stands only if nothing was filed.
        Outcome::Before if ctx.read(move |conn| store::draft(conn, id)).await?.is_some() => return kept(&ctx),
        Outcome::Done(HandedIn::Filed) | Outcome::Before => return Ok(ctx.see("/department", "report-filed")),
        Outcome::Done(HandedIn::Kept(wrong)) => (wrong, Some("report-kept-as-draft".into())),
        Outcome::Again(again) => (again.wrong, None),
    };
    let page = ctx.read(move |conn| ReportPage::of(conn, &who.person, id, today, Some(typed))).await?;
    ctx.again_with(&page, &wrong, aside.as_ref())
}

/// Pictures as they are kept, or the one that is not taken. Only what brings files waits for its turn with them.
pub async fn prepare_pictures<T>(
    ctx: &Ctx,
    form: &Form<T>,
    files: Vec<SentFile>,
) -> Result<(Vec<Prepared>, Option<NotTaken>), PageError> {
    if files.is_empty() || form.key().is_none() {
        return Ok((Vec::new(), None));
    }
    let prepare = move || {
        let files = files.iter().filter(|file| !file.content.is_empty());
        Ok::<_, PageError>(evidence::prepare_all(files.map(|file| (file.name.as_str(), file.content.as_slice()))))
    };
    Ok(match ctx.services.files.run(prepare).await? {
        Ok(prepared) => (prepared, None),
        Err(refused) => (Vec::new(), Some(refused)),
    })
}
