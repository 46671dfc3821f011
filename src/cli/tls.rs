//! `piaojue tls hall NAME…`: https in a hall that no authority on the internet knows of.

use std::{path::PathBuf, process::ExitCode};

use clap::Subcommand;

use crate::{
    clock::Clock,
    config::{Settings, make_folder},
    db::Ts,
    files,
    terminal::tell,
    tls::{CertificateFiles, HallCertificate, Served},
    web::qr_for_a_terminal,
};

#[derive(Subcommand)]
pub enum TlsCommand {
    /// Make a certificate for a hall's server, and tell by what digits its devices know it.
    Hall {
        /// Under what the devices reach the server: a name or an address, the first one as it is printed.
        #[arg(required = true, value_name = "NAME|IP")]
        names: Vec<String>,
        /// How long it is good for.
        #[arg(long, default_value = "90")]
        days: u16,
        /// Where hall.crt and hall.key are written [default: the folder of the data].
        #[arg(long, value_name = "FOLDER")]
        into: Option<PathBuf>,
    },
}

pub fn tls(settings: &Settings, what: &TlsCommand) -> anyhow::Result<ExitCode> {
    let TlsCommand::Hall { names, days, into } = what;
    let folder = into.clone().unwrap_or_else(|| settings.data());
    let made = HallCertificate::made(names, Clock::default().now().day(), *days)?;
    make_folder(&folder)?;
    let (certificate, key) = (folder.join("hall.crt"), folder.join("hall.key"));
    for path in [&certificate, &key] {
        anyhow::ensure!(
            !path.exists(),
            "{} exists already: devices may trust it; move both files away first",
            path.display()
        );
    }
    files::write_new(&key, made.key.as_bytes())?;
    files::write_new(&certificate, made.chain.as_bytes())?;
    let facts = Served::read(CertificateFiles { certificate: certificate.clone(), key: key.clone() })?.facts();
    let host = names.first().map_or("", String::as_str);
    let address = format!("{}/hall-certificate.crt", settings.address_of(host));
    tell(format!(
        "wrote {} and {}, good until {}",
        certificate.display(),
        key.display(),
        Ts::from(facts.ends).to_page()
    ));
    tell(format!("serve it: PIAOJUE_TLS_CERT={} PIAOJUE_TLS_KEY={}", certificate.display(), key.display()));
    tell("the digits to compare (SHA-256), also on /secretariat/hall-certificate to print:");
    tell(format!("  server    {}", facts.fingerprint));
    if let Some(own) = &facts.own_root {
        tell(format!("  authority {} (devices install this one; its key is not kept)", own.fingerprint));
    }
    tell(format!("devices fetch it at {address}"));
    if let Some(code) = qr_for_a_terminal(&address) {
        tell(code);
    }
    Ok(ExitCode::SUCCESS)
}
