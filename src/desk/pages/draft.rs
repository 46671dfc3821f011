//! What the count says, the presidium's decision on it, and the certificate drawn up from both.

use serde::{Deserialize, Serialize};

use super::session_of_round;
use crate::{
    accounts::{As, Person, Secretariat, Site},
    ballots::{self, RoundState},
    congress,
    db::Conn,
    documents::{self, DocumentState, Said},
    ids::{CongressId, RoundId},
    tally::{
        self, DraftError, Paper,
        outcome::{Decision, Next},
    },
    web::{Again, Ctx, Form, Handled, Page, PageError, Path, blocking, download, ruled},
};

/// `/secretariat/rounds/{id}/certificate`: what the certificate will say, before it is drawn up; or the certificate.
#[derive(Serialize)]
pub struct DraftPage {
    pub round: String,
    /// What follows from the count by the rules; `None` if the presidium must decide first.
    pub paper: Paper,
    /// The message that says what must come first, if the rules ask for something.
    pub first: Option<&'static str>,
    pub tied: Vec<u32>,
    pub tied_seats: u32,
    /// Of the tied, as ticked.
    pub ticked: Vec<u32>,
    pub drafted: bool,
    pub reason: String,
}

impl Page for DraftPage {
    const TEMPLATE: &'static str = "desk/draft.html";

    fn samples() -> Vec<Self> {
        [
            (None, DocumentState::Drafted),
            (Some("next-round"), DocumentState::Drafted),
            (Some("next-tie-decision"), DocumentState::Drafted),
            (Some("next-shortfall-decision"), DocumentState::Drafted),
            (None, DocumentState::Announced),
        ]
        .map(|(first, state)| Self {
            ticked: vec![2],
            round: "r".into(),
            paper: tally::sample_paper(state, true),
            first,
            tied: vec![1, 2],
            tied_seats: 1,
            drafted: state == DocumentState::Announced,
            reason: "<script>".into(),
        })
        .into()
    }
}

fn draft_page(
    conn: &mut Conn,
    congress: CongressId,
    congress_name: &str,
    person: &Person,
    round: RoundId,
) -> Result<DraftPage, PageError> {
    let round = ballots::round_by_id(conn, round)?;
    let session = congress::session_by_id(conn, round.session)?;
    if session.congress != congress || round.state != RoundState::Counted {
        return Err(PageError::NotFound);
    }
    if let Some(document) = documents::of_round(conn, round.id)? {
        return Ok(DraftPage {
            round: round.id.to_string(),
            paper: Paper::read(conn, &document)?,
            first: None,
            tied: Vec::new(),
            tied_seats: 0,
            ticked: Vec::new(),
            drafted: true,
            reason: String::new(),
        });
    }
    let so_far = tally::certificate_for(conn, &session, congress_name, &person.name, &round, None);
    let certificate = match ruled(so_far)? {
        Err(DraftError::PaperNotCounted) => return Err(PageError::NotFound),
        certificate => certificate.map_err(PageError::internal)?,
    };
    let (tied, tied_seats) = match certificate.next() {
        Some(Next::TieDecision { tied, seats }) => (tied.clone(), *seats),
        _ => (Vec::new(), 0),
    };
    let preview = tally::preview(conn, &session, &round, &certificate)?;
    Ok(DraftPage {
        round: round.id.to_string(),
        paper: Paper::of(&preview, &certificate, &Said::default(), None),
        first: certificate.next().map(tally::next_key),
        tied,
        tied_seats,
        ticked: Vec::new(),
        drafted: false,
        reason: String::new(),
    })
}

pub async fn show_certificate_draft(ctx: Ctx, by: As<Secretariat>, site: Site, round: Path<RoundId>) -> Handled {
    let services = ctx.services.clone();
    let page =
        blocking(move || services.db.read(|conn| draft_page(conn, site.congress, &site.name, &by.person, *round)))
            .await?;
    ctx.show(&page)
}

/// The tables of the certificate that was drawn up, before they are public.
pub async fn draft_file(ctx: Ctx, by: As<Secretariat>, site: Site, path: Path<(RoundId, String)>) -> Handled {
    let (round, name) = path.into_inner();
    let (services, wanted) = (ctx.services.clone(), name.clone());
    let (bytes, content_type) = blocking(move || {
        let page = services.db.read(|conn| draft_page(conn, site.congress, &site.name, &by.person, round))?;
        let found = tally::tables::asked_for(&page.paper, &wanted).filter(|_| page.drafted);
        let (table, format) = found.ok_or(PageError::NotFound)?;
        Ok::<_, PageError>((table.bytes(format)?, format.content_type()))
    })
    .await?;
    Ok(download(&name, content_type, bytes))
}

/// The presidium's decision, where the rules leave it one.
#[derive(Clone, Deserialize)]
pub struct DraftForm {
    #[serde(default)]
    decision: String,
    #[serde(default)]
    chosen: Vec<u32>,
    #[serde(default)]
    reason: String,
}

impl DraftForm {
    fn decision(&self) -> Option<Decision> {
        let reason = self.reason.trim().to_owned();
        match self.decision.as_str() {
            "choose_tied" => Some(Decision::ChooseTied { chosen: self.chosen.clone(), reason }),
            "accept_fewer" => Some(Decision::AcceptFewer { reason }),
            _ => None,
        }
    }
}

/// 出具计票报告单
pub async fn draft_certificate(
    ctx: Ctx,
    by: As<Secretariat>,
    site: Site,
    round: Path<RoundId>,
    form: Form<DraftForm>,
) -> Handled {
    let round = *round;
    ctx.act((by, site), form, move |tx, (by, site), at, typed| {
        let session = session_of_round(tx, site.congress, round)?;
        let decision = typed.decision();
        tally::draft_certificate(tx, &by.person.actor(), at, &session, &site.name, round, decision.as_ref())
    })
    .then("/secretariat", "certificate-drafted")
    .or(async |(by, site), Again { typed, wrong }| {
        let page = ctx.read(move |conn| draft_page(conn, site.congress, &site.name, &by.person, round)).await;
        match (page, wrong.as_slice()) {
            (Err(PageError::NotFound), [problem]) if problem.key == "draft-paper-not-counted" => {
                Ok(ctx.see("/secretariat/paper", problem.key))
            }
            (page, wrong) => ctx.again(&DraftPage { reason: typed.reason, ticked: typed.chosen, ..page? }, wrong),
        }
    })
    .await
}
