//! 名册: who is on it, delegation by delegation.

use serde::{Deserialize, Serialize};

use super::back_room::read_session;
use crate::{
    accounts::{As, Secretariat},
    congress::{self, VotePart},
    deputies::{deputy::Deputy, store},
    ids::DelegationId,
    web::{Ctx, Handled, Page, Pager, Query, address},
};

const A_PAGE: usize = 50;
const HERE: &str = "/secretariat/roll";

#[derive(Serialize)]
pub struct RollPage {
    pub session: String,
    pub in_office: usize,
    pub frozen: bool,
    pub delegations: Vec<DelegationLink>,
    /// Whether one delegation is shown.
    pub one_delegation: bool,
    pub everybody: String,
    pub typed: String,
    pub found: usize,
    pub deputies: Vec<RollLine>,
    pub pager: Pager,
}

#[derive(Serialize)]
pub struct DelegationLink {
    pub name: String,
    pub deputies: usize,
    pub href: String,
    pub current: bool,
}

#[derive(Serialize)]
pub struct RollLine {
    pub certificate_no: String,
    pub name: String,
    pub delegation: String,
    pub seat: String,
    pub note: String,
    pub attendance: String,
    pub has_card: bool,
    pub card: String,
}

impl RollLine {
    fn of(deputy: Deputy) -> Self {
        Self {
            card: address("/secretariat/roll/cards", &[("deputy", &deputy.id.to_string())]),
            certificate_no: deputy.certificate_no,
            name: deputy.name,
            delegation: deputy.delegation.name,
            seat: deputy.seat.unwrap_or_default(),
            note: deputy.note.unwrap_or_default(),
            attendance: deputy.attendance.word().to_owned(),
            has_card: deputy.account.is_some(),
        }
    }
}

impl Page for RollPage {
    const TEMPLATE: &'static str = "deputies/roll.html";

    fn samples() -> Vec<Self> {
        let line = |name: &str, attendance: &str, has_card| RollLine {
            certificate_no: "W".repeat(32),
            name: name.to_owned(),
            delegation: "团".repeat(64),
            seat: if has_card { "3排12座<b>".to_owned() } else { String::new() },
            note: "<script>alert(1)</script>".to_owned(),
            attendance: attendance.to_owned(),
            has_card,
            card: "/secretariat/roll/cards?deputy=x".to_owned(),
        };
        let (_, pager) = Pager::cut(vec![(); 900], 9, A_PAGE, |p| format!("{HERE}?p={p}"));
        vec![
            Self {
                session: "第三次会议".to_owned(),
                in_office: 0,
                frozen: false,
                delegations: Vec::new(),
                one_delegation: false,
                everybody: HERE.to_owned(),
                typed: String::new(),
                found: 0,
                deputies: Vec::new(),
                pager: Pager::default(),
            },
            Self {
                session: "第三次会议".to_owned(),
                in_office: 340,
                frozen: true,
                delegations: vec![
                    DelegationLink {
                        name: "<script>团</script>".to_owned(),
                        deputies: 34,
                        href: format!("{HERE}?d=x"),
                        current: true,
                    },
                    DelegationLink {
                        name: "第二代表团".to_owned(),
                        deputies: 1,
                        href: format!("{HERE}?d=y"),
                        current: false,
                    },
                ],
                one_delegation: true,
                everybody: HERE.to_owned(),
                typed: "\"><script>".to_owned(),
                found: 3,
                deputies: vec![
                    line("<script>alert(1)</script>", "present", true),
                    line(&"名".repeat(64), "excused", false),
                    line("甲", "absent", true),
                ],
                pager,
            },
            Self {
                session: "第三次会议".to_owned(),
                in_office: 340,
                frozen: false,
                delegations: Vec::new(),
                one_delegation: false,
                everybody: HERE.to_owned(),
                typed: "无此人".to_owned(),
                found: 0,
                deputies: Vec::new(),
                pager: Pager::default(),
            },
        ]
    }
}

#[derive(Deserialize)]
pub struct RollQuery {
    #[serde(default)]
    q: String,
    #[serde(default)]
    d: String,
    #[serde(default)]
    p: String,
}

pub async fn show_roll(ctx: Ctx, who: As<Secretariat>, query: Query<RollQuery>) -> Handled {
    let RollQuery { q, d, p } = query.into_inner();
    let (session, (delegations, everybody, frozen)) = read_session(&ctx, &who.person, move |conn, session| {
        Ok((
            store::delegations(conn, session.id)?,
            store::deputies(conn, session.id)?,
            congress::is_closed(conn, session.id, VotePart::Roll)?,
        ))
    })
    .await?;
    let wanted: Option<DelegationId> = d.parse().ok();
    let links = delegations
        .iter()
        .map(|delegation| DelegationLink {
            name: delegation.name.clone(),
            deputies: everybody.iter().filter(|deputy| deputy.delegation.id == delegation.id).count(),
            href: address(HERE, &[("q", q.trim()), ("d", &delegation.id.to_string())]),
            current: wanted == Some(delegation.id),
        })
        .collect();
    let in_office = everybody.len();
    let meant: Vec<Deputy> = everybody
        .into_iter()
        .filter(|deputy| wanted.is_none_or(|id| deputy.delegation.id == id) && deputy.is_meant_by(&q))
        .collect();
    let found = meant.len();
    let (shown, pager) = Pager::cut(meant, p.parse().unwrap_or(1), A_PAGE, |page| {
        address(HERE, &[("q", q.trim()), ("d", &d), ("p", &page.to_string())])
    });
    ctx.show(&RollPage {
        session: session.name,
        in_office,
        frozen,
        delegations: links,
        one_delegation: wanted.is_some(),
        everybody: address(HERE, &[("q", q.trim())]),
        typed: q,
        found,
        deputies: shown.into_iter().map(RollLine::of).collect(),
        pager,
    })
}
