//! What several pages show alike: a follow-up with its steps, the colour board, an inspection, a note.

use jiff::civil::Date;
use serde::Serialize;

use crate::{
    accounts::Person,
    db::{Conn, Ts},
    ids::{CongressId, FindingId, FollowUpId, ProjectId, SubItemId},
    projects::{self, EvidenceView, LightView, Media, Tracked, samples},
    supervision::{
        file::{Owner, Piece},
        follow_up::{self, Column, Escalation, FollowUp, State, Step},
        group::{Body, GroupMember},
        inspection::{Finding, Inspection, InspectionState},
        note::{Note, NoteState},
        store,
    },
    web::PageError,
};

fn shown(files: &[Piece], owner: Owner) -> Vec<EvidenceView> {
    let view = |file: &Piece| {
        let (width, height) = file.media.size();
        EvidenceView {
            id: file.id.to_string(),
            file_name: file.file_name.clone(),
            is_picture: matches!(file.media, Media::Picture { .. }),
            width: width.unwrap_or_default(),
            height: height.unwrap_or_default(),
        }
    };
    files.iter().filter(|file| file.owner == owner).map(view).collect()
}

/// Announced projects with everything that supervision hangs on them.
pub struct Supervised {
    pub tracked: Vec<Tracked>,
    pub follow_ups: Vec<FollowUp>,
    pub steps: Vec<Step>,
    pub inspections: Vec<Inspection>,
    pub files: Vec<Piece>,
    pub groups: Vec<GroupMember>,
}

impl Supervised {
    pub fn of(conn: &mut Conn, tracked: Vec<Tracked>) -> Result<Self, PageError> {
        let ids: Vec<ProjectId> = tracked.iter().map(|one| one.project.id).collect();
        let follow_ups = store::follow_ups(conn, &ids)?;
        let steps = store::steps_of(conn, &follow_ups.iter().map(|one| one.id).collect::<Vec<_>>())?;
        let inspections = store::inspections(conn, &ids)?;
        let files = store::files_of(conn, &ids)?;
        let groups = store::groups_of(conn, &ids)?;
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

#[derive(Clone, Debug, Serialize)]
pub struct StepView {
    pub act: &'static str,
    /// Of who did it; of an escalation, how far upward it went.
    pub role: String,
    pub name: String,
    pub words: String,
    pub on: String,
    pub deadline: Option<String>,
    pub files: Vec<EvidenceView>,
}

#[derive(Clone, Debug, Serialize)]
pub struct FollowUpView {
    pub id: String,
    pub number: i32,
    pub project: String,
    pub title: String,
    pub finding: String,
    pub deadline: String,
    /// Days; 0 while there is time.
    pub days_overdue: i32,
    pub state: &'static str,
    /// Of the colour board.
    pub column: &'static str,
    /// Of docs/look.md.
    pub class: &'static str,
    pub escalation: &'static str,
    /// Who answers for the project in the unit, by its plan.
    pub leader: Option<String>,
    pub lead_unit: Option<String>,
    pub opened_by: String,
    pub opened_on: String,
    pub closed_on: Option<String>,
    pub steps: Vec<StepView>,
}

impl FollowUpView {
    pub fn of(all: &Supervised, follow_up: &FollowUp, today: Date) -> Self {
        let column = follow_up.column(today);
        let tracked = all.project(follow_up.project);
        let step = |step: &Step| StepView {
            act: step.act.word(),
            role: step.role.clone(),
            name: step.name.clone(),
            words: step.words.clone(),
            on: step.at.to_date(),
            deadline: step.deadline.map(|day| day.to_string()),
            files: shown(&all.files, Owner::Step(step.id)),
        };
        let late = follow_up.deadline.until(today).map_or(0, |span| span.get_days());
        Self {
            id: follow_up.id.to_string(),
            number: follow_up.number,
            project: follow_up.project.to_string(),
            title: all.title(follow_up.project),
            finding: follow_up.finding.clone(),
            deadline: follow_up.deadline.to_string(),
            days_overdue: if follow_up.is_overdue(today) { late } else { 0 },
            state: follow_up.state.word(),
            column: column.word(),
            class: column.class(),
            escalation: follow_up.escalation.word(),
            leader: tracked.and_then(|tracked| tracked.published()).map(|version| version.plan.leader.clone()),
            lead_unit: tracked.and_then(|tracked| tracked.lead.as_ref()).map(|unit| unit.name.clone()),
            opened_by: follow_up.opened_by.clone(),
            opened_on: follow_up.opened_at.to_date(),
            closed_on: follow_up.closed_at.map(|at| at.to_date()),
            steps: all.steps.iter().filter(|step| step.follow_up == follow_up.id).map(step).collect(),
        }
    }

    pub fn samples() -> Vec<Self> {
        let all = sample_supervised();
        all.follow_up_views(SAMPLE_DAY)
    }
}

/// One column of the colour board.
#[derive(Clone, Debug, Serialize)]
pub struct ColumnView {
    pub word: &'static str,
    pub class: &'static str,
    pub cards: Vec<FollowUpView>,
}

pub fn columns(views: &[FollowUpView]) -> Vec<ColumnView> {
    let of = |column: &Column| ColumnView {
        word: column.word(),
        class: column.class(),
        cards: views.iter().filter(|view| view.column == column.word()).cloned().collect(),
    };
    Column::ALL.iter().map(of).collect()
}

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
    crate::supervision::group::bodies(members).into_iter().map(|(body, count)| (body.word(), count)).collect()
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

#[derive(Clone, Debug, Serialize)]
pub struct FindingView {
    pub id: String,
    pub words: String,
    /// Number, class and column of what it became.
    pub follow_up: Option<(i32, &'static str, &'static str)>,
}

#[derive(Clone, Debug, Serialize)]
pub struct InspectionView {
    pub id: String,
    pub number: i32,
    pub project: String,
    pub title: String,
    pub held_on: String,
    pub place: String,
    pub bodies: Vec<&'static str>,
    pub sub_items: Vec<String>,
    pub words: String,
    pub findings: Vec<FindingView>,
    pub state: &'static str,
    /// Of docs/look.md.
    pub class: &'static str,
    pub made_by: String,
    pub made_on: String,
    pub returned_with: Option<String>,
    pub published_on: Option<String>,
    pub files: Vec<EvidenceView>,
}

impl InspectionView {
    pub fn of(all: &Supervised, inspection: &Inspection, today: Date) -> Self {
        let finding = |finding: &Finding| FindingView {
            id: finding.id.to_string(),
            words: finding.words.clone(),
            follow_up: finding
                .follow_up
                .and_then(|id| all.follow_up(id, today))
                .map(|view| (view.number, view.class, view.column)),
        };
        let tracked = all.project(inspection.project);
        let name = |id: &SubItemId| tracked.and_then(|t| t.sub_item(*id)).map(|item| item.name.clone());
        Self {
            id: inspection.id.to_string(),
            number: inspection.number,
            project: inspection.project.to_string(),
            title: all.title(inspection.project),
            held_on: inspection.held_on.to_string(),
            place: inspection.place.clone(),
            bodies: inspection.bodies.iter().map(|body| body.word()).collect(),
            sub_items: inspection.sub_items.iter().filter_map(name).collect(),
            words: inspection.words.clone(),
            findings: inspection.findings.iter().map(finding).collect(),
            state: inspection.state.word(),
            class: match inspection.state {
                InspectionState::Submitted => "amber",
                InspectionState::Returned => "red",
                InspectionState::Published => "done",
            },
            made_by: inspection.made_by.clone(),
            made_on: inspection.made_at.to_date(),
            returned_with: inspection.returned_with.clone(),
            published_on: inspection.published_at.map(|at| at.to_date()),
            files: shown(&all.files, Owner::Inspection(inspection.id)),
        }
    }

    pub fn samples() -> Vec<Self> {
        let all = sample_supervised();
        all.inspections.iter().map(|one| Self::of(&all, one, SAMPLE_DAY)).collect()
    }
}

#[derive(Clone, Debug, Serialize)]
pub struct NoteView {
    pub id: String,
    pub project: String,
    pub title: String,
    pub author: String,
    pub words: String,
    pub on: String,
    pub state: &'static str,
    /// Of docs/look.md.
    pub class: &'static str,
    pub answer: Option<String>,
    pub settled_by: Option<String>,
    pub settled_on: Option<String>,
    pub follow_up: Option<FollowUpView>,
    pub files: Vec<EvidenceView>,
}

impl NoteView {
    pub fn of(all: &Supervised, note: &Note, today: Date) -> Self {
        Self {
            id: note.id.to_string(),
            project: note.project.to_string(),
            title: all.title(note.project),
            author: note.author.clone(),
            words: note.words.clone(),
            on: note.written_at.to_date(),
            state: note.state.word(),
            class: match note.state {
                NoteState::Open => "amber",
                NoteState::FollowUp => "now",
                NoteState::Answered => "done",
            },
            answer: note.answer.clone(),
            settled_by: note.settled_by.clone(),
            settled_on: note.settled_at.map(|at| at.to_date()),
            follow_up: note.follow_up.and_then(|id| all.follow_up(id, today)),
            files: shown(&all.files, Owner::Note(note.id)),
        }
    }

    pub fn samples() -> Vec<Self> {
        let all = sample_supervised();
        let project = all.tracked[0].project.id;
        let note = |state: NoteState| Note {
            id: crate::ids::DeputyNoteId::new(),
            project,
            author_account: crate::ids::AccountId::new(),
            author: "施春晖<b>".to_owned(),
            words: "扶手松动<script>alert(1)</script>".to_owned(),
            written_at: Ts::default(),
            state,
            follow_up: (state == NoteState::FollowUp).then(|| all.follow_ups[0].id),
            answer: (state == NoteState::Answered).then(|| "已转街道<b>".to_owned()),
            settled_by: (state != NoteState::Open).then(|| "周敏<b>".to_owned()),
            settled_at: (state != NoteState::Open).then(Ts::default),
        };
        NoteState::ALL.iter().map(|state| Self::of(&all, &note(*state), SAMPLE_DAY)).collect()
    }
}

/// A box to be ticked or a line to be chosen.
#[derive(Clone, Debug, Serialize)]
pub struct Choice {
    pub value: String,
    /// Names are texts of the data; words of the domain have messages.
    pub label: String,
    pub chosen: bool,
}

/// The announced projects to choose from.
pub fn project_choices<'a>(tracked: impl Iterator<Item = &'a Tracked>, typed: &str) -> Vec<Choice> {
    let choice = |tracked: &Tracked| {
        let value = tracked.project.id.to_string();
        Choice { chosen: value == typed, value, label: tracked.project.title.clone() }
    };
    tracked.map(choice).collect()
}

pub const SAMPLE_DAY: Date = jiff::civil::date(2024, 7, 20);

/// A follow-up in each column, an inspection in each state, a group.
pub fn sample_supervised() -> Supervised {
    let [_, tracked] = samples::tracked();
    let project = tracked.project.id;
    let opened = FollowUp { project, ..follow_up::sample() };
    let mut follow_ups: Vec<FollowUp> =
        State::ALL.iter().map(|state| FollowUp { id: FollowUpId::new(), state: *state, ..opened.clone() }).collect();
    follow_ups.push(FollowUp { id: FollowUpId::new(), deadline: jiff::civil::date(2024, 8, 1), ..opened.clone() });
    follow_ups.push(FollowUp { id: FollowUpId::new(), escalation: Escalation::Committee, ..opened.clone() });
    let mut steps = Vec::new();
    for follow_up in &follow_ups {
        let step = |act: &follow_up::ActKind| Step {
            id: crate::ids::FollowUpStepId::new(),
            follow_up: follow_up.id,
            act: *act,
            role: if *act == follow_up::ActKind::Escalated { "leader" } else { "supervisor" }.to_owned(),
            deadline: (*act == follow_up::ActKind::Opened).then_some(SAMPLE_DAY),
            ..Step::sample()
        };
        steps.extend(follow_up::ActKind::ALL.iter().map(step));
        steps.push(Step { role: "committee".to_owned(), ..step(&follow_up::ActKind::Escalated) });
    }
    let account = crate::ids::AccountId::new();
    let inspection = |state: InspectionState| Inspection {
        id: crate::ids::InspectionId::new(),
        project,
        number: 1,
        held_on: SAMPLE_DAY,
        place: "望江街道<b>".to_owned(),
        bodies: Body::ALL.to_vec(),
        sub_items: tracked.project.sub_items.iter().map(|item| item.id).collect(),
        words: "现场查看<script>alert(1)</script>".to_owned(),
        findings: vec![
            Finding { id: FindingId::new(), words: "围挡缺失<b>".to_owned(), follow_up: Some(follow_ups[0].id) },
            Finding { id: FindingId::new(), words: "台账不全<b>".to_owned(), follow_up: None },
        ],
        state,
        made_by_account: account,
        made_by: "李代表<b>".to_owned(),
        made_at: Ts::default(),
        returned_with: (state == InspectionState::Returned).then(|| "请写明整改要求<b>".to_owned()),
        published_by: None,
        published_at: (state == InspectionState::Published).then(Ts::default),
    };
    let inspections: Vec<Inspection> = InspectionState::ALL.iter().map(|state| inspection(*state)).collect();
    let picture = Media::Picture { width: 1_600, height: 1_200 };
    let owners = [Owner::Inspection(inspections[0].id), Owner::Step(steps[0].id)];
    let files = owners
        .iter()
        .flat_map(|owner| [(picture, "现场<b>.jpg"), (Media::Pdf, "通报<b>.pdf")].map(|file| (*owner, file)))
        .map(|(owner, (media, name))| Piece {
            id: crate::ids::EvidenceId::timeless(),
            project,
            owner,
            file_name: name.to_owned(),
            media,
            sha256: String::new(),
        })
        .collect();
    let member = |body: Body, leads: bool| GroupMember {
        id: crate::ids::GroupMemberId::new(),
        project,
        account: crate::ids::AccountId::new(),
        name: "赵审计<b>".to_owned(),
        body,
        leads,
    };
    let groups = Body::ALL.iter().enumerate().map(|(at, body)| member(*body, at == 0)).collect();
    Supervised { tracked: vec![tracked], follow_ups, steps, inspections, files, groups }
}
