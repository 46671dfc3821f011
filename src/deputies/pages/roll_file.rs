//! The roll as a file: what the import reads, and who is there.

use super::back_room::read_session;
use crate::{
    accounts::{As, Secretariat},
    deputies::{attendance::Attendance, deputy::Deputy, store},
    web::{Cell, Ctx, Handled, PageError, Path, Table, TableFormat, blocking, download},
};

/// `/secretariat/roll/files/roll.csv` and `roll.xlsx`
pub async fn roll_file(ctx: Ctx, who: As<Secretariat>, name: Path<String>) -> Handled {
    let Some(("roll", format)) = TableFormat::of_name(&name) else { return Err(PageError::NotFound) };
    let (_, deputies) = read_session(&ctx, &who.person, |conn, session| store::deputies(conn, session.id)).await?;
    let bytes = blocking(move || table(&deputies).bytes(format)).await?;
    Ok(download(&name, format.content_type(), bytes))
}

fn table(deputies: &[Deputy]) -> Table {
    let head = vec!["代表证号", "姓名", "代表团", "手机号", "座位号", "备注", "出席", "请假原因"];
    let row = |deputy: &Deputy| -> Vec<Cell> {
        let attendance = match deputy.attendance {
            Attendance::Absent => "未签到",
            Attendance::Excused => "请假",
            Attendance::Present => "已签到",
        };
        vec![
            deputy.certificate_no.as_str().into(),
            deputy.name.as_str().into(),
            deputy.delegation.name.as_str().into(),
            deputy.phone.clone().into(),
            deputy.seat.clone().into(),
            deputy.note.clone().into(),
            attendance.into(),
            deputy.leave_reason.clone().into(),
        ]
    };
    Table { sheet: "代表名册", head, rows: deputies.iter().map(row).collect() }
}
