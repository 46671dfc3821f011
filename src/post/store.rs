//! Rows of `letters`, `webhooks` and `webhook_deliveries`.

use diesel::{
    ExpressionMethods, OptionalExtension, QueryDsl, Queryable, RunQueryDsl, Selectable, SelectableHelper,
    dsl::count_star,
};
use uuid::Uuid;

use super::{
    address::Address,
    letter::{MOST_GIVEN_UP, NewLetter},
    webhook::{Channel, Delivery, Outcome, Webhook},
};
use crate::{
    db::{Conn, DbError, Ts, Tx, Uid},
    ids::{CongressId, LetterId, WebhookId},
    post::schema::{letters, webhook_deliveries as deliveries, webhooks},
    word_enum,
};

word_enum! {
    State {
        Waiting = "waiting",
        GivenUp = "given_up",
        /// Given up, and nothing was said of whom it was for.
        Lost = "lost",
    }
}

pub fn insert(tx: &mut Tx, new: &NewLetter, at: Ts) -> Result<(), DbError> {
    diesel::insert_into(letters::table)
        .values((
            letters::id.eq(LetterId::new()),
            letters::congress_id.eq(new.congress),
            letters::channel.eq(Channel::Letter),
            letters::about.eq(Uid(new.about)),
            letters::email.eq(new.to.as_str()),
            letters::state.eq(State::Waiting),
            letters::subject.eq(&new.text.0),
            letters::body.eq(&new.text.1),
            letters::stop.eq(new.stop),
            letters::due_at.eq(at),
            letters::attempts.eq(0),
            letters::made_at.eq(at),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

/// All that waits about these, and what was given up.
pub fn forget(tx: &mut Tx, about: &[Uuid]) -> Result<(), DbError> {
    let about: Vec<Uid> = about.iter().copied().map(Uid).collect();
    diesel::delete(letters::table.filter(letters::about.eq_any(about))).execute(&mut **tx)?;
    Ok(())
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = letters)]
pub struct Row {
    pub id: LetterId,
    pub congress_id: CongressId,
    pub about: Uid,
    pub email: String,
    pub subject: String,
    pub body: String,
    pub stop: Option<String>,
    /// Before this one.
    pub attempts: i32,
}

impl Row {
    pub fn to(&self) -> Address {
        Address::stored(self.email.clone())
    }
}

/// What has been due longest on a channel, `most` of it.
pub fn due(tx: &mut Tx, channel: Channel, now: Ts, most: i64) -> Result<Vec<Row>, DbError> {
    Ok(letters::table
        .select(Row::as_select())
        .filter(letters::channel.eq(channel))
        .filter(letters::state.eq(State::Waiting))
        .filter(letters::due_at.le(now))
        .order((letters::due_at, letters::id))
        .limit(most)
        .load(&mut **tx)?)
}

pub fn set_due(tx: &mut Tx, id: LetterId, due: Ts, attempts: i32) -> Result<(), DbError> {
    diesel::update(letters::table.find(id))
        .set((letters::due_at.eq(due), letters::attempts.eq(attempts)))
        .execute(&mut **tx)?;
    Ok(())
}

pub fn set_state(tx: &mut Tx, id: LetterId, state: State) -> Result<(), DbError> {
    diesel::update(letters::table.find(id)).set(letters::state.eq(state)).execute(&mut **tx)?;
    Ok(())
}

/// It got through: what was given up before about the same counts no more.
pub fn set_sent(tx: &mut Tx, id: LetterId, about: Uid) -> Result<(), DbError> {
    diesel::delete(letters::table.find(id)).execute(&mut **tx)?;
    diesel::delete(letters::table.filter(letters::about.eq(about)).filter(letters::state.ne(State::Waiting)))
        .execute(&mut **tx)?;
    Ok(())
}

/// What so many letters were given up about that no more is to be written.
pub fn hopeless(tx: &mut Tx) -> Result<Vec<Uuid>, DbError> {
    let counted: Vec<(Uid, i64)> = letters::table
        .group_by(letters::about)
        .select((letters::about, count_star()))
        .filter(letters::state.eq(State::GivenUp))
        .load(&mut **tx)?;
    Ok(counted.into_iter().filter(|(_, count)| *count >= MOST_GIVEN_UP).map(|(about, _)| about.0).collect())
}

/// Waiting ones, and those given up.
pub fn waiting_letters(conn: &mut Conn) -> Result<(i64, i64), DbError> {
    let waiting = letters::table.filter(letters::state.eq(State::Waiting)).count().get_result(conn)?;
    Ok((waiting, letters::table.filter(letters::state.ne(State::Waiting)).count().get_result(conn)?))
}

pub fn has_calls(conn: &mut Conn, now: Ts) -> Result<bool, DbError> {
    let due: i64 = letters::table
        .filter(letters::channel.eq(Channel::Webhook))
        .filter(letters::state.eq(State::Waiting))
        .filter(letters::due_at.le(now))
        .count()
        .get_result(conn)?;
    Ok(due > 0)
}

/// JSON that waits to be told.
pub fn insert_call(
    tx: &mut Tx,
    id: LetterId,
    webhook: &Webhook,
    event: &str,
    body: &str,
    at: Ts,
) -> Result<(), DbError> {
    diesel::insert_into(letters::table)
        .values((
            letters::id.eq(id),
            letters::congress_id.eq(webhook.congress),
            letters::channel.eq(Channel::Webhook),
            letters::about.eq(Uid(webhook.id.uuid())),
            letters::email.eq(""),
            letters::state.eq(State::Waiting),
            letters::subject.eq(event),
            letters::body.eq(body),
            letters::due_at.eq(at),
            letters::attempts.eq(0),
            letters::made_at.eq(at),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

pub fn delete_call(tx: &mut Tx, id: LetterId) -> Result<(), DbError> {
    diesel::delete(letters::table.find(id)).execute(&mut **tx)?;
    Ok(())
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = webhooks)]
struct WebhookRow {
    id: WebhookId,
    congress_id: CongressId,
    name: String,
    url: String,
    sealed_secret: String,
    made_by: String,
    made_at: Ts,
    stopped_at: Option<Ts>,
}

impl From<WebhookRow> for Webhook {
    fn from(row: WebhookRow) -> Self {
        let WebhookRow { id, congress_id: congress, name, url, sealed_secret, made_by, made_at, stopped_at } = row;
        Self { id, congress, name, url, sealed_secret, made_by, made_at, stopped_at }
    }
}

/// Oldest first.
pub fn webhooks_of(conn: &mut Conn, congress: CongressId) -> Result<Vec<Webhook>, DbError> {
    let rows: Vec<WebhookRow> = webhooks::table
        .select(WebhookRow::as_select())
        .filter(webhooks::congress_id.eq(congress))
        .order((webhooks::made_at, webhooks::id))
        .load(conn)?;
    Ok(rows.into_iter().map(Webhook::from).collect())
}

pub fn webhook_by_id(conn: &mut Conn, id: WebhookId) -> Result<Option<Webhook>, DbError> {
    let row: Option<WebhookRow> = webhooks::table.select(WebhookRow::as_select()).find(id).first(conn).optional()?;
    Ok(row.map(Webhook::from))
}

pub fn insert_webhook(tx: &mut Tx, new: &Webhook) -> Result<(), DbError> {
    diesel::insert_into(webhooks::table)
        .values((
            webhooks::id.eq(new.id),
            webhooks::congress_id.eq(new.congress),
            webhooks::name.eq(&new.name),
            webhooks::url.eq(&new.url),
            webhooks::sealed_secret.eq(&new.sealed_secret),
            webhooks::made_by.eq(&new.made_by),
            webhooks::made_at.eq(new.made_at),
            webhooks::stopped_at.eq(new.stopped_at),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

pub fn set_stopped(tx: &mut Tx, id: WebhookId, at: Option<Ts>) -> Result<(), DbError> {
    diesel::update(webhooks::table.find(id)).set(webhooks::stopped_at.eq(at)).execute(&mut **tx)?;
    Ok(())
}

pub fn delete_webhook(tx: &mut Tx, id: WebhookId) -> Result<(), DbError> {
    diesel::delete(deliveries::table.filter(deliveries::webhook_id.eq(id))).execute(&mut **tx)?;
    diesel::delete(webhooks::table.find(id)).execute(&mut **tx)?;
    Ok(())
}

pub fn insert_delivery(tx: &mut Tx, new: &Delivery) -> Result<(), DbError> {
    diesel::insert_into(deliveries::table)
        .values((
            deliveries::id.eq(LetterId::new()),
            deliveries::webhook_id.eq(new.webhook),
            deliveries::message_id.eq(new.message),
            deliveries::event.eq(&new.event),
            deliveries::attempt.eq(new.attempt),
            deliveries::outcome.eq(new.outcome),
            deliveries::status.eq(new.status),
            deliveries::given_up.eq(new.given_up),
            deliveries::at.eq(new.at),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = deliveries)]
struct DeliveryRow {
    webhook_id: WebhookId,
    message_id: LetterId,
    event: String,
    attempt: i32,
    outcome: Outcome,
    status: Option<i32>,
    given_up: bool,
    at: Ts,
}

/// The newest attempts, newest first.
pub fn deliveries_of(conn: &mut Conn, webhook: WebhookId, most: i64) -> Result<Vec<Delivery>, DbError> {
    let rows: Vec<DeliveryRow> = deliveries::table
        .select(DeliveryRow::as_select())
        .filter(deliveries::webhook_id.eq(webhook))
        .order((deliveries::at.desc(), deliveries::id.desc()))
        .limit(most)
        .load(conn)?;
    let delivery = |row: DeliveryRow| {
        let DeliveryRow { webhook_id: webhook, message_id: message, event, attempt, outcome, status, given_up, at } =
            row;
        Delivery { webhook, message, event, attempt, outcome, status, given_up, at }
    };
    Ok(rows.into_iter().map(delivery).collect())
}

pub fn delete_deliveries_before(tx: &mut Tx, before: Ts) -> Result<(), DbError> {
    diesel::delete(deliveries::table.filter(deliveries::at.lt(before))).execute(&mut **tx)?;
    Ok(())
}

/// What waits for a webhook.
pub fn waiting_calls(conn: &mut Conn, webhook: WebhookId) -> Result<i64, DbError> {
    let waiting = letters::table.filter(letters::about.eq(Uid(webhook.uuid())));
    Ok(waiting.filter(letters::state.eq(State::Waiting)).count().get_result(conn)?)
}
