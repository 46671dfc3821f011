//! The projects in one table.

use serde::Serialize;

use crate::{
    projects::{LightView, Tracked},
    supervision::{follow_ups::FollowUpView, groups::GroupMember, pages::views::Supervised},
};

/// One project in the table of all.
#[derive(Clone, Debug, Serialize)]
pub struct ProjectLine {
    pub id: String,
    pub title: String,
    pub light: LightView,
    pub open: usize,
    pub overdue: usize,
    pub closed: usize,
    /// Body and how many come from it.
    pub bodies: Vec<(&'static str, usize)>,
}

pub fn body_counts(members: &[GroupMember]) -> Vec<(&'static str, usize)> {
    crate::supervision::groups::bodies(members).into_iter().map(|(body, count)| (body.word(), count)).collect()
}

pub fn lines(all: &Supervised, views: &[FollowUpView]) -> Vec<ProjectLine> {
    let line = |tracked: &Tracked| {
        let id = tracked.project.id.to_string();
        let count = |f: &dyn Fn(&FollowUpView) -> bool| views.iter().filter(|v| v.project == id && f(v)).count();
        let group: Vec<_> = all.groups.iter().filter(|member| member.project == tracked.project.id).cloned().collect();
        ProjectLine {
            title: tracked.project.title.clone(),
            light: LightView::of_project(tracked),
            open: count(&|view| view.state != "closed"),
            overdue: count(&|view| view.days_overdue > 0),
            closed: count(&|view| view.state == "closed"),
            bodies: body_counts(&group),
            id: id.clone(),
        }
    };
    all.tracked.iter().map(line).collect()
}
