//! Taking in a session with its candidate list.

use super::pool::leaves_the_list;
use crate::{
    audit::{self, Act, Actor, Deed},
    candidates::{
        candidate::{Candidate, CandidateList, from_file, has_inferences},
        list_file::read_list,
        session_file::SessionFile,
        store,
        upload::{CandidateUpload, ReplaceError},
    },
    congress::{self, Session, SetUpError, VotePart},
    db::{Conn, DbError, Ts, Tx},
    ids::{CandidateUploadId, CongressId, SessionId},
    sheets::Choices,
    web::Refused,
};

/// What a session file leaves to the operator.
#[derive(Clone, Debug)]
pub struct SessionTexts {
    /// 第二次全体会议: the sitting that votes.
    pub plenary: String,
    /// What it votes on, as the certificate will name it.
    pub item: String,
    /// The document that the candidates' sub-items quote.
    pub source: Option<String>,
}

impl SessionTexts {
    pub fn of_year(year: i16) -> Self {
        Self { plenary: "第二次全体会议".to_owned(), item: congress::usual_item(year), source: None }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Imported {
    pub congress: CongressId,
    pub session: SessionId,
    pub candidates: usize,
}

#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    #[error(
        "the file is for {file:?}, which is not known here (known: {known}): mend the name in the file, or found the \
         congress with `piaojue congress add --name {file}`"
    )]
    UnknownCongress { file: String, known: String },
    #[error("the session of {0} is there already; a session file is imported once")]
    SessionExists(i32),
    #[error("the file has a number that no ballot can carry")]
    NumberTooLarge(#[from] std::num::TryFromIntError),
    #[error(transparent)]
    Db(#[from] DbError),
}

impl From<SetUpError> for ImportError {
    fn from(error: SetUpError) -> Self {
        match error {
            SetUpError::SessionExists(year) => Self::SessionExists(year),
            SetUpError::Db(error) => Self::Db(error),
        }
    }
}

/// Opens the session of a congress that is known and puts up the candidates.
pub fn import_session_file(
    tx: &mut Tx,
    actor: &Actor,
    at: Ts,
    file: &SessionFile,
    texts: &SessionTexts,
) -> Result<Imported, ImportError> {
    let known = congress::congresses(tx)?;
    let Some(congress) = known.iter().find(|known| known.name == file.congress).map(|known| known.id) else {
        let known = known.iter().map(|known| known.name.as_str()).collect::<Vec<_>>().join(", ");
        let known = if known.is_empty() { "none".to_owned() } else { known };
        return Err(ImportError::UnknownCongress { file: file.congress.clone(), known });
    };
    let actor = &actor.acting_in(congress);
    let session = Session {
        id: SessionId::new(),
        congress,
        name: file.session.name.clone(),
        ordinal: file.session.ordinal.try_into()?,
        year: file.session.date.year().into(),
        rehearsal: false,
        date: file.session.date,
        plenary: texts.plenary.clone(),
        item: texts.item.clone(),
        place: None,
        check_in_seed: None,
    };
    congress::open_session(tx, actor, at, &session)?;
    let list =
        CandidateList { notice: file.notice.clone(), source: texts.source.clone(), inferred: has_inferences(file) };
    store::insert_list(tx, session.id, &list)?;
    let candidates = from_file(file)?;
    for candidate in &candidates {
        store::insert_candidate(tx, session.id, candidate)?;
    }
    let sub_items: usize = candidates.iter().map(|candidate| candidate.sub_items.len()).sum();
    let detail = serde_json::json!({ "candidates": candidates.len(), "sub_items": sub_items });
    audit::record(tx, actor, at, &Act::new(Deed::CandidatesImported, &session.name).with(detail))?;
    Ok(Imported { congress, session: session.id, candidates: candidates.len() })
}

const UPLOAD_HOURS: i64 = 24;

/// Keeps the file until the import is confirmed; files that nobody confirmed are forgotten after a day.
pub fn upload_list(tx: &mut Tx, actor: &Actor, at: Ts, upload: &CandidateUpload) -> Result<(), DbError> {
    store::delete_uploads_before(tx, upload.session, at.plus_hours(-UPLOAD_HOURS))?;
    store::insert_upload(tx, upload, at)?;
    audit::record(tx, actor, at, &Act::new(Deed::CandidatesUploaded, &upload.file_name))
}

/// The upload of that session, if it still waits.
pub fn find_upload(
    conn: &mut Conn,
    session: SessionId,
    id: CandidateUploadId,
) -> Result<Option<CandidateUpload>, DbError> {
    Ok(store::upload(conn, id)?.filter(|upload| upload.session == session))
}

/// How the upload is to be read from now on.
pub fn choose_reading(
    tx: &mut Tx,
    session: SessionId,
    upload: CandidateUploadId,
    choices: &Choices,
) -> Result<(), Refused<ReplaceError>> {
    find_upload(tx, session, upload)?.ok_or(ReplaceError::UploadGone)?;
    Ok(store::set_choices(tx, upload, choices)?)
}

/// Puts the uploaded list in the place of the one before and forgets the file. `seen`: what somebody has looked at, see
/// [`ListReading::to_be_seen`].
///
/// [`ListReading::to_be_seen`]: crate::candidates::list_file::ListReading::to_be_seen
pub fn import_upload(
    tx: &mut Tx,
    actor: &Actor,
    at: Ts,
    session: &Session,
    upload: CandidateUploadId,
    seen: &str,
) -> Result<usize, Refused<ReplaceError>> {
    let file = find_upload(tx, session.id, upload)?.ok_or(ReplaceError::UploadGone)?;
    let reading = read_list(&file.content, &file.choices);
    if !reading.faults.is_empty() {
        return Err(ReplaceError::Faulty(reading.faults.len()).into());
    }
    if reading.to_be_seen() != seen {
        return Err(ReplaceError::NotSeen.into());
    }
    replace_candidates(tx, actor, at, session, &reading.candidates)?;
    store::delete_upload(tx, upload)?;
    Ok(reading.candidates.len())
}

/// Puts the whole list in the place of the one before; what is said of the list as a whole stays.
pub fn replace_candidates(
    tx: &mut Tx,
    actor: &Actor,
    at: Ts,
    session: &Session,
    candidates: &[Candidate],
) -> Result<(), Refused<ReplaceError>> {
    if congress::is_closed(tx, session.id, VotePart::List)? {
        return Err(ReplaceError::Frozen.into());
    }
    if store::seal_of(tx, session.id)?.is_some() {
        return Err(ReplaceError::Sealed.into());
    }
    for origin in store::origins(tx, session.id)? {
        leaves_the_list(tx, actor, at, session, origin.need)?;
    }
    store::delete_candidates(tx, session.id)?;
    for candidate in candidates {
        store::insert_candidate(tx, session.id, candidate)?;
    }
    congress::public_changed(tx, session.congress)?;
    let sub_items: usize = candidates.iter().map(|candidate| candidate.sub_items.len()).sum();
    let detail = serde_json::json!({ "candidates": candidates.len(), "sub_items": sub_items });
    audit::record(tx, actor, at, &Act::new(Deed::CandidatesReplaced, &session.name).with(detail))?;
    Ok(())
}
