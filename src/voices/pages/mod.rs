//! The pages of messages.

mod desk;
mod group;
mod letters;
mod own;
mod public;
mod unit;
mod views;
mod write;

pub use desk::{
    VoiceDeskPage, VoicesDeskPage, save_voice_rules_page, settle_voice_words_page, show_desk_voice_picture,
    show_voice_desk, show_voices_desk, sort_voice_page,
};
pub use group::{GroupVoicePage, GroupVoicesPage, carry_on_voice_page, show_group_voice, show_group_voices};
pub use letters::{VoiceLettersPage, confirm_voice_letters, show_voice_letters, stop_voice_letters};
pub use own::{
    FindVoicePage, OwnVoicePage, VoiceErasedPage, erase_own_voice, export_own_voice, find_own_voice, move_own_voice,
    show_find_voice, show_own_voice, show_own_voice_picture,
};
pub use public::{
    VoicePage, VoicesPage, VoicesShown, public_voices, show_project_voices, show_voice, show_voice_picture,
    show_voices, voices_of_project,
};
pub use unit::{
    UnitVoicePage, UnitVoicesPage, answer_voice_page, show_unit_voice, show_unit_voice_picture, show_unit_voices,
};
pub use views::{BesideView, VoiceAnswerView, VoiceView};
pub use write::{VoiceFormPage, VoicePreviewPage, look_at_voice, send_voice, show_voice_form};
