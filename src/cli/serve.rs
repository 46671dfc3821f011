//! `piaojue serve`

use std::{net::TcpListener, process::ExitCode};

use super::{
    doctor::{certificate_faults, unreached},
    open_database,
};
use crate::{
    app::{self, Setup, Started},
    clock::Clock,
    config::{Config, Settings},
    hooks::Hooks,
    terminal::tell,
    tls,
    web::{HashingCost, Views},
};

pub fn serve(settings: &Settings) -> anyhow::Result<ExitCode> {
    let config = Config::to_work(settings)?;
    let db = open_database(&config)?;
    db.check_whole()?;
    let db = if config.read_only { db.only_to_read() } else { db };
    let metrics = config.metrics.map(TcpListener::bind).transpose()?;
    let listener = TcpListener::bind(config.listen)?;
    let address = listener.local_addr()?;
    let certificate = config.certificate.map(tls::Served::read).transpose()?;
    let scheme = if certificate.is_some() { "https" } else { "http" };
    let base_url = config.base_url.clone().unwrap_or_else(|| format!("{scheme}://{address}"));
    if let Some(warning) = unreached(&base_url) {
        tell(warning);
    }
    if let Some(certificate) = &certificate {
        for fault in certificate_faults(&certificate.facts(), &base_url, Clock::default().now().timestamp()) {
            tell(format!("warning: {fault}"));
        }
    }
    let setup = Setup {
        db,
        views: Views::load()?,
        clock: Clock::default(),
        secret: config.secret,
        password_cost: HashingCost::FULL,
        base_url,
        certificate: certificate.clone(),
        proxies: config.proxies,
        mailer: config.mailer,
        hooks: Hooks::new(config.webhook_hosts),
        security_contact: config.security_contact,
        demo: None,
        workers: app::workers(),
    };
    actix_web::rt::System::new().block_on(async move {
        let Started { server, services, requests } = app::start(setup, listener)?;
        if let Some(listener) = metrics {
            tell(format!("figures at http://{}/metrics", listener.local_addr()?));
            actix_web::rt::spawn(app::serve_metrics(listener, services.clone(), requests)?);
        }
        tell(format!("listening on {scheme}://{address}"));
        let showing = certificate.map(|certificate| actix_web::rt::spawn(app::keep_certificate(certificate)));
        let forwarding = config
            .syslog
            .filter(|_| !config.read_only)
            .map(|server| actix_web::rt::spawn(app::keep_forwarding(services.clone(), server)));
        let tidying = actix_web::rt::spawn(app::keep_up(services.clone()));
        let writing = actix_web::rt::spawn(app::keep_writing(services.clone()));
        let calling = actix_web::rt::spawn(app::keep_calling(services.clone()));
        server.await?;
        tidying.abort();
        writing.abort();
        for task in [showing, forwarding].into_iter().flatten() {
            task.abort();
        }
        calling.abort();
        if !config.read_only {
            services.db.checkpoint()?;
        }
        anyhow::Ok(())
    })?;
    Ok(ExitCode::SUCCESS)
}
