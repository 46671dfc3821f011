//! What residents said on site.

use core::net::Ipv4Addr;

use jiff::ToSpan;

use super::{Cast, moment};
use crate::{
    congress::Session,
    db::{Db, Ts},
    projects::{self, Standing},
    ratings::{self, GivenRating, Mark, Rater, Settled, Sign},
    web::{Secret, Visitor},
};

/// What residents said on site in the month before, the same in every demonstration: some projects are liked better.
pub fn rate(db: &Db, secret: &Secret, cast: &Cast, session: &Session, now: Ts) -> anyhow::Result<()> {
    let today = now.day();
    let day = |days: i64| today.checked_add(days.days()).unwrap_or(today).to_string();
    let days = [day(-30), day(30)];
    db.write(|tx| {
        let [from, to] = [days[0].as_str(), days[1].as_str()];
        ratings::set_period(tx, &cast.secretary, moment(today, 30), session.congress, session.year, [from, to])
    })?;
    let promoted = db.read(|conn| {
        let of_the_session = projects::projects(conn, session.id)?;
        projects::tracked(conn, of_the_session)
    })?;
    let running = promoted.iter().filter(|tracked| tracked.standing() == Standing::Running);
    for (place, project) in (0_u32..).zip(running.map(|tracked| &tracked.project)) {
        let edition = db.write(|tx| ratings::renew_sign(tx, &cast.secretary, moment(today, 30), project.id))?;
        let sign = Sign::of(secret, project.id, edition);
        for number in 0..30 + 7 * place {
            let mark = match (number * 7 + place) % 10 {
                at if at < 8 - place % 6 => Mark::Satisfied,
                at if at < 9 => Mark::Basically,
                _ => Mark::Dissatisfied,
            };
            let remark = match (number, mark) {
                (0..2, Mark::Satisfied) => "示例数据：离家近，很方便。",
                (0..2, Mark::Basically | Mark::Dissatisfied) => "示例数据：希望施工时少一些噪声。",
                _ => "",
            };
            let given = GivenRating {
                project: project.id,
                sign: sign.as_str().to_owned(),
                rater: Some(Rater::new()),
                visitor: Visitor::at(Ipv4Addr::from(0xC633_6400 + number).into()),
                mark: mark.word().to_owned(),
                remark: remark.to_owned(),
            };
            let at = moment(today, i64::from(number % 28) + 1);
            db.write(|tx| ratings::rate(tx, secret, at, session.congress, &given))?;
        }
    }
    let waiting = db.read(|conn| ratings::remarks_waiting(conn, session.congress, today))?;
    for (place, (project, id)) in waiting.into_iter().step_by(3).enumerate() {
        let answer = if place == 0 { "示例数据：已转责任单位，谢谢您的意见。" } else { "" };
        let settled = Settled::Released { answer };
        db.write(|tx| ratings::settle_remark(tx, &cast.secretary, now, id, settled))?;
        // Some are answered by the unit itself.
        let lead = promoted.iter().find(|tracked| tracked.project.id == project && place % 2 == 1);
        if let Some(tracked) = lead {
            let unit = &cast.lead_of(&tracked.project)?.person;
            let answer = "示例数据：已与施工单位约定，早八点以前、晚六点以后不施工。";
            db.write(|tx| ratings::answer_remark(tx, unit, now, id, answer))?;
        }
    }
    db.write(|tx| ratings::end_the_day(tx, now))?;
    Ok(())
}
