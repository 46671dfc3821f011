//! One of everything, for the samples of the pages.

use jiff::civil::Date;

use crate::{
    attachments::{Attachment, Media, Owner},
    db::Ts,
    ids::{FindingId, FollowUpId},
    projects::samples,
    supervision::{
        follow_ups::{self, ActKind, Escalation, FollowUp, State, Step},
        groups::{Body, GroupMember},
        inspections::{Finding, Inspection, InspectionState},
        pages::views::Supervised,
    },
};

pub const SAMPLE_DAY: Date = jiff::civil::date(2024, 7, 20);

/// A follow-up in each column, an inspection in each state, a group.
pub fn sample_supervised() -> Supervised {
    let [_, tracked] = samples::tracked();
    let project = tracked.project.id;
    let opened = FollowUp { project, ..follow_ups::sample() };
    let mut follow_ups: Vec<FollowUp> =
        State::ALL.iter().map(|state| FollowUp { id: FollowUpId::new(), state: *state, ..opened.clone() }).collect();
    follow_ups.push(FollowUp { id: FollowUpId::new(), deadline: jiff::civil::date(2024, 8, 1), ..opened.clone() });
    follow_ups.push(FollowUp { id: FollowUpId::new(), escalation: Escalation::Committee, ..opened.clone() });
    let mut steps = Vec::new();
    for follow_up in &follow_ups {
        let step = |act: &ActKind| Step {
            id: crate::ids::FollowUpStepId::new(),
            follow_up: follow_up.id,
            act: *act,
            role: if *act == ActKind::Escalated { "leader" } else { "supervisor" }.to_owned(),
            deadline: (*act == ActKind::Opened).then_some(SAMPLE_DAY),
            ..Step::sample()
        };
        steps.extend(ActKind::ALL.iter().map(step));
        steps.push(Step { role: "committee".to_owned(), ..step(&ActKind::Escalated) });
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
    let owners = [Owner::from(inspections[0].id), Owner::from(steps[0].id)];
    let files = owners
        .iter()
        .flat_map(|owner| [(picture, "现场<b>.jpg"), (Media::Pdf, "通报<b>.pdf")].map(|file| (*owner, file)))
        .map(|(owner, (media, name))| Attachment {
            id: crate::ids::AttachmentId::timeless(),
            congress: tracked.project.congress,
            project,
            owner,
            file_name: name.to_owned(),
            media,
            sha256: String::new(),
            added_by: "李代表<b>".to_owned(),
            added_at: Ts::default(),
            withdrawn_at: None,
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
