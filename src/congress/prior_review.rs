//! 人大常委会审议 as the secretariat types it in from paper.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::session::PriorReview;

/// As typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PriorReviewForm {
    pub body: String,
    pub meeting: String,
    pub reviewed_on: String,
    pub document_number: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReviewField {
    Body,
    Meeting,
    ReviewedOn,
    DocumentNumber,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReviewFault {
    Required,
    TooLong,
    NotADate,
    InTheFuture,
    /// The review comes before the plenary that votes.
    AfterTheSession,
}

const LONGEST: usize = 100;

impl From<&PriorReview> for PriorReviewForm {
    fn from(review: &PriorReview) -> Self {
        Self {
            body: review.body.clone(),
            meeting: review.meeting.clone(),
            reviewed_on: review.reviewed_on.to_string(),
            document_number: review.document_number.clone(),
        }
    }
}

impl PriorReviewForm {
    /// Every field at fault, in the order of the form. `session`: the day on which the plenary votes.
    pub fn read(&self, today: Date, session: Date) -> Result<PriorReview, Vec<(ReviewField, ReviewFault)>> {
        let mut faults = Vec::new();
        let mut text = |field, typed: &str| {
            let text = typed.trim().to_owned();
            if text.is_empty() {
                faults.push((field, ReviewFault::Required));
            } else if text.chars().count() > LONGEST {
                faults.push((field, ReviewFault::TooLong));
            }
            text
        };
        let body = text(ReviewField::Body, &self.body);
        let meeting = text(ReviewField::Meeting, &self.meeting);
        let document_number = text(ReviewField::DocumentNumber, &self.document_number);
        let reviewed_on = match read_date(&self.reviewed_on) {
            Ok(date) if date > today => Err(ReviewFault::InTheFuture),
            Ok(date) if date > session => Err(ReviewFault::AfterTheSession),
            other => other,
        };
        match reviewed_on {
            Ok(date) if faults.is_empty() => Ok(PriorReview { body, meeting, reviewed_on: date, document_number }),
            Ok(_) => Err(faults),
            Err(fault) => {
                let at = faults.iter().position(|(field, _)| *field == ReviewField::DocumentNumber);
                faults.insert(at.unwrap_or(faults.len()), (ReviewField::ReviewedOn, fault));
                Err(faults)
            }
        }
    }
}

/// A day in any of the ways that people write it, see [`read_date`].
pub fn read_day(typed: &str) -> Option<Date> {
    read_date(typed).ok()
}

/// `2024-01-18`, `2024/1/18`, `2024.1.18`, `2024年1月18日`, in full-width digits too.
pub(super) fn read_date(typed: &str) -> Result<Date, ReviewFault> {
    let narrow: String = typed
        .chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| match c {
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
            c => c,
        })
        .collect();
    if narrow.is_empty() {
        return Err(ReviewFault::Required);
    }
    let digits = narrow.strip_suffix('日').unwrap_or(&narrow);
    let parts: Vec<&str> = digits.split(['-', '/', '.', '年', '月']).collect();
    let [year, month, day] = parts.as_slice() else { return Err(ReviewFault::NotADate) };
    let date = || Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok();
    date().filter(|date| date.year() >= 1949).ok_or(ReviewFault::NotADate)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
    use jiff::civil::date;

    use super::*;

    fn typed() -> PriorReviewForm {
        PriorReviewForm {
            body: " 区一届人大常委会 ".to_owned(),
            meeting: "第十六次会议".to_owned(),
            reviewed_on: "2024-01-18".to_owned(),
            document_number: "上人大常〔2024〕3 号".to_owned(),
        }
    }

    fn read(form: &PriorReviewForm) -> Result<PriorReview, Vec<(ReviewField, ReviewFault)>> {
        form.read(date(2024, 2, 3), date(2024, 2, 3))
    }

    #[test]
    fn a_full_form_is_trimmed_and_kept() {
        let review = read(&typed()).unwrap();
        assert_eq!(review.body, "区一届人大常委会");
        assert_eq!(review.reviewed_on, date(2024, 1, 18));
        assert_eq!(read(&PriorReviewForm::from(&review)).unwrap(), review);
    }

    #[test]
    fn every_way_of_writing_the_day_is_the_same_day() {
        for day in
            ["2024-1-18", "2024/01/18", "2024.1.18", "2024年1月18日", " ２０２４-０１-１８ ", "2024 年 1 月 18 日"]
        {
            let form = PriorReviewForm { reviewed_on: day.to_owned(), ..typed() };
            assert_eq!(read(&form).unwrap().reviewed_on, date(2024, 1, 18), "{day}");
        }
    }

    #[test]
    fn every_fault_is_found_at_once_in_the_order_of_the_form() {
        let form = PriorReviewForm { body: "区".repeat(101), ..PriorReviewForm::default() };
        assert_eq!(
            read(&form).unwrap_err(),
            [
                (ReviewField::Body, ReviewFault::TooLong),
                (ReviewField::Meeting, ReviewFault::Required),
                (ReviewField::ReviewedOn, ReviewFault::Required),
                (ReviewField::DocumentNumber, ReviewFault::Required),
            ]
        );
    }

    #[test]
    fn a_day_that_cannot_be_is_refused() {
        for (day, fault) in [
            ("18 January", ReviewFault::NotADate),
            ("2024-02-30", ReviewFault::NotADate),
            ("2024-01", ReviewFault::NotADate),
            ("24-01-18", ReviewFault::NotADate),
            ("2024-02-04", ReviewFault::InTheFuture),
        ] {
            let form = PriorReviewForm { reviewed_on: day.to_owned(), ..typed() };
            assert_eq!(read(&form).unwrap_err(), [(ReviewField::ReviewedOn, fault)], "{day}");
        }
        let after = PriorReviewForm { reviewed_on: "2024-02-04".to_owned(), ..typed() };
        let faults = after.read(date(2024, 3, 1), date(2024, 2, 3)).unwrap_err();
        assert_eq!(faults, [(ReviewField::ReviewedOn, ReviewFault::AfterTheSession)]);
        let same_day = PriorReviewForm { reviewed_on: "2024-02-03".to_owned(), ..typed() };
        assert!(read(&same_day).is_ok());
    }
}
