//! 我也需要: the page on which somebody stands beside a need.

use serde::Serialize;

use super::views::{Names, StreetOffer, place_offers};
use crate::{
    accounts::Site,
    db::Conn,
    ids::{CongressId, NeedId},
    proposals::{
        actions::{self, SupportError, SupportForm, Supporter},
        need::{NeedState, SupportCount},
        store,
    },
    web::{Ctx, Form, Handled, Page, PageError, Path, Refused, Visitor},
};

#[derive(Clone, Debug, Serialize)]
pub struct SupportPage {
    pub id: String,
    pub title: String,
    pub supports: SupportCount,
    pub streets: Vec<StreetOffer>,
    /// This browser stands beside it.
    pub said: bool,
    pub may: bool,
    pub typed: SupportForm,
}

impl SupportPage {
    fn of(
        conn: &mut Conn,
        congress: CongressId,
        id: NeedId,
        mark: &str,
        typed: SupportForm,
    ) -> Result<Self, PageError> {
        let need = store::need_by_id(conn, id)?
            .filter(|need| need.congress == congress && !matches!(need.state, NeedState::Gone | NeedState::Merged))
            .ok_or(PageError::NotFound)?;
        let names = Names::of(conn, congress)?;
        Ok(Self {
            id: id.to_string(),
            supports: store::supports_of(conn, &need)?,
            streets: place_offers(&names, &typed.place),
            said: store::has_supported(conn, id, mark)?,
            may: matches!(need.state, NeedState::Open | NeedState::Appraising | NeedState::Pool),
            title: need.title,
            typed,
        })
    }
}

impl Page for SupportPage {
    const TEMPLATE: &'static str = "proposals/support.html";

    fn samples() -> Vec<Self> {
        let page = |said, may| Self {
            id: uuid::Uuid::nil().to_string(),
            title: "加装电梯<b>".to_owned(),
            supports: SupportCount {
                all: 12,
                streets: vec![("望江街道<b>".to_owned(), 8), (String::new(), 4)],
                before_named: 3,
            },
            streets: vec![StreetOffer { street: "望江街道<b>".to_owned(), places: Vec::new() }],
            said,
            may,
            typed: SupportForm::default(),
        };
        vec![page(false, true), page(true, true), page(false, false)]
    }
}

fn mark(ctx: &Ctx, congress: CongressId) -> String {
    actions::browser_mark(&ctx.services.secret, congress, &ctx.form_token_of("who needs it").unmasked())
}

pub async fn show_support(ctx: Ctx, site: Site, id: Path<NeedId>) -> Handled {
    let (id, mark) = (*id, mark(&ctx, site.congress));
    let page = ctx.read(move |conn| SupportPage::of(conn, site.congress, id, &mark, SupportForm::default()));
    ctx.show(&page.await?)
}

pub async fn support_page(
    ctx: Ctx,
    site: Site,
    visitor: Visitor,
    id: Path<NeedId>,
    form: Form<SupportForm>,
) -> Handled {
    let (id, services) = (*id, ctx.services.clone());
    let who = Supporter { mark: mark(&ctx, site.congress), visitor };
    let again = who.mark.clone();
    let back = form.typed().act == "take-back";
    ctx.act(site, form, move |tx, site, at, typed| -> Result<(), Refused<SupportError>> {
        if back {
            actions::take_support_back(tx, site.congress, id, &who.mark)
        } else {
            actions::support(tx, &services.secret, site.congress, id, &who, typed, at)
        }
    })
    .unaudited()
    .then(format!("/needs/{id}/support"), if back { "support-taken-back" } else { "support-said" })
    .or_again(move |conn, site, typed| SupportPage::of(conn, site.congress, id, &again, typed))
    .await
}
