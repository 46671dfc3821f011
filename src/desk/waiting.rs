//! What waits for the secretariat about announced projects, with the page that settles it.

use jiff::civil::Date;
use serde::Serialize;

use crate::{
    congress::Session,
    db::{Conn, DbError},
    projects::{self, Waiting},
    ratings,
    supervision::{self, Unsettled},
    voices,
};

/// The message `desk-waits-<what>`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct WaitingLine {
    pub what: &'static str,
    pub count: usize,
    pub page: String,
}

/// What is found in the slices.
#[derive(Clone, Debug, Default)]
struct Found {
    rating: bool,
    projects: Vec<Waiting>,
    supervision: Unsettled,
    remarks: usize,
    voices: voices::Waiting,
}

/// What a projects' desk can say, in the order of urgency.
const OF_PROJECTS: [&str; 4] = ["adjustment", "plan", "acceptance", "lead-missing"];

fn lines(found: &Found) -> Vec<WaitingLine> {
    let line = |what, count, page: &str| WaitingLine { what, count, page: page.to_owned() };
    let only = |pages: Vec<String>, all: &str| match pages.as_slice() {
        [page] => page.clone(),
        _ => all.to_owned(),
    };
    let mut lines = vec![line("rating", usize::from(found.rating), "/secretariat/ratings/round")];
    for what in OF_PROJECTS {
        let mut of: Vec<String> = found
            .projects
            .iter()
            .filter(|waiting| waiting.what == what)
            .map(|waiting| format!("/secretariat/projects/{}", waiting.project))
            .collect();
        let count = of.len();
        of.dedup();
        lines.push(line(what, count, &only(of, "/secretariat/projects")));
    }
    let Unsettled { inspections, notes, overdue } = &found.supervision;
    let inspection = inspections.iter().map(|id| format!("/secretariat/inspections/{id}")).collect();
    lines.push(line("inspection", inspections.len(), &only(inspection, "/secretariat/supervision#check")));
    let note = notes.iter().map(|id| format!("/secretariat/notes/{id}")).collect();
    lines.push(line("note", notes.len(), &only(note, "/secretariat/supervision#notes")));
    lines.push(line("overdue", *overdue, "/secretariat/supervision#board"));
    lines.push(line("remark", found.remarks, "/secretariat/ratings"));
    lines.push(line("voice", found.voices.to_look_at, "/secretariat/voices"));
    lines.push(line("voice-late", found.voices.late, "/secretariat/voices?show=late"));
    lines.retain(|line| line.count > 0);
    lines
}

/// By as many queries whatever their number.
pub fn waiting(conn: &mut Conn, session: &Session, today: Date) -> Result<Vec<WaitingLine>, DbError> {
    Ok(lines(&Found {
        rating: ratings::is_under_way(conn, session.id)?,
        projects: projects::projects_waiting(conn, session.congress, today)?,
        supervision: supervision::unsettled(conn, session.congress, today)?,
        remarks: ratings::remarks_waiting(conn, session.congress, today)?.len(),
        voices: voices::waiting(conn, session.congress, today)?,
    }))
}

/// Every line there is.
pub fn samples() -> Vec<WaitingLine> {
    let project = |what| Waiting {
        what,
        project: "p".to_owned(),
        title: "“幸福安居”在上城<b>".to_owned(),
        item: String::new(),
        unit: String::new(),
    };
    lines(&Found {
        rating: true,
        projects: OF_PROJECTS.map(project).into(),
        supervision: Unsettled {
            inspections: vec![crate::ids::InspectionId::new()],
            notes: vec![crate::ids::DeputyNoteId::new()],
            overdue: 2,
        },
        remarks: 3,
        voices: voices::Waiting { to_look_at: 4, late: 1 },
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::DeputyNoteId;

    #[test]
    fn nothing_that_waits_is_no_line() {
        assert_eq!(lines(&Found::default()), []);
    }

    #[test]
    fn one_leads_to_its_own_page_and_several_to_the_page_of_all() {
        let of = |projects: &[&str], notes: usize| {
            let waiting = |id: &&str| Waiting {
                what: "acceptance",
                project: (*id).to_owned(),
                title: String::new(),
                item: String::new(),
                unit: String::new(),
            };
            let notes = (0..notes).map(|_| DeputyNoteId::new()).collect();
            let supervision = Unsettled { notes, ..Unsettled::default() };
            let found = Found { projects: projects.iter().map(waiting).collect(), supervision, ..Found::default() };
            lines(&found).into_iter().map(|line| (line.what, line.count, line.page)).collect::<Vec<_>>()
        };
        assert_eq!(of(&["a", "a"], 0), [("acceptance", 2, "/secretariat/projects/a".to_owned())]);
        assert_eq!(
            of(&["a", "b"], 2),
            [
                ("acceptance", 2, "/secretariat/projects".to_owned()),
                ("note", 2, "/secretariat/supervision#notes".to_owned())
            ]
        );
        let one = &of(&[], 1)[0];
        assert!(one.2.starts_with("/secretariat/notes/"), "{one:?}");
    }

    #[test]
    fn every_kind_is_said() {
        let said: Vec<&str> = samples().iter().map(|line| line.what).collect();
        assert_eq!(
            said,
            [
                "rating",
                "adjustment",
                "plan",
                "acceptance",
                "lead-missing",
                "inspection",
                "note",
                "overdue",
                "remark",
                "voice",
                "voice-late"
            ]
        );
    }
}
