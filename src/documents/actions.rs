//! Drawing a document up, signing it or objecting, ruling, certifying, announcing, withdrawing: the same for every kind.

use serde_json::json;

use super::{
    document::{Confirmed, NotYet, SignedDocument, Standing},
    file::SignedFile,
    hex::Sha256Hex,
    objection::{Ruling, RulingKind},
    paper::{Disagrees, Paper},
    signature::{checked_signature, seal_public_key},
    store::{self, NewInability, NewObjection, NewSignature},
};
use crate::{
    audit::{self, Act, Actor, Deed},
    congress::{self, Session},
    db::{Conn, DbError, Ts, Tx},
    ids::{CongressId, DocumentId, RoundId, ScrutineerId, SessionId},
    scrutineers::Scrutineer,
    web::{Message, Refusal, Refused, Secret},
};

/// Most characters of an objection's or a ruling's reason.
const LONGEST_REASON: usize = 500;

fn reason_given(typed: &str) -> Option<&str> {
    let typed = typed.trim();
    (!typed.is_empty() && typed.chars().count() <= LONGEST_REASON).then_some(typed)
}

fn record(
    tx: &mut Tx,
    actor: &Actor,
    at: Ts,
    action: Deed,
    document: &SignedDocument,
    mut detail: serde_json::Value,
) -> Result<(), DbError> {
    detail["kind"] = document.kind.word().into();
    detail["hash"] = document.hash.as_str().into();
    audit::record(tx, actor, at, &Act::new(action, &document.number).with(detail))
}

/// The document with its session, if it is of this congress.
pub fn of_congress(
    conn: &mut Conn,
    congress: CongressId,
    id: DocumentId,
) -> Result<(SignedDocument, Session), DbError> {
    let document = store::by_id(conn, id)?;
    let session = congress::session_by_id(conn, document.session)?;
    if session.congress == congress { Ok((document, session)) } else { Err(DbError::missing()) }
}

/// What is published of a document.
pub fn file(conn: &mut Conn, secret: &Secret, document: &SignedDocument) -> Result<Vec<u8>, DbError> {
    SignedFile::of(document, &store::said(conn, document.id)?, seal_public_key(secret))?.bytes()
}

/// What a new document is drawn up on.
#[derive(Clone, Debug)]
pub struct Draft {
    pub session: SessionId,
    pub round: RoundId,
    pub about: Option<DocumentId>,
    pub number: String,
}

/// 出具
pub fn draft<P: Paper>(tx: &mut Tx, actor: &Actor, at: Ts, on: Draft, paper: &P) -> Result<SignedDocument, DbError> {
    let text = paper.canonical().map_err(DbError::corrupt)?;
    let document = SignedDocument {
        id: DocumentId::new(),
        kind: P::KIND,
        session: on.session,
        round: on.round,
        about: on.about,
        number: on.number,
        hash: Sha256Hex::of(&text),
        text,
        drafted_at: at,
        standing: Standing::Drafted,
    };
    store::insert(tx, &document)?;
    record(tx, actor, at, Deed::DocumentDrafted, &document, json!({}))?;
    Ok(document)
}

#[derive(Debug, thiserror::Error)]
pub enum SignError {
    #[error("the document takes no more signatures")]
    NotDrafted,
    #[error("this scrutineer has signed already")]
    SignedAlready,
    #[error("this scrutineer has objected, and the presidium has not ruled")]
    Objected,
    #[error("the signature is not this scrutineer's under this document")]
    Wrong,
}

impl Refusal for SignError {
    fn message(&self) -> Message {
        match self {
            Self::NotDrafted => "sign-not-drafted".into(),
            Self::SignedAlready => "sign-signed-already".into(),
            Self::Objected => "sign-objected".into(),
            Self::Wrong => "sign-wrong".into(),
        }
    }
}

/// The document, if this scrutineer is among those who sign it.
fn before(conn: &mut Conn, scrutineer: &Scrutineer, id: DocumentId) -> Result<SignedDocument, DbError> {
    let document = store::by_id(conn, id)?;
    if document.session == scrutineer.session { Ok(document) } else { Err(DbError::missing()) }
}

/// A scrutineer's signature, made in the browser from the seed.
pub fn sign(
    tx: &mut Tx,
    actor: &Actor,
    at: Ts,
    scrutineer: &Scrutineer,
    id: DocumentId,
    signature: &str,
) -> Result<(), Refused<SignError>> {
    let document = before(tx, scrutineer, id)?;
    if !document.is_drafted() {
        return Err(SignError::NotDrafted.into());
    }
    let said = store::said(tx, id)?;
    if said.signed(scrutineer.id) {
        return Err(SignError::SignedAlready.into());
    }
    if said.objection(scrutineer.id).is_some_and(|objection| objection.ruling.is_none()) {
        return Err(SignError::Objected.into());
    }
    let share = scrutineer.share.as_ref().ok_or(SignError::Wrong)?;
    let proof = checked_signature(share, &document.hash, signature)?.ok_or(SignError::Wrong)?;
    let signature = serde_json::to_string(&proof).map_err(DbError::corrupt)?;
    let new = NewSignature { document_id: id, scrutineer_id: scrutineer.id, signature, signed_at: at };
    store::delete_inability(tx, id, scrutineer.id)?;
    store::insert_signature(tx, new)?;
    Ok(record(tx, actor, at, Deed::DocumentSigned, &document, json!({}))?)
}

#[derive(Debug, thiserror::Error)]
pub enum ObjectError {
    #[error("the document is no longer to be signed")]
    NotDrafted,
    #[error("nobody objects to a document of this kind")]
    NotToThis,
    #[error("this scrutineer has signed")]
    Signed,
    #[error("this scrutineer has objected already")]
    ObjectedAlready,
    #[error("an objection needs a reason")]
    NoReason,
}

impl Refusal for ObjectError {
    fn message(&self) -> Message {
        match self {
            Self::NotDrafted => "object-not-drafted".into(),
            Self::NotToThis => "object-not-to-this".into(),
            Self::Signed => "object-signed".into(),
            Self::ObjectedAlready => "object-already".into(),
            Self::NoReason => Message::new("object-no-reason").with("most", LONGEST_REASON),
        }
    }
}

/// 异议: recorded with its reason; nothing is certified until the presidium has ruled.
pub fn object(
    tx: &mut Tx,
    actor: &Actor,
    at: Ts,
    scrutineer: &Scrutineer,
    id: DocumentId,
    typed: &str,
) -> Result<(), Refused<ObjectError>> {
    let document = before(tx, scrutineer, id)?;
    if !document.is_drafted() {
        return Err(ObjectError::NotDrafted.into());
    }
    if !document.kind.takes_objections() {
        return Err(ObjectError::NotToThis.into());
    }
    let said = store::said(tx, id)?;
    if said.signed(scrutineer.id) {
        return Err(ObjectError::Signed.into());
    }
    if said.objection(scrutineer.id).is_some() {
        return Err(ObjectError::ObjectedAlready.into());
    }
    let reason = reason_given(typed).ok_or(ObjectError::NoReason)?;
    let new = NewObjection { document_id: id, scrutineer_id: scrutineer.id, reason, raised_at: at };
    store::insert_objection(tx, new)?;
    Ok(record(tx, actor, at, Deed::DocumentObjected, &document, json!({ "reason": reason }))?)
}

#[derive(Debug, thiserror::Error)]
pub enum UnableError {
    #[error("the document is no longer to be signed")]
    NotDrafted,
    #[error("this scrutineer has signed")]
    Signed,
    #[error("this scrutineer has objected")]
    Objected,
    #[error("it has been declared already")]
    Already,
    #[error("a reason is needed")]
    NoReason,
    #[error("there is nothing to confirm, or not for this scrutineer")]
    NothingToConfirm,
}

impl Refusal for UnableError {
    fn message(&self) -> Message {
        match self {
            Self::NotDrafted => "object-not-drafted".into(),
            Self::Signed => "unable-signed".into(),
            Self::Objected => "unable-objected".into(),
            Self::Already => "unable-already".into(),
            Self::NoReason => Message::new("unable-no-reason").with("most", LONGEST_REASON),
            Self::NothingToConfirm => "unable-nothing".into(),
        }
    }
}

/// 不能签署, by the scrutineer or by the secretariat on their behalf. It counts for nothing until another scrutineer confirms it.
pub fn declare_inability(
    tx: &mut Tx,
    actor: &Actor,
    at: Ts,
    scrutineer: &Scrutineer,
    id: DocumentId,
    typed: &str,
) -> Result<(), Refused<UnableError>> {
    let document = before(tx, scrutineer, id)?;
    if !document.is_drafted() {
        return Err(UnableError::NotDrafted.into());
    }
    let said = store::said(tx, id)?;
    if said.signed(scrutineer.id) {
        return Err(UnableError::Signed.into());
    }
    if said.objection(scrutineer.id).is_some() {
        return Err(UnableError::Objected.into());
    }
    if said.inability(scrutineer.id).is_some() {
        return Err(UnableError::Already.into());
    }
    let reason = reason_given(typed).ok_or(UnableError::NoReason)?;
    let new = NewInability {
        document_id: id,
        scrutineer_id: scrutineer.id,
        reason,
        declared_by: &actor.name,
        declared_at: at,
    };
    store::insert_inability(tx, new)?;
    let detail = json!({ "of": scrutineer.name, "reason": reason });
    Ok(record(tx, actor, at, Deed::InabilityDeclared, &document, detail)?)
}

/// The chief scrutineer knows that it is so; where it is the chief's, another scrutineer does.
pub fn confirm_inability(
    tx: &mut Tx,
    actor: &Actor,
    at: Ts,
    me: &Scrutineer,
    id: DocumentId,
    of: ScrutineerId,
) -> Result<(), Refused<UnableError>> {
    let document = before(tx, me, id)?;
    if !document.is_drafted() {
        return Err(UnableError::NotDrafted.into());
    }
    let said = store::said(tx, id)?;
    let inability = said.inability(of).filter(|one| one.may_be_confirmed_by(me.id, me.chief));
    let name = inability.ok_or(UnableError::NothingToConfirm)?.name.clone();
    store::confirm_inability(tx, id, of, &me.name, at)?;
    Ok(record(tx, actor, at, Deed::InabilityConfirmed, &document, json!({ "of": name }))?)
}

#[derive(Debug, thiserror::Error)]
pub enum OverruleError {
    #[error("there is no objection to rule on")]
    NothingToRule,
    #[error("a ruling needs a reason")]
    NoReason,
}

impl Refusal for OverruleError {
    fn message(&self) -> Message {
        match self {
            Self::NothingToRule => "overrule-nothing".into(),
            Self::NoReason => Message::new("overrule-no-reason").with("most", LONGEST_REASON),
        }
    }
}

/// The presidium does not follow the objection: the document may stand without this signature. `by`: who recorded the
/// ruling.
pub fn overrule(
    tx: &mut Tx,
    actor: &Actor,
    by: &str,
    at: Ts,
    id: DocumentId,
    scrutineer: ScrutineerId,
    typed: &str,
) -> Result<(), Refused<OverruleError>> {
    let document = store::by_id(tx, id)?;
    let said = store::said(tx, id)?;
    let pending = said
        .objection(scrutineer)
        .filter(|raised| document.is_drafted() && raised.ruling.is_none())
        .ok_or(OverruleError::NothingToRule)?;
    let reason = reason_given(typed).ok_or(OverruleError::NoReason)?;
    let ruling = Ruling { kind: RulingKind::Overruled, reason: reason.to_owned(), by: by.to_owned(), at };
    store::rule(tx, id, &[scrutineer], &ruling)?;
    let detail = json!({ "objection_of": pending.name, "reason": reason });
    Ok(record(tx, actor, at, Deed::ObjectionOverruled, &document, detail)?)
}

#[derive(Debug, thiserror::Error)]
pub enum CertifyError {
    #[error(transparent)]
    NotYet(#[from] NotYet),
    #[error("the document does not follow from what it names: {0}")]
    Disagrees(#[from] Disagrees),
}

impl Refusal for CertifyError {
    fn message(&self) -> Message {
        match self {
            Self::NotYet(NotYet::Unagreed(why)) => why.message(),
            Self::NotYet(_) => "certify-already".into(),
            Self::Disagrees(why) => Message::new("draft-rules").with("why", why),
        }
    }
}

/// 核验签署: the secretariat's confirmation after the last signature. What the document says is computed again.
pub fn certify<P: Paper>(
    tx: &mut Tx,
    secret: &Secret,
    actor: &Actor,
    at: Ts,
    id: DocumentId,
) -> Result<(SignedDocument, P), Refused<CertifyError>> {
    let document = store::by_id(tx, id)?;
    if document.kind != P::KIND {
        return Err(DbError::missing().into());
    }
    let paper = P::parse(&document.text).map_err(CertifyError::from)?;
    paper.check().map_err(CertifyError::from)?;
    let said = store::said(tx, id)?;
    let seal = said.seal(secret, &document.hash).map_err(DbError::corrupt)?;
    let confirmed = Confirmed { by: actor.name.clone(), at, seal };
    let document = document.certify(paper.signers(), &said, confirmed).map_err(CertifyError::from)?;
    store::save_standing(tx, &document)?;
    record(tx, actor, at, Deed::DocumentCertified, &document, json!({}))?;
    Ok((document, paper))
}

#[derive(Debug, thiserror::Error)]
pub enum AnnounceError {
    #[error(transparent)]
    NotYet(#[from] NotYet),
}

impl Refusal for AnnounceError {
    fn message(&self) -> Message {
        match self {
            Self::NotYet(NotYet::NotCertified) => "announce-not-certified".into(),
            Self::NotYet(_) => "announce-already".into(),
        }
    }
}

/// 公告: from now on the public sees it.
pub fn announce(
    tx: &mut Tx,
    session: &Session,
    at: Ts,
    id: DocumentId,
) -> Result<SignedDocument, Refused<AnnounceError>> {
    let document = store::by_id(tx, id)?.announce(at).map_err(AnnounceError::from)?;
    store::save_standing(tx, &document)?;
    congress::public_changed(tx, session.congress)?;
    Ok(document)
}

#[derive(Debug, thiserror::Error)]
pub enum WithdrawError {
    #[error("the document is certified: only a corrigendum mends it")]
    Certified,
}

impl Refusal for WithdrawError {
    fn message(&self) -> Message {
        match self {
            Self::Certified => "certify-already".into(),
        }
    }
}

/// A draft of a kind that nothing else stands on is taken back before it is in force: it stays on record, and another may be
/// drawn up.
pub fn withdraw_draft(tx: &mut Tx, actor: &Actor, at: Ts, id: DocumentId) -> Result<(), Refused<WithdrawError>> {
    let document = store::by_id(tx, id)?;
    if document.kind.takes_objections() {
        return Err(DbError::missing().into());
    }
    let withdrawn = document.withdraw(at).map_err(|_: NotYet| WithdrawError::Certified)?;
    store::save_standing(tx, &withdrawn)?;
    Ok(record(tx, actor, at, Deed::DocumentWithdrawn, &withdrawn, json!({}))?)
}

/// What was drawn up on a round that is annulled goes with it; every objection to it is ruled on by that.
pub fn withdraw_of_round(
    tx: &mut Tx,
    actor: &Actor,
    at: Ts,
    round: RoundId,
    reason: &str,
) -> Result<(), Refused<WithdrawError>> {
    let Some(document) = store::of_round(tx, round)? else { return Ok(()) };
    let withdrawn = document.withdraw(at).map_err(|_: NotYet| WithdrawError::Certified)?;
    let ruling = Ruling { kind: RulingKind::Annulled, reason: reason.to_owned(), by: actor.name.clone(), at };
    let raised_by: Vec<_> = store::said(tx, withdrawn.id)?.objections.iter().map(|raised| raised.scrutineer).collect();
    store::rule(tx, withdrawn.id, &raised_by, &ruling)?;
    Ok(store::save_standing(tx, &withdrawn)?)
}
