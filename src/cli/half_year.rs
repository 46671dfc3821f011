//! Half a year of made-up reports for the demonstration, by the same actions that the pages call, each at its own day.

use core::net::Ipv4Addr;

use jiff::{ToSpan, civil::Date};

use crate::{
    accounts::{self, DemoAccount, NewAccount, Person, Role},
    candidates::{Goal, Measure, SubItem},
    congress::Session,
    db::{Db, Ts},
    deputies,
    ids::{PlanId, ProjectId, SubItemId},
    projects::{
        self, AdjustmentKind, Decision, PlanForm, Prepared, Proposal, Quantity, ReportForm, Reporter, Tracked,
        target_of,
    },
    ratings::{self, Address, GivenRating, Mark, Rater, Sign},
    supervision::{self, Body, InspectionForm, NewMember},
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
    /// A deputy of the roll, who wrote a note.
    pub deputy: Person,
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
        (Role::Supervisor, "supervisor", "JIANDU1", "李监督"),
        (Role::Supervisor, "supervisor", "JIANDU2", "赵审计"),
    ] {
        let (mut account, line) = staff(role, word, login, name)?;
        account.congress = Some(session.congress);
        let actor = secretary.actor();
        if role == Role::Department {
            db.write(|tx| projects::make_department_account(tx, &actor, at, session.congress, &account, UNIT))?;
        } else {
            let body = if login == "JIANDU1" { Body::Congress } else { Body::Audit };
            db.write(|tx| supervision::make_supervisor_account(tx, &actor, at, &account, body))?;
        }
        // Whoever tries the demonstration uses the password on its sheet, again and again.
        db.write(|tx| accounts::reset_password(tx, account.id, &account.password_hash))?;
        made.push(Person { id: account.id, congress: account.congress, name: name.to_owned(), role });
        shown.push(line);
    }
    let [engineer, first, second] =
        <[Person; 3]>::try_from(made).map_err(|_| anyhow::anyhow!("three people were made"))?;
    let roll = db.read(|conn| deputies::deputies(conn, session.id))?;
    let mut with_card = roll.into_iter().filter_map(|deputy| deputy.account.map(|account| (account, deputy)));
    let (account, deputy) = with_card.next().ok_or_else(|| anyhow::anyhow!("no deputy has a card"))?;
    let person = Person { id: account, congress: Some(session.congress), name: deputy.name, role: Role::Deputy };
    // A deputy's own password is on a card that nobody keeps; the demonstration's sheet names another.
    let (pattern, line) = staff(Role::Deputy, "deputy", &deputy.certificate_no, &person.name)?;
    db.write(|tx| accounts::reset_password(tx, account, &pattern.password_hash))?;
    shown.push(line);
    Ok((Cast { secretary, engineer, inspectors: [first, second], deputy: person }, shown))
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
        let mut filings = Vec::new();
        for (number, item) in project.sub_items.iter().enumerate() {
            let fare = match place {
                Some(0) => Fare::Over,
                Some(1) if first == Some(number) => Fare::Behind,
                Some(2) if first == Some(number) => Fare::Missed,
                Some(3) if first == Some(number) => Fare::MadeUp,
                _ => Fare::OnTime,
            };
            filings.extend(reports(item, begin, now, fare)?);
        }
        // Lights are kept by day: what happened first is told first.
        filings.sort_by_key(|filing| filing.at);
        let adjusted = (place == Some(4)).then(|| moment(today, 40));
        let before = adjusted.map_or(filings.len(), |at| filings.partition_point(|filing| filing.at < at));
        file(db, cast, &filings[..before])?;
        if let Some(at) = adjusted {
            adjust(db, cast, project.id, at)?;
        }
        file(db, cast, &filings[before..])?;
        if place == Some(0) {
            for item in &project.sub_items {
                accept(db, cast, project.id, item.id, now)?;
            }
        }
    }
    if let Some(&inspected) = fit.get(1) {
        follow(db, cast, inspected, today)?;
        inspect(db, cast, inspected, today)?;
        note(db, cast, inspected, today)?;
        catch_up(db, today)?;
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
    for ((last_year, target), item) in form.last_year.iter_mut().zip(&form.target).zip(&project.sub_items) {
        let target: Option<Quantity> = target.parse().ok();
        if let (Some(target), Goal::Measured(goal)) = (target, &item.goal)
            && goal.measure == Measure::Count
        {
            *last_year = Quantity::ZERO.toward(target, 4, 5).rounded_up(0).to_string();
        }
    }
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

/// What a month's report says: as much as the plan asks for, or as the fare has it. What is counted in pieces stays
/// whole, rounded to the side on which the fare is, so that no light hangs on it.
fn quantity(item: &SubItem, day: Date, fare: Fare) -> Quantity {
    let (target, _) = target_of(&item.goal);
    let share = i64::from(day.day_of_year());
    let measure = match &item.goal {
        Goal::Measured(target) => Some(target.measure),
        Goal::Zero | Goal::Title | Goal::Qualitative => None,
    };
    let decimals = if measure == Some(Measure::Count) { 0 } else { 1 };
    match (&item.goal, fare) {
        (Goal::Zero, _) => Quantity::ZERO,
        (_, Fare::OnTime) if measure == Some(Measure::Rate) => {
            target.toward(Quantity::ZERO, 1, 10).toward(target, share, 366).rounded_down(1)
        }
        (Goal::Title | Goal::Qualitative, Fare::Over) => target,
        (_, Fare::Over) if measure == Some(Measure::Rate) => target.toward(Quantity::HUNDRED, 1, 2).rounded_up(1),
        (_, Fare::Over) => target.toward(double(target), 1, 5).rounded_up(decimals),
        (_, Fare::Behind) => Quantity::ZERO.toward(target, share * 3 / 4, 366).rounded_down(decimals),
        _ => Quantity::ZERO.toward(target, (share + 25).min(355), 355).rounded_up(decimals),
    }
}

fn double(target: Quantity) -> Quantity {
    Quantity::ZERO.toward(target, 2, 1)
}

/// A report and when it comes.
struct Filing {
    at: Ts,
    sub_item: SubItemId,
    form: ReportForm,
}

fn file(db: &Db, cast: &Cast, filings: &[Filing]) -> anyhow::Result<()> {
    for filing in filings {
        let by = Reporter { person: &cast.engineer, at: filing.at, sub_item: filing.sub_item };
        db.write(|tx| projects::file_report(tx, &by, &filing.form, &[]))?;
    }
    Ok(())
}

fn reports(item: &SubItem, begin: Ts, now: Ts, fare: Fare) -> anyhow::Result<Vec<Filing>> {
    let mut filings = Vec::new();
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
            let at = if late || this_month { now } else { noon(day) };
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
                sure: String::new(),
            };
            filings.push(Filing { at, sub_item: item.id, form });
        }
        month = month.checked_add(1.month())?;
    }
    Ok(filings)
}

fn noon(day: Date) -> Ts {
    moment(day, 0)
}

fn accept(db: &Db, cast: &Cast, project: ProjectId, item: SubItemId, at: Ts) -> anyhow::Result<()> {
    let tracked: Option<Tracked> = db.read(|conn| projects::tracked_project(conn, project))?;
    let awaits = |t: &Tracked| t.sub_item(item).is_some_and(|item| t.awaits_acceptance(item, at.day()));
    if tracked.as_ref().is_some_and(awaits) {
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

/// One closed, one overdue, one escalated.
fn follow(db: &Db, cast: &Cast, project: ProjectId, today: Date) -> anyhow::Result<()> {
    let [first, second] = &cast.inspectors;
    for inspector in &cast.inspectors {
        let member = NewMember::Supervisor(inspector.id);
        db.write(|tx| supervision::add_member(tx, &cast.secretary, moment(today, 60), project, &member))?;
    }
    let due = |days: i64| moment(today, days).day().to_string();
    let opened = moment(today, 40);
    let photo = [picture()?];
    let finding = "示例数据：施工现场没有围挡。";
    let id = db.write(|tx| supervision::open(tx, first, opened, project, finding, &due(30), &[]))?;
    db.write(|tx| supervision::answer(tx, &cast.engineer, moment(today, 35), id, "示例数据：已补设围挡。", &photo))?;
    db.write(|tx| supervision::check(tx, first, moment(today, 33), id, "示例数据：现场已核实。"))?;
    db.write(|tx| supervision::close(tx, second, moment(today, 32), id, "示例数据：同意销号。"))?;
    let finding = "示例数据：管线迁改协调不力，请明确责任和时限。";
    db.write(|tx| supervision::open(tx, second, opened, project, finding, &due(25), &[]))?;
    let finding = "示例数据：进度滞后，请说明赶工措施。";
    db.write(|tx| supervision::open(tx, second, moment(today, 20), project, finding, &due(5), &[]))?;
    Ok(())
}

/// A picture that shows nothing but that it is an example.
fn picture() -> anyhow::Result<Prepared> {
    let mut image = image::RgbImage::from_pixel(640, 480, image::Rgb([0xd9, 0xdd, 0xe3]));
    for (x, y, pixel) in image.enumerate_pixels_mut() {
        if (x + y) / 32 % 2 == 0 {
            *pixel = image::Rgb([0xf6, 0xf5, 0xf2]);
        }
    }
    let mut out = std::io::Cursor::new(Vec::new());
    image::DynamicImage::ImageRgb8(image).write_to(&mut out, image::ImageFormat::Png)?;
    Ok(projects::prepare_evidence("示例照片.png", &out.into_inner())?)
}

/// Published, with one finding followed up and one not.
fn inspect(db: &Db, cast: &Cast, project: ProjectId, today: Date) -> anyhow::Result<()> {
    let [first, _] = &cast.inspectors;
    let inspected = db.read(|conn| projects::project_by_id(conn, project))?;
    let sub_items = inspected.map(|project| project.sub_items).unwrap_or_default();
    let form = InspectionForm {
        held_on: moment(today, 16).day().to_string(),
        place: "示例街道施工现场".to_owned(),
        bodies: vec![Body::Congress.word().to_owned(), Body::Audit.word().to_owned()],
        sub_items: sub_items.iter().map(|item| item.id.to_string()).collect(),
        words: "示例数据：察看现场，听取责任单位汇报，查阅台账。".to_owned(),
        findings: "示例数据：材料堆放占用通道。\n示例数据：公示牌信息没有更新。".to_owned(),
    };
    let (recorded, photo) = (moment(today, 15), [picture()?]);
    let id = db.write(|tx| supervision::record_inspection(tx, first, recorded, project, &form, &photo))?;
    db.write(|tx| supervision::publish_inspection(tx, &cast.secretary, moment(today, 14), id))?;
    let inspections = db.read(|conn| supervision::inspections(conn, &[project]))?;
    let finding = inspections.first().and_then(|inspection| inspection.findings.first());
    let finding = finding.ok_or_else(|| anyhow::anyhow!("the inspection found nothing"))?.id;
    let deadline = today.checked_add(10.days())?.to_string();
    db.write(|tx| supervision::follow_up_finding(tx, first, moment(today, 13), finding, &deadline))?;
    Ok(())
}

/// One answered, one that waits.
fn note(db: &Db, cast: &Cast, project: ProjectId, today: Date) -> anyhow::Result<()> {
    let photo = [picture()?];
    let words = "示例数据：小区北门施工围挡外有积水，老人出行不便。";
    let at = moment(today, 9);
    let id = db.write(|tx| supervision::write_note(tx, &cast.deputy, at, project, words, &photo))?;
    let answer = "示例数据：已督促施工单位抽排，并铺设临时便道。";
    db.write(|tx| supervision::answer_note(tx, &cast.secretary, moment(today, 8), id, answer))?;
    let words = "示例数据：夜间施工噪声较大，请督促错峰。";
    db.write(|tx| supervision::write_note(tx, &cast.deputy, moment(today, 2), project, words, &photo))?;
    Ok(())
}

/// The daily duty of the days that went by.
fn catch_up(db: &Db, today: Date) -> anyhow::Result<()> {
    for days in (0..40).rev() {
        db.write(|tx| supervision::escalate_overdue(tx, moment(today, days)))?;
    }
    Ok(())
}
