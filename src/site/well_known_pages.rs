//! What programs ask of every site: robots.txt, the site map, whom to tell of a hole.

use std::collections::BTreeSet;

use actix_web::{HttpResponse, http::header::CACHE_CONTROL};
use jiff::ToSpan;

use crate::{
    accounts::Site,
    db::Conn,
    projects::{self, Subject},
    web::{Ctx, Handled, Lang, PageError, blocking},
};

fn plain(text: String) -> HttpResponse {
    HttpResponse::Ok().content_type("text/plain; charset=utf-8").insert_header((CACHE_CONTROL, "no-cache")).body(text)
}

/// Search engines are welcome to all that is public, and need not knock where one signs in.
pub async fn robots(ctx: Ctx) -> Handled {
    let closed = [
        "/sign-in",
        "/password",
        "/second-factor",
        "/sign-ins",
        "/deputy",
        "/secretariat",
        "/scrutineer",
        "/department",
        "/supervisor",
        "/auditor",
        "/admin",
        "/following/",
        "/p/",
        "/v/",
        "/screen",
    ];
    let mut text = "User-agent: *\n".to_owned();
    for path in closed {
        text.push_str(&format!("Disallow: {path}\n"));
    }
    text.push_str(&format!("\nSitemap: {}/sitemap.xml\n", ctx.origin()));
    Ok(plain(text))
}

/// Pages that are there for everybody, in the order of what people look for.
fn addresses(conn: &mut Conn, site: Option<&Site>) -> Result<Vec<String>, PageError> {
    let mut found: Vec<String> = [
        "/",
        "/candidates",
        "/results",
        "/projects",
        "/open-data",
        "/help",
        "/proposals",
        "/proposals/funnel",
        "/proposals/clock",
    ]
    .map(ToOwned::to_owned)
    .to_vec();
    let Some(site) = site else { return Ok(found) };
    let all = projects::public_projects(conn, site.congress)?;
    if all.is_empty() {
        return Ok(found);
    }
    found.extend(
        ["/projects/places", "/projects/supervision", "/projects/follow", "/ratings", "/voices", "/years"]
            .map(ToOwned::to_owned),
    );
    let years: BTreeSet<i32> = all.iter().map(|project| project.year).collect();
    for year in years.into_iter().rev() {
        found.extend([
            format!("/years/{year}"),
            format!("/results/{year}"),
            format!("/reports/{year}"),
            format!("/reports/{year}/half-year"),
        ]);
    }
    found.extend(all.iter().map(|project| Subject::Project(project.id).path()));
    Ok(found)
}

/// Every address in both languages (sitemaps.org).
pub async fn sitemap(ctx: Ctx, site: Option<Site>) -> Handled {
    let (services, origin) = (ctx.services.clone(), ctx.origin().to_owned());
    let build = async || {
        let found = blocking(move || services.db.read(|conn| addresses(conn, site.as_ref()))).await?;
        let mut xml = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" \
             xmlns:xhtml=\"http://www.w3.org/1999/xhtml\">\n"
            .to_owned();
        for path in found {
            let at = |lang: Lang| if lang == Lang::default() { String::new() } else { format!("?lang={}", lang.tag()) };
            let links: String = Lang::ALL
                .into_iter()
                .map(|lang| {
                    let (tag, href) = (lang.tag(), format!("{origin}{path}{}", at(lang)));
                    format!("<xhtml:link rel=\"alternate\" hreflang=\"{tag}\" href=\"{href}\"/>")
                })
                .collect();
            xml.push_str(&format!("<url><loc>{origin}{path}</loc>{links}</url>\n"));
        }
        xml.push_str("</urlset>\n");
        Ok(xml.into_bytes())
    };
    let (mut answer, body) = ctx.public_data("application/xml; charset=utf-8", build).await?;
    Ok(answer.body(body))
}

/// RFC 9116. Who runs the site may name where to tell of a hole; else the help says whom to ask.
pub async fn security_txt(ctx: Ctx) -> Handled {
    let contact = ctx.services.security_contact.clone();
    let contact = contact.unwrap_or_else(|| format!("{}/help/public", ctx.origin()));
    let ends = ctx.today().first_of_month().checked_add(7.months()).map_err(PageError::internal)?;
    Ok(plain(format!(
        "Contact: {contact}\nExpires: {ends}T00:00:00Z\nPreferred-Languages: zh, en\nCanonical: {}/.well-known/security.txt\n",
        ctx.origin()
    )))
}
