//! 更正, as the secretariat draws it up.

use serde::Serialize;

use super::{
    actions,
    corrigendum::{Correction, Corrigendum},
    result_pages::{CorrigendumLine, in_force, sample_corrigendum},
};
use crate::{
    accounts::{As, Secretariat, Site},
    db::Conn,
    documents::{self, DocumentKind, SignatureLine, SignedDocument, SignerLine, signature_lines},
    ids::{CongressId, DocumentId},
    scrutineers,
    web::{Ctx, Form, Handled, Message, Page, PageError, Path},
};

/// One that is drawn up, and how far it has come.
#[derive(Clone, Serialize)]
pub struct PendingCorrigendum {
    pub id: String,
    pub corrigendum: CorrigendumLine,
    pub signatures: Vec<SignatureLine>,
    /// The same, as far as they can still be asked for.
    pub signers: Vec<SignerLine>,
    pub ready: bool,
}

/// `/secretariat/certificates/{id}/corrigenda`
#[derive(Serialize)]
pub struct CorrigendaPage {
    pub certificate: String,
    pub number: String,
    pub hash: String,
    pub in_force: Vec<CorrigendumLine>,
    pub pending: Option<PendingCorrigendum>,
    pub typed: Correction,
}

impl Page for CorrigendaPage {
    const TEMPLATE: &'static str = "tally/corrigenda.html";

    fn samples() -> Vec<Self> {
        let page = |in_force, pending| Self {
            certificate: "c".into(),
            number: "2024-1".into(),
            hash: "03d66dd0".repeat(8),
            in_force,
            pending,
            typed: Correction { place: "<script>".into(), ..Correction::default() },
        };
        let pending = |ready: bool| {
            let signed = |chief, at: Option<&str>| SignatureLine {
                name: "<b>陈志强".into(),
                chief,
                signed: at.map(ToOwned::to_owned),
                objected: false,
                unable: None,
            };
            Some(PendingCorrigendum {
                id: "x".into(),
                corrigendum: sample_corrigendum(),
                signatures: vec![
                    signed(true, Some("2024-02-05 09:00")),
                    signed(false, ready.then_some("2024-02-05 09:05")),
                ],
                signers: vec![
                    SignerLine { id: "s".into(), name: "<b>陈志强".into(), ..SignerLine::default() },
                    SignerLine { unable_waits: Some("<b>密钥丢失".into()), ..SignerLine::default() },
                ],
                ready,
            })
        };
        vec![page(Vec::new(), None), page(vec![sample_corrigendum()], pending(false)), page(Vec::new(), pending(true))]
    }
}

fn corrigenda_page(conn: &mut Conn, congress: CongressId, id: DocumentId) -> Result<CorrigendaPage, PageError> {
    let (certificate, _) = documents::of_congress(conn, congress, id)?;
    if certificate.kind != DocumentKind::Certificate || certificate.confirmed().is_none() {
        return Err(PageError::NotFound);
    }
    let pending = match documents::about(conn, id)?.into_iter().find(SignedDocument::is_drafted) {
        None => None,
        Some(pending) => {
            let signers = pending.paper::<Corrigendum>()?.signers;
            let said = documents::said(conn, pending.id)?;
            let signatures = signature_lines(&signers, &said);
            let appointed = scrutineers::scrutineers(conn, pending.session)?;
            let signers = documents::signer_lines(&appointed, &said, |one| said.signed(one.id));
            Some(PendingCorrigendum {
                id: pending.id.to_string(),
                corrigendum: CorrigendumLine::of(&pending)?,
                ready: signatures.iter().all(|line| line.signed.is_some() || line.unable.is_some())
                    && signatures.iter().any(|line| line.signed.is_some()),
                signatures,
                signers,
            })
        }
    };
    Ok(CorrigendaPage {
        certificate: id.to_string(),
        number: certificate.number,
        hash: certificate.hash.to_string(),
        in_force: in_force(conn, id)?,
        pending,
        typed: Correction::default(),
    })
}

pub async fn show_corrigenda(ctx: Ctx, _by: As<Secretariat>, site: Site, id: Path<DocumentId>) -> Handled {
    let page = ctx.read(move |conn| corrigenda_page(conn, site.congress, *id)).await?;
    ctx.show(&page)
}

/// The page again, with what stood in the way and what was typed.
pub async fn corrigenda_again(ctx: &Ctx, site: &Site, id: DocumentId, typed: Correction, wrong: &[Message]) -> Handled {
    let congress = site.congress;
    let page = ctx.read(move |conn| corrigenda_page(conn, congress, id)).await?;
    ctx.again(&CorrigendaPage { typed, ..page }, wrong)
}

/// Draws a corrigendum up.
pub async fn draft_corrigendum(
    ctx: Ctx,
    by: As<Secretariat>,
    site: Site,
    id: Path<DocumentId>,
    form: Form<Correction>,
) -> Handled {
    let (id, congress) = (*id, site.congress);
    ctx.read(move |conn| documents::of_congress(conn, congress, id)).await?;
    ctx.act((by, site), form, move |tx, (by, _), at, typed| actions::correct(tx, &by.person.actor(), at, id, typed))
        .then(corrigenda_of(id), "corrigendum-drafted")
        .or_again(move |conn, (_, site), typed| {
            Ok(CorrigendaPage { typed, ..corrigenda_page(conn, site.congress, id)? })
        })
        .await
}

/// Where the secretariat finds the corrigenda of a certificate.
pub fn corrigenda_of(certificate: DocumentId) -> String {
    format!("/secretariat/certificates/{certificate}/corrigenda")
}
