//! What residents said of the projects, and what came of it.

use core::net::Ipv4Addr;

use super::{Cast, moment};
use crate::{
    accounts::Person,
    congress::Session,
    db::{Db, FormKey, Ts},
    guests::{Challenge, Guest, SentWith, TrackingCode, USUAL_DIFFICULTY},
    ids::VoiceId,
    projects::{self, Project, Standing},
    voices::{self, Author, Sent, Sorting, VoiceForm},
    web::{Lang, Secret, Visitor},
};

/// What became of one: days before today.
enum Course {
    /// The unit answered, and its author says whether it helped.
    Answered {
        on: i64,
        words: &'static str,
        helped: &'static str,
    },
    /// The answer did not help; asked again, and answered again.
    Again {
        on: i64,
        words: &'static str,
        again: (i64, &'static str),
        then: (i64, &'static str),
    },
    /// Shown and passed on, and nothing more.
    Waits,
    Aside(&'static str),
    Unseen,
}

const SAID: [(i64, &str, &str, Course); 8] = [
    (
        72,
        "question",
        "示例数据：这一项什么时候做到我们小区？",
        Course::Answered {
            on: 66, words: "示例数据：已列入本季度计划，开工前在小区公告栏公布。", helped: "yes"
        },
    ),
    (
        58,
        "suggestion",
        "示例数据：施工早上七点就开始，能不能晚一点？",
        Course::Answered {
            on: 49, words: "示例数据：已要求施工单位八点以后开工。", helped: "partly"
        },
    ),
    (44, "problem", "示例数据：做好的地方已经有一处坏了，一直没有人来修。", Course::Waits),
    (
        36,
        "problem",
        "示例数据：路口的围挡占了半条人行道，老人推车过不去。",
        Course::Again {
            on: 30,
            words: "示例数据：围挡按规定设置，完工后拆除。",
            again: (28, "示例数据：离完工还有两个月，能不能先让出一条道？"),
            then: (20, "示例数据：已把围挡内移一米，人行道恢复通行。"),
        },
    ),
    (
        24,
        "problem",
        "示例数据：隔壁单元某某某家天天堵着楼道。",
        Course::Aside("示例数据：涉及他人，且与本项目无关，请向社区反映。"),
    ),
    (
        16,
        "praise",
        "示例数据：办得很快，给工人师傅点赞。",
        Course::Answered { on: 14, words: "示例数据：谢谢，我们会继续做好。", helped: "yes" },
    ),
    (5, "question", "示例数据：完工以后由谁来管护？", Course::Waits),
    (1, "suggestion", "示例数据：希望多放几张长椅。", Course::Unseen),
];

/// In the weeks before today, the same in every demonstration: some answered in time, one late, one asked again, one held back.
pub fn speak(db: &Db, secret: &Secret, cast: &Cast, session: &Session, now: Ts) -> anyhow::Result<()> {
    let promoted = db.read(|conn| {
        let of_the_session = projects::projects(conn, session.id)?;
        projects::tracked(conn, of_the_session)
    })?;
    let running = promoted.iter().filter(|tracked| tracked.standing() == Standing::Running);
    let running: Vec<&Project> = running.map(|tracked| &tracked.project).collect();
    for ((place, (days, kind, words, course)), project) in (0_u32..).zip(SAID).zip(running.iter().cycle()) {
        let at = moment(now.day(), days);
        let code = TrackingCode::of_form(secret, FormKey(uuid::Uuid::new_v4()));
        let form = VoiceForm { kind: kind.to_owned(), words: words.to_owned(), ..VoiceForm::default() };
        let guest = guest(secret, project, place, at);
        let sent = Sent { congress: session.congress, project: project.id, form: &form, code: &code };
        let id = db.write_row_locked(|tx| voices::send(tx, secret, &sent, &guest, at))?;
        let unit = &cast.lead_of(project)?.person;
        let author = Author { secret, congress: session.congress, code: code.as_str() };
        becomes(db, (&cast.secretary, unit), author, id, &course, now)?;
    }
    Ok(())
}

fn becomes(
    db: &Db,
    (secretary, unit): (&Person, &Person),
    author: Author,
    id: VoiceId,
    course: &Course,
    now: Ts,
) -> anyhow::Result<()> {
    let day = |days: i64| moment(now.day(), days);
    let sorting = |at, sorting, reason| db.write(|tx| voices::sort(tx, secretary, at, id, sorting, reason));
    let answers = |at, words| db.write(|tx| voices::answer(tx, unit, at, id, words));
    let helped = |at, word| db.write(|tx| voices::say_whether_it_helped(tx, author, word, "", at));
    match *course {
        Course::Answered { on, words, helped: word } => {
            sorting(day(on + 2), Sorting::Publish, "")?;
            answers(day(on), words)?;
            helped(day(on - 1), word)?;
        }
        Course::Again { on, words, again: (again_on, again), then: (then_on, then) } => {
            sorting(day(on + 2), Sorting::Publish, "")?;
            answers(day(on), words)?;
            helped(day(on - 1), "no")?;
            db.write(|tx| voices::ask_again(tx, author, again, day(again_on)))?;
            answers(day(then_on), then)?;
            helped(day(then_on - 1), "yes")?;
        }
        Course::Waits => {
            sorting(now, Sorting::Publish, "")?;
        }
        Course::Aside(reason) => {
            sorting(now, Sorting::Aside, reason)?;
        }
        Course::Unseen => {}
    }
    Ok(())
}

/// Somebody with a browser that did the work while they typed.
fn guest(secret: &Secret, project: &Project, place: u32, at: Ts) -> Guest {
    let opened = at.plus_minutes(-2);
    let challenge = Challenge::issue(secret, project.id.uuid(), uuid::Uuid::new_v4(), USUAL_DIFFICULTY, opened);
    let work = (0_u64..).map(|n| n.to_string()).find(|work| challenge.is_solved_by(work)).unwrap_or_default();
    let sent = SentWith { challenge: &challenge.text(), work: &work, website: "" };
    let visitor = Visitor::at(Ipv4Addr::from(0xC633_6400 + place).into());
    Guest::of(secret, project.id.uuid(), sent, visitor, Lang::Chinese, at)
}
