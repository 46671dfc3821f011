//! From a line of the result to the project that it became.

use crate::{
    accounts::Site,
    candidates,
    projects::{self, subject::Subject},
    web::{Ctx, Handled, PageError, Path},
};

pub async fn show_chosen(ctx: Ctx, site: Site, line: Path<(i32, i32)>) -> Handled {
    // the year, and the candidate's number on the paper
    let (year, number) = line.into_inner();
    let project = ctx
        .read(move |conn| {
            let mut projects = projects::store::public_projects(conn, site.congress)?;
            projects.retain(|project| project.year == year);
            for project in projects {
                let candidate = candidates::candidates_by_id(conn, &[project.candidate])?.pop();
                if candidate.is_some_and(|candidate| candidate.number == number) {
                    return Ok(project.id);
                }
            }
            Err(PageError::NotFound)
        })
        .await?;
    Ok(ctx.see_page(&Subject::Project(project).path()))
}
