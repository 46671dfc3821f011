//! 留言: what somebody says of a project, who may see it, and how far it has come.

use jiff::civil::Date;

use crate::{
    db::Ts,
    ids::{CongressId, FollowUpId, ProjectId, SubItemId, VoiceId},
    word_enum,
};

word_enum! {
    VoiceKind {
        Problem = "problem",
        Suggestion = "suggestion",
        Praise = "praise",
        Question = "question",
    }
}

word_enum! {
    /// Who may see it, beside its author and the secretariat.
    Sight {
        /// Nobody has looked at it yet.
        Waiting = "waiting",
        Public = "public",
        /// The unit answers it; nobody else reads it.
        Unit = "unit",
        /// 暂存
        Aside = "aside",
    }
}

word_enum! {
    /// 办理
    Course {
        Open = "open",
        Answered = "answered",
        /// 二次办理
        AskedAgain = "asked-again",
        AnsweredAgain = "answered-again",
        Withdrawn = "withdrawn",
    }
}

word_enum! {
    /// What the secretariat does with one.
    Sorting {
        Publish = "publish",
        /// To the unit alone.
        Pass = "pass",
        Aside = "aside",
        Undo = "undo",
    }
}

impl Sight {
    /// Where `sorting` leads to; `None` where it does not follow.
    fn after(self, sorting: Sorting) -> Option<Self> {
        match (self, sorting) {
            (Self::Waiting | Self::Unit | Self::Aside, Sorting::Publish) => Some(Self::Public),
            (Self::Waiting | Self::Public | Self::Aside, Sorting::Pass) => Some(Self::Unit),
            (Self::Waiting | Self::Public | Self::Unit, Sorting::Aside) => Some(Self::Aside),
            (Self::Aside, Sorting::Undo) => Some(Self::Waiting),
            _ => None,
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Voice {
    pub id: VoiceId,
    pub congress: CongressId,
    pub project: ProjectId,
    pub sub_item: Option<SubItemId>,
    /// In its congress, in the order of arrival.
    pub number: i32,
    pub kind: VoiceKind,
    pub words: String,
    pub sight: Sight,
    pub course: Course,
    /// Why not everybody sees it; empty otherwise.
    pub reason: String,
    /// It may come from a robot: nobody has looked at it yet.
    pub held: bool,
    /// What its author says against being put aside.
    pub objection: Option<String>,
    pub at: Ts,
    /// By when the unit is to answer, the second time anew.
    pub due: Date,
    pub follow_up: Option<FollowUpId>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Impossible {
    #[error("this does not follow from where it stands")]
    OutOfOrder,
    #[error("it was taken back")]
    Withdrawn,
}

impl Voice {
    /// Everybody sees it, and so may whatever belongs to it.
    pub fn is_public(&self) -> bool {
        self.sight == Sight::Public && self.course != Course::Withdrawn
    }

    /// The unit sees it.
    pub fn is_passed_on(&self) -> bool {
        matches!(self.sight, Sight::Public | Sight::Unit) && self.course != Course::Withdrawn
    }

    pub fn awaits_answer(&self) -> bool {
        matches!(self.course, Course::Open | Course::AskedAgain)
    }

    /// 1, or 2 once it was asked again.
    pub fn turn(&self) -> i32 {
        match self.course {
            Course::AskedAgain | Course::AnsweredAgain => 2,
            Course::Open | Course::Answered | Course::Withdrawn => 1,
        }
    }

    /// Days over the time, while it waits.
    pub fn days_late(&self, today: Date) -> i32 {
        if !self.awaits_answer() {
            return 0;
        }
        today.since(self.due).map_or(0, |span| span.get_days()).max(0)
    }

    /// Looked at by the secretariat; a reason where not everybody is to see it. Bringing it back settles an objection.
    pub fn sorted(self, sorting: Sorting, reason: String) -> Result<Self, Impossible> {
        if self.course == Course::Withdrawn {
            return Err(Impossible::Withdrawn);
        }
        let sight = self.sight.after(sorting).ok_or(Impossible::OutOfOrder)?;
        let objection = if sight == Sight::Aside { self.objection } else { None };
        Ok(Self { sight, reason, held: false, objection, ..self })
    }

    /// By the unit, while it waits for that.
    pub fn answered(self) -> Result<Self, Impossible> {
        match self.course {
            Course::Withdrawn => Err(Impossible::Withdrawn),
            Course::Open if self.is_passed_on() => Ok(Self { course: Course::Answered, ..self }),
            Course::AskedAgain if self.is_passed_on() => Ok(Self { course: Course::AnsweredAgain, ..self }),
            _ => Err(Impossible::OutOfOrder),
        }
    }

    /// 二次办理, once.
    pub fn asked_again(self, due: Date) -> Result<Self, Impossible> {
        match self.course {
            Course::Answered if self.is_passed_on() => Ok(Self { course: Course::AskedAgain, due, ..self }),
            Course::Withdrawn => Err(Impossible::Withdrawn),
            _ => Err(Impossible::OutOfOrder),
        }
    }

    /// By its author, until the unit has answered.
    pub fn withdrawn(self) -> Result<Self, Impossible> {
        match self.course {
            Course::Open => Ok(Self { course: Course::Withdrawn, ..self }),
            Course::Withdrawn => Err(Impossible::Withdrawn),
            Course::Answered | Course::AskedAgain | Course::AnsweredAgain => Err(Impossible::OutOfOrder),
        }
    }

    /// Against not being shown; once, until the secretariat has looked again.
    pub fn objected(self, words: String) -> Result<Self, Impossible> {
        match (self.sight, self.course) {
            (_, Course::Withdrawn) => Err(Impossible::Withdrawn),
            (Sight::Aside | Sight::Unit, _) if self.objection.is_none() => Ok(Self { objection: Some(words), ..self }),
            _ => Err(Impossible::OutOfOrder),
        }
    }
}

/// One as it may stand, for samples and tests.
pub fn sample() -> Voice {
    Voice {
        id: VoiceId::timeless(),
        congress: CongressId::new(),
        project: ProjectId::new(),
        sub_item: None,
        number: 7,
        kind: VoiceKind::Problem,
        words: "三幢的电梯停了<b>\n老人下不来".to_owned(),
        sight: Sight::Waiting,
        course: Course::Open,
        reason: String::new(),
        held: false,
        objection: None,
        at: Ts::default(),
        due: jiff::civil::date(2024, 7, 16),
        follow_up: None,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
    use jiff::civil::date;

    use super::*;

    fn shown() -> Voice {
        sample().sorted(Sorting::Publish, String::new()).unwrap()
    }

    #[test]
    fn only_what_the_secretariat_passed_on_is_answered_and_asked_again_once() {
        assert_eq!(sample().answered(), Err(Impossible::OutOfOrder));
        let answered = shown().answered().unwrap();
        assert_eq!(answered.clone().answered(), Err(Impossible::OutOfOrder));
        assert_eq!(answered.clone().withdrawn(), Err(Impossible::OutOfOrder));
        let again = answered.asked_again(date(2024, 8, 1)).unwrap();
        assert_eq!((again.turn(), again.due), (2, date(2024, 8, 1)));
        let done = again.answered().unwrap();
        assert_eq!(done.clone().asked_again(date(2024, 9, 1)), Err(Impossible::OutOfOrder));
        assert_eq!(done.answered(), Err(Impossible::OutOfOrder));
    }

    #[test]
    fn what_is_aside_is_nobodys_and_comes_back_with_its_course() {
        let aside = shown().answered().unwrap().sorted(Sorting::Aside, "含个人信息".into()).unwrap();
        assert!(!aside.is_public() && !aside.is_passed_on());
        let objected = aside.objected("不含".into()).unwrap();
        assert_eq!(objected.clone().objected("又".into()), Err(Impossible::OutOfOrder));
        let back = objected.sorted(Sorting::Publish, String::new()).unwrap();
        assert!(back.is_public());
        assert_eq!((back.course, back.objection), (Course::Answered, None));
        for sight in Sight::ALL {
            for sorting in Sorting::ALL {
                assert_ne!(sight.after(*sorting), Some(*sight), "{sight} {sorting}");
            }
        }
    }

    #[test]
    fn nothing_moves_what_was_taken_back_and_lateness_begins_the_day_after() {
        let gone = shown().withdrawn().unwrap();
        assert!(!gone.is_public());
        for moved in [
            gone.clone().answered(),
            gone.clone().withdrawn(),
            gone.clone().asked_again(date(2024, 8, 1)),
            gone.clone().objected("不".into()),
            gone.sorted(Sorting::Aside, "x".into()),
        ] {
            assert_eq!(moved, Err(Impossible::Withdrawn));
        }
        assert_eq!(shown().days_late(date(2024, 7, 16)), 0);
        assert_eq!(shown().days_late(date(2024, 9, 1)), 47);
        assert_eq!(shown().answered().unwrap().days_late(date(2024, 9, 1)), 0);
    }
}
