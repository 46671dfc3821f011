//! The rules of a congress by which its projects are followed: one document a version, and what stands until the first.

use std::fmt::Write as _;

use serde::{Deserialize, Serialize};

use crate::word_enum;

word_enum! {
    /// Who of a unit is written to.
    Receiver {
        /// 经办人.
        Clerk = "clerk",
        /// 单位负责人.
        Head = "head",
        /// 分管领导.
        Leader = "leader",
    }
}

impl Receiver {
    /// As the rules are typed.
    pub fn name(self) -> &'static str {
        match self {
            Self::Clerk => "经办人",
            Self::Head => "负责人",
            Self::Leader => "分管领导",
        }
    }

    fn of_name(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|one| one.name() == text || one.word().eq_ignore_ascii_case(text))
    }
}

/// One of the warnings about a report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Level {
    /// After the day on which it is due; before it where it is below nought.
    pub days: i32,
    pub to: Vec<Receiver>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrackingRules {
    /// The earliest first.
    pub levels: Vec<Level>,
    /// Every so many times that a unit's sub-items turned red in a year, it is reported upward.
    pub reds: u32,
    /// From so many points on, money paid and work done are said to part.
    pub money_gap: u32,
}

const MOST_LEVELS: usize = 8;
const DAYS: std::ops::RangeInclusive<i32> = -20..=60;
const REDS: std::ops::RangeInclusive<u32> = 1..=50;
const GAP: std::ops::RangeInclusive<u32> = 1..=100;

impl Default for TrackingRules {
    fn default() -> Self {
        let level = |days, to: &[Receiver]| Level { days, to: to.to_vec() };
        Self {
            levels: vec![
                level(-5, &[Receiver::Clerk]),
                level(-1, &[Receiver::Clerk]),
                level(1, &[Receiver::Clerk, Receiver::Head]),
                level(5, &[Receiver::Clerk, Receiver::Head, Receiver::Leader]),
            ],
            reds: 3,
            money_gap: 20,
        }
    }
}

/// As typed; `levels` one a line.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct RulesForm {
    #[serde(default)]
    pub levels: String,
    #[serde(default)]
    pub reds: String,
    #[serde(default)]
    pub money_gap: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RuleFault {
    #[error("line {0} is no level")]
    Level(usize),
    #[error("line {0} names a day that another names")]
    SameDay(usize),
    #[error("no levels, or too many")]
    Levels,
    #[error("how often red")]
    Reds,
    #[error("from how many points on")]
    Gap,
}

impl TrackingRules {
    pub fn to_form(&self) -> RulesForm {
        let mut levels = String::new();
        for level in &self.levels {
            let to: Vec<_> = level.to.iter().map(|one| one.name()).collect();
            // Writing into a text cannot fail.
            let _ = writeln!(levels, "{}={}", level.days, to.join("、"));
        }
        RulesForm { levels, reds: self.reds.to_string(), money_gap: self.money_gap.to_string() }
    }

    pub fn parse(form: &RulesForm) -> Result<Self, RuleFault> {
        let mut levels: Vec<Level> = Vec::new();
        for (number, line) in (1..).zip(form.levels.lines()).filter(|(_, line)| !line.trim().is_empty()) {
            let level = read_level(line).ok_or(RuleFault::Level(number))?;
            if levels.iter().any(|known| known.days == level.days) {
                return Err(RuleFault::SameDay(number));
            }
            levels.push(level);
        }
        if levels.is_empty() || levels.len() > MOST_LEVELS {
            return Err(RuleFault::Levels);
        }
        levels.sort_by_key(|level| level.days);
        let number = |text: &str| text.trim().parse::<u32>().ok();
        let reds = number(&form.reds).filter(|reds| REDS.contains(reds)).ok_or(RuleFault::Reds)?;
        let money_gap = number(&form.money_gap).filter(|gap| GAP.contains(gap)).ok_or(RuleFault::Gap)?;
        Ok(Self { levels, reds, money_gap })
    }
}

/// `-5=经办人`, `1=经办人、负责人`.
fn read_level(line: &str) -> Option<Level> {
    let (days, to) = line.split_once(['=', '＝'])?;
    let days = days.trim().replace(['－', '−'], "-").parse::<i32>().ok().filter(|days| DAYS.contains(days))?;
    let mut found = Vec::new();
    for name in to.split(['、', ',', '，', ' ']).map(str::trim).filter(|name| !name.is_empty()) {
        let receiver = Receiver::of_name(name)?;
        if !found.contains(&receiver) {
            found.push(receiver);
        }
    }
    found.sort();
    (!found.is_empty()).then_some(Level { days, to: found })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
    use super::*;

    #[test]
    fn rules_are_typed_as_they_are_shown() {
        let rules = TrackingRules::default();
        assert_eq!(TrackingRules::parse(&rules.to_form()), Ok(rules));
    }

    #[test]
    fn every_fault_is_named() {
        let usual = TrackingRules::default().to_form();
        let levels = |text: &str| TrackingRules::parse(&RulesForm { levels: text.to_owned(), ..usual.clone() });
        let typed = levels("3＝分管领导，clerk\n\n－2 = 经办人").unwrap();
        assert_eq!(typed.levels[0], Level { days: -2, to: vec![Receiver::Clerk] });
        assert_eq!(typed.levels[1], Level { days: 3, to: vec![Receiver::Clerk, Receiver::Leader] });
        for (text, fault) in [
            ("", RuleFault::Levels),
            ("-5=经办人\n五天=经办人", RuleFault::Level(2)),
            ("-5=区长", RuleFault::Level(1)),
            ("-5=", RuleFault::Level(1)),
            ("61=经办人", RuleFault::Level(1)),
            ("1=经办人\n1=负责人", RuleFault::SameDay(2)),
            (
                "1=经办人\n2=经办人\n3=经办人\n4=经办人\n5=经办人\n6=经办人\n7=经办人\n8=经办人\n9=经办人",
                RuleFault::Levels,
            ),
        ] {
            assert_eq!(levels(text), Err(fault), "{text}");
        }
        let with = |reds: &str, gap: &str| {
            TrackingRules::parse(&RulesForm { reds: reds.to_owned(), money_gap: gap.to_owned(), ..usual.clone() })
        };
        assert_eq!(with("0", "20"), Err(RuleFault::Reds));
        assert_eq!(with("3", "很多"), Err(RuleFault::Gap));
    }
}
