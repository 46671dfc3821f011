//! A scrutineer's work: keeping the seed, opening the box together.

mod electing;
mod home;
mod opening;

pub use electing::{SignElectionPage, show_sign_election, sign_election};
pub use home::{NotAppointedPage, ScrutineerHome, sample_request, scrutineer_home, scrutineer_home_again};
pub use opening::{OpenBoxPage, box_caps, box_file, encrypted_tally_file, open_box, report_second_box, show_open_box};

use actix_web::{HttpResponse, http::header::CACHE_CONTROL};

use crate::{
    accounts::Person,
    congress::{self, Session},
    db::Conn,
    scrutineers::{self, Scrutineer},
    web::PageError,
};

pub(super) fn of_account(conn: &mut Conn, person: &Person) -> Result<(Scrutineer, Session), PageError> {
    let scrutineer = scrutineers::scrutineer_of_account(conn, person.id)?.ok_or(PageError::NotFound)?;
    let session = congress::session_by_id(conn, scrutineer.session)?;
    Ok((scrutineer, session))
}

fn json(bytes: Vec<u8>) -> HttpResponse {
    HttpResponse::Ok().content_type("application/json").insert_header((CACHE_CONTROL, "no-store")).body(bytes)
}
