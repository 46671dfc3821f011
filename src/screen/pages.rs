//! The hall screen in each of its states.

use actix_web::web::Query;
use serde::{Deserialize, Serialize};
use subtle::ConstantTimeEq;

use crate::{
    accounts::Site,
    ballots,
    congress::{self, Session},
    db::{Conn, DbError},
    deputies,
    web::{Ctx, Handled, Page, PageError, Qr, blocking},
};

/// Frame and state of the screen.
#[derive(Serialize)]
pub struct ScreenPage {
    /// Congress and session, as the band on top names them.
    pub title: String,
    pub plenary: String,
    /// `09:30`, the moment this page was made.
    pub time: String,
    /// Seconds until the browser asks again.
    pub refresh: u32,
    pub state: ScreenState,
}

#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ScreenState {
    /// Nothing to show yet.
    Standby { item: String },
    /// 签到, until voting begins.
    Attendance {
        present: i64,
        in_office: i64,
        needed: i64,
        missing: i64,
        is_quorum: bool,
        /// At most one; only on a screen that was opened from the attendance desk.
        code: Vec<HallCode>,
    },
    /// 投票: how many ballots came back, and which list of ballot keys is in use.
    Voting {
        round: i32,
        issued: i64,
        returned: i64,
        /// The first groups of the key list's fingerprint, four digits each.
        fingerprint: Vec<String>,
        /// The same of the paper: the booth shows both.
        paper: Vec<String>,
    },
}

/// The check-in code, digits in two groups of three, and a QR code of the page where it is typed.
#[derive(Serialize)]
pub struct HallCode {
    pub digits: String,
    pub qr: Qr,
}

impl Page for ScreenPage {
    const TEMPLATE: &'static str = "screen/screen.html";

    fn samples() -> Vec<Self> {
        let page = |state| Self {
            title: "杭州市上城区第一届人民代表大会第三次会议".to_owned(),
            plenary: "第二次全体会议".to_owned(),
            time: "09:12".to_owned(),
            refresh: REFRESH,
            state,
        };
        let attendance = |present, in_office, needed: i64, code| ScreenState::Attendance {
            present,
            in_office,
            needed,
            missing: (needed - present).max(0),
            is_quorum: in_office > 0 && present >= needed,
            code,
        };
        let code = || vec![HallCode { digits: "482 617".to_owned(), qr: Qr { size: 37, path: "M4 4.5h7".to_owned() } }];
        let voting = |issued, returned| ScreenState::Voting {
            round: 1,
            issued,
            returned,
            fingerprint: ["48a5", "3f07", "74c8", "ceff", "574a", "1fdc"].map(str::to_owned).to_vec(),
            paper: ["hKWg", "Xf07", "74+8", "ce/f", "574a", "1fdc"].map(str::to_owned).to_vec(),
        };
        vec![
            page(ScreenState::Standby { item: "表决民生实事项目".to_owned() }),
            Self {
                title: "<script>alert(1)</script>".repeat(4),
                plenary: "<script>".to_owned(),
                ..page(ScreenState::Standby { item: String::new() })
            },
            page(attendance(0, 0, 0, Vec::new())),
            page(attendance(226, 340, 227, code())),
            page(attendance(2_900, 2_980, 1_987, code())),
            page(attendance(231, 340, 227, Vec::new())),
            page(voting(338, 0)),
            page(voting(338, 286)),
            page(voting(338, 338)),
            page(voting(0, 0)),
        ]
    }
}

const REFRESH: u32 = 5;

#[derive(Deserialize)]
pub struct ScreenQuery {
    /// What the attendance desk's link carries.
    #[serde(default)]
    hall: String,
}

pub async fn show_screen(ctx: Ctx, site: Site, query: Query<ScreenQuery>) -> Handled {
    let services = ctx.services.clone();
    let (of, hall) = (site.clone(), query.into_inner().hall);
    let (session, state) = blocking(move || {
        let base = services.base_url.clone();
        services.db.read(|conn| {
            let Some(session) = congress::current_session(conn, of.congress)? else { return Ok((None, None)) };
            let key = deputies::hall_key(&services.secret, session.id);
            let in_hall = bool::from(hall.as_bytes().ct_eq(key.as_bytes()));
            let state = state(conn, &session, in_hall.then_some(base.as_str()))?;
            Ok::<_, PageError>((Some(session), Some(state)))
        })
    })
    .await?;
    let now = ctx.services.clock.now().to_page();
    ctx.show(&ScreenPage {
        title: session.as_ref().map_or(site.name, |session| session.name.clone()),
        plenary: session.map(|session| session.plenary).unwrap_or_default(),
        time: now.rsplit(' ').next().unwrap_or_default().to_owned(),
        refresh: REFRESH,
        state: state.unwrap_or(ScreenState::Standby { item: String::new() }),
    })
}

/// `hall`: the server's own address, given to the screen in the hall and to no other.
fn state(conn: &mut Conn, session: &Session, hall: Option<&str>) -> Result<ScreenState, PageError> {
    if let Some(round) = ballots::latest_round(conn, session.id)?
        && round.has_box()
    {
        let turnout = ballots::turnout(conn, round.id)?;
        let list = ballots::credential_list(conn, round.id)?;
        let election = ballots::election_of(conn, round.id)?;
        return Ok(ScreenState::Voting {
            round: round.number,
            issued: turnout.issued,
            returned: turnout.returned,
            fingerprint: first_groups(&list.fingerprint()),
            paper: first_groups(election.fingerprint()),
        });
    }
    match &session.check_in_code {
        None => Ok(ScreenState::Standby { item: session.item.clone() }),
        Some(code) => {
            let code = match hall {
                None => Vec::new(),
                Some(base) => vec![hall_code(code.as_str(), base)?],
            };
            Ok(attendance(conn, session, code)?)
        }
    }
}

fn first_groups(fingerprint: &str) -> Vec<String> {
    let letters: Vec<char> = fingerprint.chars().collect();
    letters.chunks(4).take(6).map(|group| group.iter().collect()).collect()
}

fn hall_code(code: &str, base: &str) -> Result<HallCode, PageError> {
    let digits = code.split_at_checked(3).map_or_else(|| code.to_owned(), |(a, b)| format!("{a} {b}"));
    Ok(HallCode { digits, qr: Qr::of(&format!("{base}/deputy/check-in?code={code}"))? })
}

fn attendance(conn: &mut Conn, session: &Session, code: Vec<HallCode>) -> Result<ScreenState, DbError> {
    let turnout = deputies::quorum_of_session(conn, session.id)?;
    Ok(ScreenState::Attendance {
        present: turnout.count.present,
        in_office: turnout.count.in_office,
        needed: turnout.needed,
        missing: turnout.missing(),
        is_quorum: turnout.is_quorum(),
        code,
    })
}
