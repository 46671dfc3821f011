//! The hall screen in each of its states, and the events that keep it up to date.

use actix_web::{
    HttpRequest, HttpResponse,
    http::header::{ACCEPT, CACHE_CONTROL},
    web::Data,
};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use super::{
    actions, store,
    view::{HallScreen, Shown, View},
};
use crate::{
    accounts::Site,
    audit::{self, Deed},
    ballots::{self, OpenBoxes, Round, RoundState},
    congress::{self, Session, voting_method::PublishCounts},
    db::{Conn, DbError, Ts},
    deputies,
    documents::{DocumentState, Said},
    hand_count,
    ids::CongressId,
    tally::{Paper, certificate::Certificate, sample_paper},
    web::{Ctx, Handled, Live, Page, PageError, Qr, Query, Services, blocking, ruled},
};

/// Frame and state of the screen.
#[derive(Serialize)]
pub struct ScreenPage {
    /// Congress and session, as the band on top names them.
    pub title: String,
    pub plenary: String,
    /// `09:30`, the moment this page was made.
    pub time: String,
    /// The same moment in milliseconds, by which a script corrects the clock of its machine.
    pub now: i64,
    /// Seconds until a browser without scripts asks again.
    pub refresh: u32,
    /// Where the events come from.
    pub events: String,
    /// Changes when more than a number does, so that a script asks for the page again.
    pub layout: String,
    pub figures: Figures,
    /// At most one.
    pub countdown: Vec<Countdown>,
    /// The check-in code: at most one, and only on a screen that was opened from the desk.
    pub code: Vec<HallCode>,
    pub state: ScreenState,
}

/// What changes from second to second.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Figures {
    pub in_office: i64,
    pub excused: i64,
    pub present: i64,
    pub needed: i64,
    pub missing: i64,
    pub is_quorum: bool,
    pub issued: i64,
    /// Of these on paper, which do not come into the box.
    pub on_paper: i64,
    pub returned: i64,
    pub not_cast: i64,
}

#[derive(Clone, Debug, Serialize)]
pub struct Countdown {
    /// Milliseconds since 1970.
    pub ends: i64,
    /// `10:35`
    pub at: String,
    pub over: bool,
}

#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ScreenState {
    /// Nothing to show yet.
    Standby { item: String },
    /// 签到, and while ballots are issued how many have theirs.
    Attendance { issuing: bool },
    /// 投票: how many ballots came back, and which list of ballot keys is in use.
    Voting {
        round: i32,
        open: bool,
        /// The first groups of the key list's fingerprint, four digits each.
        fingerprint: Vec<String>,
        /// The same of the paper: the booth shows both.
        paper: Vec<String>,
        /// 对照码: whose keys seal the ballots. The scrutineers read it to one another when they made the key.
        keys: Vec<String>,
        /// How the audit list went on when the box was opened, or closed: whoever notes it can tell later whether the list was rewritten.
        audit: Vec<String>,
    },
    /// 揭晓
    Result {
        paper: Box<Paper>,
        /// Of all rounds together: how densely they have to stand.
        rows: usize,
        /// Whether the method lets the counts be shown, and not only the list.
        counts: bool,
        /// Which beginning of the reveal this is, and how long ago it was, in milliseconds.
        began: i64,
        elapsed: i64,
    },
}

/// The check-in code, digits in two groups of three, and a QR code of the page where it is typed.
#[derive(Clone, Debug, Serialize)]
pub struct HallCode {
    pub digits: String,
    pub qr: Qr,
}

const REFRESH: u32 = 5;

impl Page for ScreenPage {
    const TEMPLATE: &'static str = "screen/screen.html";

    fn samples() -> Vec<Self> {
        let figures = |present: i64, in_office, needed: i64| Figures {
            in_office,
            excused: 2,
            present,
            needed,
            missing: (needed - present).max(0),
            is_quorum: in_office > 0 && present >= needed,
            issued: present,
            on_paper: 0,
            returned: 0,
            not_cast: present,
        };
        let page = |figures, state| Self {
            title: "杭州市上城区第一届人民代表大会第三次会议".to_owned(),
            plenary: "第二次全体会议".to_owned(),
            time: "09:12".to_owned(),
            now: 1_706_922_720_000,
            refresh: REFRESH,
            events: "/screen/events".to_owned(),
            layout: "0".to_owned(),
            figures,
            countdown: Vec::new(),
            code: Vec::new(),
            state,
        };
        let code = || vec![HallCode { digits: "482 617".to_owned(), qr: Qr { size: 37, path: "M4 4.5h7".to_owned() } }];
        let countdown = |over| vec![Countdown { ends: 1_706_923_020_000, at: "09:17".to_owned(), over }];
        let attendance = |issuing| ScreenState::Attendance { issuing };
        let voting = |open| ScreenState::Voting {
            round: 1,
            open,
            fingerprint: ["48a5", "3f07", "74c8", "ceff"].map(str::to_owned).to_vec(),
            paper: ["hKWg", "Xf07", "74+8", "ce/f", "574a", "1fdc"].map(str::to_owned).to_vec(),
            keys: ["e46c", "18a6", "8239", "f295"].map(str::to_owned).to_vec(),
            audit: ["91d0", "7bb2", "41c8", "0e6f", "5a33", "d917"].map(str::to_owned).to_vec(),
        };
        let turnout =
            |issued: i64, returned| Figures { issued, on_paper: issued / 10, returned, ..figures(issued, 340, 227) };
        let result = |counts| ScreenState::Result {
            paper: Box::new(sample_paper(DocumentState::Announced, counts)),
            rows: 12,
            counts,
            began: 1_706_922_700_000,
            elapsed: 20_000,
        };
        vec![
            page(figures(0, 0, 0), ScreenState::Standby { item: "表决民生实事项目".to_owned() }),
            Self {
                title: "<script>alert(1)</script>".repeat(4),
                plenary: "<script>".to_owned(),
                ..page(figures(0, 0, 0), ScreenState::Standby { item: String::new() })
            },
            page(figures(0, 0, 0), attendance(false)),
            Self { code: code(), ..page(figures(226, 340, 227), attendance(false)) },
            Self { code: code(), countdown: countdown(false), ..page(figures(2_900, 2_980, 1_987), attendance(true)) },
            page(figures(231, 340, 227), attendance(true)),
            Self { countdown: countdown(false), ..page(turnout(338, 0), voting(true)) },
            Self { countdown: countdown(true), ..page(turnout(338, 286), voting(true)) },
            page(turnout(338, 338), voting(false)),
            page(turnout(0, 0), voting(true)),
            page(turnout(338, 338), result(true)),
            page(turnout(338, 338), result(false)),
        ]
    }
}

#[derive(Deserialize)]
pub struct ScreenQuery {
    /// What the desk's link carries.
    #[serde(default)]
    hall: String,
    /// A screen that keeps to one view, whatever the desk shows on the others.
    #[serde(default)]
    show: String,
}

/// What a screen is opened for.
#[derive(Clone)]
struct Asked {
    congress: CongressId,
    hall: String,
    show: Option<View>,
}

impl Asked {
    fn of(site: &Site, query: ScreenQuery) -> Self {
        // The result is shown when the desk says so, on every screen at once.
        let show = query.show.parse().ok().filter(|view| *view != View::Result);
        Self { congress: site.congress, hall: query.hall, show }
    }

    fn events(&self) -> String {
        let show = self.show.map(View::word).unwrap_or_default();
        let given: Vec<_> =
            [("hall", self.hall.as_str()), ("show", show)].into_iter().filter(|(_, v)| !v.is_empty()).collect();
        match serde_html_form::to_string(given) {
            Ok(query) if !query.is_empty() => format!("/screen/events?{query}"),
            _ => "/screen/events".to_owned(),
        }
    }
}

pub async fn show_screen(ctx: Ctx, site: Site, boxes: Data<OpenBoxes>, query: Query<ScreenQuery>) -> Handled {
    let (services, asked) = (ctx.services.clone(), Asked::of(&site, query.into_inner()));
    let page = blocking(move || page(&services, &boxes, &site.name, &asked)).await?;
    ctx.show(&page)
}

/// The numbers of the screen: as events for whoever asks for events, once for whoever does not.
pub async fn show_screen_events(
    ctx: Ctx,
    site: Site,
    live: Data<Live>,
    boxes: Data<OpenBoxes>,
    query: Query<ScreenQuery>,
    request: HttpRequest,
) -> Handled {
    let (services, name) = (ctx.services.clone(), site.name.clone());
    let asked = Asked::of(&site, query.into_inner());
    let wants_events = request
        .headers()
        .get(ACCEPT)
        .and_then(|accept| accept.to_str().ok())
        .is_some_and(|accept| accept.contains("text/event-stream"));
    let of = asked.clone();
    let read = move || {
        let page = page(&services, &boxes, &name, &of)?;
        let tidings = Tidings {
            layout: &page.layout,
            countdown: page.countdown.first(),
            code: page.code.first(),
            figures: &page.figures,
        };
        serde_json::to_string(&tidings).map_err(PageError::internal)
    };
    if wants_events {
        let view = asked.show.map(View::word).unwrap_or_default();
        // Whatever is sent with a wrong key sees what everybody sees.
        let key = format!("screen|{}|{view}|{}", asked.congress, is_hall(&ctx.services, &asked).await?);
        return Live::follow(&live, &request, key, ctx.services.clock, read);
    }
    let json = blocking(read).await?;
    Ok(HttpResponse::Ok().content_type("application/json").insert_header((CACHE_CONTROL, "no-store")).body(json))
}

async fn is_hall(services: &Data<Services>, asked: &Asked) -> Result<bool, PageError> {
    if asked.hall.is_empty() {
        return Ok(false);
    }
    let (services, asked) = (services.clone(), asked.clone());
    blocking(move || {
        let session = services.db.read(|conn| congress::current_session(conn, asked.congress))?;
        Ok(session.is_some_and(|session| in_hall(&services, &session, &asked.hall)))
    })
    .await
}

fn in_hall(services: &Services, session: &Session, hall: &str) -> bool {
    let key = deputies::hall_key(&services.secret, session.id);
    bool::from(hall.as_bytes().ct_eq(key.as_bytes()))
}

/// One event.
#[derive(Serialize)]
struct Tidings<'a> {
    layout: &'a str,
    countdown: Option<&'a Countdown>,
    code: Option<&'a HallCode>,
    #[serde(flatten)]
    figures: &'a Figures,
}

fn page(services: &Services, boxes: &OpenBoxes, site: &str, asked: &Asked) -> Result<ScreenPage, PageError> {
    let now = services.clock.now();
    services.db.read(|conn| {
        let mut page = ScreenPage {
            title: site.to_owned(),
            plenary: String::new(),
            time: clock(now),
            now: now.timestamp().as_millisecond(),
            refresh: REFRESH,
            events: asked.events(),
            layout: String::new(),
            figures: Figures::default(),
            countdown: Vec::new(),
            code: Vec::new(),
            state: ScreenState::Standby { item: String::new() },
        };
        if let Some(session) = congress::current_session(conn, asked.congress)? {
            let in_hall = in_hall(services, &session, &asked.hall);
            let screen = store::screen_of(conn, session.id)?;
            let round = ballots::latest_round(conn, session.id)?;
            page.figures = figures(conn, &session, round.as_ref())?;
            page.countdown = countdown(&screen, now);
            page.state = state(conn, boxes, &session, round.as_ref(), &screen, asked.show, in_hall, now)?;
            if in_hall && matches!(page.state, ScreenState::Attendance { .. }) {
                let origin = congress::site_name(conn, asked.congress, &services.base_url)?.origin;
                page.code = hall_code(services, &origin, &session, now)?.into_iter().collect();
            }
            page.title.push_str(&session.name);
            page.plenary = session.plenary;
        }
        page.layout = page.layout_of()?;
        Ok::<_, PageError>(page)
    })
}

impl ScreenPage {
    fn layout_of(&self) -> Result<String, PageError> {
        let state = match &self.state {
            // How far the reveal has come is the script's own business.
            ScreenState::Result { began, paper, .. } => format!("result|{began}|{}", paper.hash),
            state => serde_json::to_string(state).map_err(PageError::internal)?,
        };
        let shape = format!("{}|{}|{state}|{}|{}", self.title, self.plenary, self.code.len(), self.countdown.len());
        Ok(Sha256::digest(shape).iter().take(8).map(|b| format!("{b:02x}")).collect())
    }
}

/// `09:30`
fn clock(at: Ts) -> String {
    at.to_page().rsplit(' ').next().unwrap_or_default().to_owned()
}

fn countdown(screen: &HallScreen, now: Ts) -> Vec<Countdown> {
    let of = |ends: Ts| Countdown { ends: ends.timestamp().as_millisecond(), at: clock(ends), over: ends <= now };
    screen.countdown_ends.map(of).into_iter().collect()
}

fn figures(conn: &mut Conn, session: &Session, round: Option<&Round>) -> Result<Figures, DbError> {
    let quorum = deputies::quorum_of_session(conn, session.id)?;
    let turnout = round.map(|round| ballots::turnout(conn, round.id)).transpose()?;
    let turnout = turnout.unwrap_or_default();
    let came_back = round.map(|round| hand_count::returned(conn, round)).transpose()?.unwrap_or_default();
    Ok(Figures {
        in_office: quorum.count.in_office,
        excused: quorum.count.excused,
        present: quorum.count.present,
        needed: quorum.needed,
        missing: quorum.missing(),
        is_quorum: quorum.is_quorum(),
        issued: turnout.issued,
        on_paper: turnout.on_paper,
        returned: came_back.returned,
        not_cast: came_back.not_cast,
    })
}

fn state(
    conn: &mut Conn,
    boxes: &OpenBoxes,
    session: &Session,
    round: Option<&Round>,
    screen: &HallScreen,
    show: Option<View>,
    in_hall: bool,
    now: Ts,
) -> Result<ScreenState, PageError> {
    let (certificate, reveal) = actions::result(conn, session)?;
    let certificate = certificate.filter(|_| reveal.allows(in_hall));
    let view = show.unwrap_or(screen.view);
    let shown = Shown::of(view, round.map(|r| r.state), session.check_in_seed.is_some(), certificate.is_some());
    let standby = || ScreenState::Standby { item: session.item.clone() };
    Ok(match (shown, round, certificate) {
        (Shown::Voting, Some(round), _) => {
            let open = ruled(boxes.get_by(conn, round.id))?.map_err(PageError::internal)?;
            ScreenState::Voting {
                round: round.number,
                open: round.state == RoundState::Voting,
                fingerprint: first_groups(&open.credentials.fingerprint()),
                paper: first_groups(open.election.fingerprint()),
                keys: groups(&ballots::trustees_of(conn, round.id)?.code_of_certificates()).collect(),
                audit: noted_of_the_list(conn, session, round.state)?,
            }
        }
        (Shown::Result, _, Some(document)) => {
            let certificate: Certificate = document.paper()?;
            let began = screen.reveal_began.unwrap_or_default().timestamp().as_millisecond();
            let paper = Paper::of(&document, &certificate, &Said::default(), None);
            ScreenState::Result {
                counts: certificate.document().method.publish_counts() == PublishCounts::Counts,
                rows: paper.rounds.iter().map(|round| round.ranked.len()).sum(),
                paper: Box::new(paper),
                began,
                elapsed: (now.timestamp().as_millisecond() - began).max(0),
            }
        }
        (Shown::Attendance, ..) => {
            ScreenState::Attendance { issuing: round.is_some_and(|round| round.state == RoundState::Issuing) }
        }
        _ => standby(),
    })
}

/// 24 digits of the entry that opening or closing made, as `piaojue audit verify --head` takes them.
fn noted_of_the_list(conn: &mut Conn, session: &Session, state: RoundState) -> Result<Vec<String>, PageError> {
    let act = if state == RoundState::Voting { Deed::RoundOpened } else { Deed::RoundClosed };
    let entry = audit::newest_of(conn, session.congress, act)?;
    Ok(entry.map_or_else(Vec::new, |(_, hash)| groups(&hash).take(6).collect()))
}

fn groups(text: &str) -> impl Iterator<Item = String> {
    text.chars().collect::<Vec<_>>().chunks(4).map(|group| group.iter().collect()).collect::<Vec<String>>().into_iter()
}

fn first_groups(fingerprint: &str) -> Vec<String> {
    groups(fingerprint).take(4).collect()
}

fn hall_code(services: &Services, origin: &str, session: &Session, now: Ts) -> Result<Option<HallCode>, PageError> {
    let Some(seed) = &session.check_in_seed else { return Ok(None) };
    let code = deputies::hall_code(&services.secret, session.id, seed, now);
    let digits = code.split_at_checked(3).map_or_else(|| code.clone(), |(a, b)| format!("{a} {b}"));
    let qr = Qr::of(&format!("{origin}/deputy/check-in?code={code}"))?;
    Ok(Some(HallCode { digits, qr }))
}
