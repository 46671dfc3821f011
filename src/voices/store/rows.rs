//! Rows of `voices`.

use std::collections::BTreeSet;

use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, Queryable, RunQueryDsl, Selectable, SelectableHelper};
use jiff::civil::Date;

use super::answers::public_helps;
use crate::{
    db::{Conn, Day, DbError, Ts, Tx},
    guests::{LeftWith, schema::guest_contacts as contacts},
    ids::{CongressId, FollowUpId, ProjectId, SubItemId, VoiceId},
    voices::{
        answer::{ClockCount, HelpCount},
        schema::{voice_answers as answers, voices as table},
        voice::{Course, Sight, Voice, VoiceKind},
    },
};

#[derive(Queryable, Selectable)]
#[diesel(table_name = table)]
struct Row {
    id: VoiceId,
    congress_id: CongressId,
    project_id: ProjectId,
    sub_item_id: Option<SubItemId>,
    number: i32,
    kind: VoiceKind,
    words: String,
    sight: Sight,
    course: Course,
    reason: String,
    held: bool,
    objection: Option<String>,
    made_at: Ts,
    due_on: Day,
    follow_up_id: Option<FollowUpId>,
}

impl From<Row> for Voice {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            congress: row.congress_id,
            project: row.project_id,
            sub_item: row.sub_item_id,
            number: row.number,
            kind: row.kind,
            words: row.words,
            sight: row.sight,
            course: row.course,
            reason: row.reason,
            held: row.held,
            objection: row.objection,
            at: row.made_at,
            due: row.due_on.0,
            follow_up: row.follow_up_id,
        }
    }
}

/// Which of a congress to look at; what is empty or `None` narrows nothing.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    pub projects: Option<Vec<ProjectId>>,
    pub sights: Vec<Sight>,
    pub courses: Vec<Course>,
    pub held: Option<bool>,
    pub objected: bool,
    /// Due before that day.
    pub due_before: Option<Date>,
}

impl Wanted {
    /// What everybody may see.
    pub fn public() -> Self {
        let courses = Course::ALL.iter().copied().filter(|course| *course != Course::Withdrawn).collect();
        Self { sights: vec![Sight::Public], courses, ..Self::default() }
    }

    pub fn of_project(self, project: ProjectId) -> Self {
        Self { projects: Some(vec![project]), ..self }
    }

    /// What waits for its unit.
    pub fn open(self) -> Self {
        Self { courses: vec![Course::Open, Course::AskedAgain], ..self }
    }

    pub fn late(self, today: Date) -> Self {
        Self { due_before: Some(today), ..self.open() }
    }

    pub fn answered(self) -> Self {
        Self { courses: vec![Course::Answered, Course::AnsweredAgain], ..self }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    Newest,
    Oldest,
    DueFirst,
}

macro_rules! narrowed {
    ($congress:expr, $wanted:expr) => {{
        let wanted: &Wanted = $wanted;
        let mut query = table::table.filter(table::congress_id.eq($congress)).into_boxed();
        if let Some(projects) = &wanted.projects {
            query = query.filter(table::project_id.eq_any(projects.clone()));
        }
        if !wanted.sights.is_empty() {
            query = query.filter(table::sight.eq_any(wanted.sights.clone()));
        }
        if !wanted.courses.is_empty() {
            query = query.filter(table::course.eq_any(wanted.courses.clone()));
        }
        if let Some(held) = wanted.held {
            query = query.filter(table::held.eq(held));
        }
        if wanted.objected {
            query = query.filter(table::objection.is_not_null());
        }
        if let Some(day) = wanted.due_before {
            query = query.filter(table::due_on.lt(Day(day)));
        }
        query
    }};
}

pub fn count(conn: &mut Conn, congress: CongressId, wanted: &Wanted) -> Result<usize, DbError> {
    let count: i64 = narrowed!(congress, wanted).count().get_result(conn)?;
    usize::try_from(count).map_err(DbError::corrupt)
}

/// `most` of them from `skip` on.
pub fn voices(
    conn: &mut Conn,
    congress: CongressId,
    wanted: &Wanted,
    order: Order,
    (skip, most): (usize, usize),
) -> Result<Vec<Voice>, DbError> {
    let query = narrowed!(congress, wanted).select(Row::as_select());
    let query = match order {
        Order::Newest => query.order(table::number.desc()),
        Order::Oldest => query.order(table::number.asc()),
        Order::DueFirst => query.order((table::due_on.asc(), table::number.asc())),
    };
    let long = |n: usize| i64::try_from(n).map_err(DbError::corrupt);
    let rows: Vec<Row> = query.offset(long(skip)?).limit(long(most)?).load(conn)?;
    Ok(rows.into_iter().map(Voice::from).collect())
}

pub fn voice_by_id(conn: &mut Conn, congress: CongressId, id: VoiceId) -> Result<Option<Voice>, DbError> {
    let row: Option<Row> = table::table
        .select(Row::as_select())
        .filter(table::id.eq(id))
        .filter(table::congress_id.eq(congress))
        .first(conn)
        .optional()?;
    Ok(row.map(Voice::from))
}

/// Whatever congress it is of: for letters, which are written for all.
pub fn any_voice(conn: &mut Conn, id: VoiceId) -> Result<Option<Voice>, DbError> {
    let row: Option<Row> = table::table.select(Row::as_select()).find(id).first(conn).optional()?;
    Ok(row.map(Voice::from))
}

/// Of that congress only: a code is worth nothing at another's site.
pub fn voice_by_code(conn: &mut Conn, congress: CongressId, hash: &str) -> Result<Option<Voice>, DbError> {
    let row: Option<Row> = table::table
        .select(Row::as_select())
        .filter(table::congress_id.eq(congress))
        .filter(table::code_hash.eq(hash))
        .first(conn)
        .optional()?;
    Ok(row.map(Voice::from))
}

pub fn insert_voice(tx: &mut Tx, new: &Voice, code_hash: &str) -> Result<(), DbError> {
    diesel::insert_into(table::table)
        .values((
            (
                table::id.eq(new.id),
                table::congress_id.eq(new.congress),
                table::project_id.eq(new.project),
                table::sub_item_id.eq(new.sub_item),
                table::number.eq(new.number),
                table::code_hash.eq(code_hash),
                table::kind.eq(new.kind),
                table::words.eq(&new.words),
            ),
            (
                table::sight.eq(new.sight),
                table::course.eq(new.course),
                table::reason.eq(&new.reason),
                table::held.eq(new.held),
                table::objection.eq(&new.objection),
                table::made_at.eq(new.at),
                table::due_on.eq(Day(new.due)),
                table::follow_up_id.eq(new.follow_up),
            ),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

pub fn save_voice(tx: &mut Tx, changed: &Voice) -> Result<(), DbError> {
    diesel::update(table::table.find(changed.id))
        .set((
            table::words.eq(&changed.words),
            table::sight.eq(changed.sight),
            table::course.eq(changed.course),
            table::reason.eq(&changed.reason),
            table::held.eq(changed.held),
            table::objection.eq(&changed.objection),
            table::due_on.eq(Day(changed.due)),
            table::follow_up_id.eq(changed.follow_up),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

/// The code leads nowhere any more.
pub fn forget_code(tx: &mut Tx, id: VoiceId) -> Result<(), DbError> {
    diesel::update(table::table.find(id)).set(table::code_hash.eq(format!("erased {id}"))).execute(&mut **tx)?;
    Ok(())
}

/// Months, each of its congress, in which messages came whose authors can still be reached.
pub fn months_reached(conn: &mut Conn) -> Result<BTreeSet<(CongressId, Date)>, DbError> {
    let left = contacts::table.filter(contacts::left_with.eq(LeftWith::Voice)).select(contacts::owner_id);
    let rows: Vec<(CongressId, Ts)> =
        table::table.filter(table::id.eq_any(left)).select((table::congress_id, table::made_at)).load(conn)?;
    Ok(rows.into_iter().map(|(congress, at)| (congress, at.day().first_of_month())).collect())
}

/// How the clocks of what is public stand, and what authors say of the answers: of all, or of one project.
pub fn public_clock(
    conn: &mut Conn,
    congress: CongressId,
    project: Option<ProjectId>,
    today: Date,
) -> Result<(ClockCount, HelpCount), DbError> {
    let wanted = Wanted { projects: project.map(|project| vec![project]), ..Wanted::public() };
    let open = count(conn, congress, &wanted.clone().open())?;
    let answered = count(conn, congress, &wanted.clone().answered())?;
    let mut late = answers::table
        .inner_join(table::table)
        .select((answers::at, answers::due_on))
        .filter(table::congress_id.eq(congress))
        .filter(table::sight.eq(Sight::Public))
        .filter(table::course.ne(Course::Withdrawn))
        .into_boxed();
    if let Some(project) = project {
        late = late.filter(table::project_id.eq(project));
    }
    let days: Vec<(Ts, Day)> = late.load(conn)?;
    let counted = ClockCount {
        received: open + answered,
        answered,
        open,
        open_late: count(conn, congress, &wanted.late(today))?,
        answered_late: days.iter().filter(|(at, due)| at.day() > due.0).count(),
    };
    Ok((counted, HelpCount::of(&public_helps(conn, congress, project)?)))
}
