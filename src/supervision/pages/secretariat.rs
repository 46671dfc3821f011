//! The secretariat's view: the board, what waits to be checked, and the list for the standing committee.

use jiff::civil::Date;
use serde::Serialize;

use super::views::{ProjectLine, SAMPLE_DAY, Supervised, lines, sample_supervised};
use crate::{
    accounts::{As, Person, Secretariat},
    db::{Conn, DbError},
    ids::{CongressId, DeputyNoteId, InspectionId, ProjectId},
    projects,
    supervision::{
        follow_ups::{self, COMMITTEE_AFTER_DAYS, Column, ColumnView, FollowUpView, columns},
        inspections::{self, InspectionState, InspectionView},
        notes::{self, NoteState, NoteView},
    },
    web::{Ctx, Handled, Page, PageError, blocking},
};

#[derive(Clone, Debug, Serialize)]
pub struct DeskPage {
    pub columns: Vec<ColumnView>,
    pub projects: Vec<ProjectLine>,
    /// To be checked.
    pub inspections: Vec<InspectionView>,
    /// Newest first; those that nobody has settled before the others.
    pub notes: Vec<NoteView>,
    pub escalated: usize,
}

impl DeskPage {
    fn new(all: &Supervised, notes: Vec<NoteView>, today: Date) -> Self {
        let views = all.follow_up_views(today);
        let to_check = all.inspections.iter().filter(|one| one.state == InspectionState::Submitted);
        Self {
            columns: columns(&views),
            projects: lines(all, &views),
            inspections: to_check.map(|one| InspectionView::of(all, one, today)).collect(),
            notes,
            escalated: escalated(&views).len(),
        }
    }
}

impl Page for DeskPage {
    const TEMPLATE: &'static str = "supervision/desk.html";

    fn samples() -> Vec<Self> {
        let all = sample_supervised();
        let empty = Self {
            columns: columns(&[]),
            projects: Vec::new(),
            inspections: Vec::new(),
            notes: Vec::new(),
            escalated: 0,
        };
        vec![empty, Self::new(&all, NoteView::samples(), SAMPLE_DAY)]
    }
}

fn escalated(views: &[FollowUpView]) -> Vec<FollowUpView> {
    views.iter().filter(|view| view.column == Column::Escalated.word()).cloned().collect()
}

pub async fn show_supervision_desk(ctx: Ctx, who: As<Secretariat>) -> Handled {
    let congress = who.person.congress().ok_or(PageError::NotFound)?;
    let (services, today) = (ctx.services.clone(), ctx.services.clock.now().day());
    let page = blocking(move || {
        services.db.read(|conn| {
            let all = Supervised::of_congress(conn, congress)?;
            let ids: Vec<ProjectId> = all.tracked.iter().map(|one| one.project.id).collect();
            let mut notes = notes::store::notes_about(conn, &ids)?;
            notes.sort_by_key(|note| note.state != NoteState::Open);
            let notes = notes.iter().map(|note| NoteView::of(&all, note, today)).collect();
            Ok::<_, PageError>(DeskPage::new(&all, notes, today))
        })
    })
    .await?;
    ctx.show(&page)
}

/// What waits, for the secretariat's first page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unsettled {
    pub inspections: Vec<InspectionId>,
    pub notes: Vec<DeputyNoteId>,
    /// Follow-ups that are overdue.
    pub overdue: usize,
}

pub fn unsettled(conn: &mut Conn, congress: CongressId, today: Date) -> Result<Unsettled, DbError> {
    let ids: Vec<ProjectId> = projects::public_projects(conn, congress)?.iter().map(|project| project.id).collect();
    let inspections = inspections::store::inspections(conn, &ids)?;
    let notes = notes::store::notes_about(conn, &ids)?;
    let follow_ups = follow_ups::store::follow_ups(conn, &ids)?;
    Ok(Unsettled {
        inspections: inspections
            .iter()
            .filter(|one| one.state == InspectionState::Submitted)
            .map(|one| one.id)
            .collect(),
        notes: notes.iter().filter(|note| note.state == NoteState::Open).map(|note| note.id).collect(),
        overdue: follow_ups.iter().filter(|follow_up| follow_up.is_overdue(today)).count(),
    })
}

/// 提请常委会督办清单, for screen and A4.
#[derive(Clone, Debug, Serialize)]
pub struct CommitteePage {
    pub on: String,
    pub after_days: i32,
    pub follow_ups: Vec<FollowUpView>,
}

impl CommitteePage {
    fn new(views: &[FollowUpView], on: Date) -> Self {
        Self { on: on.to_string(), after_days: COMMITTEE_AFTER_DAYS, follow_ups: escalated(views) }
    }
}

impl Page for CommitteePage {
    const TEMPLATE: &'static str = "supervision/committee.html";

    fn samples() -> Vec<Self> {
        vec![Self::new(&[], SAMPLE_DAY), Self::new(&FollowUpView::samples(), SAMPLE_DAY)]
    }
}

async fn committee_page(ctx: &Ctx, person: &Person) -> Result<CommitteePage, PageError> {
    let (services, congress) = (ctx.services.clone(), person.congress().ok_or(PageError::NotFound)?);
    let today = ctx.services.clock.now().day();
    blocking(move || {
        services.db.read(|conn| {
            let views = Supervised::of_congress(conn, congress)?.follow_up_views(today);
            Ok(CommitteePage::new(&views, today))
        })
    })
    .await
}

pub async fn show_committee_list(ctx: Ctx, who: As<Secretariat>) -> Handled {
    ctx.show(&committee_page(&ctx, &who.person).await?)
}
