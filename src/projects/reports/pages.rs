//! Reporting one sub-item's progress, from a phone on the site.

use actix_web::HttpResponse;
use serde::{Deserialize, Serialize};

use super::{
    actions::{self, HandedIn, Reporter},
    report::ReportForm,
    store,
};
use crate::{
    accounts::{self, As, Department, Person},
    attachments::{self, AttachmentView, Brought, Files, May, Place},
    db::{Conn, DbError, FormKey},
    ids::{ProjectPlaceId, SubItemId},
    projects::{
        self,
        pages::{department::months_of, samples, views::ItemView},
        places::{self, PlaceState},
        quantity::Quantity,
        units::{self, may_report},
    },
    web::{Ctx, Handled, Outcome, Page, PageError, Path, blocking},
};

#[derive(Clone, Debug, Serialize)]
pub struct ReportPage {
    pub project: String,
    pub item: ItemView,
    pub typed: ReportForm,
    /// Kept with the draft, or waiting in the form.
    pub files: Vec<AttachmentView>,
    /// The quantity that is to be vouched for before it is filed.
    pub doubted: Option<String>,
    /// Places of the list that are not done yet, those that are due first.
    pub open_places: Vec<OpenPlace>,
    /// How many more there are.
    pub places_left: usize,
    /// Months about which nobody reported, as 2024-03: a report about one of their days makes them up.
    pub unmade: Vec<String>,
    /// Whether the kind is reported as a share, as what is left, or as a quantity.
    pub asks: &'static str,
}

/// A place that may be said to be finished.
#[derive(Clone, Debug, Serialize)]
pub struct OpenPlace {
    pub id: String,
    pub name: String,
    pub street: String,
    pub chosen: bool,
}

/// On a phone's page; of a longer list the rest is marked on its own page.
const MOST_OFFERED: usize = 60;

impl OpenPlace {
    /// Those that were chosen first, and how many are left out.
    fn of(conn: &mut Conn, sub_item: SubItemId, chosen: &[ProjectPlaceId]) -> Result<(Vec<Self>, usize), DbError> {
        let mut open = places::store::places_of_sub_item(conn, sub_item)?;
        open.retain(|place| place.removed.is_none() && place.details.state != PlaceState::Done);
        let due = |place: &places::Place| (place.details.planned_on.is_none(), place.details.planned_on, place.number);
        open.sort_by_key(|place| (!chosen.contains(&place.id), due(place)));
        let left = open.len().saturating_sub(MOST_OFFERED);
        let offered = open.into_iter().take(MOST_OFFERED).map(|place| Self {
            id: place.id.to_string(),
            name: place.details.name,
            street: place.street,
            chosen: chosen.contains(&place.id),
        });
        Ok((offered.collect(), left))
    }
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
        let unit = units::store::unit_of(conn, person.id)?.ok_or(PageError::NotFound)?;
        let project = projects::store::project_of_sub_item(conn, sub_item)?
            .filter(|project| Some(project.congress) == person.congress())
            .ok_or(PageError::NotFound)?;
        let tracked = projects::store::tracked(conn, vec![project])?.pop().ok_or(PageError::NotFound)?;
        let published = tracked.published().map(|version| &version.plan);
        if !may_report(&unit, tracked.lead.as_ref(), published, sub_item) {
            return Err(PageError::NotFound);
        }
        let item = tracked.sub_item(sub_item).ok_or(PageError::NotFound)?;
        let (draft, files) = match store::draft(conn, sub_item)? {
            Some((id, draft)) => (draft, attachments::attachments_of(conn, id.into())?),
            None => (ReportForm { as_of: today.to_string(), ..ReportForm::default() }, Vec::new()),
        };
        let typed = typed.unwrap_or(draft);
        let quantity = typed.quantity.parse::<Quantity>().ok();
        let before = tracked.before(item, today);
        let (open_places, places_left) = OpenPlace::of(conn, sub_item, &typed.places)?;
        Ok(Self {
            open_places,
            places_left,
            doubted: quantity.filter(|q| before.doubt(*q).is_some()).map(|q| q.to_string()),
            project: tracked.project.title.clone(),
            unmade: months_of(&tracked.unmade(item, today)),
            asks: match item.goal.kind().word() {
                "zero_target" => "left",
                "title" | "qualitative" => "share",
                _ => "quantity",
            },
            item: ItemView::of(&tracked, item),
            typed,
            files: files
                .iter()
                .map(AttachmentView::from)
                .chain(Place::new(person.id, address(sub_item)).held(conn)?)
                .collect(),
        })
    }
}

impl Page for ReportPage {
    const TEMPLATE: &'static str = "projects/report.html";

    fn samples() -> Vec<Self> {
        let page = |item: &ItemView, asks, typed: ReportForm| Self {
            project: "“幸福安居”在上城<b>".to_owned(),
            item: item.clone(),
            files: AttachmentView::samples(),
            open_places: vec![OpenPlace {
                id: uuid::Uuid::nil().to_string(),
                name: "近江家园三园<b>".to_owned(),
                street: "望江街道<b>".to_owned(),
                chosen: !typed.sure.is_empty(),
            }],
            places_left: usize::from(!typed.sure.is_empty()),
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
            narrative: samples::narrative(),
            sure: "40<b>".to_owned(),
            ..ReportForm::default()
        };
        let (bare, full) = (ItemView::all(&bare), ItemView::all(&full));
        let pages = bare.iter().map(|item| page(item, "quantity", ReportForm::default()));
        let asks = ["quantity", "quantity", "left", "share"];
        pages.chain(full.iter().zip(asks).map(|(item, asks)| page(item, asks, typed.clone()))).collect()
    }
}

pub async fn show_report(ctx: Ctx, who: As<Department>, id: Path<SubItemId>) -> Handled {
    let (id, today, outbox) = (*id, ctx.today(), accounts::outbox_of(&ctx.services, who.person.id));
    let mut answer = ctx.show(&ctx.read(move |conn| ReportPage::of(conn, &who.person, id, today, None)).await?)?;
    answer.add_cookie(&outbox).map_err(PageError::internal)?;
    Ok(answer)
}

#[derive(Serialize)]
struct WhetherSent {
    sent: bool,
}

/// Whether a form with that key was carried out: what waits in a browser leaves it only then.
pub async fn show_whether_sent(ctx: Ctx, _who: As<Department>, key: Path<uuid::Uuid>) -> Handled {
    let (services, key) = (ctx.services.clone(), FormKey(*key));
    let sent = blocking(move || Ok::<_, PageError>(services.db.was_submitted(key)?)).await?;
    Ok(HttpResponse::Ok().json(WhetherSent { sent }))
}

#[derive(Debug, Deserialize)]
pub struct SentReport {
    #[serde(flatten)]
    report: ReportForm,
    /// Of the list, each that was finished.
    #[serde(default)]
    place: Vec<ProjectPlaceId>,
    /// `draft` keeps it.
    #[serde(default, rename = "do")]
    act: String,
}

impl SentReport {
    fn typed(&self) -> ReportForm {
        let mut places = self.place.clone();
        places.sort_unstable();
        places.dedup();
        ReportForm { places, ..self.report.clone() }
    }
}

fn address(id: SubItemId) -> String {
    format!("/department/sub-items/{id}/report")
}

/// Files the report, or keeps it as a draft. A report that is refused is kept as a draft too, with its good files: a
/// browser would not send them a second time by itself.
pub async fn save_report(ctx: Ctx, who: As<Department>, id: Path<SubItemId>, upload: Files<SentReport>) -> Handled {
    let (id, today) = (*id, ctx.today());
    let typed = upload.form.typed().typed();
    let (place, person) = (Place::new(who.person.id, address(id)), who.person.clone());
    let may = move |conn: &mut Conn, _: &SentReport| {
        // For whoever may not report on it, it is not there.
        ReportPage::of(conn, &person, id, today, None)?;
        Ok(store::draft(conn, id)?.map_or(May::Send, |(draft, _)| May::Redraft(draft.into())))
    };
    let (form, brought) = Brought::with(&ctx, place, upload, may).await?;
    let removes = brought.remove.is_some();
    let draft_only = removes || !brought.wrong.is_empty() || form.typed().act == "draft";
    let with = brought.clone();
    let save = ctx.act(who, form, move |tx, who, at, sent| {
        let by = Reporter { person: &who.person, at, sub_item: id };
        with.removed(tx)?;
        let files = with.with_held(tx)?;
        if draft_only {
            return actions::save_report_draft(tx, &by, &sent.typed(), &files)
                .map(|_| HandedIn::Kept(with.wrong.clone()));
        }
        actions::file_or_keep_report(tx, &by, &sent.typed(), &files)
    });
    let (who, saved) = save.outcome().await?;
    let notice = if removes { "file-removed" } else { "report-draft-kept" };
    let kept = |ctx: &Ctx| Ok(ctx.see(&address(id), notice));
    let (wrong, aside) = match saved {
        Outcome::Done(HandedIn::Kept(wrong)) if wrong.is_empty() => return kept(&ctx),
        Outcome::Before if draft_only => return kept(&ctx),
        // What the first press came to, the draft tells: it stands only if nothing was filed.
        Outcome::Before if ctx.read(move |conn| store::draft(conn, id)).await?.is_some() => return kept(&ctx),
        Outcome::Done(HandedIn::Filed) | Outcome::Before => return Ok(ctx.see("/department", "report-filed")),
        Outcome::Done(HandedIn::Kept(wrong)) => (wrong, Some("report-kept-as-draft".into())),
        Outcome::Again(mut again) => {
            again.wrong.extend(brought.wrong.iter().cloned());
            (again.wrong, brought.is_held_said(&ctx).await?)
        }
    };
    let page = ctx.read(move |conn| ReportPage::of(conn, &who.person, id, today, Some(typed))).await?;
    ctx.again_with(&page, &wrong, aside.as_ref())
}
