//! Rows of `rating_periods`, `rating_signs`, `public_ratings`, `rating_day_keys` and `rating_addresses`.

use diesel::{
    ExpressionMethods, OptionalExtension, QueryDsl, Queryable, RunQueryDsl, Selectable, SelectableHelper,
    dsl::count_star,
};
use jiff::civil::Date;

use crate::ratings::{
    period::Period,
    remark::RemarkState,
    verdict::{Counts, Mark},
};
use crate::{
    db::{Conn, Day, DbError, Tx},
    ids::{CongressId, ProjectId, PublicRatingId, RatingPeriodId},
    ratings::schema::{
        public_ratings as table, rating_addresses as addresses, rating_day_keys as keys, rating_periods as periods,
        rating_signs as signs,
    },
};

#[derive(Queryable, Selectable)]
#[diesel(table_name = periods)]
struct PeriodRow {
    id: RatingPeriodId,
    congress_id: CongressId,
    year: i32,
    opens_on: Day,
    closes_on: Day,
}

fn read_period(PeriodRow { id, congress_id: congress, year, opens_on, closes_on }: PeriodRow) -> Period {
    Period { id, congress, year, opens_on: opens_on.0, closes_on: closes_on.0 }
}

pub fn period(conn: &mut Conn, congress: CongressId, year: i32) -> Result<Option<Period>, DbError> {
    let row: Option<PeriodRow> = periods::table
        .select(PeriodRow::as_select())
        .filter(periods::congress_id.eq(congress))
        .filter(periods::year.eq(year))
        .first(conn)
        .optional()?;
    Ok(row.map(read_period))
}

/// Of every congress.
pub fn periods(conn: &mut Conn) -> Result<Vec<Period>, DbError> {
    let rows: Vec<PeriodRow> = periods::table.select(PeriodRow::as_select()).load(conn)?;
    Ok(rows.into_iter().map(read_period).collect())
}

pub fn save_period(tx: &mut Tx, period: &Period) -> Result<(), DbError> {
    diesel::delete(periods::table.find(period.id)).execute(&mut **tx)?;
    diesel::insert_into(periods::table)
        .values((
            periods::id.eq(period.id),
            periods::congress_id.eq(period.congress),
            periods::year.eq(period.year),
            periods::opens_on.eq(Day(period.opens_on)),
            periods::closes_on.eq(Day(period.closes_on)),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

/// The edition of the sign that stands there now.
pub fn edition(conn: &mut Conn, project: ProjectId) -> Result<Option<i32>, DbError> {
    Ok(signs::table.find(project).select(signs::edition).first(conn).optional()?)
}

pub fn save_edition(tx: &mut Tx, project: ProjectId, edition: i32) -> Result<(), DbError> {
    diesel::delete(signs::table.find(project)).execute(&mut **tx)?;
    diesel::insert_into(signs::table)
        .values((signs::project_id.eq(project), signs::edition.eq(edition)))
        .execute(&mut **tx)?;
    Ok(())
}

/// What one browser said of one project.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicRating {
    pub id: PublicRatingId,
    pub project: ProjectId,
    pub day: Date,
    pub mark: Mark,
    pub remark: String,
    pub remark_state: RemarkState,
    /// To the remark; empty where nothing was answered.
    pub answer: String,
    /// The unit that answered; empty where the secretariat did.
    pub answered_by: String,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = table)]
struct Row {
    id: PublicRatingId,
    project_id: ProjectId,
    day: Day,
    mark: Mark,
    remark: String,
    remark_state: RemarkState,
    answer: String,
    answered_by: String,
}

fn rating(Row { id, project_id: project, day, mark, remark, remark_state, answer, answered_by }: Row) -> PublicRating {
    PublicRating { id, project, day: day.0, mark, remark, remark_state, answer, answered_by }
}

pub fn rating_of(conn: &mut Conn, project: ProjectId, rater: &str) -> Result<Option<PublicRating>, DbError> {
    let row: Option<Row> = table::table
        .select(Row::as_select())
        .filter(table::project_id.eq(project))
        .filter(table::rater.eq(rater))
        .first(conn)
        .optional()?;
    Ok(row.map(rating))
}

pub fn rating_by_id(conn: &mut Conn, id: PublicRatingId) -> Result<Option<PublicRating>, DbError> {
    Ok(table::table.select(Row::as_select()).find(id).first::<Row>(conn).optional()?.map(rating))
}

/// Puts it in the place of the one with this id, if there is one.
pub fn save_rating(tx: &mut Tx, rater: &str, given: &PublicRating) -> Result<(), DbError> {
    diesel::delete(table::table.find(given.id)).execute(&mut **tx)?;
    diesel::insert_into(table::table)
        .values((
            table::id.eq(given.id),
            table::project_id.eq(given.project),
            table::rater.eq(Some(rater)),
            table::day.eq(Day(given.day)),
            table::mark.eq(given.mark),
            table::remark.eq(&given.remark),
            table::remark_state.eq(given.remark_state),
            table::answer.eq(&given.answer),
            table::answered_by.eq(&given.answered_by),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

/// `by`: the unit that answers; empty for the secretariat.
pub fn settle_remark(
    tx: &mut Tx,
    id: PublicRatingId,
    state: RemarkState,
    (answer, by): (&str, &str),
) -> Result<(), DbError> {
    diesel::update(table::table.find(id))
        .set((table::remark_state.eq(state), table::answer.eq(answer), table::answered_by.eq(by)))
        .execute(&mut **tx)?;
    Ok(())
}

/// Remarks about a project in this state, given before `day`.
pub fn count_remarks(conn: &mut Conn, project: ProjectId, state: RemarkState, before: Date) -> Result<i64, DbError> {
    Ok(table::table
        .filter(table::project_id.eq(project))
        .filter(table::remark_state.eq(state))
        .filter(table::day.lt(Day(before)))
        .count()
        .get_result(conn)?)
}

/// Of these projects, given before `day`.
pub fn public_counts(
    conn: &mut Conn,
    projects: &[ProjectId],
    before: Date,
) -> Result<Vec<(ProjectId, Counts)>, DbError> {
    let rows: Vec<(ProjectId, Mark, i64)> = table::table
        .group_by((table::project_id, table::mark))
        .select((table::project_id, table::mark, count_star()))
        .filter(table::project_id.eq_any(projects.to_vec()))
        .filter(table::day.lt(Day(before)))
        .load(conn)?;
    let mut found: Vec<(ProjectId, Counts)> = Vec::new();
    for (project, mark, times) in rows {
        let times = u32::try_from(times).map_err(DbError::corrupt)?;
        match found.iter_mut().find(|(known, _)| *known == project) {
            Some((_, counts)) => counts.add(mark, times),
            None => {
                let mut counts = Counts::default();
                counts.add(mark, times);
                found.push((project, counts));
            }
        }
    }
    Ok(found)
}

/// Remarks in this state, newest day first; ratings of one day are in no order that tells when they came.
pub fn remarks(
    conn: &mut Conn,
    projects: &[ProjectId],
    state: RemarkState,
    before: Date,
) -> Result<Vec<PublicRating>, DbError> {
    let rows: Vec<Row> = table::table
        .select(Row::as_select())
        .filter(table::project_id.eq_any(projects.to_vec()))
        .filter(table::remark_state.eq(state))
        .filter(table::day.lt(Day(before)))
        .order((table::day.desc(), table::id))
        .limit(MOST_REMARKS)
        .load(conn)?;
    Ok(rows.into_iter().map(rating).collect())
}

/// On one page.
const MOST_REMARKS: i64 = 200;

/// Those of which anything was said on this day.
pub fn projects_rated_on(conn: &mut Conn, day: Date) -> Result<Vec<ProjectId>, DbError> {
    Ok(table::table.select(table::project_id).distinct().filter(table::day.eq(Day(day))).load(conn)?)
}

/// From now on nothing ties these ratings to a browser.
pub fn forget_raters(tx: &mut Tx, projects: &[ProjectId]) -> Result<usize, DbError> {
    Ok(diesel::update(
        table::table.filter(table::project_id.eq_any(projects.to_vec())).filter(table::rater.is_not_null()),
    )
    .set(table::rater.eq(None::<String>))
    .execute(&mut **tx)?)
}

pub fn day_key(conn: &mut Conn, day: Date) -> Result<Option<Vec<u8>>, DbError> {
    Ok(keys::table.find(Day(day)).select(keys::key).first(conn).optional()?)
}

pub fn insert_day_key(tx: &mut Tx, day: Date, key: &[u8; 32]) -> Result<(), DbError> {
    diesel::insert_into(keys::table)
        .values((keys::day.eq(Day(day)), keys::key.eq(key.as_slice())))
        .execute(&mut **tx)?;
    Ok(())
}

/// New ratings from this address so far.
pub fn ratings_from(conn: &mut Conn, address: &str) -> Result<i32, DbError> {
    let known: Option<i32> = addresses::table.find(address).select(addresses::ratings).first(conn).optional()?;
    Ok(known.unwrap_or(0))
}

pub fn one_more_from(tx: &mut Tx, address: &str, day: Date) -> Result<(), DbError> {
    let so_far = ratings_from(tx, address)?;
    diesel::delete(addresses::table.find(address)).execute(&mut **tx)?;
    diesel::insert_into(addresses::table)
        .values((addresses::address.eq(address), addresses::day.eq(Day(day)), addresses::ratings.eq(so_far + 1)))
        .execute(&mut **tx)?;
    Ok(())
}

/// The keys and the addresses of the days before.
pub fn forget_addresses(tx: &mut Tx, before: Date) -> Result<(), DbError> {
    diesel::delete(keys::table.filter(keys::day.lt(Day(before)))).execute(&mut **tx)?;
    diesel::delete(addresses::table.filter(addresses::day.lt(Day(before)))).execute(&mut **tx)?;
    Ok(())
}
