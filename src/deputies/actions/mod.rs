//! Importing a roll, issuing sign-in cards, and who is there.

mod attendance;

pub use attendance::{
    AttendanceChange, AttendanceError, CheckInError, DeskCheckInError, begin_sitting, check_in_by_search,
    check_in_with_code, recent_changes, set_attendance,
};

use super::{
    attendance::{Attendance, Turnout},
    cards::{self, DrawError, DrawnCard, LoginCard},
    deputy::{Delegation, Deputy, Which},
    import::{self, ImportRefusal, ImportSummary, NewRoll, RollDoor, RollUpload},
    roll::{RollChoices, RollRow, read_roll_as, roll_fingerprint},
    store,
};
use crate::{
    accounts::{self, CreateError, NewAccount, Role, SecondFactor},
    audit::{self, Act, Actor, Deed},
    congress::{self, Session, VotePart, voting_method::Quorum},
    db::{Conn, Db, DbError, Ts, Tx},
    ids::{AccountId, DelegationId, DeputyId, RollUploadId, SessionId},
    web::{HashingMemory, Message, Refusal, Refused},
};

const UPLOAD_HOURS: i64 = 24;

/// Keeps the file until the import is confirmed; files that nobody confirmed are forgotten after a day.
pub fn upload_roll(tx: &mut Tx, actor: &Actor, at: Ts, upload: &RollUpload) -> Result<(), DbError> {
    store::delete_uploads_before(tx, upload.session, at.plus_hours(-UPLOAD_HOURS))?;
    store::insert_upload(tx, upload, at)?;
    audit::record(tx, actor, at, &Act::new(Deed::RollUploaded, &upload.file_name))
}

/// The upload of that session, if it still waits.
pub fn find_upload(conn: &mut Conn, session: SessionId, id: RollUploadId) -> Result<Option<RollUpload>, DbError> {
    Ok(store::upload(conn, id)?.filter(|upload| upload.session == session))
}

/// Whether the roll may be replaced now.
pub fn roll_door(conn: &mut Conn, session: SessionId) -> Result<RollDoor, DbError> {
    let closed = congress::is_closed(conn, session, VotePart::Roll)?;
    Ok(match congress::is_frozen(conn, session)? {
        false => RollDoor::Open,
        true if closed => RollDoor::Shut,
        true => RollDoor::BetweenRounds,
    })
}

/// What importing `rows` now would do.
pub fn import_plan(
    conn: &mut Conn,
    session: SessionId,
    rows: &[RollRow],
) -> Result<Result<NewRoll, ImportRefusal>, DbError> {
    let door = roll_door(conn, session)?;
    let planned = import::plan(session, &store::deputies(conn, session)?, rows, door);
    let congress = congress::session_by_id(conn, session)?.congress;
    let needed = store::accounts_of_other_rolls(conn, congress, session)?;
    Ok(planned.map(|roll| roll.sparing(&needed)))
}

#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    #[error(transparent)]
    Refused(#[from] ImportRefusal),
    #[error("the upload is gone")]
    UploadGone,
    /// Something of the file is not read as one would think, and nobody has said that it is right so.
    #[error("what is left out was not looked at")]
    NotSeen,
    /// As it is to be read now, the file has faults.
    #[error("the file has faults")]
    Faulty,
}

impl Refusal for ImportRefusal {
    fn message(&self) -> Message {
        match self {
            Self::Empty => "roll-refused-empty".into(),
            Self::Frozen => "roll-refused-frozen".into(),
            Self::AttendanceBegun(marked) => Message::new("roll-refused-attendance").with("count", marked),
            Self::NumberTooShort { line, certificate_no } => {
                Message::new("roll-refused-number").with("line", line).with("value", certificate_no)
            }
        }
    }
}

impl Refusal for ImportError {
    fn message(&self) -> Message {
        match self {
            Self::Refused(refusal) => refusal.message(),
            Self::UploadGone => "roll-upload-gone".into(),
            Self::NotSeen => Message::from("roll-not-seen").at("seen"),
            Self::Faulty => "roll-has-faults".into(),
        }
    }
}

/// Puts the whole roll in the place of the one before, or nothing.
pub fn import_roll(
    tx: &mut Tx,
    actor: &Actor,
    at: Ts,
    session: &Session,
    rows: &[RollRow],
) -> Result<ImportSummary, Refused<ImportError>> {
    let roll = import_plan(tx, session.id, rows)?.map_err(ImportError::from)?;
    store::replace_roll(tx, session.id, &roll)?;
    for account in &roll.closed {
        accounts::close(tx, *account)?;
    }
    let numbers = roll.deputies.iter().map(|deputy| deputy.certificate_no.as_str());
    let detail = serde_json::json!({
        "deputies": roll.summary.deputies, "kept": roll.summary.kept, "added": roll.summary.added,
        "gone": roll.summary.gone, "void_cards": roll.summary.void_cards, "roll": roll_fingerprint(numbers),
    });
    audit::record(tx, actor, at, &Act::new(Deed::RollImported, &session.name).with(detail))?;
    Ok(roll.summary)
}

/// How the upload is to be read from now on.
pub fn choose_reading(
    tx: &mut Tx,
    session: SessionId,
    upload: RollUploadId,
    choices: &RollChoices,
) -> Result<(), Refused<ImportError>> {
    find_upload(tx, session, upload)?.ok_or(ImportError::UploadGone)?;
    Ok(store::set_choices(tx, upload, choices)?)
}

/// Imports an upload and forgets the file. `seen`: what somebody has looked at, see [`RollReading::to_be_seen`].
pub fn import_upload(
    tx: &mut Tx,
    actor: &Actor,
    at: Ts,
    session: &Session,
    upload: RollUploadId,
    seen: &str,
) -> Result<ImportSummary, Refused<ImportError>> {
    let file = find_upload(tx, session.id, upload)?.ok_or(ImportError::UploadGone)?;
    let reading = read_roll_as(&file.file_name, &file.content, &file.choices);
    if !reading.errors.is_empty() {
        return Err(ImportError::Faulty.into());
    }
    if reading.to_be_seen() != seen {
        return Err(ImportError::NotSeen.into());
    }
    let summary = import_roll(tx, actor, at, session, &reading.rows)?;
    store::delete_upload(tx, upload)?;
    Ok(summary)
}

/// Identity of the roll: rounds of one item must share it.
pub fn roll_fingerprint_of(conn: &mut Conn, session: SessionId) -> Result<String, DbError> {
    let numbers = store::certificate_numbers(conn, session)?;
    Ok(roll_fingerprint(numbers.iter().map(String::as_str)))
}

#[derive(Debug, thiserror::Error)]
pub enum CardError {
    #[error("nobody is chosen")]
    Nobody,
    #[error("{0} cannot serve as a name to sign in with")]
    NoLogin(String),
    /// Somebody who is no deputy signs in with this name.
    #[error("the sign-in name {0} is taken")]
    Taken(String),
    #[error("the roll changed in between")]
    RollChanged,
}

impl From<DrawError> for Refused<CardError> {
    fn from(e: DrawError) -> Self {
        match e {
            DrawError::NoLogin(number) => CardError::NoLogin(number).into(),
            why @ DrawError::Hash(_) => Self::Db(DbError::corrupt(why)),
        }
    }
}

impl From<CreateError> for Refused<CardError> {
    fn from(e: CreateError) -> Self {
        match e {
            CreateError::Taken(login) => CardError::Taken(login).into(),
            CreateError::Db(e) => Self::Db(e),
        }
    }
}

impl Refusal for CardError {
    fn message(&self) -> Message {
        match self {
            Self::Nobody => "cards-nobody".into(),
            Self::NoLogin(number) => Message::new("cards-no-login").with("value", number),
            Self::Taken(login) => Message::new("cards-taken").with("value", login),
            Self::RollChanged => "cards-roll-changed".into(),
        }
    }
}

/// New passwords for the chosen deputies, with an account for whoever had none; cards printed before are worth
/// nothing from now on. Blocks while the passwords are hashed.
pub fn issue_login_cards(
    db: &Db,
    memory: &mut HashingMemory,
    actor: &Actor,
    at: Ts,
    session: &Session,
    which: &Which,
) -> Result<Vec<LoginCard>, Refused<CardError>> {
    let drawn = cards::draw(&db.read(|conn| who_gets_cards(conn, session, which))?, &mut rand::rng(), memory)?;
    db.write(|tx| hand_out_cards(tx, actor, at, session, which, &drawn))
}

/// Those on the roll for whom cards are wanted.
pub fn who_gets_cards(conn: &mut Conn, session: &Session, which: &Which) -> Result<Vec<Deputy>, Refused<CardError>> {
    let mut chosen = store::deputies(conn, session.id)?;
    chosen.retain(|deputy| which.includes(deputy));
    if chosen.is_empty() { Err(CardError::Nobody.into()) } else { Ok(chosen) }
}

fn printed(card: &DrawnCard) -> LoginCard {
    LoginCard { deputy: card.deputy.clone(), login: card.login.as_str().to_owned(), password: card.password.clone() }
}

/// The drawn cards from now on; whoever asks for them a second time gets others, since passwords are not kept.
pub fn hand_out_cards(
    tx: &mut Tx,
    actor: &Actor,
    at: Ts,
    session: &Session,
    which: &Which,
    drawn: &[DrawnCard],
) -> Result<Vec<LoginCard>, Refused<CardError>> {
    // The roll of a rehearsal is a copy: a card serves at the rehearsal and at the meeting, whichever it was made in.
    let real = congress::public_session(tx, session.congress)?.map(|real| real.id);
    let rehearsal = congress::rehearsal_of(tx, session.congress)?.map(|rehearsal| rehearsal.session);
    let beside: Vec<SessionId> = real.into_iter().chain(rehearsal).filter(|id| *id != session.id).collect();
    for card in drawn {
        let deputy = &card.deputy;
        let same = store::deputy(tx, deputy.id)?
            .filter(|now| now.certificate_no == deputy.certificate_no && now.name == deputy.name);
        if same.is_none() {
            return Err(CardError::RollChanged.into());
        }
        let account = match accounts::find_by_login(tx, Some(session.congress), &card.login)? {
            Some(known) if known.role == Role::Deputy => {
                accounts::hand_over(tx, known.id, &deputy.name, &card.hash)?;
                known.id
            }
            Some(_) => return Err(CardError::Taken(deputy.certificate_no.clone()).into()),
            None => {
                let new = NewAccount {
                    id: AccountId::new(),
                    congress: Some(session.congress),
                    login: card.login.clone(),
                    name: deputy.name.clone(),
                    role: Role::Deputy,
                    password_hash: card.hash.clone(),
                    second_factor: SecondFactor::of_new(Role::Deputy),
                };
                accounts::create_with_card(tx, &new, at)?;
                new.id
            }
        };
        store::set_account(tx, deputy.id, account)?;
        for roll in &beside {
            store::set_account_of_same(tx, *roll, deputy, account)?;
        }
    }
    let subject = match (which, drawn) {
        (Which::One(_), [card]) => card.deputy.certificate_no.clone(),
        (Which::Delegation(_), [card, ..]) => card.deputy.delegation.name.clone(),
        _ => session.name.clone(),
    };
    let detail = serde_json::json!({ "cards": drawn.len() });
    audit::record(tx, actor, at, &Act::new(Deed::LoginCardsIssued, subject).with(detail))?;
    Ok(drawn.iter().map(printed).collect())
}

/// The same people, each with the same account and nobody checked in, on the roll of another session.
pub fn copy_roll(tx: &mut Tx, from: SessionId, to: SessionId) -> Result<usize, DbError> {
    let delegations: Vec<(DelegationId, Delegation)> = store::delegations(tx, from)?
        .into_iter()
        .map(|known| (known.id, Delegation { id: DelegationId::new(), ..known }))
        .collect();
    let mut deputies = Vec::new();
    for deputy in store::deputies(tx, from)? {
        let delegation = delegations.iter().find(|(before, _)| *before == deputy.delegation.id);
        let (_, delegation) = delegation.ok_or_else(|| DbError::corrupt("a deputy of no delegation"))?;
        deputies.push(Deputy {
            id: DeputyId::new(),
            session: to,
            delegation: delegation.clone(),
            attendance: Attendance::Absent,
            leave_reason: None,
            ..deputy
        });
    }
    let count = deputies.len();
    let delegations = delegations.into_iter().map(|(_, copy)| copy).collect();
    let roll = NewRoll { delegations, deputies, closed: Vec::new(), summary: ImportSummary::default() };
    store::replace_roll(tx, to, &roll)?;
    Ok(count)
}

/// The deputy who signs in with the account: in the rehearsal that is worked on, else in the session at hand, else on the newest
/// roll that knows it.
pub fn deputy_of_account(conn: &mut Conn, account: AccountId) -> Result<Option<Deputy>, DbError> {
    store::deputy_by_account(conn, account)
}

pub fn is_present(conn: &mut Conn, deputy: DeputyId) -> Result<bool, DbError> {
    Ok(store::deputy(conn, deputy)?.is_some_and(|deputy| deputy.is_present()))
}

/// The roll's numbers beside the quorum of the adopted voting method; two thirds, as the law has it, until one is.
pub fn quorum_of_session(conn: &mut Conn, session: SessionId) -> Result<Turnout, DbError> {
    let adopted = congress::adopted_method(conn, session)?;
    let quorum = adopted.map_or(Quorum::TWO_THIRDS, |adopted| adopted.method.quorum());
    Ok(store::roll_count(conn, session)?.with(quorum))
}
