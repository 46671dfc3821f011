//! What a unit has to answer, late ones first.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::views::{Eyes, VoiceView};
use crate::{
    accounts::{As, Department, Person},
    attachments,
    db::Conn,
    guests::find_personal,
    ids::{ProjectId, VoiceId, VoicePictureId},
    projects::{self, Tracked, has_part},
    voices::{
        actions::{self, AnswerError, answers_for, voice_of_unit},
        answer::LONGEST_ANSWER,
        store::{self, Order, Wanted},
        voice::{Sight, Voice},
    },
    web::{Ctx, Form, Handled, LARGE_FORM, Message, Page, PageError, Path, Refused},
};

const HERE: &str = "/department/voices";
/// Answered ones that are shown.
const MOST_ANSWERED: usize = 50;
const MOST_OPEN: usize = 500;

#[derive(Clone, Debug, Serialize)]
pub struct UnitVoicesPage {
    /// Due first.
    pub open: Vec<VoiceView>,
    pub late: usize,
    /// Newest first.
    pub answered: Vec<VoiceView>,
}

impl UnitVoicesPage {
    fn of(conn: &mut Conn, person: &Person, today: Date) -> Result<Self, PageError> {
        let congress = person.congress().ok_or(PageError::NotFound)?;
        let Some(unit) = projects::unit_of(conn, person.id)? else {
            return Ok(Self { open: Vec::new(), late: 0, answered: Vec::new() });
        };
        let found = projects::public_projects(conn, congress)?;
        let mut tracked = projects::overview(conn, found)?;
        tracked.retain(|one| has_part(&unit, one.lead.as_ref(), one.published().map(|version| &version.plan)));
        let ids: Vec<ProjectId> = tracked.iter().map(|one| one.project.id).collect();
        let passed = Wanted { projects: Some(ids), sights: vec![Sight::Public, Sight::Unit], ..Wanted::default() };
        let own = |voice: &Voice| {
            let of = tracked.iter().find(|one: &&Tracked| one.project.id == voice.project);
            of.is_some_and(|one| answers_for(&unit, one, voice))
        };
        let mut open = store::voices(conn, congress, &passed.clone().open(), Order::DueFirst, (0, MOST_OPEN))?;
        let mut answered = store::voices(conn, congress, &passed.answered(), Order::Newest, (0, MOST_ANSWERED))?;
        open.retain(own);
        answered.retain(own);
        Ok(Self {
            late: open.iter().filter(|voice| voice.days_late(today) > 0).count(),
            open: VoiceView::all(conn, &open, Eyes::Unit, today)?,
            answered: VoiceView::all(conn, &answered, Eyes::Unit, today)?,
        })
    }
}

impl Page for UnitVoicesPage {
    const TEMPLATE: &'static str = "voices/unit.html";

    fn samples() -> Vec<Self> {
        let empty = Self { open: Vec::new(), late: 0, answered: Vec::new() };
        vec![empty, Self { open: VoiceView::samples(), late: 2, answered: VoiceView::samples() }]
    }
}

pub async fn show_unit_voices(ctx: Ctx, who: As<Department>) -> Handled {
    let today = ctx.today();
    ctx.show(&ctx.read(move |conn| UnitVoicesPage::of(conn, &who.person, today)).await?)
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct AnswerForm {
    #[serde(default)]
    pub words: String,
    /// That numbers of a person are to stand in it.
    #[serde(default)]
    pub sure: String,
}

#[derive(Clone, Debug, Serialize)]
pub struct UnitVoicePage {
    pub voice: VoiceView,
    pub may_answer: bool,
    pub longest: usize,
    /// Numbers of a person in what was typed, which are asked about.
    pub personal: Vec<(&'static str, String)>,
    pub typed: AnswerForm,
}

impl UnitVoicePage {
    fn of(conn: &mut Conn, person: &Person, id: VoiceId, today: Date, typed: AnswerForm) -> Result<Self, PageError> {
        let (voice, ..) = voice_of_unit(conn, person, id)?.ok_or(PageError::NotFound)?;
        let found = find_personal(&typed.words).into_iter();
        Ok(Self {
            voice: VoiceView::one(conn, &voice, Eyes::Unit, today)?,
            may_answer: voice.awaits_answer(),
            longest: LONGEST_ANSWER,
            personal: found.map(|found| (found.kind.word(), found.text)).collect(),
            typed,
        })
    }
}

impl Page for UnitVoicePage {
    const TEMPLATE: &'static str = "voices/unit_one.html";

    fn samples() -> Vec<Self> {
        let page = |voice: VoiceView| Self {
            may_answer: voice.course == "open" || voice.course == "asked-again",
            longest: LONGEST_ANSWER,
            personal: if voice.held { vec![("phone", "13857112345<b>".to_owned())] } else { Vec::new() },
            typed: AnswerForm { words: "已修好<b>".to_owned(), sure: String::new() },
            voice,
        };
        VoiceView::samples().into_iter().map(page).collect()
    }
}

pub async fn show_unit_voice(ctx: Ctx, who: As<Department>, id: Path<VoiceId>) -> Handled {
    let (today, id) = (ctx.today(), *id);
    ctx.show(&ctx.read(move |conn| UnitVoicePage::of(conn, &who.person, id, today, AnswerForm::default())).await?)
}

pub async fn answer_voice_page(
    ctx: Ctx,
    who: As<Department>,
    id: Path<VoiceId>,
    form: Form<AnswerForm, LARGE_FORM>,
) -> Handled {
    let (today, id) = (ctx.today(), *id);
    let typed = form.typed();
    // It is public at once: a number of a person in it is asked about.
    let asks = !find_personal(&typed.words).is_empty() && typed.sure != "yes";
    let wrong = if asks { vec![Message::new("voice-answer-personal").at("sure")] } else { Vec::new() };
    ctx.act(who, form, move |tx, who, at, typed| -> Result<(), Refused<AnswerError>> {
        actions::answer(tx, &who.person, at, id, &typed.words)
    })
    .unless(wrong)
    .then(HERE, "voice-answered")
    .or_again(move |conn, who, typed| UnitVoicePage::of(conn, &who.person, id, today, typed))
    .await
}

/// For whoever answers it.
pub async fn show_unit_voice_picture(ctx: Ctx, who: As<Department>, id: Path<VoicePictureId>) -> Handled {
    let id = *id;
    let content = ctx.read(move |conn| {
        let (voice, content) = store::picture(conn, id)?.ok_or(PageError::NotFound)?;
        voice_of_unit(conn, &who.person, voice)?.map(|_| content).ok_or(PageError::NotFound)
    });
    Ok(attachments::jpeg(content.await?, false))
}
