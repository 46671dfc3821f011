//! 使用说明: the steps of each audience in their order, as the program is today.

use serde::Serialize;

use crate::{
    web::{Ctx, Handled, Page, Path},
    word_enum,
};

word_enum! {
    /// Who is helped; the roles under their own names.
    Audience {
        Public = "public",
        Deputy = "deputy",
        Secretariat = "secretariat",
        Scrutineer = "scrutineer",
        Department = "department",
        Supervisor = "supervisor",
    }
}

impl Audience {
    /// The messages `help-<audience>-<step>` and `help-<audience>-<step>-how`.
    fn steps(self) -> &'static [&'static str] {
        match self {
            Self::Public => &[
                "candidates",
                "result",
                "receipt",
                "verify",
                "projects",
                "places",
                "supervision",
                "rate",
                "voice",
                "open-data",
                "large",
            ],
            Self::Deputy => &["sign-in", "check-in", "take", "vote", "receipt", "check", "lost", "rate", "supervise"],
            Self::Secretariat => &[
                "session",
                "account",
                "roll",
                "candidates",
                "method",
                "scrutineers",
                "rehearsal",
                "screen",
                "check-in",
                "issue",
                "open",
                "close",
                "slips",
                "paper",
                "round",
                "certificate",
                "announce",
                "corrigendum",
                "projects",
                "map",
                "board",
                "warnings",
                "supervise",
                "voices",
                "rate",
            ],
            Self::Scrutineer => {
                &["key", "slips", "cancel", "second", "paper", "open", "sign", "object", "corrigendum", "rate"]
            }
            Self::Department => {
                &["plan", "report", "places", "offline", "bulk", "warnings", "adjust", "follow-up", "voice"]
            }
            Self::Supervisor => &["board", "inspect", "open", "check", "close", "note"],
        }
    }
}

/// `/help/{audience}`
#[derive(Serialize)]
pub struct HelpPage {
    pub audience: Audience,
    pub audiences: &'static [Audience],
    pub steps: &'static [&'static str],
}

impl HelpPage {
    fn of(audience: Audience) -> Self {
        Self { audience, audiences: Audience::ALL, steps: audience.steps() }
    }
}

impl Page for HelpPage {
    const TEMPLATE: &'static str = "home/help.html";

    fn samples() -> Vec<Self> {
        Audience::ALL.iter().copied().map(Self::of).collect()
    }
}

pub async fn show_help(ctx: Ctx, audience: Path<Audience>) -> Handled {
    let audience = audience.into_inner();
    ctx.public(async move || Ok(HelpPage::of(audience))).await
}

/// `/help`
pub async fn show_public_help(ctx: Ctx) -> Handled {
    Ok(ctx.see_page(&format!("/help/{}", Audience::Public)))
}
