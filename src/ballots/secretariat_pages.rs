//! 发票 at the desk: who has a ballot, and cancelling one with a scrutineer standing by.

use actix_web::web::{Path, Query};
use serde::{Deserialize, Serialize};

use super::{
    actions::{self, CancelError},
    round::RoundState,
    store,
};
use crate::{
    accounts::{self, As, Password, Role, Secretariat, SignInError, Site},
    congress,
    db::Conn,
    deputies::{self, Attendance},
    ids::{CongressId, DeputyId},
    web::{Ctx, Form, Handled, Message, Page, PageError, Refusal, blocking},
};

#[derive(Clone, Serialize)]
pub struct IssuingRow {
    pub deputy: String,
    pub name: String,
    pub certificate_no: String,
    pub delegation: String,
    pub attendance: Attendance,
    pub issued: bool,
}

/// `/secretariat/issuing`
#[derive(Serialize)]
pub struct IssuingPage {
    pub round: Option<String>,
    pub number: i32,
    /// Whether a ballot can still be cancelled.
    pub open: bool,
    pub present: usize,
    pub issued: usize,
    pub search: String,
    pub rows: Vec<IssuingRow>,
}

impl Page for IssuingPage {
    const TEMPLATE: &'static str = "ballots/issuing.html";

    fn samples() -> Vec<Self> {
        let row = |issued| IssuingRow {
            deputy: "d".into(),
            name: "<script>沙拉买提·艾合买提江</script>".into(),
            certificate_no: "SC0001".into(),
            delegation: "第一代表团".into(),
            attendance: Attendance::Present,
            issued,
        };
        let page = |round: Option<&str>, open, rows| Self {
            round: round.map(ToOwned::to_owned),
            number: 1,
            open,
            present: 2,
            issued: 1,
            search: String::new(),
            rows,
        };
        vec![
            page(None, false, Vec::new()),
            page(Some("r"), true, vec![row(true), row(false)]),
            page(Some("r"), false, vec![row(true)]),
        ]
    }
}

fn issuing_page(conn: &mut Conn, congress: CongressId, search: &str) -> Result<IssuingPage, PageError> {
    let session = congress::current_session(conn, congress)?.ok_or(PageError::NotFound)?;
    let round = store::latest_round(conn, session.id)?;
    let issued_to = round.as_ref().map_or(Ok(Vec::new()), |round| store::issued_to(conn, round.id))?;
    let all = deputies::deputies(conn, session.id)?;
    let present = all.iter().filter(|deputy| deputy.is_present()).count();
    let rows = all
        .into_iter()
        .filter(|deputy| deputy.is_meant_by(search))
        .map(|deputy| IssuingRow {
            deputy: deputy.id.to_string(),
            issued: issued_to.contains(&deputy.id),
            name: deputy.name,
            certificate_no: deputy.certificate_no,
            delegation: deputy.delegation.name,
            attendance: deputy.attendance,
        })
        .collect();
    Ok(IssuingPage {
        number: round.as_ref().map_or(1, |round| round.number),
        open: round.as_ref().is_some_and(|round| round.state == RoundState::Issuing),
        round: round.map(|round| round.id.to_string()),
        present,
        issued: issued_to.len(),
        search: search.to_owned(),
        rows,
    })
}

#[derive(Deserialize)]
pub struct Search {
    #[serde(default)]
    q: String,
}

pub async fn show_issuing(ctx: Ctx, _by: As<Secretariat>, site: Site, query: Query<Search>) -> Handled {
    let services = ctx.services.clone();
    let page = blocking(move || services.db.read(|conn| issuing_page(conn, site.congress, query.q.trim()))).await?;
    ctx.show(&page)
}

#[derive(Deserialize)]
pub struct CancelForm {
    #[serde(default)]
    login: String,
    #[serde(default)]
    password: String,
}

/// 作废重发: the secretariat presses, the scrutineer beside types name and password.
pub async fn cancel_ballot(
    ctx: Ctx,
    by: As<Secretariat>,
    site: Site,
    deputy: Path<DeputyId>,
    form: Form<CancelForm>,
) -> Handled {
    let (key, fields) = form.fresh()?;
    let (services, now, deputy) = (ctx.services.clone(), ctx.services.clock.now(), deputy.into_inner());
    let actor = by.person.actor();
    let congress = site.congress;
    let refused: Option<Message> = blocking(move || {
        let password = Password::typed(&fields.password);
        let standing_by = match accounts::check_sign_in(&services.db, Some(congress), &fields.login, &password, "", now)
        {
            Ok(person) if person.role == Role::Scrutineer => person,
            Ok(_) | Err(SignInError::Refused) => return Ok(Some("cancel-scrutineer-refused".into())),
            Err(SignInError::Db(e)) => return Err(PageError::from(e)),
        };
        let done = services.db.submit(key, now, |tx| {
            let session = congress::current_session(tx, congress)?.ok_or(CancelError::NotIssued)?;
            let round = store::latest_round(tx, session.id)?.ok_or(CancelError::NotIssued)?;
            actions::cancel_issue(tx, &actor, &standing_by.name, now, round.id, deputy)
        });
        match done {
            Ok(_) => Ok(None),
            Err(CancelError::Db(e)) => Err(e.into()),
            Err(refused) => Ok(refused.message()),
        }
    })
    .await?;
    match refused {
        None => Ok(ctx.see("/secretariat/issuing", "issue-cancelled")),
        Some(problem) => {
            let services = ctx.services.clone();
            let page = blocking(move || services.db.read(|conn| issuing_page(conn, congress, ""))).await?;
            ctx.again(&page, &[problem])
        }
    }
}
