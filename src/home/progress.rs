//! 征集 to 测评: the stages, and how far each has come.

use crate::{ratings::Standing, word_enum};

/// What is on record of a session, as far as the public may know it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    pub candidates: u32,
    pub review: Review,
    /// Seats of the adopted method.
    pub seats: Option<u32>,
    /// The state of the newest round, in the word of its column.
    pub round: Option<String>,
    /// The tally certificate was signed and confirmed.
    pub certified: bool,
    pub announced: bool,
    /// Announced projects.
    pub projects: u32,
    /// Follow-ups of these.
    pub follow_ups: u32,
    /// Whether the public rates, has rated, or will.
    pub rating: Option<Standing>,
}

/// 人大常委会审议.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Review {
    #[default]
    Missing,
    /// The adopted method asks for none.
    NotRequired,
    /// The day it took place.
    On(String),
}

word_enum! {
    StageKind {
        Proposals = "proposals",
        Screening = "screening",
        Review = "review",
        Vote = "vote",
        Announcement = "announcement",
        Progress = "progress",
        Supervision = "supervision",
        Rating = "rating",
    }
}

word_enum! {
    StageState {
        Done = "done",
        Now = "now",
        Next = "next",
    }
}

/// One stage with what is to be said of it: the message `home-<kind>-<note>`.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Stage {
    pub kind: StageKind,
    pub state: StageState,
    pub note: &'static str,
    pub count: u32,
    pub date: String,
    /// Where it is to be read about, once there is anything.
    pub href: Option<&'static str>,
}

/// All stages in their order. The first that is not done is the present one; beside the work, supervision and rating may
/// go on as well.
pub fn stages(progress: &Progress) -> Vec<Stage> {
    let has_list = progress.candidates > 0;
    let reviewed = progress.review != Review::Missing;
    let voted = progress.certified || progress.announced;
    let promoted = progress.announced && progress.projects > 0;
    let done = [has_list, has_list, reviewed, voted, progress.announced, false, false, false];
    let present = done.iter().position(|done| !done).unwrap_or(done.len());
    StageKind::ALL
        .iter()
        .zip(done)
        .enumerate()
        .map(|(at, (&kind, is_done))| {
            let (note, count) = match kind {
                StageKind::Proposals if has_list => ("done", 0),
                StageKind::Screening if has_list => ("done", progress.candidates),
                StageKind::Review => (review_note(&progress.review), 0),
                StageKind::Vote => (vote_note(progress, voted), 0),
                StageKind::Announcement if progress.announced => ("done", 0),
                StageKind::Progress if promoted => ("promoted", progress.projects),
                StageKind::Supervision if promoted && progress.follow_ups > 0 => ("under-way", progress.follow_ups),
                StageKind::Rating if promoted && progress.rating == Some(Standing::Open) => ("under-way", 0),
                StageKind::Rating if promoted && progress.rating == Some(Standing::Over) => ("over", 0),
                _ if at == present => ("now", 0),
                _ => ("next", 0),
            };
            let state = match (at, is_done, note) {
                (at, ..) if at == present => StageState::Now,
                (_, true, _) | (.., "over") => StageState::Done,
                (.., "under-way") => StageState::Now,
                _ => StageState::Next,
            };
            let date = match (&kind, &progress.review) {
                (StageKind::Review, Review::On(day)) => day.clone(),
                _ => String::new(),
            };
            Stage { kind, state, note, count, date, href: href(kind, progress) }
        })
        .collect()
}

fn href(kind: StageKind, progress: &Progress) -> Option<&'static str> {
    let promoted = progress.announced && progress.projects > 0;
    let (there, at) = match kind {
        StageKind::Proposals => (true, "/proposals"),
        StageKind::Screening | StageKind::Review => (progress.candidates > 0, "/candidates"),
        StageKind::Vote | StageKind::Announcement => (progress.announced, "/results"),
        StageKind::Progress => (promoted, "/projects"),
        StageKind::Supervision => (promoted, "/projects/supervision"),
        StageKind::Rating => (promoted, "/ratings"),
    };
    there.then_some(at)
}

fn review_note(review: &Review) -> &'static str {
    match review {
        Review::Missing => "missing",
        Review::NotRequired => "not-required",
        Review::On(_) => "done",
    }
}

/// What is happening with the vote; a state that is not for the public says no more than that it goes on.
fn vote_note(progress: &Progress, voted: bool) -> &'static str {
    match progress.round.as_deref() {
        _ if voted => "done",
        None if progress.seats.is_none() => "no-method",
        None | Some("preparing") => "next",
        Some("issuing") => "issuing",
        Some("voting") => "voting",
        Some("closed") => "closed",
        Some("counting") => "counting",
        Some("counted") => "counted",
        Some("void") => "void",
        Some(_) => "under-way",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn states(progress: &Progress) -> Vec<&'static str> {
        stages(progress).into_iter().map(|stage| stage.state.word()).collect()
    }

    fn imported() -> Progress {
        Progress { candidates: 12, ..Progress::default() }
    }

    #[test]
    fn nothing_on_record_is_the_very_beginning() {
        assert_eq!(states(&Progress::default()), ["now", "next", "next", "next", "next", "next", "next", "next"]);
    }

    #[test]
    fn each_act_moves_the_present_stage_on() {
        let reviewed = Progress { review: Review::On("2024-01-18".to_owned()), ..imported() };
        let certified = Progress { certified: true, round: Some("counted".to_owned()), ..reviewed.clone() };
        let announced = Progress { announced: true, projects: 10, ..certified.clone() };
        for (progress, present) in [
            (imported(), StageKind::Review),
            (Progress { review: Review::NotRequired, ..imported() }, StageKind::Vote),
            (reviewed, StageKind::Vote),
            (certified, StageKind::Announcement),
            (announced, StageKind::Progress),
        ] {
            let stages = stages(&progress);
            let now: Vec<_> = stages.iter().filter(|stage| stage.state == StageState::Now).collect();
            assert_eq!(now.len(), 1, "{progress:?}");
            assert_eq!(now[0].kind, present, "{progress:?}");
        }
    }

    #[test]
    fn what_goes_on_beside_the_work_is_not_said_to_have_not_begun() {
        let mut progress = Progress { announced: true, projects: 10, ..imported() };
        progress.review = Review::NotRequired;
        progress.certified = true;
        let beside = |progress: &Progress| {
            let stages = stages(progress);
            assert_eq!((stages[5].kind, stages[5].state), (StageKind::Progress, StageState::Now), "the work goes on");
            [6, 7].map(|at| (stages[at].state.word(), stages[at].note))
        };
        assert_eq!(beside(&progress), [("next", "next"), ("next", "next")]);
        progress.follow_ups = 2;
        progress.rating = Some(Standing::Ahead);
        assert_eq!(beside(&progress), [("now", "under-way"), ("next", "next")]);
        progress.rating = Some(Standing::Open);
        assert_eq!(beside(&progress), [("now", "under-way"), ("now", "under-way")]);
        progress.rating = Some(Standing::Over);
        assert_eq!(beside(&progress), [("now", "under-way"), ("done", "over")]);
    }

    #[test]
    fn a_missing_review_stays_the_present_stage_though_the_vote_has_begun() {
        let progress = Progress { seats: Some(10), round: Some("voting".to_owned()), ..imported() };
        assert_eq!(states(&progress), ["done", "done", "now", "next", "next", "next", "next", "next"]);
    }

    #[test]
    fn the_vote_says_what_its_newest_round_is_doing() {
        let mut progress = Progress { review: Review::NotRequired, ..imported() };
        let note = |progress: &Progress| stages(progress)[3].note;
        assert_eq!(note(&progress), "no-method");
        progress.seats = Some(10);
        assert_eq!(note(&progress), "next");
        for state in ["issuing", "voting", "closed", "counting", "counted", "void"] {
            progress.round = Some(state.to_owned());
            assert_eq!(note(&progress), state);
        }
        progress.certified = true;
        assert_eq!(note(&progress), "done");
    }
}
