use serde_json::{Value, json};

use super::*;
use crate::congress::{
    VotePart,
    voting_method::{VotingMethod, VotingMethodForm},
};
use crate::documents::{Scrutineer, VerificationKey};
use crate::tally::outcome::{Attendance, Conclusion, Decision, Roll};

fn key(digit: char) -> VerificationKey {
    VerificationKey::try_from(digit.to_string().repeat(64)).unwrap()
}

fn print(digit: char) -> Fingerprint {
    Fingerprint::try_from(digit.to_string().repeat(64)).unwrap()
}

fn head() -> Head {
    let scrutineer =
        |name: &str, chief, digit| Scrutineer { name: name.to_owned(), chief, verification_key: key(digit) };
    Head {
        congress: "杭州市上城区第一届人民代表大会".into(),
        session: "第三次会议".into(),
        plenary: "第二次全体会议".into(),
        date: jiff::civil::date(2024, 2, 3),
        item: "2024年度民生实事项目".into(),
        method_version: 1,
        method: VotingMethod::default(),
        candidates: (1..=12).map(|number| CandidateTitle { number, title: format!("“项目{number}”在上城") }).collect(),
        list_hash: None,
        changes: Vec::new(),
        signers: Signers {
            scrutineers: vec![scrutineer("甲", true, 'a'), scrutineer("乙", false, 'b'), scrutineer("丙", false, 'c')],
            secretariat: "丁".into(),
        },
        audit: None,
    }
}

fn round(approvals: &[(u32, u32)]) -> CountedRound {
    let votes = approvals
        .iter()
        .map(|(number, approve)| CandidateVotes::approve_each(*number, *approve, 299 - approve, 0))
        .collect();
    CountedRound {
        record: RoundRecord {
            roll: Roll { in_office: 340, fingerprint: "d".repeat(64) },
            counts: Counts {
                attendance: Attendance { in_office: 340, excused: 30, present: 302 },
                ballot_box: BoxCount { issued: 301, returned: 300, valid: 299, void: 1 },
                paper: None,
            },
            votes,
            decision: None,
            annulled: false,
        },
        void_reasons: vec![VoidBallots { reason: "无法辨认".into(), ballots: 1 }],
        ordered: None,
        annulment: None,
        archive: Some(Archive {
            election: Fingerprint::try_from("47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU".to_owned()).unwrap(),
            last_event: print('e'),
            key_list: print('f'),
        }),
        paper: None,
        slips: None,
    }
}

#[test]
fn every_printed_slip_is_accounted_for() {
    let approvals: Vec<(u32, u32)> = (1..=12).map(|number| (number, 150 + 8 * number)).collect();
    let slips = SlipPart { printed: 360, leftover: 55, sample: 2, lost: 1, unreadable: 1, listed: 303 };
    let by_slips = |slips| CountedRound { slips: Some(slips), ..round(&approvals) };
    let certificate = Certificate::draft(head(), vec![by_slips(slips)]).unwrap();
    certificate.check().unwrap();
    let read = Certificate::parse(certificate.canonical_json()).unwrap();
    let rows = read.document().rounds[0].checks();
    let of = |key: &str| rows.iter().find(|row| row.name.key() == key).map(|row| (row.left, row.right, row.passed));
    assert_eq!(of("slips_printed_add_up"), Some((360, 360, true)));
    assert_eq!(of("slips_listed_add_up"), Some((303, 303, true)));
    for wrong in [
        SlipPart { printed: 361, ..slips },
        SlipPart { leftover: 54, ..slips },
        SlipPart { listed: 302, ..slips },
        SlipPart { lost: 2, sample: 1, ..slips },
    ] {
        let refused = Certificate::draft(head(), vec![by_slips(wrong)]).unwrap_err();
        assert_eq!(refused, CertificateError::BadSlips { round: 1 }, "{wrong:?}");
    }
    let text =
        String::from_utf8(Certificate::draft(head(), vec![round(&approvals)]).unwrap().canonical_json().to_vec());
    assert!(!text.unwrap().contains("slips"), "a certificate without slips stays as it was");
}

/// The presidium annulled it; with its box, or before it had one.
fn annulled(with_box: bool) -> CountedRound {
    let whole = round(&[]);
    let annulment =
        Annulment { reason: "会场网络中断".into(), by: "周敏".into(), confirmed: "陈志强".into() };
    let mut record = RoundRecord { annulled: true, ..whole.record };
    record.counts.ballot_box = BoxCount { issued: 301, returned: 0, valid: 0, void: 0 };
    let archive = whole.archive.filter(|_| with_box);
    CountedRound { record, void_reasons: Vec::new(), annulment: Some(annulment), archive, ..round(&[]) }
}

#[test]
fn an_annulled_round_is_kept_in_the_certificate_with_its_reason() {
    let approvals: Vec<(u32, u32)> = (1..=12).map(|number| (number, 150 + 8 * number)).collect();
    let held_again = CountedRound { ordered: Some("主席团会议决定重新投票".into()), ..round(&approvals) };
    for with_box in [true, false] {
        let certificate = Certificate::draft(head(), vec![annulled(with_box), held_again.clone()]).unwrap();
        certificate.check().unwrap();
        let read = Certificate::parse(certificate.canonical_json()).unwrap();
        let rounds = &read.document().rounds;
        assert_eq!(rounds[0].annulment.as_ref().unwrap().reason, "会场网络中断");
        assert_eq!((rounds[0].projects.len(), rounds[0].archive.is_some()), (0, with_box));
        assert!(rounds[0].annulment.is_some() && rounds[1].annulment.is_none() && read.is_settled());
        assert!(read.document().chosen.iter().all(|chosen| chosen.round == 2));
        let text = String::from_utf8(certificate.canonical_json().to_vec()).unwrap();
        let silent = text.replacen("会场网络中断", " ", 1);
        assert!(
            Certificate::parse(silent.as_bytes()).unwrap().check().is_err(),
            "a round is not annulled without a reason"
        );
    }
    let without_a_box = CountedRound { archive: None, ..held_again };
    let refused = Certificate::draft(head(), vec![without_a_box]).unwrap_err();
    assert_eq!(refused, CertificateError::BadAnnulment { round: 1 });
}

/// After a void round twelve became eleven, of whom nine are chosen, by one deputy less.
fn begun_anew(parts: &[VotePart]) -> Result<Certificate, CertificateError> {
    let before = head();
    let form = VotingMethodForm { seats: "9".into(), max_approvals: "9".into(), ..before.method.to_form() };
    let mut after = Head {
        method_version: 2,
        method: VotingMethod::try_from(form).unwrap(),
        candidates: before.candidates.iter().filter(|one| one.number < 12).cloned().collect(),
        ..before.clone()
    };
    let approvals: Vec<(u32, u32)> = (1..=11).map(|number| (number, 150 + 8 * number)).collect();
    let mut last = CountedRound { ordered: Some("主席团会议决定重新投票".into()), ..round(&approvals) };
    last.record.roll = Roll { in_office: 339, fingerprint: "b".repeat(64) };
    last.record.counts.attendance.in_office = 339;
    after.changes = vec![Change {
        after_round: 1,
        decisions: vec![ChangeDecision {
            body: "主席团第三次会议".into(),
            decided_on: jiff::civil::date(2024, 2, 3),
            reason: "第12号项目重复".into(),
            parts: parts.to_vec(),
            by: "周敏".into(),
            confirmed: "方志明".into(),
        }],
        held_under: HeldUnder {
            method_version: before.method_version,
            method_hash: before.method.hash(),
            method: before.method,
            roll: last.record.roll.clone(),
            candidates: before.candidates,
            list_hash: None,
        },
    }];
    Certificate::draft(after, vec![annulled(true), last])
}

#[test]
fn a_vote_that_began_anew_says_under_what_each_round_was_held() {
    let certificate = begun_anew(VotePart::ALL).unwrap();
    certificate.check().unwrap();
    let read = Certificate::parse(certificate.canonical_json()).unwrap();
    let document = read.document();
    assert_eq!((document.roll_of(1).in_office, document.roll_of(2).in_office), (340, 339));
    assert_eq!((document.rounds[0].seats, document.rounds[1].seats), (10, 9));
    assert!(read.is_settled() && document.chosen.len() == 9);
    let text = String::from_utf8(certificate.canonical_json().to_vec()).unwrap();
    for (from, to) in [
        ("第12号项目重复", " "),
        ("\"after_round\":1", "\"after_round\":2"),
        ("\"parts\":[\"list\",\"roll\",\"method\"]", "\"parts\":[\"roll\",\"method\"]"),
    ] {
        let forged = text.replacen(from, to, 1);
        assert_ne!(forged, text, "{from}");
        let checked = Certificate::parse(forged.as_bytes()).and_then(|forged| forged.check());
        assert!(checked.is_err(), "{from}");
    }
    let plain = String::from_utf8(settled().canonical_json().to_vec()).unwrap();
    assert!(!plain.contains("changes"), "a certificate without a change stays as it was");
}

#[test]
fn nothing_is_changed_that_no_decision_names() {
    for missing in VotePart::ALL {
        let named: Vec<VotePart> = VotePart::ALL.iter().copied().filter(|part| part != missing).collect();
        assert_eq!(begun_anew(&named).unwrap_err(), CertificateError::BadChange { round: 1 }, "{missing}");
    }
}

#[test]
fn nothing_is_changed_after_a_round_that_decided() {
    let certificate = begun_anew(VotePart::ALL).unwrap();
    let mut rounds = certificate.document().counted_rounds();
    let approvals: Vec<(u32, u32)> = (1..=12).map(|number| (number, 150 + 8 * number)).collect();
    rounds[0] = round(&approvals);
    let refused = Certificate::draft(certificate.document().head(), rounds).unwrap_err();
    assert_eq!(refused, CertificateError::Rounds(RoundsError::ChangeOutOfPlace { round: 1 }));
    let alone = vec![certificate.document().counted_rounds().remove(0)];
    let refused = Certificate::draft(certificate.document().head(), alone).unwrap_err();
    assert_eq!(refused, CertificateError::Rounds(RoundsError::ChangeOutOfPlace { round: 1 }));
}

/// Ten clear of the mark, so the first round settles it.
fn settled() -> Certificate {
    let approvals: Vec<(u32, u32)> = (1..=12).map(|number| (number, 150 + 8 * number)).collect();
    Certificate::draft(head(), vec![round(&approvals)]).unwrap()
}

/// Nine clear, 10 and 11 tied, 12 below; then a re-vote.
fn with_revote() -> Certificate {
    let mut approvals: Vec<(u32, u32)> = (1..=9).map(|number| (number, 250 - number)).collect();
    approvals.extend([(12, 100), (11, 180), (10, 180)]);
    Certificate::draft(head(), vec![round(&approvals), round(&[(10, 120), (11, 130)])]).unwrap()
}

#[test]
fn a_certificate_comes_back_from_its_bytes() {
    for certificate in [settled(), with_revote()] {
        let read = Certificate::parse(certificate.canonical_json()).unwrap();
        assert_eq!(read, certificate);
        assert_eq!(read.hash(), certificate.hash());
        assert_eq!(read.check(), Ok(()));
        assert!(read.document().rounds.iter().all(|r| r.checks().iter().all(|row| row.passed)));
    }
    assert_ne!(settled().hash(), with_revote().hash());
}

#[test]
fn the_document_is_fixed() {
    let text = String::from_utf8(with_revote().canonical_json().to_vec()).unwrap();
    assert!(text.starts_with(r#"{"candidates":[{"number":1,"title":"“项目1”在上城"},"#));
    let document: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(document["date"], "2024-02-03");
    assert_eq!(document["method_hash"], VotingMethod::default().hash().as_str());
    assert_eq!(document["next"], Value::Null);
    let first = &document["rounds"][0];
    assert_eq!(first["not_cast"], 1);
    assert_eq!(first["quorum"], 227);
    assert_eq!(first["pass_mark"], 171);
    assert_eq!(
        first["projects"][9],
        json!({"number": 10, "approve": 180, "oppose": 119, "abstain": 0, "over_mark": true,
               "rank": 10, "chosen": false, "tie_group": 10})
    );
    assert_eq!(
        first["conclusion"],
        json!({"kind": "tie_at_cut", "chosen": [1, 2, 3, 4, 5, 6, 7, 8, 9], "tied": [10, 11],
               "seats_left": 1, "next": "revote_tied"})
    );
    assert_eq!(document["rounds"][1]["max_approvals"], 1);
    assert_eq!(document["chosen"][9], json!({"number": 11, "round": 2}));
    assert_eq!(with_revote().document().title_of(11), Some("“项目11”在上城"));
}

#[test]
fn signing_is_over_the_hash() {
    let certificate = settled();
    let hash = certificate.hash();
    assert_eq!(Sha256Hex::try_from(hash.to_string()), Ok(hash));
    assert!(Sha256Hex::try_from("A".repeat(64)).is_err());
}

#[test]
fn only_the_exact_bytes_are_read() {
    let text = String::from_utf8(settled().canonical_json().to_vec()).unwrap();
    let cases = [
        format!("{text}\n"),
        text.replacen("\"item\":", "\"item\" :", 1),
        text.replacen("甲", "\\u7532", 1),
        text.replacen("\"void\":1", "\"void\":1.0", 1),
        text.replacen("{\"candidates\"", "{\"a\":1,\"candidates\"", 1),
        text.replacen("\"next\":null,", "", 1),
        text.replacen("piaojue-certificate-1", "piaojue-certificate-2", 1),
        text.replacen("\"chief\":true", "\"chief\":true,\"chief\":true", 1),
        text.replacen(&"a".repeat(64), &"A".repeat(64), 1),
        text.replacen("2024-02-03", "2024-02-30", 1),
        text.replacen("\"quorum\":\"2/3\"", "\"quorum\":\"1/3\"", 1),
    ];
    for case in cases {
        assert_ne!(case, text);
        assert!(Certificate::parse(case.as_bytes()).is_err(), "{case}");
    }
    assert_eq!(Certificate::parse(&vec![b' '; MAX_BYTES + 1]), Err(CertificateError::TooLarge));
}

#[test]
fn every_altered_figure_is_found() {
    let altered = |change: &dyn Fn(&mut Value)| {
        let mut document: Value = serde_json::from_slice(with_revote().canonical_json()).unwrap();
        change(&mut document);
        let bytes = serde_json_canonicalizer::to_vec(&document).unwrap();
        Certificate::parse(&bytes).unwrap().check().unwrap_err()
    };
    let mismatch = |path: &str| CertificateError::Mismatch { path: path.to_owned() };

    assert_eq!(
        altered(&|d| d["rounds"][0]["projects"][11]["rank"] = json!(1)),
        mismatch("rounds[0].projects[11].rank")
    );
    assert_eq!(
        altered(&|d| d["rounds"][0]["projects"][11]["chosen"] = json!(true)),
        mismatch("rounds[0].projects[11].chosen")
    );
    assert_eq!(altered(&|d| d["rounds"][0]["pass_mark"] = json!(170)), mismatch("rounds[0].pass_mark"));
    assert_eq!(altered(&|d| d["rounds"][0]["not_cast"] = json!(0)), mismatch("rounds[0].not_cast"));
    assert_eq!(altered(&|d| d["rounds"][1]["number"] = json!(3)), mismatch("rounds[1].number"));
    assert_eq!(altered(&|d| d["chosen"][9]["number"] = json!(10)), mismatch("chosen[9].number"));
    assert_eq!(altered(&|d| d["method_hash"] = json!("0".repeat(64))), mismatch("method_hash"));
    assert_eq!(
        altered(&|d| {
            d["chosen"].as_array_mut().unwrap().pop();
        }),
        mismatch("chosen")
    );
    assert!(matches!(
        altered(&|d| d["rounds"][0]["projects"][0]["approve"] = json!(250)),
        CertificateError::Rounds(RoundsError::Round { round: 1, .. })
    ));
    assert!(matches!(altered(&|d| d["rounds"][0]["void"] = json!(0)), CertificateError::VoidReasons { .. }));
    assert!(matches!(altered(&|d| d["method"]["seats"] = json!(9)), CertificateError::Rounds(_)));
    assert_eq!(
        altered(&|d| d["roll"]["in_office"] = json!(341)),
        CertificateError::Rounds(RoundsError::RollChanged { round: 1 })
    );
    assert_eq!(altered(&|d| d["signers"]["scrutineers"][0]["chief"] = json!(false)), CertificateError::BadSigners);
    assert_eq!(
        altered(&|d| d["candidates"].as_array_mut().unwrap().swap(0, 1)),
        CertificateError::CandidatesOutOfOrder
    );
}

#[test]
fn an_unsettled_item_says_what_is_next() {
    let mut approvals: Vec<(u32, u32)> = (1..=9).map(|number| (number, 250)).collect();
    approvals.extend([(10, 180), (11, 180), (12, 0)]);
    let open = Certificate::draft(head(), vec![round(&approvals)]).unwrap();
    assert!(!open.is_settled());
    assert!(matches!(open.next(), Some(Next::Round { .. })));
    assert_eq!(open.check(), Ok(()));
    assert!(settled().is_settled());
}

#[test]
fn a_void_round_is_kept_without_votes() {
    let approvals: Vec<(u32, u32)> = (1..=12).map(|number| (number, 150 + 8 * number)).collect();
    let mut void = round(&approvals);
    void.record.counts.ballot_box.returned = 302;
    let certificate = Certificate::draft(head(), vec![void, round(&approvals)]).unwrap();
    let rounds = &certificate.document().rounds;
    assert_eq!(rounds[0].projects, []);
    assert!(matches!(rounds[0].conclusion, Conclusion::Void { .. }));
    assert_eq!(rounds[1].number, 2);
    assert_eq!(Certificate::parse(certificate.canonical_json()).unwrap().check(), Ok(()));
}

#[test]
fn a_decision_of_the_presidium_is_part_of_the_document() {
    let approvals: Vec<(u32, u32)> = (1..=12).map(|number| (number, 172 - number)).collect();
    let mut short = round(&approvals);
    short.record.decision = Some(Decision::AcceptFewer { reason: "不再另行票决".into() });
    let certificate = Certificate::draft(head(), vec![short]).unwrap();
    assert!(certificate.is_settled());
    assert_eq!(certificate.document().chosen.len(), 1);
    assert_eq!(Certificate::parse(certificate.canonical_json()).unwrap().check(), Ok(()));
}

#[test]
fn a_head_must_be_whole() {
    let draft = |change: &dyn Fn(&mut Head)| {
        let mut head = head();
        change(&mut head);
        Certificate::draft(head, vec![round(&[])]).unwrap_err()
    };
    let bad_text = |field| CertificateError::BadText { field };
    assert_eq!(draft(&|head| head.item = "\u{3000}".into()), bad_text("item"));
    assert_eq!(draft(&|head| head.candidates[3].title = "a\nb".into()), bad_text("candidates.title"));
    assert_eq!(draft(&|head| head.candidates[3].number = 3), CertificateError::CandidatesOutOfOrder);
    assert_eq!(draft(&|head| head.signers.scrutineers[1].verification_key = key('a')), CertificateError::BadSigners);
    assert_eq!(draft(&|head| head.signers.scrutineers.clear()), CertificateError::BadSigners);
    assert_eq!(Certificate::draft(head(), vec![]), Err(CertificateError::Rounds(RoundsError::NoRounds)));
}

#[test]
fn fingerprints_are_hex_or_base64() {
    assert!(Fingerprint::try_from("A".repeat(43)).is_ok());
    for bad in ["", &"A".repeat(44), &"B".repeat(43), &"-".repeat(43), &"G".repeat(64)] {
        assert!(Fingerprint::try_from(bad.to_owned()).is_err(), "{bad}");
    }
}

/// Forty of the 300 came back on paper, one of them void.
fn with_paper(approvals: &[(u32, u32)]) -> CountedRound {
    let projects = approvals
        .iter()
        .map(|(number, approve)| CandidateVotes::approve_each(*number, approve / 10, 39 - approve / 10, 0))
        .collect();
    let paper = PaperPart {
        issued: 41,
        returned: 40,
        valid: 39,
        void: 1,
        void_reasons: vec![VoidBallots { reason: "无法辨认".into(), ballots: 1 }],
        bundles: 2,
        projects,
        tellers: vec!["甲".into(), "丁".into()],
    };
    CountedRound { paper: Some(paper), ..round(approvals) }
}

fn twelve() -> Vec<(u32, u32)> {
    (1..=12).map(|number| (number, 150 + 8 * number)).collect()
}

#[test]
fn paper_has_a_line_of_its_own_and_changes_nothing_else() {
    let certificate = Certificate::draft(head(), vec![with_paper(&twelve())]).unwrap();
    certificate.check().unwrap();
    let read = Certificate::parse(certificate.canonical_json()).unwrap();
    assert_eq!(read.document().rounds[0].paper.as_ref().unwrap().returned, 40);
    assert!(read.document().rounds[0].checks().iter().all(|row| row.passed));
    let text = String::from_utf8(certificate.canonical_json().to_vec()).unwrap();
    let without = String::from_utf8(settled().canonical_json().to_vec()).unwrap();
    assert!(!without.contains("\"paper\""), "where nobody voted on paper nothing is said of it");
    let start = text.find(",\"paper\":").unwrap();
    let end = start + text[start..].find(",\"pass_mark\"").unwrap();
    assert_eq!(format!("{}{}", &text[..start], &text[end..]), without);
}

#[test]
fn a_line_of_paper_that_does_not_fit_its_round_is_refused() {
    type Change = fn(&mut PaperPart);
    let changes: [Change; 12] = [
        |paper| paper.issued = 0,
        |paper| paper.issued = 302,
        |paper| paper.returned = 39,
        |paper| paper.valid = 38,
        |paper| paper.void_reasons.clear(),
        |paper| paper.projects[3].approve += 1,
        |paper| paper.projects.truncate(11),
        |paper| paper.projects[0].number = 77,
        |paper| paper.tellers.truncate(1),
        |paper| paper.tellers[0] = " ".into(),
        |paper| paper.projects.clear(),
        |paper| {
            paper.projects.iter_mut().for_each(|votes| (votes.approve, votes.oppose) = (39, 0));
        },
    ];
    for (place, change) in changes.into_iter().enumerate() {
        let mut round = with_paper(&twelve());
        change(round.paper.as_mut().unwrap());
        let refused = Certificate::draft(head(), vec![round]).unwrap_err();
        assert_eq!(refused, CertificateError::BadPaper { round: 1 }, "change {place}");
    }
}

#[test]
fn a_sheet_too_many_voids_the_round_though_others_did_not_vote() {
    let mut round = with_paper(&twelve());
    round.paper.as_mut().unwrap().issued = 39;
    let certificate = Certificate::draft(head(), vec![round]).unwrap();
    certificate.check().unwrap();
    let round = &certificate.document().rounds[0];
    assert!(round.returned <= round.issued, "all together there are not too many");
    assert_eq!(round.conclusion.key(), "void");
    assert!(round.projects.is_empty() && round.paper.as_ref().unwrap().projects.is_empty());
    assert!(round.checks().iter().any(|row| row.name.key() == "paper_returned_within_issued" && !row.passed));
}
