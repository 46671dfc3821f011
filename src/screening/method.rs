//! 遴选办法: by what needs are judged. A version is never changed; a new one takes its place for what is appraised later.

use serde::{Deserialize, Serialize};

/// One of the points by which a need is judged, and how much it weighs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Criterion {
    pub name: String,
    pub weight: u32,
}

/// Marks go from 1 to this.
pub const SCALE: u32 = 5;
const MOST_CRITERIA: usize = 8;
const MOST_CHECKS: usize = 12;
const LONGEST_NAME: usize = 40;
pub const NOTICE_DAYS: std::ops::RangeInclusive<u32> = 1..=60;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScreeningMethod {
    pub criteria: Vec<Criterion>,
    /// What every candidate must meet.
    pub checks: Vec<String>,
    /// How many appraise a need at least.
    pub appraisers: usize,
    /// From which difference of two marks on they disagree.
    pub spread: u32,
    /// For how many days a list is put up before it is sealed.
    #[serde(default = "usual_notice")]
    pub notice_days: u32,
}

fn usual_notice() -> u32 {
    7
}

impl Default for ScreeningMethod {
    fn default() -> Self {
        let criterion = |name: &str, weight| Criterion { name: name.to_owned(), weight };
        Self {
            criteria: vec![
                criterion("群众愿望", 30),
                criterion("必要性", 30),
                criterion("可行性", 20),
                criterion("普惠均衡", 20),
            ],
            checks: ["一事一提", "不是一家一户的事", "当年可见效", "可量化", "不是上级指令性任务", "不增加政府债务"]
                .map(ToOwned::to_owned)
                .to_vec(),
            appraisers: 2,
            spread: 2,
            notice_days: usual_notice(),
        }
    }
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct MethodForm {
    #[serde(default)]
    pub criteria: String,
    #[serde(default)]
    pub checks: String,
    #[serde(default)]
    pub appraisers: String,
    #[serde(default)]
    pub spread: String,
    #[serde(default)]
    pub notice_days: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MethodFault {
    #[error("line {0} is no criterion")]
    Criterion(usize),
    #[error("no criteria, or too many")]
    Criteria,
    #[error("the weights make {0}")]
    Weights(u32),
    #[error("a check is too long, or too many")]
    Checks,
    #[error("how many appraise")]
    Appraisers,
    #[error("from which difference on")]
    Spread,
    #[error("for how many days")]
    NoticeDays,
}

impl ScreeningMethod {
    pub fn to_form(&self) -> MethodForm {
        let line = |criterion: &Criterion| format!("{}={}", criterion.name, criterion.weight);
        MethodForm {
            criteria: self.criteria.iter().map(line).collect::<Vec<_>>().join("\n"),
            checks: self.checks.join("\n"),
            appraisers: self.appraisers.to_string(),
            spread: self.spread.to_string(),
            notice_days: self.notice_days.to_string(),
        }
    }

    /// Weights make a hundred together.
    pub fn parse(form: &MethodForm) -> Result<Self, MethodFault> {
        let mut criteria = Vec::new();
        for (number, line) in (1..).zip(form.criteria.lines()) {
            let line = line.trim();
            if line.is_empty() {
                continue;
            }
            let (name, weight) = line.split_once(['=', '＝']).ok_or(MethodFault::Criterion(number))?;
            let (name, weight) = (name.trim(), weight.trim().parse().map_err(|_| MethodFault::Criterion(number))?);
            let known = criteria.iter().any(|known: &Criterion| known.name == name);
            if name.is_empty() || name.chars().count() > LONGEST_NAME || weight == 0 || weight > 100 || known {
                return Err(MethodFault::Criterion(number));
            }
            criteria.push(Criterion { name: name.to_owned(), weight });
        }
        if criteria.is_empty() || criteria.len() > MOST_CRITERIA {
            return Err(MethodFault::Criteria);
        }
        let sum: u32 = criteria.iter().map(|criterion| criterion.weight).sum();
        if sum != 100 {
            return Err(MethodFault::Weights(sum));
        }
        let checks: Vec<String> =
            form.checks.lines().map(str::trim).filter(|line| !line.is_empty()).map(ToOwned::to_owned).collect();
        if checks.len() > MOST_CHECKS || checks.iter().any(|check| check.chars().count() > LONGEST_NAME) {
            return Err(MethodFault::Checks);
        }
        let number = |text: &str| text.trim().parse::<u32>().ok();
        let appraisers = number(&form.appraisers).filter(|count| (2..=9).contains(count));
        let spread = number(&form.spread).filter(|spread| (1..SCALE).contains(spread)).ok_or(MethodFault::Spread)?;
        let appraisers = appraisers.and_then(|count| usize::try_from(count).ok()).ok_or(MethodFault::Appraisers)?;
        let notice_days =
            number(&form.notice_days).filter(|days| NOTICE_DAYS.contains(days)).ok_or(MethodFault::NoticeDays)?;
        Ok(Self { criteria, checks, appraisers, spread, notice_days })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
    use super::*;

    #[test]
    fn a_method_is_typed_as_it_is_shown() {
        let method = ScreeningMethod::default();
        assert_eq!(ScreeningMethod::parse(&method.to_form()), Ok(method.clone()));
        let with = |criteria: &str| MethodForm { criteria: criteria.to_owned(), ..method.to_form() };
        assert_eq!(ScreeningMethod::parse(&with("必要性=60\n可行性=30")), Err(MethodFault::Weights(90)));
        assert_eq!(ScreeningMethod::parse(&with("必要性=50\n必要性=50")), Err(MethodFault::Criterion(2)));
        assert_eq!(ScreeningMethod::parse(&with("必要性")), Err(MethodFault::Criterion(1)));
        assert_eq!(ScreeningMethod::parse(&with("")), Err(MethodFault::Criteria));
        let form = MethodForm { appraisers: "1".to_owned(), ..method.to_form() };
        assert_eq!(ScreeningMethod::parse(&form), Err(MethodFault::Appraisers));
        let form = MethodForm { notice_days: "0".to_owned(), ..method.to_form() };
        assert_eq!(ScreeningMethod::parse(&form), Err(MethodFault::NoticeDays));
    }

    #[test]
    fn a_method_from_before_the_notice_has_the_usual_one() {
        let mut kept = serde_json::to_value(ScreeningMethod::default()).unwrap();
        kept.as_object_mut().unwrap().remove("notice_days");
        assert_eq!(serde_json::from_value::<ScreeningMethod>(kept).unwrap(), ScreeningMethod::default());
    }
}
