//! 出席情况表 and 代表名册, delegation by delegation, as they are printed.

use serde::Serialize;

use crate::{
    accounts::{As, Secretariat, Site},
    ballots::{self, RoundPurpose},
    congress::Session,
    db::{Conn, DbError},
    deputies::{self, Attendance, Deputy, read_session},
    hall::by_delegation::{DelegationFigures, by_delegation, delegations},
    ids::DeputyId,
    web::{Ctx, Handled, Page},
};

/// What stands at the head of both.
#[derive(Clone, Serialize)]
pub struct Head {
    pub congress: String,
    pub session: String,
    pub plenary: String,
    pub date: String,
}

impl Head {
    fn of(site: &Site, session: &Session) -> Self {
        Self {
            congress: site.name.clone(),
            session: session.name.clone(),
            plenary: session.plenary.clone(),
            date: session.date.to_string(),
        }
    }

    fn sample() -> Self {
        Self {
            congress: "杭州市上城区第一届人民代表大会<b>".into(),
            session: "第三次会议".into(),
            plenary: "第二次全体会议".into(),
            date: "2024-02-03".into(),
        }
    }
}

/// Names to be called out, of one delegation.
#[derive(Clone, Debug, Serialize)]
pub struct NamesLine {
    pub delegation: String,
    /// Each with the reason of the leave, where there is one.
    pub names: Vec<String>,
}

/// `/secretariat/attendance/sheet`
#[derive(Serialize)]
pub struct AttendanceSheetPage {
    pub head: Head,
    /// When the figures were read.
    pub at: String,
    /// The round whose ballots are meant; nobody has any before the first.
    pub round: Option<i32>,
    pub lines: Vec<DelegationFigures>,
    pub all: DelegationFigures,
    pub needed: i64,
    pub is_quorum: bool,
    /// 未投 of the whole hall, once there is a round.
    pub not_cast: i64,
    pub excused: Vec<NamesLine>,
    pub absent: Vec<NamesLine>,
    pub without_ballot: Vec<NamesLine>,
}

impl Page for AttendanceSheetPage {
    const TEMPLATE: &'static str = "hall/attendance_sheet.html";

    fn samples() -> Vec<Self> {
        let line = |name: &str| DelegationFigures {
            name: name.into(),
            in_office: 34,
            present: 30,
            excused: 1,
            absent: 3,
            issued: 28,
            without_ballot: 2,
        };
        let names = |names: &[&str]| {
            vec![NamesLine { delegation: "团<b>".into(), names: names.iter().map(|n| (*n).to_owned()).collect() }]
        };
        vec![
            Self {
                head: Head::sample(),
                at: "2024-02-03 09:30".into(),
                round: Some(1),
                lines: vec![line("<script>第一代表团"), line(&"团".repeat(64))],
                all: line(""),
                needed: 227,
                is_quorum: true,
                not_cast: 3,
                excused: names(&["<script>张三（病）"]),
                absent: names(&["李四", "王五"]),
                without_ballot: names(&["赵六"]),
            },
            Self {
                head: Head::sample(),
                at: "2024-02-03 08:00".into(),
                round: None,
                lines: Vec::new(),
                all: DelegationFigures::default(),
                needed: 0,
                is_quorum: false,
                not_cast: 0,
                excused: Vec::new(),
                absent: Vec::new(),
                without_ballot: Vec::new(),
            },
        ]
    }
}

fn names(roll: &[Deputy], meant: impl Fn(&Deputy) -> bool) -> Vec<NamesLine> {
    let said = |deputy: &Deputy| match &deputy.leave_reason {
        Some(reason) => format!("{}（{reason}）", deputy.name),
        None => deputy.name.clone(),
    };
    delegations(roll)
        .map(|(delegation, of)| NamesLine {
            delegation: delegation.to_owned(),
            names: of.into_iter().filter(|deputy| meant(deputy)).map(said).collect(),
        })
        .filter(|line| !line.names.is_empty())
        .collect()
}

/// The round whose ballots people hold, and who holds one, on the screen or on paper.
pub(super) fn holders(conn: &mut Conn, session: &Session) -> Result<(Option<ballots::Round>, Vec<DeputyId>), DbError> {
    let round = ballots::round_at_hand(conn, session.id)?;
    let holders = round.as_ref().map_or(Ok(Vec::new()), |round| ballots::issued_to(conn, round.id))?;
    Ok((round, holders))
}

pub async fn show_attendance_sheet(ctx: Ctx, who: As<Secretariat>, site: Site) -> Handled {
    let at = ctx.services.clock.now().to_page();
    let read = |conn: &mut Conn, session: &Session| {
        let (round, holders) = holders(conn, session)?;
        let round = round.filter(|round| round.purpose == RoundPurpose::Choice);
        let not_cast = match &round {
            Some(round) => ballots::turnout(conn, round.id)?.not_cast(),
            None => 0,
        };
        let roll = deputies::deputies(conn, session.id)?;
        Ok((roll, deputies::quorum_of_session(conn, session.id)?, round, holders, not_cast))
    };
    let (session, (roll, turnout, round, holders, not_cast)) = read_session(&ctx, &who.person, read).await?;
    let (lines, all) = by_delegation(&roll, &holders);
    let is = |attendance: Attendance| move |deputy: &Deputy| deputy.attendance == attendance;
    ctx.show(&AttendanceSheetPage {
        head: Head::of(&site, &session),
        at,
        excused: names(&roll, is(Attendance::Excused)),
        absent: names(&roll, is(Attendance::Absent)),
        without_ballot: match &round {
            Some(_) => names(&roll, |deputy| deputy.is_present() && !holders.contains(&deputy.id)),
            None => Vec::new(),
        },
        round: round.map(|round| round.number),
        lines,
        all,
        needed: turnout.needed,
        is_quorum: turnout.is_quorum(),
        not_cast,
    })
}

/// A deputy on the printed roll.
#[derive(Clone, Serialize)]
pub struct RollSheetLine {
    pub name: String,
    pub certificate_no: String,
    pub seat: String,
    pub note: String,
}

/// `/secretariat/roll/sheet`
#[derive(Serialize)]
pub struct RollSheetPage {
    pub head: Head,
    pub in_office: usize,
    pub delegations: Vec<(String, Vec<RollSheetLine>)>,
}

impl Page for RollSheetPage {
    const TEMPLATE: &'static str = "hall/roll_sheet.html";

    fn samples() -> Vec<Self> {
        let line = |name: &str| RollSheetLine {
            name: name.into(),
            certificate_no: "SC0001".into(),
            seat: "3排12座<b>".into(),
            note: "<script>主席团成员".into(),
        };
        let delegations = vec![
            ("<script>第一代表团".into(), vec![line("<b>甲"), line(&"名".repeat(64))]),
            ("第二代表团".into(), vec![line("乙")]),
        ];
        vec![
            Self { head: Head::sample(), in_office: 3, delegations },
            Self { head: Head::sample(), in_office: 0, delegations: Vec::new() },
        ]
    }
}

pub async fn show_roll_sheet(ctx: Ctx, who: As<Secretariat>, site: Site) -> Handled {
    let (session, roll) = read_session(&ctx, &who.person, |conn, session| deputies::deputies(conn, session.id)).await?;
    let line = |deputy: &Deputy| RollSheetLine {
        name: deputy.name.clone(),
        certificate_no: deputy.certificate_no.clone(),
        seat: deputy.seat.clone().unwrap_or_default(),
        note: deputy.note.clone().unwrap_or_default(),
    };
    ctx.show(&RollSheetPage {
        head: Head::of(&site, &session),
        in_office: roll.len(),
        delegations: delegations(&roll)
            .map(|(name, of)| (name.to_owned(), of.into_iter().map(line).collect()))
            .collect(),
    })
}
