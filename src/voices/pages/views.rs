//! A message as pages show it, with what belongs to it.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Serialize;

use crate::{
    db::{Conn, DbError, Ts},
    ids::{ProjectId, VoiceId},
    projects::{self, Tracked},
    supervision,
    voices::{
        answer::{Answer, Help},
        beside::{Beside, BesideKind, BesideState},
        store,
        voice::{Course, Sight, Voice, VoiceKind, sample},
    },
};

fn lines(text: &str) -> Vec<String> {
    text.lines().map(ToOwned::to_owned).collect()
}

#[derive(Clone, Debug, Serialize)]
pub struct VoiceAnswerView {
    pub turn: i32,
    pub words: Vec<String>,
    pub unit: String,
    pub on: String,
    pub late: bool,
    /// What its author says of it.
    pub helped: Option<&'static str>,
    /// For the unit and the secretariat.
    pub remark: Vec<String>,
}

#[derive(Clone, Debug, Serialize)]
pub struct BesideView {
    pub id: String,
    pub voice: String,
    pub kind: &'static str,
    pub state: &'static str,
    pub name: String,
    pub words: Vec<String>,
    pub on: String,
}

impl BesideView {
    pub fn of(beside: &Beside) -> Self {
        Self {
            id: beside.id.to_string(),
            voice: beside.voice.to_string(),
            kind: beside.kind.word(),
            state: beside.state.word(),
            name: beside.name.clone(),
            words: lines(&beside.words),
            on: beside.at.to_date(),
        }
    }

    pub fn sample(kind: BesideKind, state: BesideState) -> Self {
        Self {
            id: uuid::Uuid::nil().to_string(),
            voice: uuid::Uuid::nil().to_string(),
            kind: kind.word(),
            state: state.word(),
            name: if kind == BesideKind::Deputy { "李代表<b>".to_owned() } else { String::new() },
            words: vec!["今天还是停着<b>".to_owned()],
            on: "2024-07-03".to_owned(),
        }
    }
}

#[derive(Clone, Debug, Serialize)]
pub struct VoiceView {
    pub id: String,
    pub number: i32,
    pub project: String,
    pub title: String,
    /// The sub-item; empty for the project as a whole.
    pub item: String,
    pub kind: &'static str,
    pub words: Vec<String>,
    /// Its first words, for lists.
    pub first_words: String,
    pub on: String,
    pub due: String,
    pub sight: &'static str,
    pub course: &'static str,
    /// Of docs/look.md.
    pub class: &'static str,
    /// Days over the time, while it waits.
    pub days_late: i32,
    pub held: bool,
    pub answers: Vec<VoiceAnswerView>,
    pub besides: Vec<BesideView>,
    pub pictures: Vec<String>,
    /// Number and identifier of the follow-up it became.
    pub follow_up: Option<(i32, String)>,
}

/// Who looks: what is not public is left out for all but those whom it concerns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Eyes {
    Everybody,
    /// Sees why it was asked again at once, since its time runs.
    Unit,
    Author,
    Secretariat,
}

impl Eyes {
    fn see(self, beside: &Beside) -> bool {
        match self {
            Self::Everybody => beside.state == BesideState::Public,
            Self::Unit => {
                beside.state == BesideState::Public
                    || (beside.kind == BesideKind::Again && beside.state != BesideState::Aside)
            }
            Self::Author => beside.state == BesideState::Public || beside.kind != BesideKind::Deputy,
            Self::Secretariat => true,
        }
    }

    fn see_remarks(self) -> bool {
        self != Self::Everybody
    }
}

const FIRST_WORDS: usize = 40;

fn first_words(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default();
    match line.char_indices().nth(FIRST_WORDS) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line.to_owned(),
    }
}

fn class(voice: &Voice, today: Date) -> &'static str {
    match voice.course {
        Course::Withdrawn => "none",
        Course::Answered | Course::AnsweredAgain => "done",
        Course::Open | Course::AskedAgain if voice.days_late(today) > 0 => "red",
        Course::Open | Course::AskedAgain => "none",
    }
}

impl VoiceView {
    fn bare(voice: &Voice, tracked: Option<&Tracked>, today: Date) -> Self {
        let item = voice.sub_item.and_then(|id| tracked.and_then(|tracked| tracked.sub_item(id)));
        Self {
            id: voice.id.to_string(),
            number: voice.number,
            project: voice.project.to_string(),
            title: tracked.map(|tracked| tracked.project.title.clone()).unwrap_or_default(),
            item: item.map(|item| item.name.clone()).unwrap_or_default(),
            kind: voice.kind.word(),
            words: lines(&voice.words),
            first_words: first_words(&voice.words),
            on: voice.at.to_date(),
            due: voice.due.to_string(),
            sight: voice.sight.word(),
            course: voice.course.word(),
            class: class(voice, today),
            days_late: voice.days_late(today),
            held: voice.held,
            answers: Vec::new(),
            besides: Vec::new(),
            pictures: Vec::new(),
            follow_up: None,
        }
    }

    /// All of them, with what `eyes` may see beside them, in their order.
    pub fn all(conn: &mut Conn, voices: &[Voice], eyes: Eyes, today: Date) -> Result<Vec<Self>, DbError> {
        let ids: Vec<VoiceId> = voices.iter().map(|voice| voice.id).collect();
        let mut tracked: BTreeMap<ProjectId, Tracked> = BTreeMap::new();
        for voice in voices {
            if !tracked.contains_key(&voice.project)
                && let Some(found) = projects::tracked_project(conn, voice.project)?
            {
                tracked.insert(voice.project, found);
            }
        }
        let mut views: Vec<Self> =
            voices.iter().map(|voice| Self::bare(voice, tracked.get(&voice.project), today)).collect();
        let helps = store::helps_of(conn, &ids)?;
        let answer = |answer: &Answer| {
            let helped = helps.iter().find(|helped| (helped.voice, helped.turn) == (answer.voice, answer.turn));
            VoiceAnswerView {
                turn: answer.turn,
                words: lines(&answer.words),
                unit: answer.unit.clone(),
                on: answer.at.to_date(),
                late: answer.is_late(),
                helped: helped.map(|helped| helped.verdict.word()),
                remark: helped.filter(|_| eyes.see_remarks()).map(|helped| lines(&helped.remark)).unwrap_or_default(),
            }
        };
        let answers = store::answers_of(conn, &ids)?;
        let besides = store::besides_of(conn, &ids)?;
        let pictures = store::pictures_of(conn, &ids)?;
        for (view, voice) in views.iter_mut().zip(voices) {
            view.answers = answers.iter().filter(|one| one.voice == voice.id).map(answer).collect();
            let seen = besides.iter().filter(|one| one.voice == voice.id && eyes.see(one));
            view.besides = seen.map(BesideView::of).collect();
            let own = pictures.iter().filter(|one| one.voice == voice.id);
            view.pictures = own.map(|picture| picture.id.to_string()).collect();
            if let Some(id) = voice.follow_up {
                let follow_up = supervision::follow_up_by_id(conn, id)?;
                view.follow_up = follow_up.map(|follow_up| (follow_up.number, follow_up.id.to_string()));
            }
        }
        Ok(views)
    }

    pub fn one(conn: &mut Conn, voice: &Voice, eyes: Eyes, today: Date) -> Result<Self, DbError> {
        Self::all(conn, std::slice::from_ref(voice), eyes, today)?.pop().ok_or_else(DbError::missing)
    }

    /// As they may stand.
    pub fn samples() -> Vec<Self> {
        let [_, tracked] = projects::samples::tracked();
        let today = jiff::civil::date(2024, 7, 20);
        let item = tracked.project.sub_items.first().map(|item| item.id);
        let of = |kind, sight, course| {
            let voice = Voice { kind, sight, course, sub_item: item, at: Ts::default(), ..sample() };
            Self::bare(&voice, Some(&tracked), today)
        };
        let answer = |turn, helped: Option<Help>| VoiceAnswerView {
            turn,
            words: vec!["已修好<b>".to_owned()],
            unit: "区住建局<b>".to_owned(),
            on: "2024-07-10".to_owned(),
            late: turn == 2,
            helped: helped.map(Help::word),
            remark: if helped.is_some() { vec!["又坏了<b>".to_owned()] } else { Vec::new() },
        };
        let besides = || {
            vec![
                BesideView::sample(BesideKind::Addition, BesideState::Public),
                BesideView::sample(BesideKind::Again, BesideState::Waiting),
                BesideView::sample(BesideKind::Deputy, BesideState::Public),
            ]
        };
        let nil = uuid::Uuid::nil().to_string();
        vec![
            of(VoiceKind::Problem, Sight::Public, Course::Open),
            Self { answers: vec![answer(1, None)], ..of(VoiceKind::Question, Sight::Unit, Course::Answered) },
            Self {
                answers: vec![answer(1, Some(Help::No)), answer(2, Some(Help::Partly))],
                besides: besides(),
                pictures: vec![nil.clone()],
                follow_up: Some((3, nil)),
                ..of(VoiceKind::Suggestion, Sight::Public, Course::AnsweredAgain)
            },
            Self {
                answers: vec![answer(1, Some(Help::No))],
                besides: besides(),
                ..of(VoiceKind::Praise, Sight::Public, Course::AskedAgain)
            },
            Self { held: true, ..of(VoiceKind::Problem, Sight::Waiting, Course::Open) },
            of(VoiceKind::Problem, Sight::Aside, Course::Withdrawn),
        ]
    }
}
