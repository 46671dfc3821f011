//! Every button there is, and what pressing it does.

use piaojue::{
    audit::Actor,
    ballots::{self, RoundAct, RoundState},
    db::DbError,
    desk,
    documents::{self, DocumentState, SignedDocument},
    ids::{DocumentId, RoundId},
    tally::{self, Correction, NoticeForm, outcome::Decision},
    web::{Message, NotDone, Refusal, Refused},
};

use super::{struck::STRUCK, walk::Walk};
use crate::support::session::MarkedBallot;

/// What a press of a button came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Came {
    Done,
    Refused,
    /// The line to the database broke: whether it was done, nobody was told.
    Struck,
}

fn came<T, E: NotDone>(what: &str, outcome: Result<T, E>) -> Came {
    match outcome {
        Ok(_) => Came::Done,
        Err(struck) if struck.to_string().contains(STRUCK) => Came::Struck,
        // A rule in words; anything else is a fault of the program.
        Err(refused) => match refused.said() {
            Ok(_) => Came::Refused,
            Err(fault) => panic!("{what}: {fault}"),
        },
    }
}

impl Walk {
    const BUTTONS: [&'static str; 19] = [
        "start issuing",
        "take ballots",
        "open",
        "close",
        "annul",
        "annul",
        "confirm",
        "withdraw",
        "begin count",
        "share",
        "draft",
        "decide",
        "order",
        "sign",
        "object",
        "overrule",
        "certify",
        "announce",
        "correct",
    ];

    /// Every second press is the one the desk asks for; else nobody would get far.
    pub(super) fn button(&self, dice: u8) -> &'static str {
        let any = Self::BUTTONS[usize::from(dice / 2) % Self::BUTTONS.len()];
        if dice.is_multiple_of(2) {
            return any;
        }
        let Some(round) = self.latest() else { return "start issuing" };
        let waiting = !self.app.reads(|conn| tally::pending_requests(conn, round.id)).is_empty();
        let certificate = self.app.reads(|conn| documents::of_round(conn, round.id));
        match (round.state, certificate.map(|certificate| certificate.state())) {
            _ if waiting => "confirm",
            (RoundState::Issuing, _) if self.app.ballots_issued() == 0 => "take ballots",
            (RoundState::Issuing, _) => "open",
            (RoundState::Voting, _) => "close",
            (RoundState::Closed, _) => "begin count",
            (RoundState::Counting, _) => "share",
            (RoundState::Void, _) => "order",
            (_, Some(DocumentState::Drafted)) => {
                let certificate = self.certificate().map_or_else(DocumentId::new, |known| known.id);
                let raised = self.app.reads(|conn| documents::said(conn, certificate)).objections;
                if raised.iter().any(|objection| objection.ruling.is_none()) {
                    if dice % 4 == 1 { "annul" } else { "overrule" }
                } else if dice % 5 == 1 {
                    "object"
                } else if dice.is_multiple_of(3) {
                    "certify"
                } else {
                    "sign"
                }
            }
            (_, Some(DocumentState::Certified)) => "announce",
            (_, Some(_)) => "correct",
            (_, None) => {
                if dice.is_multiple_of(3) {
                    "order"
                } else if dice.is_multiple_of(5) {
                    "decide"
                } else {
                    "draft"
                }
            }
        }
    }

    pub(super) async fn presses(&mut self, button: &'static str, dice: u8) -> Came {
        let (app, session, now) = (self.app.clone(), self.app.session(), self.app.now());
        let (db, secret) = (app.db(), &app.services.secret);
        let who = &self.secretaries[usize::from(dice / 7) % 2].clone();
        let actor = who.actor();
        let round = self.latest();
        let round_id = round.as_ref().map_or_else(RoundId::new, |round| round.id);
        let certificate = self.certificate();
        let certificate_id = certificate.as_ref().map_or_else(DocumentId::new, |known| known.id);
        let scrutineers = app.reads(|conn| piaojue::scrutineers::scrutineers(conn, session.id));
        let place = usize::from(dice / 3) % 3;
        let scrutineer = &scrutineers[place];
        let reason = if dice.is_multiple_of(11) { " " } else { "主席团的理由" };
        let name = "示例人大";
        if round.is_none() && button != "start issuing"
            || certificate.is_none()
                && matches!(button, "sign" | "object" | "overrule" | "certify" | "announce" | "correct")
        {
            return Came::Refused;
        }
        match button {
            "start issuing" => came(button, db.write(|tx| ballots::start_issuing(tx, secret, &actor, now, &session))),
            "take ballots" => {
                if round.is_none_or(|round| round.state != RoundState::Issuing) || app.ballots_issued() > 0 {
                    return Came::Refused;
                }
                self.hall.everybody_takes_a_ballot();
                Came::Done
            }
            "open" => came(button, db.write(|tx| ballots::ask(tx, who, now, round_id, RoundAct::Open, ""))),
            "close" => {
                if round.is_some_and(|round| round.state == RoundState::Voting) && app.ballots_in_the_box() == 0 {
                    self.everybody_votes(dice).await;
                }
                came(button, db.write(|tx| ballots::ask(tx, who, now, round_id, RoundAct::Close, "")))
            }
            "annul" => came(button, db.write(|tx| tally::ask_to_annul(tx, who, now, round_id, reason))),
            "confirm" => {
                let Some(request) = app.reads(|conn| tally::pending_requests(conn, round_id)).pop() else {
                    return Came::Refused;
                };
                let (second, is_chief) = if dice.is_multiple_of(5) { (&self.chief, true) } else { (who, false) };
                let done = db.write(|tx| {
                    let request = ballots::confirm(tx, second, is_chief, now, request.id).map_err(StepError::of)?;
                    match request.act {
                        RoundAct::Open => {
                            ballots::open_round(tx, &actor, now, &session, round_id).map_err(StepError::of)
                        }
                        RoundAct::Close => {
                            ballots::close_round(tx, &actor, now, &session, round_id).map_err(StepError::of)
                        }
                        RoundAct::Annul => tally::annul_round(
                            tx,
                            &actor,
                            &request.requested_name,
                            now,
                            &session,
                            round_id,
                            &request.reason,
                        )
                        .map_err(StepError::of),
                        other => panic!("nobody asks for {other} here"),
                    }
                });
                came(button, done)
            }
            "withdraw" => {
                let Some(request) = app.reads(|conn| tally::pending_requests(conn, round_id)).pop() else {
                    return Came::Refused;
                };
                came(button, db.write(|tx| ballots::withdraw(tx, who, false, now, request.id)))
            }
            "begin count" => came(button, tally::begin_count(db, secret, &actor, now, &session, round_id)),
            "share" => {
                let wanted = round.is_some_and(|round| {
                    round.state == RoundState::Counting
                        && !app.reads(|conn| tally::shares_given(conn, &round)).unwrap().contains(&scrutineer.owner())
                });
                let share = if wanted { self.hall.scrutineers[place].share().await } else { "{}".to_owned() };
                came(
                    button,
                    db.write_row_locked(|tx| {
                        tally::give_share(tx, &Actor::operator(), now, &session, scrutineer, round_id, &share)
                    }),
                )
            }
            "draft" => {
                came(button, db.write(|tx| tally::draft_certificate(tx, &actor, now, &session, name, round_id, None)))
            }
            "decide" => {
                let decision = if dice.is_multiple_of(2) {
                    Decision::AcceptFewer { reason: reason.to_owned() }
                } else {
                    Decision::ChooseTied { chosen: vec![2], reason: reason.to_owned() }
                };
                came(
                    button,
                    db.write(|tx| tally::draft_certificate(tx, &actor, now, &session, name, round_id, Some(&decision))),
                )
            }
            "order" => came(
                button,
                db.write(|tx| tally::order_round(tx, secret, &actor, now, &session, name, round_id, reason)),
            ),
            "sign" => {
                let signature = self.hall.scrutineers[place].signature(certificate.unwrap().hash.as_str());
                came(
                    button,
                    db.write(|tx| documents::sign(tx, &Actor::operator(), now, scrutineer, certificate_id, &signature)),
                )
            }
            "object" => came(
                button,
                db.write(|tx| documents::object(tx, &Actor::operator(), now, scrutineer, certificate_id, reason)),
            ),
            "overrule" => {
                let raised = app.reads(|conn| documents::said(conn, certificate_id)).objections;
                let pending = raised.iter().find(|objection| objection.ruling.is_none());
                let of = pending.map_or(scrutineer.id, |objection| objection.scrutineer);
                came(
                    button,
                    db.write(|tx| documents::overrule(tx, &actor, &actor.name, now, certificate_id, of, reason)),
                )
            }
            "certify" => {
                came(button, db.write(|tx| desk::certify_document(tx, secret, &actor, now, &session, certificate_id)))
            }
            "announce" => {
                let notice = NoticeForm { number: "示例第1号".to_owned(), day: session.date.to_string() };
                came(button, db.write(|tx| desk::announce_document(tx, &actor, now, &session, certificate_id, &notice)))
            }
            "correct" => {
                let pending = app.reads(|conn| documents::about(conn, certificate_id)).pop();
                if let Some(pending) = pending.filter(SignedDocument::is_drafted) {
                    if dice % 3 == 1 {
                        return came(button, db.write(|tx| documents::withdraw_draft(tx, &actor, now, pending.id)));
                    }
                    for (scrutineer, with_seed) in scrutineers.iter().zip(&self.hall.scrutineers) {
                        let signature = with_seed.signature(pending.hash.as_str());
                        let signed = db.write(|tx| {
                            documents::sign(tx, &Actor::operator(), now, scrutineer, pending.id, &signature)
                        });
                        came(button, signed);
                    }
                    return came(
                        button,
                        db.write(|tx| desk::certify_document(tx, secret, &actor, now, &session, pending.id)),
                    );
                }
                let correction = Correction {
                    place: "会议日期".to_owned(),
                    stands: "2024-02-03".to_owned(),
                    should_be: if dice.is_multiple_of(7) { "2024-02-03" } else { "2024-02-04" }.to_owned(),
                    reason: reason.to_owned(),
                };
                came(button, db.write(|tx| tally::correct(tx, &actor, now, certificate_id, &correction)))
            }
            other => panic!("{other} is no button"),
        }
    }

    /// Clear, tied at the cut, or nobody over the mark, as the dice fall.
    async fn everybody_votes(&mut self, dice: u8) {
        let rows = self.app.election().questions().len();
        for (voter, deputy) in self.hall.deputies.clone().into_iter().enumerate() {
            let marks: String = (0..rows)
                .map(|row| match dice / 5 % 3 {
                    0 => row == 0,
                    1 => row == voter % rows,
                    _ => false,
                })
                .map(|approved| if approved { '赞' } else { '反' })
                .collect();
            self.casts(deputy.marks(&marks)).await;
        }
    }

    /// A booth sends the same ballot until it has a receipt.
    async fn casts(&mut self, mut ballot: MarkedBallot) {
        ballot.app = self.app.clone();
        let mut answer = ballot.is_cast().await;
        if answer.status == 503 {
            answer = ballot.is_cast().await;
        }
        assert!(matches!(answer.status, 200 | 201), "no receipt but {}", answer.text);
        let receipt = answer.json["tracker"].as_str().unwrap().to_owned();
        self.receipts.entry(self.app.round().number).or_default().insert(receipt);
    }
}

/// One refusal of several acts in one transaction.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
struct StepError(String);

impl StepError {
    fn of(error: impl NotDone) -> Refused<Self> {
        let told = error.to_string();
        match error.said() {
            Ok(_) => Refused::Rules(Self(told)),
            Err(_) => Refused::Db(DbError::corrupt(told)),
        }
    }
}

impl Refusal for StepError {
    fn message(&self) -> Message {
        "ask-not-now".into()
    }
}
