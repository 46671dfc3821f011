//! Rows of `attachments`, `held_files` and `attachment_withdrawals`. The content is fetched only for whoever asks for the file itself.

use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, Queryable, RunQueryDsl, Selectable, SelectableHelper};

use super::{
    attachment::{Attachment, Belongs, Media, Owner},
    filing::Place,
    preparing::Prepared,
    schema::{attachment_withdrawals as withdrawals, attachments, held_files},
    withdrawing::Asked,
};
use crate::{
    accounts::schema::accounts,
    db::{Conn, DbError, Ts, Tx, Uid},
    ids::{AccountId, AttachmentId, CongressId, ProjectId},
};

#[derive(Queryable, Selectable)]
#[diesel(table_name = attachments)]
struct Row {
    id: AttachmentId,
    congress_id: CongressId,
    project_id: ProjectId,
    owner: String,
    owner_id: Uid,
    file_name: String,
    media_type: String,
    width: Option<i32>,
    height: Option<i32>,
    sha256: String,
    added_by: String,
    added_at: Ts,
    withdrawn_at: Option<Ts>,
}

fn kept(row: Row) -> Result<Attachment, DbError> {
    let Row {
        id,
        congress_id: congress,
        project_id: project,
        owner,
        owner_id,
        file_name,
        media_type,
        width,
        height,
        sha256,
        added_by,
        added_at,
        withdrawn_at,
    } = row;
    let media = Media::of_columns(&media_type, width, height);
    let media = media.ok_or_else(|| DbError::corrupt("a file of no known kind"))?;
    let owner = Owner { kind: owner.parse().map_err(DbError::corrupt)?, id: owner_id.0 };
    Ok(Attachment { id, congress, project, owner, file_name, media, sha256, added_by, added_at, withdrawn_at })
}

/// In the order of adding.
pub fn attachments_of(conn: &mut Conn, owner: Owner) -> Result<Vec<Attachment>, DbError> {
    let rows: Vec<Row> = attachments::table
        .select(Row::as_select())
        .filter(attachments::owner.eq(owner.kind.word()))
        .filter(attachments::owner_id.eq(Uid(owner.id)))
        .order((attachments::added_at, attachments::position, attachments::id))
        .load(conn)?;
    rows.into_iter().map(kept).collect()
}

/// All that belongs to anything of these projects, in the order of adding.
pub fn attachments_of_projects(conn: &mut Conn, projects: &[ProjectId]) -> Result<Vec<Attachment>, DbError> {
    let rows: Vec<Row> = attachments::table
        .select(Row::as_select())
        .filter(attachments::project_id.eq_any(projects.to_vec()))
        .order((attachments::added_at, attachments::position, attachments::id))
        .load(conn)?;
    rows.into_iter().map(kept).collect()
}

pub fn attachment(conn: &mut Conn, id: AttachmentId) -> Result<Option<Attachment>, DbError> {
    let row: Option<Row> = attachments::table.select(Row::as_select()).find(id).first(conn).optional()?;
    row.map(kept).transpose()
}

pub fn content_of(conn: &mut Conn, id: AttachmentId) -> Result<Option<Vec<u8>>, DbError> {
    let content: Option<Option<Vec<u8>>> =
        attachments::table.find(id).select(attachments::content).first(conn).optional()?;
    Ok(content.flatten())
}

pub fn keep(tx: &mut Tx, belongs: &Belongs, files: &[Prepared]) -> Result<(), DbError> {
    for (position, file) in (0_i32..).zip(files) {
        let (width, height) = file.media.size();
        diesel::insert_into(attachments::table)
            .values((
                attachments::id.eq(AttachmentId::timeless()),
                attachments::congress_id.eq(belongs.congress),
                attachments::project_id.eq(belongs.project),
                attachments::owner.eq(belongs.owner.kind.word()),
                attachments::owner_id.eq(Uid(belongs.owner.id)),
                attachments::position.eq(position),
                attachments::file_name.eq(&file.file_name),
                attachments::media_type.eq(file.media.type_name()),
                attachments::width.eq(width),
                attachments::height.eq(height),
                attachments::sha256.eq(&file.sha256),
                attachments::content.eq(&file.content),
                attachments::added_by.eq(belongs.by),
                attachments::added_at.eq(belongs.at),
            ))
            .execute(&mut **tx)?;
    }
    Ok(())
}

/// The files of `from` as they are kept, to be put beside something else too.
pub fn kept_anew(conn: &mut Conn, from: Owner) -> Result<Vec<Prepared>, DbError> {
    let mut anew = Vec::new();
    for Attachment { id, file_name, media, sha256, .. } in attachments_of(conn, from)? {
        if let Some(content) = content_of(conn, id)? {
            anew.push(Prepared { file_name, media, content, sha256 });
        }
    }
    Ok(anew)
}

/// Bytes and files that wait for one account, in all its forms.
const MOST_HELD: usize = 24;
const MOST_HELD_BYTES: i64 = 72 * 1024 * 1024;
/// Nobody comes back to a form after this time.
const HELD_HOURS: i64 = 48;

/// A file that waits in a form.
#[derive(Queryable, Selectable)]
#[diesel(table_name = held_files)]
struct HeldRow {
    id: AttachmentId,
    file_name: String,
    media_type: String,
    width: Option<i32>,
    height: Option<i32>,
    sha256: String,
}

pub struct Held {
    pub id: AttachmentId,
    pub file_name: String,
    pub media: Media,
    pub sha256: String,
}

fn waiting(row: HeldRow) -> Result<Held, DbError> {
    let HeldRow { id, file_name, media_type, width, height, sha256 } = row;
    let media = Media::of_columns(&media_type, width, height);
    Ok(Held { id, file_name, media: media.ok_or_else(|| DbError::corrupt("a file of no known kind"))?, sha256 })
}

/// In the order of adding.
pub fn held(conn: &mut Conn, place: &Place) -> Result<Vec<Held>, DbError> {
    let rows: Vec<HeldRow> = held_files::table
        .select(HeldRow::as_select())
        .filter(held_files::account_id.eq(place.account))
        .filter(held_files::form.eq(&place.form))
        .order((held_files::held_at, held_files::position, held_files::id))
        .load(conn)?;
    rows.into_iter().map(waiting).collect()
}

/// For its own account only.
pub fn held_with_content(
    conn: &mut Conn,
    account: AccountId,
    id: AttachmentId,
) -> Result<Option<(Held, Vec<u8>)>, DbError> {
    let row: Option<(HeldRow, Vec<u8>)> = held_files::table
        .find(id)
        .filter(held_files::account_id.eq(account))
        .select((HeldRow::as_select(), held_files::content))
        .first(conn)
        .optional()?;
    row.map(|(row, content)| Ok((waiting(row)?, content))).transpose()
}

/// What waits in the form, which waits there no longer.
pub fn take_held(tx: &mut Tx, place: &Place) -> Result<Vec<Prepared>, DbError> {
    let mut taken = Vec::new();
    for Held { id, file_name, media, sha256 } in held(tx, place)? {
        let content = held_files::table.find(id).select(held_files::content).first(&mut **tx)?;
        taken.push(Prepared { file_name, media, content, sha256 });
    }
    diesel::delete(held_files::table)
        .filter(held_files::account_id.eq(place.account))
        .filter(held_files::form.eq(&place.form))
        .execute(&mut **tx)?;
    Ok(taken)
}

pub fn remove_held(tx: &mut Tx, place: &Place, id: AttachmentId) -> Result<(), DbError> {
    diesel::delete(held_files::table.find(id))
        .filter(held_files::account_id.eq(place.account))
        .filter(held_files::form.eq(&place.form))
        .execute(&mut **tx)?;
    Ok(())
}

/// Of a draft, whose owner is given.
pub fn remove(tx: &mut Tx, owner: Owner, id: AttachmentId) -> Result<(), DbError> {
    diesel::delete(attachments::table.find(id))
        .filter(attachments::owner.eq(owner.kind.word()))
        .filter(attachments::owner_id.eq(Uid(owner.id)))
        .execute(&mut **tx)?;
    Ok(())
}

/// The same file sent twice waits once. Where too much waits for an account, the oldest goes.
pub fn hold(tx: &mut Tx, place: &Place, files: &[Prepared], at: Ts) -> Result<(), DbError> {
    let mut known: Vec<String> = held(tx, place)?.into_iter().map(|held| held.sha256).collect();
    for (position, file) in (0_i32..).zip(files) {
        if known.contains(&file.sha256) {
            continue;
        }
        known.push(file.sha256.clone());
        let (width, height) = file.media.size();
        diesel::insert_into(held_files::table)
            .values((
                held_files::id.eq(AttachmentId::timeless()),
                held_files::account_id.eq(place.account),
                held_files::form.eq(&place.form),
                held_files::position.eq(position),
                held_files::file_name.eq(&file.file_name),
                held_files::media_type.eq(file.media.type_name()),
                held_files::width.eq(width),
                held_files::height.eq(height),
                held_files::sha256.eq(&file.sha256),
                held_files::content.eq(&file.content),
                held_files::bytes.eq(i64::try_from(file.content.len()).map_err(DbError::corrupt)?),
                held_files::held_at.eq(at),
            ))
            .execute(&mut **tx)?;
    }
    let all: Vec<(AttachmentId, i64)> = held_files::table
        .filter(held_files::account_id.eq(place.account))
        .order((held_files::held_at.desc(), held_files::position.desc()))
        .select((held_files::id, held_files::bytes))
        .load(&mut **tx)?;
    let mut bytes = 0_i64;
    let too_many = all.into_iter().enumerate().filter_map(|(at, (id, length))| {
        bytes = bytes.saturating_add(length);
        (at >= MOST_HELD || bytes > MOST_HELD_BYTES).then_some(id)
    });
    let too_many: Vec<AttachmentId> = too_many.collect();
    diesel::delete(held_files::table.filter(held_files::id.eq_any(too_many))).execute(&mut **tx)?;
    Ok(())
}

/// What nobody came back for.
pub fn tidy(tx: &mut Tx, now: Ts) -> Result<(), DbError> {
    let old = held_files::table.filter(held_files::held_at.lt(now.plus_hours(-HELD_HOURS)));
    diesel::delete(old).execute(&mut **tx)?;
    Ok(())
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = withdrawals)]
struct AskedRow {
    file_id: AttachmentId,
    reason: String,
    asked_by_account: AccountId,
    asked_by: String,
    asked_at: Ts,
}

impl From<AskedRow> for Asked {
    fn from(row: AskedRow) -> Self {
        let AskedRow { file_id: attachment, reason, asked_by_account: by_account, asked_by: by, asked_at: at } = row;
        Self { attachment, reason, by_account, by, at }
    }
}

/// Asked for and not confirmed yet.
pub fn asked(conn: &mut Conn, id: AttachmentId) -> Result<Option<Asked>, DbError> {
    let row: Option<AskedRow> = withdrawals::table
        .select(AskedRow::as_select())
        .find(id)
        .filter(withdrawals::confirmed_at.is_null())
        .first(conn)
        .optional()?;
    Ok(row.map(Asked::from))
}

/// Of a congress, what was asked for and not confirmed yet.
pub fn withdrawals_asked(conn: &mut Conn, congress: CongressId) -> Result<Vec<Asked>, DbError> {
    let rows: Vec<AskedRow> = withdrawals::table
        .inner_join(attachments::table)
        .select(AskedRow::as_select())
        .filter(attachments::congress_id.eq(congress))
        .filter(withdrawals::confirmed_at.is_null())
        .order(withdrawals::asked_at)
        .load(conn)?;
    Ok(rows.into_iter().map(Asked::from).collect())
}

pub fn insert_asked(tx: &mut Tx, new: &Asked) -> Result<(), DbError> {
    diesel::insert_into(withdrawals::table)
        .values((
            withdrawals::file_id.eq(new.attachment),
            withdrawals::reason.eq(&new.reason),
            withdrawals::asked_by_account.eq(new.by_account),
            withdrawals::asked_by.eq(&new.by),
            withdrawals::asked_at.eq(new.at),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

pub fn delete_asked(tx: &mut Tx, id: AttachmentId) -> Result<(), DbError> {
    diesel::delete(withdrawals::table.find(id)).execute(&mut **tx)?;
    Ok(())
}

pub fn set_confirmed(tx: &mut Tx, id: AttachmentId, account: AccountId, by: &str, at: Ts) -> Result<(), DbError> {
    diesel::update(withdrawals::table.find(id))
        .set((
            withdrawals::confirmed_by_account.eq(account),
            withdrawals::confirmed_by.eq(by),
            withdrawals::confirmed_at.eq(at),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

/// The content of this file wherever the congress keeps it, and its name, which may be somebody's; with it goes what else was asked
/// for of the same content.
pub fn withdraw(tx: &mut Tx, file: &Attachment, at: Ts) -> Result<(), DbError> {
    let same = attachments::table
        .filter(attachments::congress_id.eq(file.congress))
        .filter(attachments::sha256.eq(&file.sha256))
        .filter(attachments::withdrawn_at.is_null());
    diesel::update(same)
        .set((
            attachments::content.eq(None::<Vec<u8>>),
            attachments::file_name.eq(""),
            attachments::withdrawn_at.eq(at),
        ))
        .execute(&mut **tx)?;
    let alike = attachments::table
        .filter(attachments::congress_id.eq(file.congress))
        .filter(attachments::sha256.eq(&file.sha256))
        .filter(attachments::id.ne(file.id))
        .select(attachments::id);
    let overtaken =
        withdrawals::table.filter(withdrawals::file_id.eq_any(alike)).filter(withdrawals::confirmed_at.is_null());
    diesel::delete(overtaken).execute(&mut **tx)?;
    let people = accounts::table.filter(accounts::congress_id.eq(Some(file.congress))).select(accounts::id);
    let held =
        held_files::table.filter(held_files::sha256.eq(&file.sha256)).filter(held_files::account_id.eq_any(people));
    diesel::delete(held).execute(&mut **tx)?;
    Ok(())
}

/// Of a congress, newest first.
pub fn attachments_of_congress(conn: &mut Conn, congress: CongressId) -> Result<Vec<Attachment>, DbError> {
    let rows: Vec<Row> = attachments::table
        .select(Row::as_select())
        .filter(attachments::congress_id.eq(congress))
        .order((attachments::added_at.desc(), attachments::position, attachments::id))
        .load(conn)?;
    rows.into_iter().map(kept).collect()
}
