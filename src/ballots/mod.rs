//! Rounds of voting: issuing, casting, the box, receipts.
//! The box is a chain of events; every other table about ballots is an index of it.

mod actions;
mod asking;
mod ballot_box;
mod cancellation_pages;
mod cancelling;
mod casting;
mod checked;
mod deputy_pages;
mod election_signature;
mod link;
mod on_paper;
mod opened;
mod pages;
mod preflight;
mod receipts;
mod round;
mod second_person;
mod secretariat_pages;
pub mod schema;
mod store;

pub use actions::{
    ANSWERS, CloseError, IssueError, NextRound, OpenError, PrepareError, RATINGS, SignElectionError, close_round,
    held_by, issue, issuing_is_over, open_round, opening_checks, preflight_checks, rating_checks, server_key,
    sign_election, start_issuing, start_next_round, start_rating,
};
pub use asking::{
    ANNULMENT_WAITS, AcceptFewError, AnnulError, AskError, ConfirmError, LONGEST_REASON, RecallError,
    accept_few_on_paper, annul_round, annulment_waits, ask, ask_about, confirm, pending_requests, recall_issuing,
    withdraw,
};
pub use ballot_box::{BoxHead, Turnout};
pub use cancellation_pages::{CancellationsPage, confirm_cancellation, decline_cancellation, show_cancellations};
pub use cancelling::{CancelError, confirm_cancel, request_cancel};
pub use casting::{CastBallot, CastError, MOST_OPENED, OpenBox, OpenBoxes, cast, proved_beside};
pub use checked::{Checked, CheckedError, checked, confirm_checked};
pub use deputy_pages::{BallotHere, BoothPage, IssuePage, ballot_here, issue_ballot, show_booth, show_issue};
pub use election_signature::{ElectionSignature, election_message, signed_by};
pub use on_paper::{FEW_ON_PAPER, IssueKind, issue_on_paper};
pub use pages::{
    CheckPage, cast_ballot, election_file, open_ballot, opened_file, public_credentials_file, show_check, trustees_file,
};
pub use preflight::{Check, Standing, is_clear};
pub use receipts::{Receipts, receipts, shadow};
pub use round::{NothingToAnnul, OpeningCount, Round, RoundKind, RoundPurpose, RoundState, WrongState};
pub use second_person::{Annulment, NotTheSecond, Request, RequestLine, RoundAct};
pub use secretariat_pages::{IssuingPage, ask_to_cancel, give_paper, show_issuing, withdraw_cancel};
pub use store::{
    annulment, append_records, ballots_in_order, cancel_requests_of, cancelled_keys_of, caps, credential_list,
    election_of, election_signers, few_on_paper_accepted, has_ballot, has_tracker, is_cast_under, is_checked,
    issue_kind, issued_count, issued_to, latest_round, lock_head, ratings_of_session, read_head, records,
    records_of_the_count, request_by_id, requests_of_round, round_at_hand, round_by_id, round_candidates,
    rounds_of_session, save_round, server_key_salt, signatures_of_election, someone_holds_a_linked_key, trustees_of,
    turnout,
};
