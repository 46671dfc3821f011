//! Half a year of made-up reports for the demonstration, by the same actions that the pages call, each at its own day.

use core::net::Ipv4Addr;

use jiff::{ToSpan, civil::Date};

use crate::{
    accounts::{self, DemoAccount, NewAccount, Person, Role},
    candidates::{Goal, Measure, SubItem},
    congress::Session,
    db::{Db, Ts},
    ids::{PlanId, ProjectId, SubItemId},
    projects::{
        self, AdjustmentKind, Decision, PlanForm, Proposal, Quantity, ReportForm, Reporter, Tracked, target_of,
    },
    ratings::{self, Address, GivenRating, Mark, Rater, Sign},
    supervision,
    web::Secret,
};

const UNIT: &str = "区民生实事专班（示例）";

/// How a sub-item fares in the demonstration.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fare {
    OnTime,
    Behind,
    /// Last month's report is missing, and this month's too.
    Missed,
    /// Last month's report came this month.
    MadeUp,
    /// All of it, and more, accepted.
    Over,
}

/// The people of the half year.
pub struct Cast {
    pub secretary: Person,
    pub engineer: Person,
    pub inspectors: [Person; 2],
}

/// Accounts of the department and of two supervisors, to be listed with the others.
pub fn people(
    db: &Db,
    at: Ts,
    session: &Session,
    secretary: Person,
    staff: impl Fn(Role, &'static str, &str, &str) -> anyhow::Result<(NewAccount, DemoAccount)>,
) -> anyhow::Result<(Cast, Vec<DemoAccount>)> {
    let mut shown = Vec::new();
    let mut made = Vec::new();
    for (role, word, login, name) in [
        (Role::Department, "department", "ZHUANBAN1", "王工"),
        (Role::Supervisor, "supervisor", "JIANDU1", "李代表"),
        (Role::Supervisor, "supervisor", "JIANDU2", "赵审计"),
    ] {
        let (mut account, line) = staff(role, word, login, name)?;
        account.congress = Some(session.congress);
        let actor = secretary.actor();
        if role == Role::Department {
            db.write(|tx| projects::make_department_account(tx, &actor, at, session.congress, &account, UNIT))?;
        } else {
            db.write(|tx| accounts::create(tx, &account, at))?;
        }
        made.push(Person { id: account.id, congress: account.congress, name: name.to_owned(), role });
        shown.push(line);
    }
    let [engineer, first, second] =
        <[Person; 3]>::try_from(made).map_err(|_| anyhow::anyhow!("three people were made"))?;
    Ok((Cast { secretary, engineer, inspectors: [first, second] }, shown))
}

/// From the announcement to today.
pub fn play(db: &Db, cast: &Cast, session: &Session, begin: Ts, now: Ts) -> anyhow::Result<()> {
    let units = db.read(|conn| projects::units_of(conn, session.congress))?;
    let unit = units.first().ok_or_else(|| anyhow::anyhow!("no unit"))?.id;
    let promoted = db.read(|conn| projects::projects(conn, session.id))?;
    let today = now.day();
    // Fares go to what is counted: whatever the deputies chose, the demonstration shows each of them.
    let counted = |item: &SubItem| matches!(&item.goal, Goal::Measured(target) if target.measure != Measure::Rate);
    let fit: Vec<ProjectId> =
        promoted.iter().filter(|p| p.sub_items.iter().any(counted)).map(|project| project.id).collect();
    for project in &promoted {
        let place = fit.iter().position(|id| *id == project.id);
        let first = project.sub_items.iter().position(counted);
        let actor = cast.secretary.actor();
        db.write(|tx| projects::assign_lead_unit(tx, &actor, begin, session.congress, project.id, unit))?;
        let form = plan(project, begin.day());
        let id: PlanId = db.write(|tx| projects::save_plan(tx, &cast.engineer, begin, project.id, &form, true))?;
        db.write(|tx| projects::publish_plan(tx, &cast.secretary, begin, id))?;
        for (number, item) in project.sub_items.iter().enumerate() {
            let fare = match place {
                Some(0) => Fare::Over,
                Some(1) if first == Some(number) => Fare::Behind,
                Some(2) if first == Some(number) => Fare::Missed,
                Some(3) if first == Some(number) => Fare::MadeUp,
                _ => Fare::OnTime,
            };
            report(db, cast, project.id, item, begin, now, fare)?;
        }
    }
    if let (Some(&changed), Some(&inspected)) = (fit.get(4), fit.get(1)) {
        adjust(db, cast, changed, moment(today, 40))?;
        follow(db, cast, inspected, today)?;
    }
    Ok(())
}

/// What residents said on site in the month before, the same in every demonstration: some projects are liked better.
pub fn rate(db: &Db, secret: &Secret, cast: &Cast, session: &Session, now: Ts) -> anyhow::Result<()> {
    let today = now.day();
    let day = |days: i64| today.checked_add(days.days()).unwrap_or(today).to_string();
    let days = [day(-30), day(30)];
    db.write(|tx| {
        let [from, to] = [days[0].as_str(), days[1].as_str()];
        ratings::set_period(tx, &cast.secretary, moment(today, 30), session.congress, session.year, [from, to])
    })?;
    let promoted = db.read(|conn| projects::projects(conn, session.id))?;
    for (place, project) in (0_u32..).zip(&promoted) {
        let edition = db.write(|tx| ratings::renew_sign(tx, &cast.secretary, moment(today, 30), project.id))?;
        let sign = Sign::of(secret, project.id, edition);
        for number in 0..30 + 7 * place {
            let mark = match (number * 7 + place) % 10 {
                at if at < 8 - place % 6 => Mark::Satisfied,
                at if at < 9 => Mark::Basically,
                _ => Mark::Dissatisfied,
            };
            let remark = match number {
                0 => "示例数据：楼下就能办，很方便。",
                1 => "示例数据：希望施工时少一些噪声。",
                _ => "",
            };
            let given = GivenRating {
                project: project.id,
                sign: sign.as_str().to_owned(),
                rater: Some(Rater::new()),
                address: Address::of(Ipv4Addr::from(0xC633_6400 + number).into()),
                mark: mark.word().to_owned(),
                remark: remark.to_owned(),
            };
            let at = moment(today, i64::from(number % 28) + 1);
            db.write(|tx| ratings::rate(tx, secret, at, session.congress, &given))?;
        }
    }
    let waiting = db.read(|conn| ratings::remarks_waiting(conn, session.congress, today))?;
    for id in waiting.into_iter().step_by(3) {
        db.write(|tx| ratings::release(tx, &cast.secretary, now, id, true))?;
    }
    db.write(|tx| ratings::end_the_day(tx, now))?;
    Ok(())
}

/// Noon of the day so many days before `today`.
fn moment(today: Date, days: i64) -> Ts {
    let day = today.checked_sub(days.days()).unwrap_or(today);
    let noon = day.at(4, 0, 0, 0).to_zoned(jiff::tz::TimeZone::UTC);
    noon.map_or(Ts::default(), |noon| Ts::from(noon.timestamp()))
}

fn plan(project: &projects::Project, begin: Date) -> PlanForm {
    let mut form = PlanForm::blank(project, UNIT);
    form.leader = "分管副区长（示例）".to_owned();
    form.money_source = "区级财政（示例）".to_owned();
    form.budget = "3500.5".to_owned();
    form.paid = "1200".to_owned();
    form.safeguards = "每月调度一次，现场协调管线迁改（示例）".to_owned();
    form.unit.fill(UNIT.to_owned());
    for ((line, target), item) in form.milestones.iter_mut().zip(&form.target).zip(&project.sub_items) {
        if item.goal != Goal::Zero {
            *line = format!("{}-12-20 {target} 全部完成", begin.year());
        }
    }
    for (n, address) in form.address.iter_mut().enumerate() {
        *address = format!("示例街道 {} 号", n + 1);
    }
    form
}

/// What a month's report says: as much as the plan asks for, or as the fare has it.
fn quantity(item: &SubItem, day: Date, fare: Fare) -> Quantity {
    let (target, _) = target_of(&item.goal);
    let share = i64::from(day.day_of_year());
    match (&item.goal, fare) {
        (Goal::Zero, _) => Quantity::ZERO,
        (Goal::Title | Goal::Qualitative, Fare::Over) => target,
        (_, Fare::Over) => target.toward(double(target), 1, 5),
        (_, Fare::Behind) => Quantity::ZERO.toward(target, share * 3 / 4, 366),
        _ => Quantity::ZERO.toward(target, (share + 25).min(366), 355),
    }
}

fn double(target: Quantity) -> Quantity {
    Quantity::ZERO.toward(target, 2, 1)
}

fn report(
    db: &Db,
    cast: &Cast,
    project: ProjectId,
    item: &SubItem,
    begin: Ts,
    now: Ts,
    fare: Fare,
) -> anyhow::Result<()> {
    let today = now.day();
    let mut month = begin.day().first_of_month().checked_add(1.month())?;
    while month <= today {
        let day = month.checked_add(19.days())?.min(today);
        let last_month = today.first_of_month().checked_sub(1.month())?;
        let (skipped, late) =
            (fare == Fare::Missed && month >= last_month, fare == Fare::MadeUp && month == last_month);
        let this_month = month == today.first_of_month();
        let still_to_come = fare == Fare::MadeUp && this_month;
        if !skipped && !still_to_come {
            let filed = if late || this_month { now } else { noon(day) };
            let form = ReportForm {
                as_of: day.to_string(),
                quantity: quantity(item, day, fare).to_string(),
                words: "示例数据：按计划推进，现场已查看。".to_owned(),
                problems: if fare == Fare::Behind {
                    "示例数据：管线迁改滞后。".to_owned()
                } else {
                    String::new()
                },
                next_step: "示例数据：下月继续推进。".to_owned(),
                shrink_reason: String::new(),
            };
            let by = Reporter { person: &cast.engineer, at: filed, sub_item: item.id };
            db.write(|tx| projects::file_report(tx, &by, &form, &[]))?;
        }
        month = month.checked_add(1.month())?;
    }
    if fare == Fare::Over {
        accept(db, cast, project, item.id, now)?;
    }
    Ok(())
}

fn noon(day: Date) -> Ts {
    moment(day, 0)
}

fn accept(db: &Db, cast: &Cast, project: ProjectId, item: SubItemId, at: Ts) -> anyhow::Result<()> {
    let tracked: Option<Tracked> = db.read(|conn| projects::tracked_project(conn, project))?;
    let reached = tracked.as_ref().is_some_and(|t| t.sub_item(item).is_some_and(|item| t.is_reached(item)));
    if reached {
        db.write(|tx| projects::accept_sub_item(tx, &cast.secretary, at, item, "示例数据：现场核对无误。"))?;
    }
    Ok(())
}

/// 暂缓, decided by the standing committee.
fn adjust(db: &Db, cast: &Cast, project: ProjectId, at: Ts) -> anyhow::Result<()> {
    let proposal = Proposal {
        kind: AdjustmentKind::Suspension,
        reason: "示例数据：地块移交推迟，申请暂缓。".to_owned(),
        plan: PlanForm::default(),
    };
    let id = db.write(|tx| projects::propose_adjustment(tx, &cast.engineer, at, project, &proposal))?;
    let decision = Decision {
        body: "区人大常委会（示例）".to_owned(),
        number: "示例〔2024〕12号".to_owned(),
        decided_on: at.day(),
    };
    db.write(|tx| projects::settle_adjustment(tx, &cast.secretary, at, id, Some(&decision)))?;
    Ok(())
}

/// One closed, one overdue.
fn follow(db: &Db, cast: &Cast, project: ProjectId, today: Date) -> anyhow::Result<()> {
    let [first, second] = &cast.inspectors;
    let due = |days: i64| moment(today, days).day().to_string();
    let opened = moment(today, 40);
    let id = db.write(|tx| supervision::open(tx, first, opened, project, "示例数据：施工现场没有围挡。", &due(30)))?;
    db.write(|tx| supervision::answer(tx, &cast.engineer, moment(today, 35), id, "示例数据：已补设围挡。"))?;
    db.write(|tx| supervision::check(tx, first, moment(today, 33), id, "示例数据：现场已核实。"))?;
    db.write(|tx| supervision::close(tx, second, moment(today, 32), id, "示例数据：同意销号。"))?;
    let opened = moment(today, 20);
    db.write(|tx| supervision::open(tx, second, opened, project, "示例数据：进度滞后，请说明赶工措施。", &due(10)))?;
    Ok(())
}
