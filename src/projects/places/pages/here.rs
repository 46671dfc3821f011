//! One place, at an address that stays: how far it has come, and how it looked before and after.

use jiff::civil::Date;
use serde::Serialize;

use crate::{
    accounts::Site,
    attachments::{self, Attachment, AttachmentView},
    db::Conn,
    ids::{CongressId, ProjectPlaceId},
    projects::{
        self, Project,
        pages::samples,
        places::{actions::Which, coordinates::Coordinates, listed::href_of, place::Place, store},
    },
    web::{Ctx, Handled, Page, PageError, Path},
};

#[derive(Clone, Debug, Serialize)]
pub struct PlaceHerePage {
    pub id: String,
    pub code: String,
    pub name: String,
    pub street: String,
    pub street_href: String,
    pub community: String,
    pub address: String,
    pub state: &'static str,
    pub late: bool,
    pub planned_on: Option<String>,
    pub done_on: Option<String>,
    /// North and east, as a map program takes them.
    pub geo: Option<String>,
    pub project: String,
    pub title: String,
    pub year: i32,
    pub item: String,
    /// The newest of each.
    pub before: Option<AttachmentView>,
    pub after: Option<AttachmentView>,
    pub older: Vec<AttachmentView>,
    pub removed: Option<(String, String)>,
    /// Where the picture before gives way to the one after, in hundredths of the width.
    pub stops: Vec<u8>,
}

/// The newest that was not withdrawn, and what is left.
fn newest(files: &[Attachment]) -> (Option<AttachmentView>, Vec<AttachmentView>) {
    let mut shown = files.iter().rev().filter(|file| file.withdrawn_at.is_none()).map(AttachmentView::from);
    (shown.next(), shown.collect())
}

impl PlaceHerePage {
    fn new(project: &Project, place: &Place, before: &[Attachment], after: &[Attachment], today: Date) -> Option<Self> {
        let item = project.sub_items.iter().find(|item| item.id == place.sub_item)?;
        let details = &place.details;
        let ((before, old_before), (after, old_after)) = (newest(before), newest(after));
        let degrees = |at: Coordinates| format!("{},{}", at.lat_text(), at.lon_text());
        Some(Self {
            id: place.id.to_string(),
            code: place.code(&item.code),
            name: details.name.clone(),
            street: place.street.clone(),
            street_href: href_of(Some(&place.street)),
            community: place.community.clone(),
            address: details.address.clone(),
            state: details.state.word(),
            late: place.is_late(today),
            planned_on: details.planned_on.map(|day| day.to_string()),
            done_on: details.done_on.map(|day| day.to_string()),
            geo: details.coordinates.map(degrees),
            project: project.id.to_string(),
            title: project.title.clone(),
            year: project.year,
            item: item.name.clone(),
            before,
            after,
            older: old_before.into_iter().chain(old_after).collect(),
            removed: place.removed.as_ref().map(|removed| (removed.on.to_string(), removed.because.clone())),
            stops: vec![0, 25, 50, 75, 100],
        })
    }

    fn of(conn: &mut Conn, congress: CongressId, id: ProjectPlaceId, today: Date) -> Result<Self, PageError> {
        let place = store::place_by_id(conn, id)?.ok_or(PageError::NotFound)?;
        let project = projects::project_by_id(conn, place.project)?
            .filter(|project| project.public && project.congress == congress)
            .ok_or(PageError::NotFound)?;
        // Of what was taken off the list nothing is left but that it was.
        let (before, after) = match place.removed {
            Some(_) => (Vec::new(), Vec::new()),
            None => (
                attachments::attachments_of(conn, Which::Before.owner(id))?,
                attachments::attachments_of(conn, Which::After.owner(id))?,
            ),
        };
        Self::new(&project, &place, &before, &after, today).ok_or(PageError::NotFound)
    }
}

impl Page for PlaceHerePage {
    const TEMPLATE: &'static str = "projects/place.html";

    fn samples() -> Vec<Self> {
        let today = jiff::civil::date(2024, 7, 2);
        let [_, full] = samples::tracked();
        let places = samples::places(&full.project);
        let bare: Vec<Self> =
            places.iter().filter_map(|place| Self::new(&full.project, place, &[], &[], today)).collect();
        let picture = || AttachmentView::samples().into_iter().next();
        let both = bare.first().cloned().map(|page| Self {
            before: picture(),
            after: picture(),
            older: AttachmentView::samples(),
            ..page
        });
        let one = bare.first().cloned().map(|page| Self { before: picture(), ..page });
        bare.into_iter().chain(both).chain(one).collect()
    }
}

pub async fn show_place(ctx: Ctx, site: Site, id: Path<ProjectPlaceId>) -> Handled {
    let (id, today, congress) = (*id, ctx.today(), site.congress);
    ctx.public(async || ctx.read(move |conn| PlaceHerePage::of(conn, congress, id, today)).await).await
}
