//! 登录卡: choosing whose, and the sheet to print.

use futures_util::{StreamExt, stream};
use serde::{Deserialize, Serialize};

use super::back_room::read_session;
use crate::{
    accounts::{As, Login, Person, Secretariat},
    congress::Session,
    deputies::{
        actions::{self, CardError},
        cards::{self, DrawnCard, LoginCard},
        deputy::{Deputy, Which},
        store,
    },
    ids::DeputyId,
    web::{Ctx, Form, Handled, Message, NotDone, Outcome, Page, PageError, Qr, Query, Refused, address, blocking},
};

#[derive(Serialize)]
pub struct CardsPage {
    pub session: String,
    pub in_office: usize,
    pub without_card: usize,
    pub delegations: Vec<DelegationChoice>,
    /// `all`, `without_card`, `one`, the id of a delegation, or nothing yet.
    pub which: String,
    pub certificate_no: String,
}

#[derive(Serialize)]
pub struct DelegationChoice {
    pub id: String,
    pub name: String,
    pub deputies: usize,
    pub without_card: usize,
}

impl Page for CardsPage {
    const TEMPLATE: &'static str = "deputies/cards.html";

    fn samples() -> Vec<Self> {
        let page = |in_office, without_card, which: &str, certificate_no: &str| Self {
            session: "第三次会议".to_owned(),
            in_office,
            without_card,
            delegations: if in_office == 0 {
                Vec::new()
            } else {
                vec![
                    DelegationChoice {
                        id: "x".to_owned(),
                        name: "<script>团</script>".to_owned(),
                        deputies: 34,
                        without_card: 0,
                    },
                    DelegationChoice { id: "y".to_owned(), name: "团".repeat(64), deputies: 1, without_card: 1 },
                ]
            },
            which: which.to_owned(),
            certificate_no: certificate_no.to_owned(),
        };
        vec![
            page(0, 0, "", ""),
            page(340, 340, "without_card", ""),
            page(340, 0, "", ""),
            page(340, 0, "one", "\"><script>"),
            page(340, 1, "all", ""),
            page(340, 1, "y", ""),
        ]
    }
}

/// The cards themselves: shown on this one answer and kept nowhere.
#[derive(Serialize)]
pub struct CardSheetPage {
    pub session: String,
    pub address: String,
    pub cards: Vec<PrintedCard>,
}

#[derive(Serialize)]
pub struct PrintedCard {
    pub name: String,
    pub delegation: String,
    /// Empty where the roll has none.
    pub seat: String,
    pub login: String,
    pub password: String,
    pub qr: Qr,
}

impl Page for CardSheetPage {
    const TEMPLATE: &'static str = "deputies/card_sheet.html";

    fn samples() -> Vec<Self> {
        let card = |name: String, qr: Qr| PrintedCard {
            name,
            delegation: "团".repeat(64),
            seat: "3排12座<b>".to_owned(),
            login: "W".repeat(32),
            password: "abcde-fghjk".to_owned(),
            qr,
        };
        let qr = || Qr { size: 37, path: "M4 4.5h7".to_owned() };
        let mut cards: Vec<_> = (0..11).map(|_| card("甲".to_owned(), qr())).collect();
        cards.push(card("<script>alert(1)</script>".to_owned(), qr()));
        cards.push(card("名".repeat(64), qr()));
        vec![Self { session: "会".repeat(60), address: "https://piaojue.example".to_owned(), cards }]
    }
}

#[derive(Deserialize)]
pub struct CardsQuery {
    #[serde(default)]
    deputy: String,
}

pub async fn choose_cards(ctx: Ctx, who: As<Secretariat>, query: Query<CardsQuery>) -> Handled {
    let wanted: Option<DeputyId> = query.into_inner().deputy.parse().ok();
    let (session, roll) = read_roll(&ctx, &who.person).await?;
    let chosen = roll.iter().find(|deputy| Some(deputy.id) == wanted);
    let which = match chosen {
        Some(_) => "one",
        None if roll.iter().any(|deputy| deputy.account.is_none()) => "without_card",
        None => "",
    };
    let certificate_no = chosen.map(|deputy| deputy.certificate_no.clone()).unwrap_or_default();
    ctx.show(&choice(&session, &roll, &CardsForm { which: which.to_owned(), certificate_no }))
}

async fn read_roll(ctx: &Ctx, person: &Person) -> Result<(Session, Vec<Deputy>), PageError> {
    read_session(ctx, person, |conn, session| store::deputies(conn, session.id)).await
}

fn choice(session: &Session, roll: &[Deputy], form: &CardsForm) -> CardsPage {
    let mut delegations: Vec<DelegationChoice> = Vec::new();
    for deputy in roll {
        let id = deputy.delegation.id.to_string();
        // The roll comes delegation by delegation.
        if delegations.last().is_none_or(|last| last.id != id) {
            let name = deputy.delegation.name.clone();
            delegations.push(DelegationChoice { id, name, deputies: 0, without_card: 0 });
        }
        if let Some(last) = delegations.last_mut() {
            last.deputies += 1;
            last.without_card += usize::from(deputy.account.is_none());
        }
    }
    CardsPage {
        session: session.name.clone(),
        in_office: roll.len(),
        without_card: delegations.iter().map(|delegation| delegation.without_card).sum(),
        delegations,
        which: form.which.clone(),
        certificate_no: form.certificate_no.clone(),
    }
}

#[derive(Clone, Deserialize)]
pub struct CardsForm {
    #[serde(default)]
    which: String,
    #[serde(default)]
    certificate_no: String,
}

impl CardsForm {
    fn which(&self, roll: &[Deputy]) -> Result<Which, Message> {
        match self.which.as_str() {
            "" => Err("cards-nobody".into()),
            "all" => Ok(Which::All),
            "without_card" => Ok(Which::WithoutCard),
            "one" => {
                let typed = Login::parse(&self.certificate_no).ok_or("cards-no-number")?;
                roll.iter()
                    .find(|deputy| Login::parse(&deputy.certificate_no).as_ref() == Some(&typed))
                    .map(|deputy| Which::One(deputy.id))
                    .ok_or_else(|| Message::new("cards-unknown-number").with("value", typed.as_str()))
            }
            delegation => delegation.parse().map(Which::Delegation).map_err(|_| "cards-nobody".into()),
        }
    }
}

/// So many cards are hashed before whoever wants to sign in has a turn.
const CARDS_A_TURN: usize = 10;

async fn draw(
    ctx: &Ctx,
    session: &Session,
    which: &Which,
) -> Result<Result<Vec<DrawnCard>, Refused<CardError>>, PageError> {
    let (services, of, wanted) = (ctx.services.clone(), session.clone(), which.clone());
    let chosen = move || Ok::<_, PageError>(services.db.read(|conn| actions::who_gets_cards(conn, &of, &wanted)));
    let chosen = match blocking(chosen).await? {
        Ok(chosen) => chosen,
        Err(refused) => return Ok(Err(refused)),
    };
    let turns = chosen.chunks(CARDS_A_TURN).map(<[Deputy]>::to_vec).map(|deputies| {
        ctx.services.hashing.run(move |memory| Ok::<_, PageError>(cards::draw(&deputies, &mut rand::rng(), memory)))
    });
    let mut drawn = Vec::with_capacity(chosen.len());
    let mut turns = stream::iter(turns.collect::<Vec<_>>()).buffered(2);
    while let Some(turn) = turns.next().await {
        match turn? {
            Ok(cards) => drawn.extend(cards),
            Err(refused) => return Ok(Err(refused.into())),
        }
    }
    Ok(Ok(drawn))
}

pub async fn print_cards(ctx: Ctx, who: As<Secretariat>, form: Form<CardsForm>) -> Handled {
    let (session, roll) = read_roll(&ctx, &who.person).await?;
    let which = match form.typed().which(&roll) {
        Ok(which) => which,
        Err(problem) => return ctx.again(&choice(&session, &roll, form.typed()), &[problem]),
    };
    let drawn = match form.key() {
        Some(_) => draw(&ctx, &session, &which).await?,
        None => Ok(Vec::new()),
    };
    let (drawn, wrong) = match drawn {
        Ok(drawn) => (drawn, Vec::new()),
        Err(refused) => (Vec::new(), refused.said()?),
    };
    let (of, typed) = (session.clone(), form.typed().clone());
    let hand_out = ctx.act(who, form, move |tx, who, at, _| {
        actions::hand_out_cards(tx, &who.person.actor(), at, &of, &which, &drawn)
    });
    match hand_out.unless(wrong).outcome().await?.1 {
        Outcome::Done(cards) => ctx.show(&sheet(&ctx, &session, cards)?),
        Outcome::Before => ctx.again(&choice(&session, &roll, &typed), &["cards-shown-before".into()]),
        Outcome::Again(again) => ctx.again(&choice(&session, &roll, &again.typed), &again.wrong),
    }
}

fn sheet(ctx: &Ctx, session: &Session, cards: Vec<LoginCard>) -> Result<CardSheetPage, PageError> {
    let base = ctx.origin();
    let cards = cards
        .into_iter()
        .map(|card| {
            Ok(PrintedCard {
                qr: Qr::of(&address(&format!("{base}/sign-in"), &[("login", &card.login)]))?,
                name: card.deputy.name,
                delegation: card.deputy.delegation.name,
                seat: card.deputy.seat.unwrap_or_default(),
                password: card.password,
                login: card.login,
            })
        })
        .collect::<Result<_, PageError>>()?;
    Ok(CardSheetPage { session: session.name.clone(), address: base.to_owned(), cards })
}
