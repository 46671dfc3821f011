//! Announced projects with everything that supervision hangs on them.

use jiff::civil::Date;

use crate::{
    accounts::Person,
    attachments::{self, Attachment, AttachmentView, Owner},
    db::Conn,
    ids::{CongressId, FollowUpId, ProjectId},
    projects::{self, Tracked},
    supervision::{
        follow_ups::{self, Column, FollowUp, FollowUpView, Step},
        groups::{self, GroupMember},
        inspections::{self, Inspection},
    },
    web::PageError,
};

/// Announced projects with everything that supervision hangs on them.
pub struct Supervised {
    pub tracked: Vec<Tracked>,
    pub follow_ups: Vec<FollowUp>,
    pub steps: Vec<Step>,
    pub inspections: Vec<Inspection>,
    pub files: Vec<Attachment>,
    pub groups: Vec<GroupMember>,
}

impl Supervised {
    pub fn of(conn: &mut Conn, tracked: Vec<Tracked>) -> Result<Self, PageError> {
        let ids: Vec<ProjectId> = tracked.iter().map(|one| one.project.id).collect();
        let follow_ups = follow_ups::store::follow_ups(conn, &ids)?;
        let steps = follow_ups::store::steps_of(conn, &follow_ups.iter().map(|one| one.id).collect::<Vec<_>>())?;
        let inspections = inspections::store::inspections(conn, &ids)?;
        let files = attachments::attachments_of_projects(conn, &ids)?;
        let groups = groups::store::groups_of(conn, &ids)?;
        Ok(Self { tracked, follow_ups, steps, inspections, files, groups })
    }

    pub fn of_congress(conn: &mut Conn, congress: CongressId) -> Result<Self, PageError> {
        let found = projects::public_projects(conn, congress)?;
        let tracked = projects::overview(conn, found)?;
        Self::of(conn, tracked)
    }

    pub fn of_project(conn: &mut Conn, congress: CongressId, id: ProjectId) -> Result<Self, PageError> {
        let project = projects::project_by_id(conn, id)?;
        let project = project.filter(|project| project.congress == congress && project.public);
        let tracked = projects::overview(conn, vec![project.ok_or(PageError::NotFound)?])?;
        Self::of(conn, tracked)
    }

    pub fn project(&self, id: ProjectId) -> Option<&Tracked> {
        self.tracked.iter().find(|tracked| tracked.project.id == id)
    }

    pub fn has_in_group(&self, project: ProjectId, person: &Person) -> bool {
        self.groups.iter().any(|member| member.project == project && member.account == person.id)
    }

    pub fn title(&self, project: ProjectId) -> String {
        self.project(project).map(|tracked| tracked.project.title.clone()).unwrap_or_default()
    }

    pub fn follow_up(&self, id: FollowUpId, today: Date) -> Option<FollowUpView> {
        self.follow_ups.iter().find(|follow_up| follow_up.id == id).map(|one| FollowUpView::of(self, one, today))
    }

    /// What is overdue comes first, what is closed last.
    pub fn follow_up_views(&self, today: Date) -> Vec<FollowUpView> {
        let mut views: Vec<_> = self.follow_ups.iter().map(|one| FollowUpView::of(self, one, today)).collect();
        views.sort_by_key(|view| Column::ALL.iter().position(|column| column.word() == view.column));
        views
    }
}

pub fn shown(files: &[Attachment], owner: Owner) -> Vec<AttachmentView> {
    files.iter().filter(|file| file.owner == owner).map(AttachmentView::from).collect()
}
