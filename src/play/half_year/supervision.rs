//! The group of a project that lags: follow-ups, an inspection, a deputy's notes.

use jiff::{ToSpan, civil::Date};

use super::{Cast, cast::Worker, moment};
use crate::{
    attachments::{self, Prepared},
    db::Db,
    ids::ProjectId,
    projects::{self, Project},
    supervision::{self, Body, InspectionForm, NewMember},
};

pub fn happens(db: &Db, cast: &Cast, project: &Project, today: Date) -> anyhow::Result<()> {
    follow(db, cast, cast.lead_of(project)?, project.id, today)?;
    inspect(db, cast, project.id, today)?;
    note(db, cast, project.id, today)?;
    catch_up(db, today)
}

/// One closed, one overdue, one escalated.
fn follow(db: &Db, cast: &Cast, lead: &Worker, project: ProjectId, today: Date) -> anyhow::Result<()> {
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
    db.write(|tx| supervision::answer(tx, &lead.person, moment(today, 35), id, "示例数据：已补设围挡。", &photo))?;
    db.write(|tx| supervision::check(tx, first, moment(today, 33), id, "示例数据：现场已核实。"))?;
    db.write(|tx| supervision::close(tx, second, moment(today, 32), id, "示例数据：同意销号。"))?;
    let finding = "示例数据：部分点位场地移交缓慢，请明确责任和时限。";
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
    Ok(attachments::prepare("示例照片.png", &out.into_inner())?)
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
    let words = "示例数据：施工围挡外有积水，老人出行不便。";
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
