//! Several rounds.

use super::*;

fn roll() -> Roll {
    Roll { in_office: 340, fingerprint: "a".repeat(64) }
}

fn held(approvals: &[(u32, u32)]) -> RoundRecord {
    let votes = approvals
        .iter()
        .map(|(number, approve)| CandidateVotes::approve_each(*number, *approve, 300 - approve, 0))
        .collect();
    RoundRecord { roll: roll(), counts: counts(340, 300), votes, decision: None, annulled: false }
}

/// Eight clear, three tied for two seats, one below the mark.
fn tied() -> RoundRecord {
    let approvals = falling(8, &[180, 180, 180, 170]);
    held(&(1..).zip(approvals).collect::<Vec<_>>())
}

fn play(method: &VotingMethod, rounds: &[RoundRecord]) -> Result<ItemOutcome, RoundsError> {
    let candidates: Vec<u32> = (1..=12).collect();
    outcome_of_rounds(method, &candidates, rounds)
}

fn chosen(item: &ItemOutcome) -> Vec<(u32, u32)> {
    item.chosen.iter().map(|chosen| (chosen.number, chosen.round)).collect()
}

fn revote(seats: u32, candidates: &[u32]) -> Option<Next> {
    let candidates = candidates.to_vec();
    Some(Next::Round { scope: RoundScope { kind: RoundKind::Revote, seats, candidates } })
}

#[test]
fn a_revote_is_among_exactly_the_tied_for_the_seats_left() {
    let item = play(&plain(), &[tied()]).unwrap();
    assert_eq!(item.next, revote(2, &[9, 10, 11]));
    assert_eq!(item.chosen.len(), 8);

    // Few approvals are enough: all three are over the mark already.
    let item = play(&plain(), &[tied(), held(&[(9, 20), (10, 10), (11, 30)])]).unwrap();
    assert_eq!(item.next, None);
    assert_eq!(chosen(&item)[8..], [(11, 2), (9, 2)]);
    assert_eq!(item.rounds[1].1.pass_mark, None);
}

#[test]
fn a_revote_that_ties_again() {
    let again = held(&[(9, 150), (10, 100), (11, 100)]);
    let item = play(&plain(), &[tied(), again.clone()]).unwrap();
    assert_eq!(item.next, revote(1, &[10, 11]));
    assert_eq!(chosen(&item)[8..], [(9, 2)]);

    // All abstain: nobody has gained anything, so all are still tied.
    let mut blank = held(&[(9, 0), (10, 0), (11, 0)]);
    for votes in &mut blank.votes {
        (votes.oppose, votes.abstain) = (0, 300);
    }
    let item = play(&plain(), &[tied(), blank]).unwrap();
    assert_eq!(item.next, revote(2, &[9, 10, 11]));

    let last = held(&[(10, 99), (11, 98)]);
    let item = play(&plain(), &[tied(), again, last]).unwrap();
    assert_eq!((item.next, item.chosen.len()), (None, 10));
}

#[test]
fn the_cap_shrinks_with_the_seats_left() {
    let capped = method(|form| form.max_approvals = "10".into());
    let item = play(&capped, &[tied()]).unwrap();
    let Some(Next::Round { scope }) = item.next else { panic!() };
    assert_eq!(scope.max_approvals(&capped), Some(2));
    assert_eq!(scope.max_approvals(&plain()), None);
    let full = held(&[(9, 201), (10, 200), (11, 200)]);
    assert!(matches!(
        play(&capped, &[tied(), full]),
        Err(RoundsError::Round { round: 2, error: OutcomeError::ChecksFailed(_) })
    ));
}

#[test]
fn quorum_lost_before_a_revote() {
    let item = play(&plain(), &[tied()]).unwrap();
    let attendance = |present| counts(340, present).attendance;
    let allowed = |present| revote_allowed(&plain(), item.next.as_ref(), &item.roll, &roll(), &attendance(present));
    assert_eq!(allowed(226), Err(RevoteRefusal::NoQuorum { present: 226, needed: 227 }));
    assert_eq!(allowed(227).map(|scope| scope.candidates), Ok(vec![9, 10, 11]));

    // Held all the same, it is void, kept, and held again.
    let mut short = held(&[]);
    short.counts = counts(340, 226);
    let item = play(&plain(), &[tied(), short]).unwrap();
    assert_eq!(item.rounds.len(), 2);
    assert_eq!(item.next, revote(2, &[9, 10, 11]));
}

#[test]
fn an_annulled_round_decides_nothing_however_it_stood() {
    let annulled = RoundRecord { annulled: true, ..tied() };
    let item = play(&plain(), std::slice::from_ref(&annulled)).unwrap();
    assert_eq!(item.rounds[0].1.conclusion, Conclusion::Void { why: VoidReason::Annulled });
    assert_eq!((item.rounds[0].1.standings.len(), item.chosen.len()), (0, 0));
    assert!(matches!(&item.next, Some(Next::Round { scope }) if scope.kind == RoundKind::First && scope.seats == 10));

    let second = RoundRecord { annulled: true, ..held(&[(9, 180), (10, 170), (11, 160)]) };
    let item = play(&plain(), &[tied(), second]).unwrap();
    assert_eq!(item.next, revote(2, &[9, 10, 11]), "a re-vote that is annulled is held again as it was");
    assert_eq!(item.chosen.len(), 8, "what the round before chose stands");
    let short = RoundRecord { counts: counts(340, 1), annulled: true, ..held(&[]) };
    let item = play(&plain(), &[short]).unwrap();
    assert_eq!(item.rounds[0].1.conclusion, Conclusion::Void { why: VoidReason::Annulled });
}

#[test]
fn a_further_ballot_that_falls_short_again_is_put_to_the_presidium() {
    let method = method(|form| form.shortfall = "further_ballot".into());
    let nine = held(&(1..).zip(falling(9, &[100, 90, 80])).collect::<Vec<_>>());
    let item = play(&method, std::slice::from_ref(&nine)).unwrap();
    let scope = RoundScope { kind: RoundKind::FurtherBallot, seats: 1, candidates: vec![10, 11, 12] };
    assert_eq!(item.next, Some(Next::Round { scope }));
    let none = held(&[(10, 100), (11, 90), (12, 80)]);
    let item = play(&method, &[nine.clone(), none.clone()]).unwrap();
    assert_eq!(item.next, Some(Next::ShortfallDecision { seats_left: 1 }));
    let accepted = decided(none, Decision::AcceptFewer { reason: "再议".into() });
    assert_eq!(play(&method, &[nine, accepted]).unwrap().next, None);
}

#[test]
fn a_void_round_is_kept_and_a_new_one_follows() {
    let mut void = held(&[]);
    void.counts.ballot_box.returned = 301;
    let item = play(&plain(), &[void.clone()]).unwrap();
    assert!(matches!(&item.next, Some(Next::Round { scope }) if scope.kind == RoundKind::First));
    let whole = held(&(1..).zip(falling(12, &[])).collect::<Vec<_>>());
    let item = play(&plain(), &[void, whole]).unwrap();
    assert_eq!(item.next, None);
    assert!(item.chosen.iter().all(|chosen| chosen.round == 2));
}

#[test]
fn a_roll_changed_between_rounds_is_refused() {
    let item = play(&plain(), &[tied()]).unwrap();
    let attendance = counts(340, 300).attendance;
    let mut swapped = roll();
    swapped.fingerprint = "b".repeat(64);
    assert_eq!(
        revote_allowed(&plain(), item.next.as_ref(), &item.roll, &swapped, &attendance),
        Err(RevoteRefusal::RollChanged)
    );
    let mut second = held(&[(9, 3), (10, 2), (11, 1)]);
    second.roll = swapped;
    assert_eq!(play(&plain(), &[tied(), second]), Err(RoundsError::RollChanged { round: 2 }));
    let mut fewer = held(&[(9, 3), (10, 2), (11, 1)]);
    fewer.counts.attendance.in_office = 339;
    assert_eq!(play(&plain(), &[tied(), fewer]), Err(RoundsError::RollChanged { round: 2 }));
}

#[test]
fn a_settled_item_has_no_further_round() {
    let whole = held(&(1..).zip(falling(12, &[])).collect::<Vec<_>>());
    let item = play(&plain(), std::slice::from_ref(&whole)).unwrap();
    let attendance = counts(340, 300).attendance;
    assert_eq!(
        revote_allowed(&plain(), item.next.as_ref(), &item.roll, &roll(), &attendance),
        Err(RevoteRefusal::Settled)
    );
    assert_eq!(play(&plain(), &[whole, tied()]), Err(RoundsError::AlreadySettled { round: 2 }));
    assert_eq!(play(&plain(), &[]), Err(RoundsError::NoRounds));
}

fn decided(mut record: RoundRecord, decision: Decision) -> RoundRecord {
    record.decision = Some(decision);
    record
}

#[test]
fn the_presidium_decides_a_tie() {
    let presidium = method(|form| form.tie_at_cut = "presidium_decides".into());
    let item = play(&presidium, &[tied()]).unwrap();
    assert_eq!(item.next, Some(Next::TieDecision { tied: vec![9, 10, 11], seats: 2 }));
    assert_eq!(
        revote_allowed(&presidium, item.next.as_ref(), &item.roll, &roll(), &counts(340, 300).attendance),
        Err(RevoteRefusal::DecisionPending)
    );
    assert_eq!(
        play(&presidium, &[tied(), held(&[(9, 3), (10, 2), (11, 1)])]),
        Err(RoundsError::DecisionMissing { round: 2 })
    );
    let choose = |chosen: &[u32], reason: &str| {
        let decision = Decision::ChooseTied { chosen: chosen.to_vec(), reason: reason.into() };
        play(&presidium, &[decided(tied(), decision)])
    };
    let item = choose(&[11, 9], "惠及面更广").unwrap();
    assert_eq!((chosen(&item)[8..].to_vec(), item.next), (vec![(11, 1), (9, 1)], None));
    for wrong in [&[9][..], &[9, 9], &[9, 12], &[9, 10, 11]] {
        assert_eq!(choose(wrong, "因"), Err(RoundsError::DecisionDoesNotFit { round: 1 }));
    }
    assert_eq!(choose(&[9, 10], " \u{3000}"), Err(RoundsError::ReasonMissing { round: 1 }));
}

#[test]
fn the_presidium_decides_a_shortfall() {
    let nine = || held(&(1..).zip(falling(9, &[170, 100, 0])).collect::<Vec<_>>());
    let item = play(&plain(), &[nine()]).unwrap();
    assert_eq!(item.next, Some(Next::ShortfallDecision { seats_left: 1 }));

    let accepted = Decision::AcceptFewer { reason: "不再另行票决".into() };
    let item = play(&plain(), &[decided(nine(), accepted.clone())]).unwrap();
    assert_eq!((item.next, item.chosen.len()), (None, 9));

    let further = Decision::FurtherBallot { reason: "补足应选数".into() };
    let first = decided(nine(), further);
    let item = play(&plain(), std::slice::from_ref(&first)).unwrap();
    let scope = RoundScope { kind: RoundKind::FurtherBallot, seats: 1, candidates: vec![10, 11, 12] };
    assert_eq!(item.next, Some(Next::Round { scope }));
    // The mark applies again.
    let below = held(&[(10, 170), (11, 20), (12, 10)]);
    let item = play(&plain(), &[first.clone(), below]).unwrap();
    assert_eq!(item.next, Some(Next::ShortfallDecision { seats_left: 1 }));
    let over = held(&[(10, 171), (11, 20), (12, 10)]);
    let item = play(&plain(), &[first, over]).unwrap();
    assert_eq!((chosen(&item)[9], item.next), ((10, 2), None));

    let whole = held(&(1..).zip(falling(12, &[])).collect::<Vec<_>>());
    assert_eq!(play(&plain(), &[decided(whole, accepted)]), Err(RoundsError::DecisionNotCalledFor { round: 1 }));
}
