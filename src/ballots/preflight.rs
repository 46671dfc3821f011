//! What stands between the secretariat and the next step, as a list to work through.

use serde::Serialize;

use super::{
    on_paper::FEW_ON_PAPER,
    slips::{COUNTED_BY, SlipCount, SlipPrint},
};
use crate::{
    candidates::Sealing,
    congress::voting_method::{MethodConflict, MethodWarning, VotingMethod},
};

/// Whether a line of the list blocks the step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    Met,
    Hint,
    Blocks,
}

/// One line: the message `preflight-<key>`, what it says of, and where it is mended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Check {
    pub key: &'static str,
    pub standing: Standing,
    pub number: i64,
    pub of: i64,
    /// Whom it names.
    pub names: Vec<String>,
    pub mend: &'static str,
}

impl Check {
    fn of(key: &'static str, standing: Standing, mend: &'static str) -> Self {
        Self { key, standing, number: 0, of: 0, names: Vec::new(), mend }
    }

    pub fn blocking(key: &'static str, mend: &'static str) -> Self {
        Self::of(key, Standing::Blocks, mend)
    }

    fn required(key: &'static str, met: bool, mend: &'static str) -> Self {
        Self::of(key, if met { Standing::Met } else { Standing::Blocks }, mend)
    }

    fn counting(self, number: i64, of: i64) -> Self {
        Self { number, of, ..self }
    }

    fn naming(self, names: &[String]) -> Self {
        Self { names: names.to_vec(), ..self }
    }
}

/// The facts that the list before 发票 is made of.
#[derive(Clone, Debug)]
pub struct BeforeIssuing<'a> {
    pub candidates: u32,
    pub method: Option<&'a VotingMethod>,
    pub prior_review: bool,
    /// Of the standing committee's opinions, those with which nothing was done yet.
    pub open_opinions: usize,
    pub sealing: Sealing,
    pub in_office: i64,
    pub scrutineers: usize,
    pub has_chief: bool,
    /// Of the scrutineers' key, if it is made.
    pub threshold: Option<i32>,
    /// Scrutineers who have not confirmed a copy of their seed.
    pub without_copy: &'a [String],
    /// Where deputies draw slips.
    pub slips: Option<SlipsReady>,
}

/// How far the slips of a session are.
#[derive(Clone, Copy, Debug, Default)]
pub struct SlipsReady {
    pub printed: i64,
    pub counted_by: usize,
}

impl SlipsReady {
    pub fn of(print: Option<&SlipPrint>) -> Self {
        let ready = |print: &SlipPrint| Self { printed: print.printed.into(), counted_by: print.counted_by.len() };
        print.map(ready).unwrap_or_default()
    }
}

pub fn before_issuing(facts: &BeforeIssuing) -> Vec<Check> {
    const METHOD: &str = "/secretariat/method";
    let mut list = vec![
        Check::required("candidates", facts.candidates > 0, "/secretariat/candidates")
            .counting(facts.candidates.into(), 0),
        Check::required("method", facts.method.is_some(), METHOD),
    ];
    if let Some(method) = facts.method {
        match method.check_against(facts.candidates) {
            Err(MethodConflict::SeatsExceedCandidates { seats, candidates }) => {
                list.push(
                    Check::of("seats-exceed", Standing::Blocks, METHOD).counting(seats.into(), candidates.into()),
                );
            }
            Err(MethodConflict::ApprovalsExceedCandidates { max_approvals, candidates }) => {
                list.push(
                    Check::of("approvals-exceed", Standing::Blocks, METHOD)
                        .counting(max_approvals.into(), candidates.into()),
                );
            }
            Ok(warnings) => {
                list.extend(
                    warnings.iter().map(|warning: &MethodWarning| Check::of(warning.key(), Standing::Hint, METHOD)),
                );
            }
        }
        if method.prior_review() == crate::congress::voting_method::PriorReview::Required {
            list.push(Check::required("prior-review", facts.prior_review, "/secretariat/review"));
        }
    }
    if facts.open_opinions > 0 {
        let count = i64::try_from(facts.open_opinions).unwrap_or(i64::MAX);
        list.push(Check::of("opinions", Standing::Blocks, "/secretariat/review").counting(count, 0));
    }
    if facts.sealing != Sealing::NotNeeded {
        let key = if facts.sealing == Sealing::Broken { "list-broken" } else { "list-sealed" };
        list.push(Check::required(key, facts.sealing == Sealing::Sealed, "/secretariat/candidates/list"));
    }
    list.push(Check::required("roll", facts.in_office > 0, "/secretariat/roll").counting(facts.in_office, 0));
    list.push(
        Check::required("scrutineers", facts.scrutineers >= 2 && facts.has_chief, "/secretariat/scrutineers")
            .counting(i64::try_from(facts.scrutineers).unwrap_or(i64::MAX), 0),
    );
    list.push(Check::required("key", facts.threshold.is_some(), "/secretariat/scrutineers"));
    if let Some(threshold) = facts.threshold
        && !facts.without_copy.is_empty()
    {
        let confirmed = facts.scrutineers.saturating_sub(facts.without_copy.len());
        let opens = i32::try_from(confirmed).is_ok_and(|confirmed| confirmed >= threshold);
        let standing = if opens { Standing::Hint } else { Standing::Blocks };
        list.push(
            Check::of("copies", standing, "/secretariat/scrutineers")
                .counting(i64::try_from(confirmed).unwrap_or(0), threshold.into())
                .naming(facts.without_copy),
        );
    }
    if let Some(slips) = facts.slips {
        let sealed = slips.counted_by >= COUNTED_BY && slips.printed >= facts.in_office;
        list.push(
            Check::required("slips", sealed, "/secretariat/scrutineers")
                .counting(i64::try_from(slips.counted_by).unwrap_or(i64::MAX), slips.printed),
        );
    }
    list
}

/// The facts that the list before 开始投票 is made of.
#[derive(Clone, Copy, Debug)]
pub struct BeforeOpening {
    pub present: i64,
    pub quorum: i64,
    pub issued: i64,
    /// Of these on paper, which have no key.
    pub on_paper: i64,
    /// The presidium accepts that few vote on paper.
    pub few_accepted: bool,
    pub keys: i64,
    /// Deputies with a ballot who are no longer present.
    pub issued_but_absent: i64,
    /// Cancellations that no scrutineer has decided on.
    pub cancel_requests: i64,
    /// Scrutineers who have signed that the ballots are sealed for their own keys, and how many are needed.
    pub signed: i64,
    pub threshold: i64,
    /// Nothing follows from a rehearsal, whose keys the server may have made.
    pub rehearsal: bool,
    /// Where deputies drew slips.
    pub slips: Option<SlipCount>,
}

pub fn before_opening(facts: &BeforeOpening) -> Vec<Check> {
    const ATTENDANCE: &str = "/secretariat/attendance";
    let mut list = vec![
        Check::required("quorum", facts.present >= facts.quorum, ATTENDANCE).counting(facts.present, facts.quorum),
        Check::required("issued", facts.issued > 0, "/secretariat/issuing").counting(facts.issued, facts.present),
    ];
    let keys = match &facts.slips {
        Some(slips) => slips.expected_on_the_list(),
        None => facts.issued - facts.on_paper,
    };
    list.push(Check::required("keys-agree", facts.keys == keys, "/secretariat/issuing").counting(facts.keys, keys));
    if let Some(slips) = &facts.slips {
        list.push(
            Check::required("slips-struck", slips.adds_up(), "/secretariat/issuing")
                .counting(slips.in_the_tray(), slips.printed),
        );
    }
    let signed = match facts.signed >= facts.threshold {
        true => Standing::Met,
        false if facts.rehearsal => Standing::Hint,
        false => Standing::Blocks,
    };
    list.push(Check::of("election-signed", signed, "/secretariat/scrutineers").counting(facts.signed, facts.threshold));
    // A single paper ballot would stand in the certificate for everybody to read; of a few, their common choices.
    if facts.on_paper == 1 {
        list.push(Check::of("paper-alone", Standing::Blocks, "/secretariat/issuing").counting(1, FEW_ON_PAPER));
    } else if (1..FEW_ON_PAPER).contains(&facts.on_paper) {
        let standing = if facts.few_accepted { Standing::Hint } else { Standing::Blocks };
        list.push(Check::of("paper-few", standing, "#few-paper").counting(facts.on_paper, FEW_ON_PAPER));
    }
    if facts.issued_but_absent > 0 {
        list.push(Check::of("issued-but-absent", Standing::Blocks, ATTENDANCE).counting(facts.issued_but_absent, 0));
    }
    if facts.cancel_requests > 0 {
        list.push(
            Check::of("cancel-requests", Standing::Blocks, "/secretariat/issuing").counting(facts.cancel_requests, 0),
        );
    }
    if facts.issued < facts.present {
        list.push(
            Check::of("not-all-issued", Standing::Hint, "/secretariat/issuing")
                .counting(facts.present - facts.issued, facts.present),
        );
    }
    list
}

pub fn is_clear(list: &[Check]) -> bool {
    list.iter().all(|check| check.standing != Standing::Blocks)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ready(method: &VotingMethod) -> BeforeIssuing<'_> {
        BeforeIssuing {
            candidates: 12,
            method: Some(method),
            prior_review: true,
            open_opinions: 0,
            sealing: Sealing::NotNeeded,
            in_office: 60,
            scrutineers: 3,
            has_chief: true,
            threshold: Some(2),
            without_copy: &[],
            slips: None,
        }
    }

    #[test]
    fn each_missing_thing_blocks_by_itself() {
        let method = VotingMethod::default();
        assert!(is_clear(&before_issuing(&ready(&method))));
        assert!(is_clear(&before_issuing(&BeforeIssuing { sealing: Sealing::Sealed, ..ready(&method) })));
        for broken in [
            BeforeIssuing { candidates: 0, ..ready(&method) },
            BeforeIssuing { candidates: 9, ..ready(&method) },
            BeforeIssuing { method: None, ..ready(&method) },
            BeforeIssuing { prior_review: false, ..ready(&method) },
            BeforeIssuing { open_opinions: 1, ..ready(&method) },
            BeforeIssuing { sealing: Sealing::Open, ..ready(&method) },
            BeforeIssuing { sealing: Sealing::Broken, ..ready(&method) },
            BeforeIssuing { in_office: 0, ..ready(&method) },
            BeforeIssuing { scrutineers: 1, ..ready(&method) },
            BeforeIssuing { has_chief: false, ..ready(&method) },
            BeforeIssuing { threshold: None, ..ready(&method) },
            BeforeIssuing { slips: Some(SlipsReady::default()), ..ready(&method) },
            BeforeIssuing { slips: Some(SlipsReady { printed: 65, counted_by: 1 }), ..ready(&method) },
            BeforeIssuing { slips: Some(SlipsReady { printed: 59, counted_by: 2 }), ..ready(&method) },
        ] {
            assert!(!is_clear(&before_issuing(&broken)), "{broken:?}");
        }
        let sealed = Some(SlipsReady { printed: 65, counted_by: 2 });
        assert!(is_clear(&before_issuing(&BeforeIssuing { slips: sealed, ..ready(&method) })));
    }

    #[test]
    fn seeds_that_nobody_has_copied_block_once_the_rest_could_not_open_the_box() {
        let method = VotingMethod::default();
        let names = ["陈志强".to_owned(), "李建国".to_owned()];
        let without = |names| before_issuing(&BeforeIssuing { without_copy: names, ..ready(&method) });
        let one = without(&names[..1]);
        assert!(is_clear(&one), "two copies open the box");
        assert!(one.iter().any(|check| check.key == "copies" && check.names == names[..1]));
        assert!(!is_clear(&without(&names)), "one copy opens nothing");
    }

    #[test]
    fn a_round_opens_with_a_quorum_and_with_as_many_keys_as_ballots_issued() {
        let ready = BeforeOpening {
            present: 40,
            quorum: 40,
            issued: 39,
            on_paper: 0,
            few_accepted: false,
            keys: 39,
            issued_but_absent: 0,
            cancel_requests: 0,
            signed: 2,
            threshold: 2,
            rehearsal: false,
            slips: None,
        };
        assert!(is_clear(&before_opening(&ready)));
        let slips = SlipCount { printed: 45, issued: 39, leftover: 5, lost: 1, listed: 40, ..SlipCount::default() };
        let by_slips = BeforeOpening { keys: 40, slips: Some(slips), ..ready };
        assert!(is_clear(&before_opening(&by_slips)), "a lost slip stays on the list and is counted");
        assert!(!is_clear(&before_opening(&BeforeOpening { keys: 39, ..by_slips })), "a key too few");
        let in_the_tray = SlipCount { leftover: 4, ..slips };
        assert!(
            !is_clear(&before_opening(&BeforeOpening { slips: Some(in_the_tray), ..by_slips })),
            "one is not struck"
        );
        assert!(!is_clear(&before_opening(&BeforeOpening { present: 39, ..ready })), "one below the quorum");
        assert!(!is_clear(&before_opening(&BeforeOpening { keys: 40, ..ready })), "a key too many");
        assert!(!is_clear(&before_opening(&BeforeOpening { issued: 0, keys: 0, ..ready })), "nobody has a ballot");
        assert!(is_clear(&before_opening(&BeforeOpening { on_paper: 5, keys: 34, ..ready })), "five on paper");
        assert!(is_clear(&before_opening(&BeforeOpening { on_paper: 39, keys: 0, ..ready })), "all on paper");
        assert!(!is_clear(&before_opening(&BeforeOpening { on_paper: 5, ..ready })), "keys for those on paper");
        assert!(!is_clear(&before_opening(&BeforeOpening { on_paper: 1, keys: 38, ..ready })), "one alone on paper");
        let few = BeforeOpening { on_paper: 2, keys: 37, ..ready };
        assert!(!is_clear(&before_opening(&few)), "few on paper");
        let accepted = before_opening(&BeforeOpening { few_accepted: true, ..few });
        assert!(
            is_clear(&accepted) && accepted.iter().any(|check| check.key == "paper-few"),
            "the presidium accepts it"
        );
        let alone = BeforeOpening { on_paper: 1, keys: 38, few_accepted: true, ..ready };
        assert!(!is_clear(&before_opening(&alone)), "nobody's ballot is read out");
        assert!(!is_clear(&before_opening(&BeforeOpening { issued_but_absent: 1, ..ready })), "one has left");
        let unsigned = BeforeOpening { signed: 1, ..ready };
        assert!(!is_clear(&before_opening(&unsigned)), "one scrutineer alone has seen the key");
        assert!(is_clear(&before_opening(&BeforeOpening { rehearsal: true, ..unsigned })), "a rehearsal goes on");
        assert!(
            !is_clear(&before_opening(&BeforeOpening { cancel_requests: 1, ..ready })),
            "one waits to be cancelled"
        );
    }
}
