//! Readers who all come at once, each from an address of their own, with the compression that browsers ask for.

use std::{net::Ipv4Addr, path::Path, time::Duration};

use reqwest::{Client, Url, header};

use super::{
    Rush,
    latency::by_the_clock,
    report::{Phase, Report},
    served::Served,
};
use crate::app;

pub async fn rush(folder: &Path, rush: &Rush) -> anyhow::Result<Report> {
    let (served, base) = match &rush.url {
        Some(url) => (None, url.trim_end_matches('/').to_owned()),
        None => {
            let served = Served::begins(folder, &["demo", "--stage", "tracking"], &[])?;
            let base = served.base.clone();
            (Some(served), base)
        }
    };
    if !rush.elsewhere {
        is_this_machine(&base)?;
    }
    // As the readers' browsers behind a few hundred lines of a proxy.
    let client = Client::builder().no_proxy().pool_max_idle_per_host(256).timeout(Duration::from_secs(60)).build()?;
    let within = Duration::from_secs(rush.within);
    let readers: Vec<u32> = (0..u32::try_from(rush.readers)?).collect();
    let (seen, _) = by_the_clock(within, readers, |number| {
        let (client, base, paths) = (client.clone(), base.clone(), rush.path.clone());
        async move {
            let from = Ipv4Addr::from(u32::from(Ipv4Addr::new(100, 64, 0, 0)) + number);
            for path in paths {
                let asked = client
                    .get(format!("{base}{path}"))
                    .header(header::ACCEPT_ENCODING, "gzip")
                    .header("X-Forwarded-For", from.to_string());
                let answer = asked.send().await?;
                anyhow::ensure!(answer.status().is_success(), "{path} answered {}", answer.status());
                let _ = answer.bytes().await?;
            }
            Ok(())
        }
    })
    .await?;
    let server = served.as_ref().and_then(Served::cost);
    let phases = vec![Phase { waiting: seen.waiting("read", within)?, server }];
    Ok(Report { scenario: "public-rush".to_owned(), database: None, cores: app::workers(), phases, lost: None })
}

/// Nobody measures a server that others use by mistake.
pub fn is_this_machine(base: &str) -> anyhow::Result<()> {
    let url = Url::parse(base)?;
    let host = url.host_str().unwrap_or_default().trim_matches(['[', ']']).to_owned();
    let local = host == "localhost" || host.parse().is_ok_and(|address: std::net::IpAddr| address.is_loopback());
    anyhow::ensure!(local, "{host} is not this machine: --elsewhere measures it all the same");
    Ok(())
}
