//! Webhooks, for the secretariat: new ones, what came of the latest calls, a try, an end.

use serde::{Deserialize, Serialize};

use super::{
    calling::{WebhookForm, add_webhook, remove_webhook, resume_webhook, test_webhook},
    store,
    webhook::{Delivery, Webhook},
};
use crate::{
    accounts::{As, Person, Secretariat},
    db::Conn,
    ids::WebhookId,
    web::{Ctx, Form, Handled, Outcome, Page, PageError, Path},
};

/// Attempts shown of each.
const SHOWN: i64 = 20;

#[derive(Clone, Debug, Serialize)]
pub struct DeliveryView {
    pub at: String,
    pub event: String,
    pub attempt: i32,
    /// `webhook-outcome-<…>`
    pub outcome: &'static str,
    pub status: Option<i32>,
    pub given_up: bool,
}

impl From<Delivery> for DeliveryView {
    fn from(one: Delivery) -> Self {
        Self {
            at: one.at.to_page(),
            event: one.event,
            attempt: one.attempt,
            outcome: one.outcome.word(),
            status: one.status,
            given_up: one.given_up,
        }
    }
}

#[derive(Clone, Debug, Serialize)]
pub struct WebhookView {
    pub id: String,
    pub name: String,
    /// Only the host: the rest of such an address is often a key.
    pub host: String,
    pub made_by: String,
    pub made_on: String,
    pub stopped_on: Option<String>,
    pub waiting: i64,
    pub deliveries: Vec<DeliveryView>,
}

/// `/secretariat/webhooks`
#[derive(Clone, Debug, Serialize)]
pub struct WebhooksPage {
    pub webhooks: Vec<WebhookView>,
    pub typed: WebhookForm,
    /// Name and secret of the one just made; the secret is shown this once.
    pub made: Option<(String, String)>,
}

impl WebhooksPage {
    fn of(conn: &mut Conn, person: &Person, typed: WebhookForm) -> Result<Self, PageError> {
        let mut webhooks = Vec::new();
        for webhook in store::webhooks_of(conn, person.congress().ok_or(PageError::NotFound)?)? {
            let deliveries = store::deliveries_of(conn, webhook.id, SHOWN)?;
            let Webhook { id, name, url, made_by, made_at, stopped_at, .. } = webhook;
            webhooks.push(WebhookView {
                id: id.to_string(),
                name,
                host: url::Url::parse(&url).ok().and_then(|url| url.host_str().map(str::to_owned)).unwrap_or_default(),
                made_by,
                made_on: made_at.to_date(),
                stopped_on: stopped_at.map(|at| at.to_date()),
                waiting: store::waiting_calls(conn, id)?,
                deliveries: deliveries.into_iter().map(DeliveryView::from).collect(),
            });
        }
        Ok(Self { webhooks, typed, made: None })
    }
}

impl Page for WebhooksPage {
    const TEMPLATE: &'static str = "post/webhooks.html";

    fn samples() -> Vec<Self> {
        let delivery = |outcome, status, given_up| DeliveryView {
            at: "2024-03-20 00:01".to_owned(),
            event: "report_due".to_owned(),
            attempt: 2,
            outcome,
            status,
            given_up,
        };
        let webhook = |stopped: bool| WebhookView {
            id: uuid::Uuid::nil().to_string(),
            name: "短信网关<b>".to_owned(),
            host: "sms.example".to_owned(),
            made_by: "周敏<b>".to_owned(),
            made_on: "2024-03-01".to_owned(),
            stopped_on: stopped.then(|| "2024-03-20".to_owned()),
            waiting: i64::from(!stopped),
            deliveries: vec![
                delivery("taken", None, false),
                delivery("answered", Some(500), false),
                delivery("gone", Some(410), false),
                delivery("inner", None, true),
                delivery("unreachable", None, true),
            ],
        };
        let typed = WebhookForm { name: "<b>".to_owned(), url: "http://<b>".to_owned(), secret: "<b>".to_owned() };
        vec![
            Self { webhooks: Vec::new(), typed: WebhookForm::default(), made: None },
            Self { webhooks: vec![webhook(false), webhook(true)], typed, made: None },
            Self {
                webhooks: vec![WebhookView { deliveries: Vec::new(), ..webhook(false) }],
                typed: WebhookForm::default(),
                made: Some(("短信网关<b>".to_owned(), "0123456789abcdef".repeat(4))),
            },
        ]
    }
}

pub async fn show_webhooks(ctx: Ctx, who: As<Secretariat>) -> Handled {
    ctx.show(&ctx.read(move |conn| WebhooksPage::of(conn, &who.person, WebhookForm::default())).await?)
}

pub async fn add_webhook_page(ctx: Ctx, who: As<Secretariat>, form: Form<WebhookForm>) -> Handled {
    let services = ctx.services.clone();
    let add = ctx.act(who, form, move |tx, who, at, typed| {
        add_webhook(tx, &who.person, at, (&services.hooks, &services.secret), typed)
    });
    let (who, made) = add.outcome().await?;
    let page = |typed| ctx.read(move |conn| WebhooksPage::of(conn, &who.person, typed));
    match made {
        Outcome::Done(made) => ctx.show(&WebhooksPage { made: Some(made), ..page(WebhookForm::default()).await? }),
        // The secret was shown by the first answer and is nowhere else.
        Outcome::Before => Ok(ctx.see("/secretariat/webhooks", "webhook-made-before")),
        Outcome::Again(again) => ctx.again(&page(again.typed).await?, &again.wrong),
    }
}

#[derive(Debug, Deserialize)]
pub struct MoveForm {
    /// `test`, `resume` or `remove`.
    #[serde(default, rename = "do")]
    act: String,
}

pub async fn move_webhook_page(ctx: Ctx, who: As<Secretariat>, id: Path<WebhookId>, form: Form<MoveForm>) -> Handled {
    let id = *id;
    let notice = match form.typed().act.as_str() {
        "test" => "webhook-tested",
        "resume" => "webhook-resumed",
        "remove" => "webhook-removed",
        _ => return Err(PageError::NotFound),
    };
    ctx.act(who, form, move |tx, who, at, MoveForm { act }| match act.as_str() {
        "test" => test_webhook(tx, &who.person, at, id),
        "resume" => resume_webhook(tx, &who.person, at, id),
        _ => remove_webhook(tx, &who.person, at, id),
    })
    .then("/secretariat/webhooks", notice)
    .or_again(|conn, who, _| WebhooksPage::of(conn, &who.person, WebhookForm::default()))
    .await
}
