//! A scrutineer's page for making the key: the script in it holds the ceremony, the server carries and checks.

use actix_web::{
    HttpResponse,
    http::{StatusCode, header::CACHE_CONTROL},
};
use serde::{Deserialize, Serialize};
use verifiable_ballots::{Certificate, Vinput};

use super::{
    actions,
    ceremony::{Ceremony, CeremonyState, Finding, Messages, RefusedPart, Standing, Step},
    scrutineer::Scrutineer,
    store,
};
use crate::{
    accounts::{As, Person, Scrutineer as ScrutineerRole, Site},
    congress,
    db::{Conn, DbError, Tx},
    ids::KeyCeremonyId,
    web::{Again, Ctx, Form, Handled, LARGE_FORM, Message, Nothing, Outcome, Page, PageError},
    word_enum,
};

word_enum! {
    /// What the key asks of a scrutineer.
    Stage {
        /// The secretariat has not begun.
        Waiting = "waiting",
        Void = "void",
        Running = "running",
        /// The key is made; the seed is to be written down.
        Made = "made",
        Copied = "copied",
    }
}

/// One line of the list that is read aloud.
#[derive(Clone, Serialize)]
pub struct PersonLine {
    pub place: i32,
    pub name: String,
    pub chief: bool,
    pub me: bool,
    pub standing: Standing,
}

/// `/scrutineer/key`
#[derive(Serialize)]
pub struct KeyPage {
    pub name: String,
    pub congress: String,
    pub session: String,
    pub stage: Stage,
    /// Empty if the key was made at the command line.
    pub ceremony: String,
    pub number: i32,
    pub void_reason: Option<String>,
    pub size: i32,
    pub threshold: i32,
    pub people: Vec<PersonLine>,
}

impl Page for KeyPage {
    const TEMPLATE: &'static str = "scrutineers/key.html";

    fn samples() -> Vec<Self> {
        let person = |place, standing| PersonLine {
            place,
            name: "<script>李建国</script>".into(),
            chief: place == 1,
            me: place == 1,
            standing,
        };
        Stage::ALL
            .iter()
            .map(|&stage| Self {
                name: "<script>李建国</script>".into(),
                congress: "<script>人民代表大会</script>".into(),
                session: "第三次会议".into(),
                stage,
                ceremony: "c".into(),
                number: 2,
                void_reason: (stage == Stage::Void).then(|| "<script>设备故障</script>".into()),
                size: 6,
                threshold: 2,
                people: (1..).zip(Standing::ALL).map(|(place, &standing)| person(place, standing)).collect(),
            })
            .collect()
    }
}

/// What the script asks for again and again.
#[derive(Serialize)]
struct KeyStatus {
    ceremony: String,
    stage: Stage,
    /// The message that is wanted of this scrutineer now.
    next: Option<Step>,
    size: i32,
    threshold: i32,
    index: i32,
    /// Of this scrutineer's certificate, if it is there.
    verification_key: Option<String>,
    people: Vec<PersonStatus>,
    certificates: Option<Vec<Certificate>>,
    vinput: Option<Vinput>,
}

#[derive(Serialize)]
struct PersonStatus {
    place: i32,
    standing: Standing,
}

/// Everything about the key as one scrutineer sees it.
struct Look {
    me: Scrutineer,
    session: String,
    stage: Stage,
    ceremony: Option<Ceremony>,
    messages: Messages,
    threshold: i32,
    people: Vec<PersonLine>,
}

/// How far each scrutineer has come with the key of the ceremony, or with the one made at the command line.
pub(super) fn standing(scrutineer: &Scrutineer, messages: &Messages) -> Standing {
    match (&scrutineer.copy_confirmed, &scrutineer.share) {
        (Some(_), _) => Standing::Copied,
        (None, Some(_)) => Standing::Checked,
        (None, None) => messages.standing(scrutineer.position),
    }
}

fn look(conn: &mut Conn, person: &Person) -> Result<Look, PageError> {
    let me = store::scrutineer_of_account(conn, person.id)?.ok_or(PageError::NotFound)?;
    let key = store::session_key(conn, me.session)?;
    let latest = store::ceremony_at_hand(conn, me.session)?;
    let stage = match (&me.copy_confirmed, &key, latest.as_ref().map(|ceremony| ceremony.state)) {
        (Some(_), ..) => Stage::Copied,
        (None, Some(_), _) => Stage::Made,
        (None, None, None) => Stage::Waiting,
        (None, None, Some(CeremonyState::Void)) => Stage::Void,
        (None, None, Some(_)) => Stage::Running,
    };
    // A void ceremony's messages say nothing of a key made afterwards at the command line.
    let ceremony = latest.filter(|ceremony| key.is_none() || ceremony.state == CeremonyState::Finished);
    let messages = match &ceremony {
        Some(ceremony) if ceremony.state != CeremonyState::Void => store::messages(conn, ceremony.id)?,
        _ => Messages::default(),
    };
    let people = store::scrutineers(conn, me.session)?
        .into_iter()
        .map(|scrutineer| PersonLine {
            place: scrutineer.position,
            standing: standing(&scrutineer, &messages),
            me: scrutineer.id == me.id,
            chief: scrutineer.chief,
            name: scrutineer.name,
        })
        .collect();
    let threshold = key.map(|key| key.threshold).or(ceremony.as_ref().map(|ceremony| ceremony.threshold));
    Ok(Look {
        session: congress::session_by_id(conn, me.session)?.name,
        stage,
        messages,
        threshold: threshold.unwrap_or(0),
        people,
        ceremony,
        me,
    })
}

impl Look {
    fn ceremony_id(&self) -> String {
        self.ceremony.as_ref().map_or_else(String::new, |ceremony| ceremony.id.to_string())
    }

    fn size(&self) -> i32 {
        i32::try_from(self.people.len()).unwrap_or(i32::MAX)
    }

    fn page(self, congress: String) -> KeyPage {
        KeyPage {
            congress,
            stage: self.stage,
            ceremony: self.ceremony_id(),
            number: self.ceremony.as_ref().map_or(0, |ceremony| ceremony.number),
            size: self.size(),
            threshold: self.threshold,
            void_reason: self.ceremony.and_then(|ceremony| ceremony.void_reason),
            people: self.people,
            session: self.session,
            name: self.me.name,
        }
    }

    fn status(self) -> KeyStatus {
        let place = self.me.position;
        let wanted = self.ceremony.as_ref().and_then(Ceremony::wanted);
        let next = wanted.filter(|step| self.messages.has(*step, place).eq(&false));
        let stated = self.me.share.as_ref().map(|share| share.verification_key.clone());
        let vinput = match (&self.ceremony, next) {
            (Some(ceremony), Some(Step::Verification)) => self.messages.for_verification(ceremony, place),
            _ => None,
        };
        KeyStatus {
            ceremony: self.ceremony_id(),
            stage: self.stage,
            next,
            size: self.size(),
            threshold: self.threshold,
            index: place,
            verification_key: stated.or_else(|| self.messages.verification_key(place)),
            certificates: self.ceremony.as_ref().and_then(|ceremony| self.messages.certificates(ceremony)),
            vinput,
            people: self.people.iter().map(|p| PersonStatus { place: p.place, standing: p.standing }).collect(),
        }
    }
}

pub async fn show_key(ctx: Ctx, by: As<ScrutineerRole>, site: Site) -> Handled {
    let seen = ctx.read(move |conn| look(conn, &by.person)).await?;
    ctx.show(&seen.page(site.name))
}

pub async fn key_status(ctx: Ctx, by: As<ScrutineerRole>) -> Handled {
    let seen = ctx.read(move |conn| look(conn, &by.person)).await?;
    Ok(HttpResponse::Ok().insert_header((CACHE_CONTROL, "no-store")).json(seen.status()))
}

#[derive(Deserialize)]
pub struct MessageForm {
    ceremony: KeyCeremonyId,
    step: Step,
    message: String,
}

#[derive(Serialize)]
struct RefusalAnswer {
    error: &'static str,
    message: String,
}

/// What the script tells apart.
fn code(problem: &Message) -> &'static str {
    match problem.key {
        "form-expired" => "form_expired",
        "key-ceremony-gone" => "ceremony_gone",
        "key-other-seed" => "other_seed",
        "key-out-of-turn" => "out_of_turn",
        "key-message-unreadable" => "message_unreadable",
        "key-same-keys" => "same_keys",
        _ => "message_wrong",
    }
}

/// What a script is answered: what `key_status` answers, or `{"error", "message"}`.
async fn answer<T>(ctx: &Ctx, by: As<ScrutineerRole>, came: Outcome<T, ()>) -> Handled {
    let Outcome::Again(Again { wrong, .. }) = came else { return key_status(ctx.clone(), by).await };
    let problem = Message::first_of(&wrong);
    let error = code(&problem);
    let status = if error == "form_expired" { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::CONFLICT };
    Ok(HttpResponse::build(status)
        .insert_header((CACHE_CONTROL, "no-store"))
        .json(RefusalAnswer { error, message: ctx.lang.text(&problem) }))
}

fn myself(tx: &mut Tx, by: &As<ScrutineerRole>) -> Result<Scrutineer, DbError> {
    store::scrutineer_of_account(tx, by.person.id)?.ok_or_else(DbError::missing)
}

/// `POST /scrutineer/key/messages`
pub async fn take_key_message(ctx: Ctx, by: As<ScrutineerRole>, form: Form<MessageForm, LARGE_FORM>) -> Handled {
    let take = ctx.act(by, form, |tx, by, at, MessageForm { ceremony, step, message }| {
        let me = myself(tx, by)?;
        actions::take_message(tx, &by.person.actor(), at, &me, *ceremony, *step, message)
    });
    let (by, came) = take.outcome().await?;
    answer(&ctx, by, came).await
}

#[derive(Deserialize)]
pub struct RefusalForm {
    ceremony: KeyCeremonyId,
    finding: Finding,
    #[serde(default)]
    about: String,
}

/// `POST /scrutineer/key/refusals`: what the browser found wrong.
pub async fn refuse_key_part(ctx: Ctx, by: As<ScrutineerRole>, form: Form<RefusalForm>) -> Handled {
    let refuse = ctx.act(by, form, |tx, by, at, typed| {
        let me = myself(tx, by)?;
        let refused = RefusedPart { finding: typed.finding, about: typed.about.parse().ok() };
        actions::refuse_part(tx, &by.person.actor(), at, &me, typed.ceremony, &refused)
    });
    let (by, came) = refuse.outcome().await?;
    answer(&ctx, by, came).await
}

/// 「密钥已抄存」, once the browser has compared what was typed back.
pub async fn confirm_copy(ctx: Ctx, by: As<ScrutineerRole>, site: Site, form: Form<Nothing>) -> Handled {
    ctx.act((by, site), form, |tx, (by, _), at, Nothing {}| {
        let me = myself(tx, by)?;
        actions::confirm_own_copy(tx, &by.person.actor(), at, &me)
    })
    .then("/scrutineer/key", "copy-confirmed")
    .or_again(|conn, (by, site), Nothing {}| Ok(look(conn, &by.person)?.page(site.name.clone())))
    .await
}
