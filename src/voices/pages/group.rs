//! What deputies and supervisors make of messages: a remark beside one, a follow-up out of one.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::views::{Eyes, VoiceView};
use crate::{
    accounts::{As, Person, Role, RoleType},
    db::Conn,
    ids::VoiceId,
    supervision,
    voices::{
        actions,
        store::{self, Order, Wanted},
        voice::Voice,
    },
    web::{Ctx, Form, Handled, LARGE_FORM, Page, PageError, Pager, Path, Query, address},
};

const ON_A_PAGE: usize = 30;

fn base(role: Role) -> &'static str {
    if role == Role::Deputy { "/deputy/voices" } else { "/supervisor/voices" }
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct AskedGroup {
    #[serde(default)]
    pub p: String,
}

#[derive(Clone, Debug, Serialize)]
pub struct GroupVoicesPage {
    pub base: &'static str,
    pub voices: Vec<VoiceView>,
    pub pager: Pager,
}

impl GroupVoicesPage {
    /// Those of the projects that the person supervises come from the board; here is everything that is public.
    fn of(conn: &mut Conn, person: &Person, asked: &AskedGroup, today: Date) -> Result<Self, PageError> {
        let congress = person.congress().ok_or(PageError::NotFound)?;
        let (wanted, base) = (Wanted::public(), base(person.role));
        let count = store::count(conn, congress, &wanted)?;
        let href = |page: usize| address(base, &[("p", &if page == 1 { String::new() } else { page.to_string() })]);
        let page = asked.p.parse().unwrap_or(1);
        let (_, pager) = Pager::cut((0..count).collect::<Vec<usize>>(), page, ON_A_PAGE, href);
        let piece = ((pager.page - 1) * ON_A_PAGE, ON_A_PAGE);
        let found = store::voices(conn, congress, &wanted, Order::Newest, piece)?;
        Ok(Self { base, voices: VoiceView::all(conn, &found, Eyes::Everybody, today)?, pager })
    }
}

impl Page for GroupVoicesPage {
    const TEMPLATE: &'static str = "voices/group.html";

    fn samples() -> Vec<Self> {
        let page = |base, voices| Self { base, voices, pager: Pager::default() };
        vec![page("/deputy/voices", Vec::new()), page("/supervisor/voices", VoiceView::samples())]
    }
}

pub async fn show_group_voices<R: RoleType>(ctx: Ctx, who: As<R>, asked: Query<AskedGroup>) -> Handled {
    let today = ctx.today();
    ctx.show(&ctx.read(move |conn| GroupVoicesPage::of(conn, &who.person, &asked, today)).await?)
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct CarryForm {
    #[serde(default)]
    pub words: String,
    #[serde(default)]
    pub finding: String,
    #[serde(default)]
    pub deadline: String,
    /// `remark` or `follow-up`.
    #[serde(default, rename = "do")]
    pub act: String,
}

#[derive(Clone, Debug, Serialize)]
pub struct GroupVoicePage {
    pub base: &'static str,
    pub voice: VoiceView,
    pub may_remark: bool,
    /// In the project's group, and no follow-up came of it yet.
    pub may_follow_up: bool,
    pub typed: CarryForm,
}

impl GroupVoicePage {
    fn of(conn: &mut Conn, person: &Person, id: VoiceId, today: Date, typed: CarryForm) -> Result<Self, PageError> {
        let congress = person.congress().ok_or(PageError::NotFound)?;
        let voice = store::voice_by_id(conn, congress, id)?.filter(Voice::is_public).ok_or(PageError::NotFound)?;
        let own = supervision::projects_of_member(conn, person.id)?;
        Ok(Self {
            base: base(person.role),
            may_remark: person.role == Role::Deputy,
            may_follow_up: voice.follow_up.is_none() && own.contains(&voice.project),
            voice: VoiceView::one(conn, &voice, Eyes::Everybody, today)?,
            typed,
        })
    }
}

impl Page for GroupVoicePage {
    const TEMPLATE: &'static str = "voices/group_one.html";

    fn samples() -> Vec<Self> {
        let typed =
            CarryForm {
                words: "我去看过<b>".to_owned(), finding: "电梯停运<b>".to_owned(), ..CarryForm::default()
            };
        let page = |voice: VoiceView| Self {
            base: "/deputy/voices",
            may_remark: voice.follow_up.is_none(),
            may_follow_up: voice.follow_up.is_none(),
            typed: typed.clone(),
            voice,
        };
        VoiceView::samples().into_iter().map(page).collect()
    }
}

pub async fn show_group_voice<R: RoleType>(ctx: Ctx, who: As<R>, id: Path<VoiceId>) -> Handled {
    let (today, id) = (ctx.today(), *id);
    ctx.show(&ctx.read(move |conn| GroupVoicePage::of(conn, &who.person, id, today, CarryForm::default())).await?)
}

pub async fn carry_on_voice_page<R: RoleType>(
    ctx: Ctx,
    who: As<R>,
    id: Path<VoiceId>,
    form: Form<CarryForm, LARGE_FORM>,
) -> Handled {
    let (today, id, role) = (ctx.today(), *id, who.person.role);
    let to = format!("{}/{id}", base(role));
    if form.typed().act == "follow-up" {
        return ctx
            .act(who, form, move |tx, who, at, typed| {
                actions::follow_up(tx, &who.person, at, id, &typed.finding, &typed.deadline)
            })
            .then(to, "follow-up-opened")
            .or_again(move |conn, who, typed| GroupVoicePage::of(conn, &who.person, id, today, typed))
            .await;
    }
    ctx.act(who, form, move |tx, who, at, typed| actions::remark(tx, &who.person, at, id, &typed.words))
        .then(to, "voice-remarked")
        .or_again(move |conn, who, typed| GroupVoicePage::of(conn, &who.person, id, today, typed))
        .await
}
