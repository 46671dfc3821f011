//! One round.

use super::*;

fn conclusion(method: &VotingMethod, approvals: &[u32]) -> Conclusion {
    outcome(method, &counts(340, 300), &votes(approvals, 300)).unwrap().conclusion
}

fn complete(chosen: impl IntoIterator<Item = u32>) -> Conclusion {
    Conclusion::Complete { chosen: chosen.into_iter().collect(), beyond_seats: 0 }
}

#[test]
fn the_mark_for_340_and_341_deputies_is_171() {
    for in_office in [340, 341] {
        let approvals = falling(10, &[171, 170]);
        let result = outcome(&plain(), &counts(in_office, 300), &votes(&approvals, 300)).unwrap();
        assert_eq!(result.pass_mark, Some(171));
        let over: Vec<bool> = result.standings.iter().map(|s| s.over_mark).collect();
        assert_eq!(over[10..], [true, false]);
    }
    let half_of_present = method(|form| form.pass_mark = "half_of_present".into());
    let result = outcome(&half_of_present, &counts(340, 300), &votes(&[151; 12], 300)).unwrap();
    assert_eq!(result.pass_mark, Some(151));
}

#[test]
fn one_deputy_below_the_quorum_voids_the_round() {
    for (in_office, needed) in [(340, 227), (341, 228)] {
        let all = vec![needed; 12];
        let held = outcome(&plain(), &counts(in_office, needed), &votes(&all, needed)).unwrap();
        assert!(!matches!(held.conclusion, Conclusion::Void { .. }));
        let short = outcome(&plain(), &counts(in_office, needed - 1), &votes(&[0; 12], 0)).unwrap();
        let why = VoidReason::NoQuorum { present: needed - 1, needed };
        assert_eq!(short.conclusion, Conclusion::Void { why });
        assert_eq!(short.standings, []);
    }
}

#[test]
fn one_ballot_more_than_issued_voids_the_round() {
    let mut counts = counts(340, 300);
    counts.ballot_box.returned = 301;
    counts.ballot_box.valid = 301;
    let result = outcome(&plain(), &counts, &votes(&[200; 12], 301)).unwrap();
    let why = VoidReason::ReturnedExceedIssued { returned: 301, issued: 300 };
    assert_eq!(result.conclusion, Conclusion::Void { why });
    assert_eq!(why.args().len(), 2);
    let rows = check_rows(&counts, &[], None);
    assert!(!rows[0].passed, "and the row shows ✗");
}

#[test]
fn eleven_pass_with_the_tenth_and_eleventh_equal() {
    assert_eq!(
        conclusion(&plain(), &falling(9, &[180, 180, 170])),
        Conclusion::TieAtCut {
            chosen: (1..=9).collect(),
            tied: vec![10, 11],
            seats_left: 1,
            next: TieNext::RevoteTied,
        }
    );
}

#[test]
fn three_tied_for_two_seats() {
    let approvals = falling(8, &[180, 180, 180, 170]);
    let tie = |next| Conclusion::TieAtCut { chosen: (1..=8).collect(), tied: vec![9, 10, 11], seats_left: 2, next };
    assert_eq!(conclusion(&plain(), &approvals), tie(TieNext::RevoteTied));
    let presidium = method(|form| form.tie_at_cut = "presidium_decides".into());
    assert_eq!(conclusion(&presidium, &approvals), tie(TieNext::PresidiumDecides));
    let all = method(|form| form.tie_at_cut = "include_all".into());
    assert_eq!(conclusion(&all, &approvals), Conclusion::Complete { chosen: (1..=11).collect(), beyond_seats: 1 });
    let result = outcome(&all, &counts(340, 300), &votes(&approvals, 300)).unwrap();
    let group = |number: usize| result.standings[number - 1].tie_group;
    assert_eq!((group(8), group(9), group(11), group(12)), (None, Some(9), Some(9), None));
}

#[test]
fn a_tie_inside_or_outside_the_cut_is_none() {
    let inside = falling(8, &[180, 180, 175, 174]);
    assert_eq!(conclusion(&plain(), &inside), complete(1..=10));
    let outside = falling(10, &[180, 180]);
    assert_eq!(conclusion(&plain(), &outside), complete(1..=10));
    let result = outcome(&plain(), &counts(340, 300), &votes(&outside, 300)).unwrap();
    assert!(result.standings.iter().all(|standing| standing.tie_group.is_none()));
    assert_eq!(result.standings[11].rank, 11, "shared rank");
    assert!(result.standings[11].over_mark && !result.standings[11].chosen);
}

#[test]
fn a_tie_at_the_cut_of_those_below_the_mark_is_none() {
    let approvals = falling(9, &[170, 170, 170]);
    assert!(matches!(conclusion(&plain(), &approvals), Conclusion::Shortfall { seats_left: 1, .. }));
}

#[test]
fn nine_none_or_twelve_pass() {
    let shortfall = |chosen: Vec<u32>, seats_left, next| Conclusion::Shortfall { chosen, seats_left, next };
    for (value, next) in [
        ("accept_fewer", ShortfallNext::AcceptFewer),
        ("further_ballot", ShortfallNext::FurtherBallot),
        ("presidium_chooses", ShortfallNext::PresidiumChooses),
    ] {
        let method = method(|form| form.shortfall = value.into());
        let nine = conclusion(&method, &falling(9, &[170, 100, 0]));
        assert_eq!(nine, shortfall((1..=9).collect(), 1, next));
        let none = conclusion(&method, &[170; 12]);
        assert_eq!(none, shortfall(vec![], 10, next));
    }
    assert_eq!(conclusion(&plain(), &falling(12, &[])), complete(1..=10));
}

#[test]
fn order_is_by_approvals_and_not_by_ballot_number() {
    let mut approvals = falling(12, &[]);
    approvals.reverse();
    assert_eq!(conclusion(&plain(), &approvals), complete((3..=12).rev()));
}

#[test]
fn everybody_abstains() {
    let votes: Vec<CandidateVotes> = (1..=12).map(|number| CandidateVotes::approve_each(number, 0, 0, 300)).collect();
    let result = outcome(&plain(), &counts(340, 300), &votes).unwrap();
    assert!(matches!(&result.conclusion, Conclusion::Shortfall { chosen, .. } if chosen.is_empty()));
    let top_n = method(|form| form.pass_mark = "none".into());
    let result = outcome(&top_n, &counts(340, 300), &votes).unwrap();
    assert!(matches!(result.conclusion, Conclusion::Shortfall { seats_left: 10, .. }));
}

#[test]
fn a_deputy_leaves_between_check_in_and_issue() {
    let mut counts = counts(340, 227);
    counts.ballot_box = BoxCount { issued: 226, returned: 225, valid: 224, void: 1 };
    let result = outcome(&plain(), &counts, &votes(&falling(0, &[200; 12]), 224)).unwrap();
    assert!(
        !matches!(result.conclusion, Conclusion::Void { .. }),
        "the quorum is of those present when the round opened"
    );
    assert_eq!(counts.ballot_box.not_cast(), 1);
}

#[test]
fn seats_equal_to_candidates_and_more_than_candidates() {
    let ten = votes(&[200; 10], 300);
    let result = outcome(&plain(), &counts(340, 300), &ten).unwrap();
    assert_eq!(result.conclusion, complete(1..=10));
    assert_eq!(
        outcome(&plain(), &counts(340, 300), &ten[..9]),
        Err(OutcomeError::SeatsExceedCandidates { seats: 10, candidates: 9 })
    );
}

#[test]
fn pure_top_n_fills_the_seats_below_half() {
    let top_n = method(|form| form.pass_mark = "none".into());
    assert_eq!(conclusion(&top_n, &falling(0, &[12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1])), complete(1..=10));
}

#[test]
fn a_ticking_ballot_has_no_opposing_votes() {
    let ticking = method(|form| {
        form.ballot_form = "choose_up_to".into();
        form.max_approvals = "10".into();
    });
    let mut votes: Vec<CandidateVotes> =
        (1..=12).map(|number| CandidateVotes::choose_up_to(number, 160 + 3 * number, 300)).collect();
    assert_eq!(votes[0].abstain, 137);
    let result = outcome(&ticking, &counts(340, 300), &votes).unwrap();
    assert!(matches!(result.conclusion, Conclusion::Shortfall { seats_left: 1, .. }));
    votes[4].oppose = 1;
    votes[4].abstain -= 1;
    assert_eq!(outcome(&ticking, &counts(340, 300), &votes), Err(OutcomeError::OpposedWithoutColumn { number: 5 }));
}

#[test]
fn check_rows_that_fail_stop_the_count() {
    type Change = fn(&mut Counts, &mut Vec<CandidateVotes>);
    let cases: &[(Change, CheckName)] = &[
        (|counts, _| counts.ballot_box.issued = 301, CheckName::IssuedWithinPresent),
        (|counts, _| counts.attendance.in_office = 299, CheckName::PresentWithinInOffice),
        (|counts, _| counts.ballot_box.void = 1, CheckName::ReturnedIsValidPlusVoid),
        (|_, votes| votes[2].oppose += 1, CheckName::ProjectSumIsValid { number: 3 }),
    ];
    for (change, name) in cases {
        let (mut counts, mut votes) = (counts(340, 300), votes(&[200; 12], 300));
        assert!(check_rows(&counts, &votes, Some(10)).iter().all(|row| row.passed));
        change(&mut counts, &mut votes);
        let Err(OutcomeError::ChecksFailed(rows)) = outcome(&plain(), &counts, &votes) else {
            panic!("{name:?}");
        };
        assert_eq!(rows.iter().map(|row| row.name).collect::<Vec<_>>(), [*name]);
    }
    let capped = method(|form| form.max_approvals = "10".into());
    assert!(outcome(&capped, &counts(340, 300), &votes(&[250; 12], 300)).is_ok());
    let Err(OutcomeError::ChecksFailed(rows)) = outcome(&capped, &counts(340, 300), &votes(&[251; 12], 300)) else {
        panic!();
    };
    assert_eq!((rows[0].left, rows[0].right), (3_012, 3_000));
    let row_count = check_rows(&counts(340, 300), &votes(&[1; 12], 300), None).len();
    assert_eq!(row_count, 4 + 12);
}

#[test]
fn votes_must_be_for_the_candidates_of_the_paper() {
    let scope = RoundScope { kind: RoundKind::Revote, seats: 1, candidates: vec![10, 11] };
    let counts = counts(340, 300);
    assert!(matches!(
        outcome_of_round(&plain(), &scope, &counts, &votes(&[1, 2], 300)),
        Err(OutcomeError::WrongCandidates { .. })
    ));
    let twice = [votes(&[200; 12], 300), votes(&[200], 300)].concat();
    assert_eq!(outcome(&plain(), &counts, &twice), Err(OutcomeError::CandidateTwice));
    let empty = Counts { attendance: Attendance { in_office: 0, excused: 0, present: 0 }, ..counts };
    assert_eq!(outcome(&plain(), &empty, &votes(&[0; 12], 0)), Err(OutcomeError::EmptyRoll));
}
