//! The two forms of a paper.

use verifiable_ballots::{MarkError, Marks, Paper, PaperError};

use crate::support::hall::{APPROVE, Hall, RATING, titles};

#[test]
fn a_choose_up_to_paper_is_one_question() {
    let paper = Paper::choose_up_to("最多选2项", &titles(3), 2).unwrap();
    let [question] = paper.questions() else { panic!() };
    assert_eq!((question.min, question.max, question.answers.len()), (0, 2, 3));
    assert_eq!(paper.cap(), None, "Belenios proves it");
    assert_eq!(paper.choices(&Marks::Ticked(vec![2, 0])).unwrap(), [[true, false, true]]);
    assert_eq!(paper.choices(&Marks::Ticked(vec![])).unwrap(), [[false; 3]]);
    let refused = [
        (Marks::Ticked(vec![0, 1, 2]), MarkError::TooMany { chosen: 3, max: 2 }),
        (Marks::Ticked(vec![0, 0]), MarkError::DoNotFit),
        (Marks::Ticked(vec![3]), MarkError::DoNotFit),
        (Marks::Rows(vec![Some(0)]), MarkError::DoNotFit),
    ];
    for (marks, error) in refused {
        assert_eq!(paper.choices(&marks), Err(error), "{marks:?}");
    }
}

#[test]
fn an_approve_each_paper_is_a_question_for_each_project() {
    let paper = Paper::approve_each(&titles(3), &APPROVE, Some(1)).unwrap();
    assert_eq!(paper.questions().len(), 3);
    assert!(paper.questions().iter().all(|q| (q.min, q.max) == (1, 1) && q.answers == APPROVE));
    assert_eq!(paper.questions()[2].question, titles(3)[2]);
    assert_eq!(paper.cap(), Some(1));
    let choices = paper.choices(&Marks::Rows(vec![Some(1), Some(0), None])).unwrap();
    assert_eq!(choices, [[false, true, false], [true, false, false], [false, false, true]]);
    let refused = [
        (Marks::Rows(vec![Some(0), Some(0), None]), MarkError::TooMany { chosen: 2, max: 1 }),
        (Marks::Rows(vec![Some(3), None, None]), MarkError::DoNotFit),
        (Marks::Rows(vec![None, None]), MarkError::DoNotFit),
        (Marks::Ticked(vec![0]), MarkError::DoNotFit),
    ];
    for (marks, error) in refused {
        assert_eq!(paper.choices(&marks), Err(error), "{marks:?}");
    }
}

#[test]
fn without_abstention_every_row_must_be_marked() {
    let paper = Paper::approve_each(&titles(2), &RATING[..3], None).unwrap();
    assert_eq!(paper.choices(&Marks::Rows(vec![Some(0), None])), Err(MarkError::Unmarked { row: 1 }));
    assert!(paper.choices(&Marks::Rows(vec![Some(0), Some(2)])).is_ok());
}

#[test]
fn papers_that_cannot_be() {
    let none: [&str; 0] = [];
    assert_eq!(Paper::choose_up_to("", &[], 1), Err(PaperError::Max { max: 1, candidates: 0 }));
    assert_eq!(Paper::choose_up_to("", &titles(3), 4), Err(PaperError::Max { max: 4, candidates: 3 }));
    assert_eq!(Paper::choose_up_to("", &titles(3), 0), Err(PaperError::Max { max: 0, candidates: 3 }));
    assert_eq!(Paper::approve_each(&[], &APPROVE, None), Err(PaperError::Empty));
    assert_eq!(Paper::approve_each(&titles(1), &none, None), Err(PaperError::Empty));
    assert_eq!(Paper::approve_each(&titles(3), &APPROVE, Some(4)), Err(PaperError::Max { max: 4, candidates: 3 }));
}

#[test]
fn the_longest_ballot_is_known_before_voting() {
    let mut hall = Hall::opens(Paper::approve_each(&titles(3), &APPROVE, Some(2)).unwrap(), 1, (1, 1));
    let mut longest = 0;
    for _ in 0..50 {
        longest = longest.max(hall.fills_in(0, &Marks::Rows(vec![None; 3])).ballot.bytes().len());
    }
    let bound = hall.paper.longest_ballot();
    assert!(longest <= bound && longest + 60 > bound, "{longest} {bound}");
    let fits = (1..60).take_while(|&n| Paper::approve_each(&titles(n), &APPROVE, None).is_ok()).count();
    assert!(matches!(Paper::approve_each(&titles(fits + 1), &APPROVE, None), Err(PaperError::TooLong { .. })));
    assert_eq!(fits, 36, "docs say so");
}
