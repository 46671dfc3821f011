//! Webhooks: made, tried, taken away; what waits for them handed out and settled.

use serde_json::{Value, json};

use super::{
    letter::{Failure, LEASE_MINUTES, next_attempt},
    store,
    webhook::{
        Call, Channel, Delivery, LONGEST_BODY, MOST_WEBHOOKS, REMEMBERED_DAYS, Webhook, WebhookFault, outcome_of,
        read_name, read_secret, seal, unseal,
    },
};
use crate::{
    accounts::Person,
    audit::{self, Act, Deed},
    db::{DbError, Ts, Tx},
    hooks::{HookError, Hooks},
    ids::{CongressId, LetterId, WebhookId},
    web::{Refused, Secret},
};

/// What is typed of a new one.
#[derive(Clone, Debug, Default, serde::Serialize, serde::Deserialize)]
pub struct WebhookForm {
    #[serde(default)]
    pub name: String,
    #[serde(default)]
    pub url: String,
    #[serde(default)]
    pub secret: String,
}

/// The new one, and its secret, which is shown this once.
pub fn add_webhook(
    tx: &mut Tx,
    person: &Person,
    at: Ts,
    (hooks, secret): (&Hooks, &Secret),
    form: &WebhookForm,
) -> Result<(String, String), Refused<WebhookFault>> {
    let congress = person.congress().ok_or(Refused::Missing)?;
    let name = read_name(&form.name)?;
    let url = hooks.accepts(&form.url).map_err(WebhookFault::Url)?;
    let shown = read_secret(&form.secret)?;
    if store::webhooks_of(tx, congress)?.len() >= MOST_WEBHOOKS {
        return Err(WebhookFault::TooMany.into());
    }
    let id = WebhookId::new();
    let sealed_secret = seal(secret, id, &shown)?;
    let made_by = person.name.clone();
    let new = Webhook { id, congress, name: name.clone(), url, sealed_secret, made_by, made_at: at, stopped_at: None };
    store::insert_webhook(tx, &new)?;
    // Addresses of such gateways hold keys: the list says only whither.
    let detail = json!({ "host": url::Url::parse(&new.url).ok().and_then(|url| url.host_str().map(str::to_owned)) });
    audit::record(tx, &person.actor(), at, &Act::new(Deed::WebhookAdded, &name).with(detail))?;
    Ok((name, shown))
}

fn own(tx: &mut Tx, person: &Person, id: WebhookId) -> Result<Webhook, Refused<WebhookFault>> {
    let found = store::webhook_by_id(tx, id)?;
    found.filter(|webhook| Some(webhook.congress) == person.congress()).ok_or(Refused::Missing)
}

/// With all that waits for it.
pub fn remove_webhook(tx: &mut Tx, person: &Person, at: Ts, id: WebhookId) -> Result<(), Refused<WebhookFault>> {
    let webhook = own(tx, person, id)?;
    store::forget(tx, &[id.uuid()])?;
    store::delete_webhook(tx, id)?;
    audit::record(tx, &person.actor(), at, &Act::new(Deed::WebhookRemoved, &webhook.name))?;
    Ok(())
}

/// After its receiver said that it wants no more.
pub fn resume_webhook(tx: &mut Tx, person: &Person, at: Ts, id: WebhookId) -> Result<(), Refused<WebhookFault>> {
    let webhook = own(tx, person, id)?;
    if webhook.stopped_at.is_none() {
        return Err(WebhookFault::NotStopped.into());
    }
    store::set_stopped(tx, id, None)?;
    audit::record(tx, &person.actor(), at, &Act::new(Deed::WebhookResumed, &webhook.name))?;
    Ok(())
}

/// Tells it something that means nothing.
pub fn test_webhook(tx: &mut Tx, person: &Person, at: Ts, id: WebhookId) -> Result<(), Refused<WebhookFault>> {
    let webhook = own(tx, person, id)?;
    write_to(tx, &webhook, "test", &json!({ "text": "票决：这是一条测试消息。" }), at)?;
    audit::record(tx, &person.actor(), at, &Act::new(Deed::WebhookTested, &webhook.name))?;
    Ok(())
}

/// Whether anything of a congress is told to other systems.
pub fn has_webhooks(tx: &mut Tx, congress: CongressId) -> Result<bool, DbError> {
    Ok(store::webhooks_of(tx, congress)?.iter().any(|webhook| webhook.stopped_at.is_none()))
}

/// Tells every webhook of a congress what happened; `said` is what it adds to the event.
pub fn call(tx: &mut Tx, congress: CongressId, event: &str, said: &Value, at: Ts) -> Result<(), DbError> {
    for webhook in store::webhooks_of(tx, congress)? {
        if webhook.stopped_at.is_none() {
            write_to(tx, &webhook, event, said, at)?;
        }
    }
    Ok(())
}

fn write_to(tx: &mut Tx, webhook: &Webhook, event: &str, said: &Value, at: Ts) -> Result<(), DbError> {
    let id = LetterId::new();
    let mut whole = json!({ "id": id, "event": event, "written_at": at });
    if let (Some(whole), Some(said)) = (whole.as_object_mut(), said.as_object()) {
        whole.extend(said.clone());
    }
    let body = whole.to_string();
    if body.len() > LONGEST_BODY {
        return Err(DbError::corrupt(format!("a message of {} bytes to a webhook", body.len())));
    }
    store::insert_call(tx, id, webhook, event, &body, at)
}

/// Up to `most` that are due, handed out to whoever asks first.
pub fn take_calls(tx: &mut Tx, secret: &Secret, now: Ts, most: i64) -> Result<Vec<Call>, DbError> {
    let mut taken = Vec::new();
    for row in store::due(tx, Channel::Webhook, now, most)? {
        let webhook = store::webhook_by_id(tx, row.about.0.into())?.filter(|webhook| webhook.stopped_at.is_none());
        let Some(webhook) = webhook else {
            store::forget(tx, &[row.about.0])?;
            continue;
        };
        let attempt = row.attempts + 1;
        store::set_due(tx, row.id, now.plus_minutes(LEASE_MINUTES), attempt)?;
        // Under another secret of the server nothing can be signed any more; the secretariat makes it anew.
        let Ok(signing) = unseal(secret, &webhook) else {
            tracing::warn!(webhook = %webhook.name, "its secret cannot be read: make the webhook anew");
            store::delete_call(tx, row.id)?;
            continue;
        };
        let (event, body) = (row.subject, row.body);
        taken.push(Call { id: row.id, webhook: webhook.id, url: webhook.url, secret: signing, event, body, attempt });
    }
    Ok(taken)
}

/// What came of a call: told, tried again later, or given up; whoever is gone is told nothing more.
pub fn settle_call(tx: &mut Tx, call: &Call, told: &Result<(), HookError>, now: Ts) -> Result<(), DbError> {
    if store::webhook_by_id(tx, call.webhook)?.is_none() {
        return Ok(());
    }
    let (outcome, status) = outcome_of(told);
    let again = match told {
        Ok(()) | Err(HookError::Gone) => None,
        Err(error) => {
            let lost = Failure::Unreachable(error.to_string());
            next_attempt(usize::try_from(call.attempt).map_err(DbError::corrupt)?, &lost, now)
        }
    };
    match (told, again) {
        (Err(HookError::Gone), _) => {
            store::set_stopped(tx, call.webhook, Some(now))?;
            store::forget(tx, &[call.webhook.uuid()])?;
        }
        (_, Some(due)) => store::set_due(tx, call.id, due, call.attempt)?,
        (_, None) => store::delete_call(tx, call.id)?,
    }
    let delivery = Delivery {
        webhook: call.webhook,
        message: call.id,
        event: call.event.clone(),
        attempt: call.attempt,
        outcome,
        status,
        given_up: told.is_err() && again.is_none(),
        at: now,
    };
    store::insert_delivery(tx, &delivery)
}

/// Forgets attempts of long ago.
pub fn tidy(tx: &mut Tx, now: Ts) -> Result<(), DbError> {
    store::delete_deliveries_before(tx, now.plus_hours(-24 * REMEMBERED_DAYS))
}
