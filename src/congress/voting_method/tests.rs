use proptest::prelude::*;

use super::*;

fn faults(form: &VotingMethodForm) -> Vec<(&'static str, &'static str)> {
    let errors = VotingMethod::try_from(form).unwrap_err();
    errors.0.iter().map(|error| (error.field.word(), error.code.key())).collect()
}

fn form(change: impl FnOnce(&mut VotingMethodForm)) -> VotingMethodForm {
    let mut form = VotingMethod::default().to_form();
    change(&mut form);
    form
}

#[test]
fn defaults_are_those_of_the_rules() {
    let canonical = String::from_utf8(VotingMethod::default().canonical_json()).unwrap();
    assert_eq!(
        canonical,
        r#"{"announce":"separate","ballot_form":"approve_each","max_approvals":10,"min_margin_ratio":2000,"pass_mark":"half_of_all","prior_review":"required","publish_counts":"counts","quorum":"2/3","rating_options":"with_abstain","seats":10,"second_person":"required","shortfall":"presidium_chooses","tie_at_cut":"revote_tied"}"#
    );
}

#[test]
fn the_hash_is_that_of_the_canonical_document() {
    // printf '%s' '<the document above>' | sha256sum
    assert_eq!(
        VotingMethod::default().hash().as_str(),
        "3c45a172865477343d7909c01422a36b28e831b3cbafe317d1c44efac431f85d"
    );
    // The same without `second_person`, as methods were adopted before there was such a field.
    let one_person = VotingMethod::try_from(form(|form| form.second_person = "not_required".into())).unwrap();
    assert_eq!(one_person.hash().as_str(), "eaf6c463b4f5d766dd72c3b08060ca0aee4caa506f59466aed079265bb455284");
    // Likewise without `issuing`; with slips it is named.
    let slips = VotingMethod::try_from(form(|form| form.issuing = "slips".into())).unwrap();
    let canonical = String::from_utf8(slips.canonical_json()).unwrap();
    assert!(canonical.contains(r#""ballot_form":"approve_each","issuing":"slips","max_approvals":10"#), "{canonical}");
    assert_eq!(serde_json::from_str::<VotingMethod>(&canonical).unwrap(), slips);
    let other = VotingMethod::try_from(form(|form| form.seats = "9".into())).unwrap();
    assert_ne!(other.hash(), VotingMethod::default().hash());
}

#[test]
fn an_empty_form_names_every_field_but_the_cap() {
    let fields: Vec<&str> = faults(&VotingMethodForm::default())
        .iter()
        .map(|(field, code)| {
            assert_eq!(*code, "required");
            *field
        })
        .collect();
    let wanted: Vec<&str> = Field::ALL.iter().map(|field| field.word()).filter(|key| *key != "max_approvals").collect();
    assert_eq!(fields, wanted);
}

#[test]
fn each_field_says_what_is_wrong_with_it() {
    type Change = fn(&mut VotingMethodForm);
    let cases: &[(Change, (&str, &str))] = &[
        (|f| f.seats = "0".into(), ("seats", "out_of_range")),
        (|f| f.seats = "-3".into(), ("seats", "not_a_number")),
        (|f| f.seats = "10000".into(), ("seats", "out_of_range")),
        (|f| f.seats = "99999999999".into(), ("seats", "out_of_range")),
        (|f| f.seats = "十".into(), ("seats", "not_a_number")),
        (|f| f.ballot_form = "rank".into(), ("ballot_form", "unknown_choice")),
        (|f| f.max_approvals = "0".into(), ("max_approvals", "out_of_range")),
        (|f| f.max_approvals = "all".into(), ("max_approvals", "not_a_number")),
        (|f| f.pass_mark = "Half_of_all".into(), ("pass_mark", "unknown_choice")),
        (|f| f.quorum = "1/2".into(), ("quorum", "below_two_thirds")),
        (|f| f.quorum = "666/1000".into(), ("quorum", "below_two_thirds")),
        (|f| f.quorum = "3/2".into(), ("quorum", "not_a_ratio")),
        (|f| f.quorum = "2/0".into(), ("quorum", "not_a_ratio")),
        (|f| f.quorum = "0.67".into(), ("quorum", "not_a_ratio")),
        (|f| f.tie_at_cut = "lot".into(), ("tie_at_cut", "unknown_choice")),
        (|f| f.min_margin_ratio = "11.765".into(), ("min_margin_ratio", "too_many_decimals")),
        (|f| f.min_margin_ratio = "-1".into(), ("min_margin_ratio", "not_a_number")),
        (|f| f.min_margin_ratio = ".5".into(), ("min_margin_ratio", "not_a_number")),
        (|f| f.min_margin_ratio = "99999".into(), ("min_margin_ratio", "out_of_range")),
    ];
    for (change, wanted) in cases {
        assert_eq!(faults(&form(*change)), [*wanted]);
    }
    let uncapped = form(|form| {
        form.ballot_form = "choose_up_to".into();
        form.max_approvals = "none".into();
    });
    assert_eq!(faults(&uncapped), [("max_approvals", "required_for_choose_up_to")]);
    let several = form(|form| {
        form.seats = String::new();
        form.max_approvals = String::new();
        form.ballot_form = "choose_up_to".into();
        form.quorum = "x".into();
    });
    assert_eq!(faults(&several), [("seats", "required"), ("quorum", "not_a_ratio")]);
}

#[test]
fn a_form_is_read_as_people_type() {
    let method = VotingMethod::try_from(form(|form| {
        form.seats = " １２ ".into();
        form.max_approvals = String::new();
        form.quorum = "３ ／ 4".into();
        form.min_margin_ratio = "11.8％".into();
    }))
    .unwrap();
    assert_eq!(method.seats(), 12);
    assert_eq!(method.max_approvals(), Some(12));
    assert_eq!(method.quorum(), Quorum::new(3, 4).unwrap());
    assert_eq!(method.min_margin_ratio(), BasisPoints(1_180));
    let uncapped = VotingMethod::try_from(form(|form| form.max_approvals = "none".into()));
    assert_eq!(uncapped.unwrap().max_approvals(), None);
}

#[test]
fn documents_are_read_strictly() {
    let read = |change: &dyn Fn(&mut Value)| {
        let mut document = serde_json::to_value(VotingMethod::default()).unwrap();
        change(&mut document);
        serde_json::from_value::<VotingMethod>(document).is_ok()
    };
    assert!(read(&|_| {}));
    assert!(!read(&|document| document["seats"] = json!(0)));
    assert!(!read(&|document| document["seats"] = json!(10_000)));
    assert!(!read(&|document| document["quorum"] = json!("1/2")));
    assert!(!read(&|document| document["proxy"] = json!(true)));
    assert!(!read(&|document| {
        document.as_object_mut().unwrap().remove("max_approvals");
    }));
    assert!(read(&|document| document["max_approvals"] = Value::Null));
    assert!(!read(&|document| {
        document["max_approvals"] = Value::Null;
        document["ballot_form"] = json!("choose_up_to");
    }));
}

#[test]
fn quorum_is_rounded_up() {
    let method = VotingMethod::default();
    for (in_office, needed) in [(0, 0), (1, 1), (2, 2), (3, 2), (340, 227), (341, 228), (342, 228)] {
        assert_eq!(method.quorum_of(in_office), needed, "{in_office}");
    }
    assert_eq!(Quorum::new(1, 1).unwrap().of(u32::MAX), u32::MAX);
}

#[test]
fn the_mark_is_strictly_more_than_half() {
    let mark = |pass_mark: &str, in_office, present| {
        VotingMethod::try_from(form(|form| form.pass_mark = pass_mark.into())).unwrap().pass_mark_of(in_office, present)
    };
    assert_eq!(mark("half_of_all", 340, 300), 171);
    assert_eq!(mark("half_of_all", 341, 300), 171);
    assert_eq!(mark("half_of_all", 342, 300), 172);
    assert_eq!(mark("half_of_present", 340, 300), 151);
    assert_eq!(mark("half_of_present", 340, 301), 151);
    assert_eq!(mark("none", 340, 300), 1);
}

#[test]
fn seats_against_candidates() {
    let method = VotingMethod::default();
    assert_eq!(method.check_against(12), Ok(vec![]), "20 % is enough");
    assert_eq!(
        method.check_against(11),
        Ok(vec![MethodWarning::MarginBelowMinimum { margin: BasisPoints(1_000), minimum: BasisPoints(2_000) }])
    );
    assert!(method.check_against(10).is_ok_and(|warnings| warnings.len() == 1));
    assert_eq!(method.check_against(9), Err(MethodConflict::SeatsExceedCandidates { seats: 10, candidates: 9 }));
    let capped = VotingMethod::try_from(form(|form| form.max_approvals = "13".into())).unwrap();
    assert_eq!(
        capped.check_against(12),
        Err(MethodConflict::ApprovalsExceedCandidates { max_approvals: 13, candidates: 12 })
    );
    // 19 candidates for 17 seats: the smallest margin seen in practice.
    let narrow = VotingMethod::try_from(form(|form| {
        form.seats = "17".into();
        form.max_approvals = String::new();
    }))
    .unwrap();
    let warnings = narrow.check_against(19).unwrap();
    assert_eq!(warnings[0].args(), [("margin", json!("11.76")), ("minimum", json!("20"))]);
}

fn any_method() -> impl Strategy<Value = VotingMethod> {
    fn one_of<T: Copy + fmt::Debug>(all: &'static [T]) -> impl Strategy<Value = T> {
        proptest::sample::select(all)
    }
    (
        (1..=40u32, one_of(BallotForm::ALL), proptest::option::of(1..=40u32)),
        (one_of(PassMark::ALL), one_of(TieAtCut::ALL), one_of(Shortfall::ALL)),
        (2..=9u32, 0..=20_000u32, one_of(Announce::ALL), one_of(PublishCounts::ALL)),
        (one_of(RatingOptions::ALL), one_of(PriorReview::ALL), one_of(SecondPerson::ALL), one_of(Issuing::ALL)),
    )
        .prop_map(|((seats, ballot_form, cap), (pass_mark, tie_at_cut, shortfall), rest, last)| {
            let seats = NonZeroU32::new(seats).unwrap();
            let cap = cap.and_then(NonZeroU32::new);
            VotingMethod {
                seats,
                ballot_form,
                max_approvals: cap.or((ballot_form == BallotForm::ChooseUpTo).then_some(seats)),
                pass_mark,
                quorum: Quorum::new(rest.0, 9.min(rest.0 + rest.0 / 2)).unwrap(),
                tie_at_cut,
                shortfall,
                min_margin_ratio: BasisPoints(rest.1),
                announce: rest.2,
                publish_counts: rest.3,
                rating_options: last.0,
                prior_review: last.1,
                second_person: last.2,
                issuing: last.3,
            }
        })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn form_and_document_bring_every_method_back(method in any_method()) {
        prop_assert_eq!(&VotingMethod::try_from(method.to_form()).unwrap(), &method);
        let read: VotingMethod = serde_json::from_slice(&method.canonical_json()).unwrap();
        prop_assert_eq!(read.hash(), method.hash());
        prop_assert_eq!(serde_json_canonicalizer::to_vec(&method).unwrap(), method.canonical_json());
        prop_assert_eq!(read, method);
    }

    #[test]
    fn any_form_is_answered_without_panic(seats in "\\PC{0,8}", cap in "\\PC{0,8}", quorum in "\\PC{0,4}/?\\PC{0,4}", margin in "[0-9.%％。]{0,8}") {
        let form = form(|form| {
            form.seats = seats;
            form.max_approvals = cap;
            form.quorum = quorum;
            form.min_margin_ratio = margin;
        });
        if let Ok(method) = VotingMethod::try_from(&form) {
            prop_assert!(method.seats() >= 1);
            prop_assert!(method.quorum_of(300) >= 200);
        }
    }

    #[test]
    fn quorum_and_mark_are_the_smallest_numbers_that_do(in_office in 1..100_000u32) {
        let method = VotingMethod::default();
        let quorum = method.quorum_of(in_office);
        prop_assert!(3 * quorum >= 2 * in_office && 3 * (quorum - 1) < 2 * in_office);
        let mark = method.pass_mark_of(in_office, 0);
        prop_assert!(2 * mark > in_office && 2 * (mark - 1) <= in_office);
    }
}
