//! The form of a message, and what of it makes sense.

use serde::{Deserialize, Serialize};

use super::voice::VoiceKind;
use crate::{
    guests::{LONGEST_CONTACT, SentWith, on_lines, on_one_line},
    ids::SubItemId,
    projects::Tracked,
};

pub const LONGEST_WORDS: usize = 800;
const SHORTEST_WORDS: usize = 4;

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct VoiceForm {
    #[serde(default)]
    pub kind: String,
    /// Empty for the project as a whole.
    #[serde(default)]
    pub sub_item: String,
    #[serde(default)]
    pub words: String,
    #[serde(default)]
    pub contact: String,
    #[serde(default)]
    pub consent: String,
    /// Seen by nobody; only a program fills it in.
    #[serde(default)]
    pub website: String,
    #[serde(default)]
    pub challenge: String,
    #[serde(default)]
    pub work: String,
    /// By which the photos of the form are known.
    #[serde(default)]
    pub photos: String,
    #[serde(default, rename = "do")]
    pub act: String,
}

#[derive(Clone, Debug)]
pub struct Checked {
    pub kind: VoiceKind,
    pub sub_item: Option<SubItemId>,
    pub words: String,
    pub contact: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum VoiceFault {
    #[error("no kind")]
    NoKind,
    #[error("no such sub-item")]
    NoSubItem,
    #[error("too few words")]
    ShortWords,
    #[error("too many words: {0}")]
    LongWords(usize),
    #[error("a contact that is too long")]
    LongContact,
    #[error("a contact without consent")]
    NoConsent,
}

impl VoiceForm {
    pub fn sent_with(&self) -> SentWith<'_> {
        SentWith { challenge: &self.challenge, work: &self.work, website: &self.website }
    }

    pub fn checked(&self, tracked: &Tracked) -> Result<Checked, Vec<VoiceFault>> {
        let kind: Option<VoiceKind> = self.kind.parse().ok();
        let chosen = tracked.project.sub_items.iter().find(|item| item.id.to_string() == self.sub_item);
        let (words, contact) = (on_lines(&self.words), on_one_line(&self.contact));
        let (visible, count) = (words.chars().filter(|c| c.is_alphanumeric()).count(), words.chars().count());
        let faults: Vec<VoiceFault> = [
            kind.is_none().then_some(VoiceFault::NoKind),
            (!self.sub_item.is_empty() && chosen.is_none()).then_some(VoiceFault::NoSubItem),
            (visible < SHORTEST_WORDS).then_some(VoiceFault::ShortWords),
            (count > LONGEST_WORDS).then_some(VoiceFault::LongWords(count)),
            (contact.chars().count() > LONGEST_CONTACT).then_some(VoiceFault::LongContact),
            (!contact.is_empty() && self.consent != "yes").then_some(VoiceFault::NoConsent),
        ]
        .into_iter()
        .flatten()
        .collect();
        let contact = Some(contact).filter(|contact| !contact.is_empty());
        match kind {
            Some(kind) if faults.is_empty() => {
                Ok(Checked { kind, sub_item: chosen.map(|item| item.id), words, contact })
            }
            _ => Err(faults),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
    use super::*;
    use crate::projects::samples;

    #[test]
    fn every_fault_is_named_at_once() {
        let [_, tracked] = samples::tracked();
        let wrong = VoiceForm {
            sub_item: "x".to_owned(),
            words: "\u{200b} 好".to_owned(),
            contact: "13857112345".to_owned(),
            ..VoiceForm::default()
        };
        assert_eq!(
            wrong.checked(&tracked).unwrap_err(),
            [VoiceFault::NoKind, VoiceFault::NoSubItem, VoiceFault::ShortWords, VoiceFault::NoConsent],
        );
        let long = VoiceForm { kind: "praise".to_owned(), words: "好".repeat(801), ..VoiceForm::default() };
        assert_eq!(long.checked(&tracked).unwrap_err(), [VoiceFault::LongWords(801)]);
        let item = tracked.project.sub_items[0].id;
        let right = VoiceForm { sub_item: item.to_string(), words: "电梯很好".to_owned(), ..long };
        assert_eq!(right.checked(&tracked).unwrap().sub_item, Some(item));
    }
}
