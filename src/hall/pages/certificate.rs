//! 会场证书: what the devices of a hall install, and by what digits they know it.

use actix_web::{HttpResponse, http::header::CACHE_CONTROL};
use serde::Serialize;

use crate::{
    accounts::{As, Secretariat, Site},
    db::Ts,
    web::{Ctx, Handled, Page, PageError, Qr},
};

/// Where devices fetch it.
const FILE: &str = "/hall-certificate.crt";

#[derive(Serialize)]
pub struct ToInstall {
    pub address: String,
    pub qr: Qr,
    /// Of what is installed, digit pairs in groups that are read aloud.
    pub authority: Vec<String>,
    /// Of what a browser shows that warns.
    pub server: Vec<String>,
    pub names: String,
    pub until: String,
}

/// `/secretariat/hall-certificate`
#[derive(Serialize)]
pub struct HallCertificatePage {
    pub congress: String,
    pub certificate: Option<ToInstall>,
    /// Whether the address that people type begins with https.
    pub is_https: bool,
}

impl Page for HallCertificatePage {
    const TEMPLATE: &'static str = "hall/certificate.html";

    fn samples() -> Vec<Self> {
        let digits = "0A:1B:2C:3D:4E:5F:60:71:0A:1B:2C:3D:4E:5F:60:71:0A:1B:2C:3D:4E:5F:60:71:0A:1B:2C:3D:4E:5F:60:71";
        let certificate = Qr::of("https://192.168.1.10:8443/hall-certificate.crt").ok().map(|qr| ToInstall {
            address: "https://192.168.1.10:8443/hall-certificate.crt".into(),
            qr,
            authority: groups(digits),
            server: groups(digits),
            names: "192.168.1.10、<script>".into(),
            until: "2024-05-03 08:00".into(),
        });
        let page = |certificate, is_https| Self { congress: "<b>上城区人大".into(), certificate, is_https };
        vec![page(certificate, true), page(None, true), page(None, false)]
    }
}

/// Eight pairs a group: a line of a phone's.
fn groups(fingerprint: &str) -> Vec<String> {
    let pairs: Vec<&str> = fingerprint.split(':').collect();
    pairs.chunks(8).map(|group| group.join(" ")).collect()
}

pub async fn show_hall_certificate(ctx: Ctx, _who: As<Secretariat>, site: Site) -> Handled {
    let facts = ctx.services.certificate.as_ref().map(|served| served.facts());
    let certificate = match facts {
        Some(facts) => match &facts.own_root {
            Some(own) => {
                let address = format!("{}{FILE}", ctx.origin());
                Some(ToInstall {
                    qr: Qr::of(&address)?,
                    address,
                    authority: groups(&own.fingerprint),
                    server: groups(&facts.fingerprint),
                    names: facts.names.join("、"),
                    until: Ts::from(facts.ends).to_page(),
                })
            }
            None => None,
        },
        None => None,
    };
    ctx.show(&HallCertificatePage { congress: site.name.clone(), certificate, is_https: ctx.services.is_https() })
}

/// For a device to install; the same for every congress of the server.
pub async fn hall_certificate_file(ctx: Ctx) -> Handled {
    let facts = ctx.services.certificate.as_ref().map(|served| served.facts());
    let own = facts.and_then(|facts| facts.own_root).ok_or(PageError::NotFound)?;
    Ok(HttpResponse::Ok()
        .content_type("application/x-x509-ca-cert")
        .insert_header((CACHE_CONTROL, "no-cache"))
        .body(own.der))
}
