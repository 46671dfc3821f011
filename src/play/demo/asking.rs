//! A call under way: invented wishes, each marked as one, some put together, some answered, some waiting too long.

use super::setting::staff;
use crate::{
    accounts::{self, DemoAccount, Login, Person, Role},
    candidates::{self, NoticeForm},
    congress::Session,
    db::{Db, DbError, FormKey, Ts},
    guests::TrackingCode,
    ids::{AccountId, NeedId, ProposalId},
    play::half_year,
    proposals::{self, AnswerForm, CallForm, ListsForm, ProposalForm, Sorting},
    screening::{self, AppraisalForm, DecisionForm},
    web::{NotDone, Secret},
};

const FIELDS: &str = "幼有善育\n学有优教\n劳有厚得\n病有良医\n老有康养\n住有宜居\n弱有众扶";
const SYNONYMS: &str = "加装、安装、增设=增\n社区食堂、老年食堂、助餐点=食堂\n停车位、车位=停车\n健身器材、健身点=健身";

/// Field, what is wished, why.
const WISHES: [(&str, &str, &str); 12] = [
    ("住有宜居", "给老楼加装电梯", "楼里老人多，六层没有电梯，买菜看病都要爬楼"),
    ("住有宜居", "安装老楼电梯", "腿脚不好的邻居已经半年没有下楼"),
    ("住有宜居", "增设停车位", "晚上八点以后绕三圈找不到位置，消防通道也停满了"),
    ("老有康养", "办一个社区食堂", "独居老人中午常常一碗泡饭，希望有个能走到的食堂"),
    ("老有康养", "增设老年食堂助餐点", "附近没有吃饭的地方，子女上班顾不上"),
    ("学有优教", "放学后多开晚托班", "双职工家庭四点半接不了孩子"),
    ("幼有善育", "在社区办托育点", "两岁孩子没有地方托，外面一个月要五千"),
    ("病有良医", "社区医院周末开诊", "平时上班，孩子发烧只能去大医院排队"),
    ("住有宜居", "修一修夜里不亮的路灯", "从地铁口回家那一段全黑，已经摔了两个人"),
    ("劳有厚得", "办技能培训夜校", "想学一门手艺，白天没有时间"),
    ("弱有众扶", "公共厕所加装无障碍扶手", "坐轮椅的人进不去，希望每个公园至少一处"),
    ("住有宜居", "公园里安装健身器材", "现有的坏了一半，早上要排队"),
];
const WISHED: usize = 120;
/// How long the call has been open.
const DAYS: i64 = 24;

fn done<T, E: NotDone>(outcome: Result<T, E>) -> Result<T, DbError> {
    outcome.map_err(|refused| match refused.said() {
        Ok(said) => DbError::corrupt(format!("{said:?}")),
        Err(failed) => DbError::corrupt(failed),
    })
}

/// Opened three weeks ago, closing in a week; its number.
pub(super) fn opens_a_call(db: &Db, secret: &Secret, secretary: &Person, now: Ts) -> Result<i32, DbError> {
    let begun = now.plus_hours(-24 * DAYS);
    let form = CallForm {
        title: format!("{}年民生实事项目征集（示例）", i32::from(now.day().year()) + 1),
        words: "欢迎居民群众、人大代表、政协委员和各单位提出建议。以下建议均为虚构，仅供演示。".to_owned(),
        opens_on: begun.to_date(),
        closes_on: now.plus_hours(24 * 7).to_date(),
        answer_days: "15".to_owned(),
        retention_days: "365".to_owned(),
    };
    let lists =
        ListsForm { fields: FIELDS.to_owned(), places: half_year::STREETS.to_owned(), synonyms: SYNONYMS.to_owned() };
    db.write(|tx| {
        done(proposals::save_lists(tx, secretary, begun, &lists))?;
        let call = done(proposals::draw_up_call(tx, secretary, begun, &form))?;
        done(proposals::publish_call(tx, secret, secretary, begun, call.number))?;
        Ok::<_, DbError>(call.number)
    })
}

/// A call with what came in it so far.
pub(super) fn ask(db: &Db, secret: &Secret, secretary: &Person, now: Ts) -> anyhow::Result<Vec<DemoAccount>> {
    let congress = secretary.congress().ok_or_else(|| anyhow::anyhow!("a secretary of no congress"))?;
    let begun = now.plus_hours(-24 * DAYS);
    let number = opens_a_call(db, secret, secretary, now)?;
    let (fields, places) =
        db.read(|conn| Ok::<_, DbError>((proposals::fields(conn, congress)?, proposals::places(conn, congress)?)))?;
    let mut listed: Vec<(usize, ProposalId)> = Vec::new();
    for (at, nth) in (0_i64..).zip(0..WISHED) {
        let (field, title, why) = WISHES[nth % WISHES.len()];
        // Steps that have no factor in common with the lists, so that every place has every wish in time.
        let place = &places[(nth * 7 + nth / WISHES.len()) % places.len()];
        let came = begun.plus_hours(at * 24 * DAYS / 120 + 1);
        let form = ProposalForm {
            field: fields
                .iter()
                .find(|known| known.name == field)
                .map(|known| known.id.to_string())
                .unwrap_or_default(),
            place: place.id.to_string(),
            title: format!("{}{title}（示例）", place.community),
            why: why.to_owned(),
            gain: format!("{}的居民", place.name()),
            origin: ["resident", "resident", "resident", "deputy", "resident", "cppcc", "resident", "department"]
                [nth % 8]
                .to_owned(),
            channel: ["online", "online", "station", "desk"][nth % 4].to_owned(),
            ..ProposalForm::default()
        };
        let code = TrackingCode::of_form(secret, FormKey(uuid::Uuid::new_v4()));
        let id = db.write(|tx| done(proposals::write_down(tx, secret, secretary, number, &form, &code, came)))?;
        // The last ones still wait for somebody to look at them.
        let sorting = match nth {
            _ if nth + 14 > WISHED => continue,
            _ if nth % 29 == 28 => Sorting::Aside,
            _ => Sorting::List,
        };
        let seen = came.plus_hours(20);
        db.write(|tx| done(proposals::sort(tx, secretary, seen, id, sorting, "已由物业解决，先放一放")))?;
        if sorting == Sorting::List {
            listed.push((nth, id));
        }
    }
    put_together(db, secretary, now, &listed)?;
    let (people, shown) = people(db, secretary, begun)?;
    answer(db, &people, begun, &listed)?;
    Ok(shown)
}

/// Candidates that came from the pool, by their numbers.
const FROM_THE_POOL: [i32; 4] = [1, 3, 5, 8];

/// What was proposed half a year before the vote: some of it stands on the list, which was put up and sealed.
pub(super) fn ask_before(
    db: &Db,
    secret: &Secret,
    secretary: &Person,
    session: &Session,
    now: Ts,
) -> anyhow::Result<Vec<DemoAccount>> {
    let days_ago = |days: i64| now.plus_hours(-24 * days);
    let shown = ask(db, secret, secretary, days_ago(60))?;
    let actor = secretary.actor();
    let waiting = db.read(|conn| proposals::pool(conn, session.congress))?;
    anyhow::ensure!(waiting.len() >= FROM_THE_POOL.len(), "too few wait in the pool of the demonstration");
    let notice = NoticeForm {
        until: days_ago(3).to_date(),
        words: "公示期内请向区人大常委会办公室反映（示例）".to_owned(),
    };
    db.write(|tx| {
        for (need, number) in waiting.iter().zip(FROM_THE_POOL) {
            let place = candidates::Place::At(number);
            done(candidates::take_from_pool(tx, &actor, days_ago(14), session, need.id, place))?;
        }
        done(candidates::put_up_list(tx, &actor, days_ago(11), session, &notice))?;
        done(candidates::seal_list(tx, &actor, days_ago(1), session))
    })?;
    Ok(shown)
}

/// Two of them are said in two ways.
fn wish_of(nth: usize) -> usize {
    match nth % WISHES.len() {
        1 => 0,
        4 => 3,
        nth => nth,
    }
}

/// The same wish in one street, said in other words.
fn put_together(db: &Db, secretary: &Person, now: Ts, listed: &[(usize, ProposalId)]) -> anyhow::Result<()> {
    let wished_by = |founder: ProposalId| listed.iter().find(|(_, id)| *id == founder).map(|(nth, _)| wish_of(*nth));
    for (nth, id) in listed {
        db.write(|tx| {
            let Some(proposal) = proposals::proposal_by_id(tx, *id)? else { return Ok(()) };
            let Some(need) = proposal.need else { return Ok(()) };
            let like = proposals::alike(
                tx,
                secretary.congress().ok_or_else(DbError::missing)?,
                &proposal.wording.title,
                proposal.place,
                proposal.field,
                Some(need),
            )?;
            let same =
                |other: &proposals::Need| other.founded_by < *id && wished_by(other.founded_by) == Some(wish_of(*nth));
            match like.here.into_iter().find(same) {
                Some(other) => done(proposals::merge(tx, secretary, now, need, other.id)).map(|_| ()),
                None => Ok::<_, DbError>(()),
            }
        })?;
    }
    Ok(())
}

/// Who judges and who decides.
struct People {
    secretary: Person,
    second: Person,
    appraisers: Vec<Person>,
}

fn people(db: &Db, secretary: &Person, at: Ts) -> anyhow::Result<(People, Vec<DemoAccount>)> {
    let congress = secretary.congress();
    let mut shown = Vec::new();
    for (login, name) in [("ZHUJIAN", "李工（区住建局）"), ("CAIZHENG", "陈科（区财政局）")] {
        let (mut account, sheet) = staff(Role::Department, "department", login, name)?;
        account.congress = congress;
        db.write(|tx| accounts::create(tx, &account, at).map_err(|error| DbError::corrupt(error.to_string())))?;
        shown.push(sheet);
    }
    let person = |login: &str| -> anyhow::Result<Person> {
        let login = Login::parse(login).ok_or_else(|| anyhow::anyhow!("no login {login}"))?;
        let found = db.read(|conn| accounts::find_by_login(conn, congress, &login))?;
        found.ok_or_else(|| anyhow::anyhow!("nobody signs in as {}", login.as_str()))
    };
    let appraisers = vec![person("ZHUJIAN")?, person("CAIZHENG")?];
    Ok((People { secretary: secretary.clone(), second: person("MISHU2")?, appraisers }, shown))
}

/// The first of them; some in time, some not.
fn answer(db: &Db, people: &People, begun: Ts, listed: &[(usize, ProposalId)]) -> anyhow::Result<()> {
    for (nth, id) in listed.iter().take(70).filter(|(nth, _)| nth % 3 != 1) {
        let days = i64::try_from(nth / 6).unwrap_or_default();
        let at = begun.plus_hours(24 * (9 + days));
        let need = db.read(|conn| {
            let Some(proposal) = proposals::proposal_by_id(conn, *id)? else { return Ok(None) };
            let Some(need) = proposal.need else { return Ok(None) };
            let known = proposals::need_by_id(conn, need)?;
            let open = known.is_some_and(|need| !need.state.is_decided() && need.founded_by == *id);
            Ok::<_, DbError>(open.then_some(need))
        })?;
        let Some(need) = need else { continue };
        match nth % 6 {
            3 => {
                let form = AnswerForm {
                    kind: "referred".to_owned(),
                    words: "属于日常养护，已转街道办理".to_owned(),
                    target: if nth % 4 == 3 { "unit" } else { "hotline" }.to_owned(),
                    unit: if nth % 4 == 3 { "区城管局" } else { "" }.to_owned(),
                };
                db.write(|tx| done(proposals::answer_need(tx, &people.secretary, at, need, &form)))?;
            }
            0 => decide(db, people, need, "pool", at)?,
            _ => decide(db, people, need, "refused", at)?,
        }
    }
    Ok(())
}

/// Appraised by two, decided by two.
fn decide(db: &Db, people: &People, need: NeedId, outcome: &str, at: Ts) -> anyhow::Result<()> {
    let whom: Vec<AccountId> = people.appraisers.iter().map(|person| person.id).collect();
    let mark = if outcome == "pool" { "4" } else { "3" };
    let opinion = AppraisalForm {
        scores: vec![mark.to_owned(); 4],
        checks: (0..6).map(|check: u8| check.to_string()).collect(),
        verdict: if outcome == "pool" { "feasible" } else { "unclear" }.to_owned(),
        cost: "约30万元，区级财政（示例）".to_owned(),
        words: "现场看过，需求属实（示例）".to_owned(),
        act: String::new(),
    };
    let decision = DecisionForm {
        outcome: outcome.to_owned(),
        words: if outcome == "pool" {
            "列入储备库，参加下一步遴选"
        } else {
            "今年用地还没有落实"
        }
        .to_owned(),
        to_change: if outcome == "pool" { "" } else { "用地落实后可以再提" }.to_owned(),
        note: String::new(),
        meeting: "遴选会（示例）".to_owned(),
        act: String::new(),
    };
    let due = at.plus_hours(48).to_date();
    db.write(|tx| {
        done(screening::ask_appraisers(tx, &people.secretary, at, need, &whom, &due))?;
        for person in &people.appraisers {
            done(screening::appraise(tx, person, at, need, &opinion, true))?;
        }
        done(screening::propose_decision(tx, &people.secretary, at, need, &decision))?;
        done(screening::confirm_decision(tx, &people.second, at, need))
    })?;
    Ok(())
}
