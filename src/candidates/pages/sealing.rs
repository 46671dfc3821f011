//! The list of the session before the secretariat: what stands on it, what is missing, 公示 and 封存.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{
    accounts::{As, Person, Secretariat},
    candidates::{
        actions::{self, NoticeForm, UnsealError},
        candidate::Candidate,
        sealing::{ListNotice, ListSeal, SealFault, Sealing, fingerprint},
        store,
    },
    congress::{self, VotePart},
    db::{Conn, DbError},
    ids::CongressId,
    proposals::OriginCount,
    web::{Ctx, Form, Handled, Message, Page, PageError, Refusal, Refused, download},
};

const HERE: &str = "/secretariat/candidates/list";

#[derive(Clone, Debug, Serialize)]
pub struct ListLine {
    pub number: i32,
    pub title: String,
    pub origins: Option<OriginCount>,
    pub sub_items: usize,
    pub pictures: usize,
    /// `list-part-<…>` of what nothing is said of.
    pub missing: Vec<&'static str>,
}

/// What a deputy asks of a candidate, as far as nothing is said of it.
fn missing(candidate: &Candidate) -> Vec<&'static str> {
    let parts = [
        ("summary", candidate.summary.is_empty()),
        ("investment", candidate.investment.is_none()),
        ("place", candidate.place.is_none()),
        ("deadline", candidate.deadline.is_none()),
        ("lead_unit", candidate.units().is_empty()),
        ("sub_items", candidate.sub_items.is_empty()),
    ];
    parts.into_iter().filter(|(_, missing)| *missing).map(|(part, _)| part).collect()
}

#[derive(Clone, Debug, Serialize)]
pub struct ListNoticeView {
    pub from: String,
    pub until: String,
    pub words: Vec<String>,
    /// Today is one of its days.
    pub runs: bool,
    /// The list reads otherwise by now.
    pub changed: bool,
}

impl ListNoticeView {
    fn of(notice: ListNotice, words: &str, today: Date) -> Self {
        Self {
            runs: today <= notice.until,
            changed: notice.sha256 != fingerprint(words),
            from: notice.from.to_string(),
            until: notice.until.to_string(),
            words: notice.words.lines().map(ToOwned::to_owned).collect(),
        }
    }

    pub fn samples() -> Vec<Self> {
        let view = |runs, changed| Self {
            from: "2024-01-02".to_owned(),
            until: "2024-01-09".to_owned(),
            words: vec!["意见请寄区人大常委会<b>".to_owned()],
            runs,
            changed,
        };
        vec![view(true, false), view(false, true)]
    }
}

#[derive(Clone, Debug, Serialize)]
pub struct ListSealView {
    pub sha256: String,
    pub on: String,
    pub method_version: i32,
}

impl From<ListSeal> for ListSealView {
    fn from(seal: ListSeal) -> Self {
        Self { on: seal.at.to_date(), sha256: seal.sha256, method_version: seal.method_version }
    }
}

impl ListSealView {
    pub fn sample() -> Self {
        Self { sha256: "03d66dd0".repeat(8), on: "2024-02-03".to_owned(), method_version: 1 }
    }
}

/// What stands between the list and its seal, and where it is mended.
#[derive(Clone, Debug, Serialize)]
pub struct SealFaultView {
    pub key: &'static str,
    pub count: usize,
    pub day: String,
    pub mend: &'static str,
}

impl From<SealFault> for SealFaultView {
    fn from(fault: SealFault) -> Self {
        const REVIEW: &str = "/secretariat/review";
        let view = |key, mend| Self { key, count: 0, day: String::new(), mend };
        match fault {
            SealFault::Frozen => view("list-frozen-why", ""),
            SealFault::Sealed => view("seal-is-sealed", ""),
            SealFault::NotNeeded => view("seal-not-needed", ""),
            SealFault::NoReview => view("seal-no-review", REVIEW),
            SealFault::Opinions(count) => Self { count, ..view("seal-opinions", REVIEW) },
            SealFault::NoNotice => view("seal-no-notice", "#notice"),
            SealFault::NoticeRuns(day) => Self { day: day.to_string(), ..view("seal-notice-runs", "") },
            SealFault::NoMethod => view("seal-no-method", "/secretariat/method"),
        }
    }
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct SealForm {
    #[serde(default)]
    pub reason: String,
    /// `seal` or `open`.
    #[serde(default, rename = "do")]
    pub act: String,
}

/// `/secretariat/candidates/list`
#[derive(Clone, Debug, Serialize)]
pub struct ListPage {
    pub session: String,
    pub rehearsal: bool,
    pub frozen: bool,
    pub rows: Vec<ListLine>,
    /// Something on it came from proposals.
    pub from_pool: bool,
    pub faults: Vec<SealFaultView>,
    pub seal: Option<ListSealView>,
    /// What is on the list is not what was sealed.
    pub broken: bool,
    pub notice: Option<ListNoticeView>,
    pub earliest_end: String,
    pub typed: NoticeForm,
    pub typed_seal: SealForm,
}

impl ListPage {
    pub(super) fn of(conn: &mut Conn, person: &Person, today: Date) -> Result<Self, PageError> {
        let session = congress::own_session(conn, person)?;
        let origins = store::origins(conn, session.id)?;
        let pictures = store::pictures_of(conn, session.id)?;
        let line = |candidate: &Candidate| ListLine {
            number: candidate.number,
            title: candidate.title.clone(),
            origins: origins.iter().find(|o| o.candidate == candidate.id).map(|origin| origin.counted.clone()),
            sub_items: candidate.sub_items.len(),
            pictures: pictures.iter().filter(|picture| picture.candidate == candidate.id).count(),
            missing: missing(candidate),
        };
        let words = actions::list_words(conn, &session)?;
        let sealing = actions::sealing(conn, &session)?;
        let seal = store::seal_of(conn, session.id)?;
        let notice = store::list_notice(conn, session.id)?;
        let faults = if seal.is_none() { actions::seal_faults(conn, &session, today)? } else { Vec::new() };
        let earliest_end = actions::earliest_end(conn, &session, today)?.to_string();
        Ok(Self {
            rows: store::candidates(conn, session.id)?.iter().map(line).collect(),
            frozen: congress::is_closed(conn, session.id, VotePart::List)?,
            rehearsal: session.rehearsal,
            from_pool: !origins.is_empty(),
            faults: faults.into_iter().map(SealFaultView::from).collect(),
            broken: sealing == Sealing::Broken,
            notice: notice.map(|notice| ListNoticeView::of(notice, &words, today)),
            seal: seal.map(ListSealView::from),
            typed: NoticeForm { until: earliest_end.clone(), ..NoticeForm::default() },
            earliest_end,
            typed_seal: SealForm::default(),
            session: session.name,
        })
    }
}

impl Page for ListPage {
    const TEMPLATE: &'static str = "candidates/sealing.html";

    fn samples() -> Vec<Self> {
        let origins = OriginCount { all: 37, resident: 29, deputy: 6, cppcc: 1, department: 1, streets: 4 };
        let line = |number, origins, missing: Vec<&'static str>| ListLine {
            number,
            title: "给老楼加装电梯<b>".to_owned(),
            origins,
            sub_items: missing.len(),
            pictures: 2,
            missing,
        };
        let every = vec!["summary", "investment", "place", "deadline", "lead_unit", "sub_items"];
        let faults = [
            SealFault::NoReview,
            SealFault::Opinions(2),
            SealFault::NoNotice,
            SealFault::NoticeRuns(jiff::civil::date(2024, 1, 9)),
            SealFault::NoMethod,
        ];
        let full = Self {
            session: "第三次会议<b>".to_owned(),
            rehearsal: false,
            frozen: false,
            rows: vec![line(1, Some(origins), Vec::new()), line(2, None, every)],
            from_pool: true,
            faults: faults.map(SealFaultView::from).to_vec(),
            seal: None,
            broken: false,
            notice: None,
            earliest_end: "2024-01-09".to_owned(),
            typed: NoticeForm { words: "</textarea>".to_owned(), until: "2024-01-09".to_owned() },
            typed_seal: SealForm { reason: "<b>".to_owned(), ..SealForm::default() },
        };
        let notices = ListNoticeView::samples().into_iter();
        let mut all: Vec<Self> = notices.map(|notice| Self { notice: Some(notice), ..full.clone() }).collect();
        let by_file = vec![SealFaultView::from(SealFault::NotNeeded)];
        let sealed = Self { seal: Some(ListSealView::sample()), faults: Vec::new(), ..full.clone() };
        all.extend([
            Self { faults: Vec::new(), ..full.clone() },
            Self { broken: true, ..sealed.clone() },
            Self { frozen: true, ..sealed.clone() },
            sealed,
            Self { from_pool: false, faults: by_file.clone(), ..full.clone() },
            Self { rows: Vec::new(), from_pool: false, faults: by_file, rehearsal: true, ..full.clone() },
            full,
        ]);
        all
    }
}

pub async fn show_list(ctx: Ctx, who: As<Secretariat>) -> Handled {
    let today = ctx.today();
    ctx.show(&ctx.read(move |conn| ListPage::of(conn, &who.person, today)).await?)
}

pub async fn put_up_list_page(ctx: Ctx, who: As<Secretariat>, form: Form<NoticeForm>) -> Handled {
    let today = ctx.today();
    ctx.act(who, form, |tx, who, at, typed| {
        let session = congress::own_session(tx, &who.person)?;
        actions::put_up_list(tx, &who.person.actor(), at, &session, typed)
    })
    .then(HERE, "list-put-up")
    .or_again(move |conn, who, typed| Ok(ListPage { typed, ..ListPage::of(conn, &who.person, today)? }))
    .await
}

/// Sealing and taking a seal back refuse in their own ways.
#[derive(Debug, thiserror::Error)]
enum SealRefused {
    #[error(transparent)]
    Seal(#[from] SealFault),
    #[error(transparent)]
    Unseal(#[from] UnsealError),
}

impl Refusal for SealRefused {
    fn message(&self) -> Message {
        match self {
            Self::Seal(refused) => Refusal::message(refused),
            Self::Unseal(refused) => Refusal::message(refused),
        }
    }
}

pub async fn seal_list_page(ctx: Ctx, who: As<Secretariat>, form: Form<SealForm>) -> Handled {
    let (today, opens) = (ctx.today(), form.typed().act == "open");
    ctx.act(who, form, move |tx, who, at, typed| -> Result<(), Refused<SealRefused>> {
        let session = congress::own_session(tx, &who.person)?;
        let actor = who.person.actor();
        if opens {
            actions::unseal_list(tx, &actor, at, &session, &typed.reason).map_err(Refused::on_the_way)
        } else {
            actions::seal_list(tx, &actor, at, &session).map(|_| ()).map_err(Refused::on_the_way)
        }
    })
    .then(HERE, if opens { "list-unsealed" } else { "list-sealed" })
    .or_again(move |conn, who, typed_seal| Ok(ListPage { typed_seal, ..ListPage::of(conn, &who.person, today)? }))
    .await
}

/// The sealed list as it was hashed: whoever takes its SHA-256 finds the one that stands in every round's election.
pub(super) async fn sealed_list(ctx: &Ctx, congress: CongressId) -> Handled {
    let bytes = ctx.read(move |conn| {
        let session = congress::public_session(conn, congress)?.ok_or(PageError::NotFound)?;
        let seal = store::seal_of(conn, session.id)?.ok_or(PageError::NotFound)?;
        Ok::<_, PageError>(seal.document.into_bytes())
    });
    Ok(download("list.json", "application/json", bytes.await?))
}

/// What everybody may know of the list's way.
pub(super) fn public_way(
    conn: &mut Conn,
    session: &congress::Session,
    today: Date,
) -> Result<(Option<ListNoticeView>, Option<ListSealView>), DbError> {
    let words = actions::list_words(conn, session)?;
    let notice = store::list_notice(conn, session.id)?.map(|notice| ListNoticeView::of(notice, &words, today));
    Ok((notice, store::seal_of(conn, session.id)?.map(ListSealView::from)))
}
