//! Rows of `documents`, `document_signatures`, `document_objections` and `document_inabilities`.

use diesel::{
    AsChangeset, ExpressionMethods, Insertable, OptionalExtension, QueryDsl, Queryable, RunQueryDsl, Selectable,
    SelectableHelper,
};

use super::{
    document::{Confirmed, DocumentKind, DocumentState, SignedDocument, Standing},
    hex::{Sha256Hex, VerificationKey},
    inability::Inability,
    objection::{Objection, Ruling, RulingKind},
    signature::{Said, Signature},
};
use crate::{
    accounts::schema::accounts,
    congress::{SessionKind, schema::sessions},
    db::{Conn, DbError, Ts, Tx},
    documents::schema::{document_inabilities, document_objections, document_signatures, documents},
    ids::{CongressId, DocumentId, RoundId, ScrutineerId, SessionId},
    scrutineers::schema::scrutineers,
};

#[derive(Insertable, Queryable, Selectable)]
#[diesel(table_name = documents)]
struct Row {
    id: DocumentId,
    kind: DocumentKind,
    session_id: SessionId,
    round_id: RoundId,
    about_id: Option<DocumentId>,
    number: String,
    text: String,
    hash: String,
    drafted_at: Ts,
    #[diesel(embed)]
    standing: StandingRow,
}

/// How far a document has come: all that ever changes of it.
#[derive(AsChangeset, Insertable, Queryable, Selectable)]
#[diesel(table_name = documents, treat_none_as_null = true)]
struct StandingRow {
    state: DocumentState,
    confirmed_by: Option<String>,
    confirmed_at: Option<Ts>,
    seal: Option<String>,
    announced_at: Option<Ts>,
    withdrawn_at: Option<Ts>,
}

impl From<&Standing> for StandingRow {
    fn from(standing: &Standing) -> Self {
        let row = |state, confirmed: Option<&Confirmed>, announced_at, withdrawn_at| Self {
            state,
            confirmed_by: confirmed.map(|confirmed| confirmed.by.clone()),
            confirmed_at: confirmed.map(|confirmed| confirmed.at),
            seal: confirmed.map(|confirmed| confirmed.seal.clone()),
            announced_at,
            withdrawn_at,
        };
        match standing {
            Standing::Drafted => row(DocumentState::Drafted, None, None, None),
            Standing::Certified(confirmed) => row(DocumentState::Certified, Some(confirmed), None, None),
            Standing::Announced { confirmed, at } => row(DocumentState::Announced, Some(confirmed), Some(*at), None),
            Standing::Withdrawn { at } => row(DocumentState::Withdrawn, None, None, Some(*at)),
        }
    }
}

impl TryFrom<StandingRow> for Standing {
    type Error = DbError;

    fn try_from(row: StandingRow) -> Result<Self, DbError> {
        let confirmed = match (row.confirmed_by, row.confirmed_at, row.seal) {
            (Some(by), Some(at), Some(seal)) => Some(Confirmed { by, at, seal }),
            (None, None, None) => None,
            _ => return Err(DbError::corrupt("a document with half a confirmation")),
        };
        match (row.state, confirmed, row.announced_at, row.withdrawn_at) {
            (DocumentState::Drafted, None, None, None) => Ok(Self::Drafted),
            (DocumentState::Certified, Some(confirmed), None, None) => Ok(Self::Certified(confirmed)),
            (DocumentState::Announced, Some(confirmed), Some(at), None) => Ok(Self::Announced { confirmed, at }),
            (DocumentState::Withdrawn, None, None, Some(at)) => Ok(Self::Withdrawn { at }),
            (state, ..) => Err(DbError::corrupt(format!("a document that is {state} and bears other marks"))),
        }
    }
}

impl From<&SignedDocument> for Row {
    fn from(document: &SignedDocument) -> Self {
        Self {
            id: document.id,
            kind: document.kind,
            session_id: document.session,
            round_id: document.round,
            about_id: document.about,
            number: document.number.clone(),
            text: document.text.clone(),
            hash: document.hash.to_string(),
            drafted_at: document.drafted_at,
            standing: StandingRow::from(&document.standing),
        }
    }
}

impl TryFrom<Row> for SignedDocument {
    type Error = DbError;

    fn try_from(row: Row) -> Result<Self, DbError> {
        Ok(Self {
            id: row.id,
            kind: row.kind,
            session: row.session_id,
            round: row.round_id,
            about: row.about_id,
            number: row.number,
            text: row.text,
            hash: Sha256Hex::try_from(row.hash).map_err(DbError::corrupt)?,
            drafted_at: row.drafted_at,
            standing: row.standing.try_into()?,
        })
    }
}

fn all(rows: Vec<Row>) -> Result<Vec<SignedDocument>, DbError> {
    rows.into_iter().map(SignedDocument::try_from).collect()
}

pub fn by_id(conn: &mut Conn, id: DocumentId) -> Result<SignedDocument, DbError> {
    documents::table.find(id).select(Row::as_select()).first(conn)?.try_into()
}

/// What was drawn up on the count of a round.
pub fn of_round(conn: &mut Conn, round: RoundId) -> Result<Option<SignedDocument>, DbError> {
    let row: Option<Row> = documents::table
        .select(Row::as_select())
        .filter(documents::round_id.eq(round))
        .filter(documents::about_id.is_null())
        .first(conn)
        .optional()?;
    row.map(SignedDocument::try_from).transpose()
}

/// In the order in which they were drawn up.
pub fn of_session(conn: &mut Conn, session: SessionId, kind: DocumentKind) -> Result<Vec<SignedDocument>, DbError> {
    let found = documents::table.filter(documents::session_id.eq(session)).filter(documents::kind.eq(kind));
    all(found.select(Row::as_select()).order((documents::drafted_at, documents::id)).load(conn)?)
}

/// The corrigenda of a certificate, in their order.
pub fn about(conn: &mut Conn, certificate: DocumentId) -> Result<Vec<SignedDocument>, DbError> {
    let found = documents::table.filter(documents::about_id.eq(certificate));
    all(found.select(Row::as_select()).order((documents::drafted_at, documents::id)).load(conn)?)
}

/// What the public sees of a congress, by number: nothing of a rehearsal.
pub fn announced(conn: &mut Conn, congress: CongressId, kind: DocumentKind) -> Result<Vec<SignedDocument>, DbError> {
    let rows = documents::table
        .inner_join(sessions::table)
        .select(Row::as_select())
        .filter(sessions::congress_id.eq(congress))
        .filter(sessions::kind.eq(SessionKind::Regular))
        .filter(documents::kind.eq(kind))
        .filter(documents::state.eq(DocumentState::Announced))
        .order(documents::number)
        .load(conn)?;
    all(rows)
}

pub fn insert(tx: &mut Tx, new: &SignedDocument) -> Result<(), DbError> {
    diesel::insert_into(documents::table).values(Row::from(new)).execute(&mut **tx)?;
    Ok(())
}

pub fn save_standing(tx: &mut Tx, changed: &SignedDocument) -> Result<(), DbError> {
    diesel::update(documents::table.find(changed.id)).set(StandingRow::from(&changed.standing)).execute(&mut **tx)?;
    Ok(())
}

#[derive(Insertable)]
#[diesel(table_name = document_signatures)]
pub struct NewSignature {
    pub document_id: DocumentId,
    pub scrutineer_id: ScrutineerId,
    /// `{"challenge":…,"response":…}`
    pub signature: String,
    pub signed_at: Ts,
}

pub fn insert_signature(tx: &mut Tx, new: NewSignature) -> Result<(), DbError> {
    diesel::insert_into(document_signatures::table).values(new).execute(&mut **tx)?;
    Ok(())
}

#[derive(Insertable)]
#[diesel(table_name = document_objections)]
pub struct NewObjection<'a> {
    pub document_id: DocumentId,
    pub scrutineer_id: ScrutineerId,
    pub reason: &'a str,
    pub raised_at: Ts,
}

pub fn insert_objection(tx: &mut Tx, new: NewObjection) -> Result<(), DbError> {
    diesel::insert_into(document_objections::table).values(new).execute(&mut **tx)?;
    Ok(())
}

#[derive(Insertable)]
#[diesel(table_name = document_inabilities)]
pub struct NewInability<'a> {
    pub document_id: DocumentId,
    pub scrutineer_id: ScrutineerId,
    pub reason: &'a str,
    pub declared_by: &'a str,
    pub declared_at: Ts,
}

pub fn insert_inability(tx: &mut Tx, new: NewInability) -> Result<(), DbError> {
    diesel::insert_into(document_inabilities::table).values(new).execute(&mut **tx)?;
    Ok(())
}

pub fn confirm_inability(tx: &mut Tx, document: DocumentId, of: ScrutineerId, by: &str, at: Ts) -> Result<(), DbError> {
    diesel::update(document_inabilities::table.find((document, of)))
        .set((document_inabilities::confirmed_by.eq(Some(by)), document_inabilities::confirmed_at.eq(Some(at))))
        .execute(&mut **tx)?;
    Ok(())
}

/// Whoever signs after all.
pub fn delete_inability(tx: &mut Tx, document: DocumentId, of: ScrutineerId) -> Result<(), DbError> {
    diesel::delete(document_inabilities::table.find((document, of))).execute(&mut **tx)?;
    Ok(())
}

/// Whoever said something; the key was made before anything could be signed.
#[derive(Queryable)]
struct Speaker {
    id: ScrutineerId,
    name: String,
    chief: bool,
    verification_key: Option<String>,
}

impl Speaker {
    fn key(&self) -> Result<VerificationKey, DbError> {
        let key = self.verification_key.clone().ok_or_else(|| DbError::corrupt("a scrutineer without a key"))?;
        VerificationKey::try_from(key).map_err(DbError::corrupt)
    }
}

const SPEAKER: (scrutineers::id, accounts::name, scrutineers::chief, scrutineers::verification_key) =
    (scrutineers::id, accounts::name, scrutineers::chief, scrutineers::verification_key);

#[derive(Queryable, Selectable)]
#[diesel(table_name = document_signatures)]
struct SignatureRow {
    signature: String,
    signed_at: Ts,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = document_objections)]
struct ObjectionRow {
    reason: String,
    raised_at: Ts,
    #[diesel(embed)]
    ruling: RulingRow,
}

#[derive(AsChangeset, Queryable, Selectable)]
#[diesel(table_name = document_objections)]
struct RulingRow {
    ruling: Option<RulingKind>,
    ruling_reason: Option<String>,
    ruled_by: Option<String>,
    ruled_at: Option<Ts>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = document_inabilities)]
struct InabilityRow {
    reason: String,
    declared_by: String,
    declared_at: Ts,
    confirmed_by: Option<String>,
    confirmed_at: Option<Ts>,
}

fn inability((by, row): (Speaker, InabilityRow)) -> Result<Inability, DbError> {
    Ok(Inability {
        scrutineer: by.id,
        verification_key: by.key()?,
        name: by.name,
        chief: by.chief,
        reason: row.reason,
        declared_by: row.declared_by,
        declared_at: row.declared_at,
        confirmed: row.confirmed_by.zip(row.confirmed_at),
    })
}

fn signature((by, row): (Speaker, SignatureRow)) -> Result<Signature, DbError> {
    Ok(Signature {
        scrutineer: by.id,
        verification_key: by.key()?,
        name: by.name,
        chief: by.chief,
        proof: serde_json::from_str(&row.signature).map_err(DbError::corrupt)?,
        signed_at: row.signed_at,
    })
}

fn objection((by, row): (Speaker, ObjectionRow)) -> Result<Objection, DbError> {
    let RulingRow { ruling, ruling_reason, ruled_by, ruled_at } = row.ruling;
    let ruling = match (ruling, ruling_reason, ruled_by, ruled_at) {
        (None, None, None, None) => None,
        (Some(kind), Some(reason), Some(by), Some(at)) => Some(Ruling { kind, reason, by, at }),
        _ => return Err(DbError::corrupt("an objection with half a ruling")),
    };
    Ok(Objection {
        scrutineer: by.id,
        verification_key: by.key()?,
        name: by.name,
        chief: by.chief,
        reason: row.reason,
        raised_at: row.raised_at,
        ruling,
    })
}

pub fn said(conn: &mut Conn, document: DocumentId) -> Result<Said, DbError> {
    let signatures: Vec<(Speaker, SignatureRow)> = document_signatures::table
        .inner_join(scrutineers::table.inner_join(accounts::table))
        .select((SPEAKER, SignatureRow::as_select()))
        .filter(document_signatures::document_id.eq(document))
        .order(scrutineers::position)
        .load(conn)?;
    let objections: Vec<(Speaker, ObjectionRow)> = document_objections::table
        .inner_join(scrutineers::table.inner_join(accounts::table))
        .select((SPEAKER, ObjectionRow::as_select()))
        .filter(document_objections::document_id.eq(document))
        .order(scrutineers::position)
        .load(conn)?;
    let inabilities: Vec<(Speaker, InabilityRow)> = document_inabilities::table
        .inner_join(scrutineers::table.inner_join(accounts::table))
        .select((SPEAKER, InabilityRow::as_select()))
        .filter(document_inabilities::document_id.eq(document))
        .order(scrutineers::position)
        .load(conn)?;
    Ok(Said {
        inabilities: inabilities.into_iter().map(inability).collect::<Result<_, _>>()?,
        signatures: signatures.into_iter().map(signature).collect::<Result<_, _>>()?,
        objections: objections.into_iter().map(objection).collect::<Result<_, _>>()?,
    })
}

/// The presidium's ruling on what these scrutineers raised; what is ruled on stays ruled.
pub fn rule(tx: &mut Tx, document: DocumentId, raised_by: &[ScrutineerId], ruling: &Ruling) -> Result<(), DbError> {
    let pending = document_objections::table
        .filter(document_objections::document_id.eq(document))
        .filter(document_objections::scrutineer_id.eq_any(raised_by))
        .filter(document_objections::ruling.is_null());
    let row = RulingRow {
        ruling: Some(ruling.kind),
        ruling_reason: Some(ruling.reason.clone()),
        ruled_by: Some(ruling.by.clone()),
        ruled_at: Some(ruling.at),
    };
    diesel::update(pending).set(row).execute(&mut **tx)?;
    Ok(())
}
