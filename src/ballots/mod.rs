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
mod slip_pages;
mod slips;
pub mod schema;
mod store;
mod tablet_pages;
mod tablets;

pub use actions::{
    ANSWERS, CloseError, IssueError, NextRound, OpenError, PrepareError, PrintedList, RATINGS, SignElectionError,
    SlipError, close_round, count_slips, count_unreadable, give_slip, held_by, is_by_slips, issue, issuing_is_over,
    open_round, opening_checks, preflight_checks, print_slips, rating_checks, server_key, sign_election,
    slip_count_of_round, start_issuing, start_next_round, start_rating, strike_slip, take_slip_back, withdraw_slips,
};
pub use asking::{
    ANNULMENT_WAITS, AcceptFewError, AnnulError, AskError, ConfirmError, LONGEST_REASON, RecallError,
    accept_few_on_paper, annul_round, annulment_waits, ask, ask_about, ask_to_change, confirm, pending_requests,
    recall_issuing, withdraw,
};
pub use ballot_box::{BoxHead, Turnout};
pub use cancellation_pages::{CancellationsPage, confirm_cancellation, decline_cancellation, show_cancellations};
pub use cancelling::{CancelError, confirm_cancel, request_cancel};
pub use casting::{CastBallot, CastError, MOST_OPENED, OpenBox, OpenBoxes, cast, proved_beside};
pub use checked::{Checked, CheckedError, checked, confirm_checked};
pub use deputy_pages::{
    BallotHere, BoothPage, IssuePage, NoRoundPage, ballot_here, issue_ballot, show_booth, show_booth_at_hand,
    show_issue,
};
pub use election_signature::{ElectionSignature, election_message, signed_by};
pub use on_paper::{FEW_ON_PAPER, IssueKind, issue_on_paper};
pub use pages::{
    CheckPage, cast_ballot, election_file, open_ballot, opened_file, public_credentials_file, show_check, trustees_file,
};
pub use preflight::{Check, Standing, is_clear};
pub use receipts::{Receipts, receipts, shadow};
pub use round::{NothingToAnnul, OpeningCount, Round, RoundKind, RoundPurpose, RoundState, WrongState};
pub use second_person::{Annulment, NotTheSecond, Request, RequestLine, RoundAct};
pub use secretariat_pages::{
    IssuingPage, ask_to_cancel, give_paper, give_slip_at_desk, show_issuing, take_slip_back_at_desk, withdraw_cancel,
};
pub use slip_pages::{
    SlipsPage, count_slips as count_slips_page, count_unreadable as count_unreadable_page,
    print_slips as print_slips_page, show_slips, slips_file, slips_wait_for, strike_slip as strike_slip_page,
    withdraw_slips as withdraw_slips_page,
};
pub use slips::{ROUNDS_OF_A_SLIP, SlipCount, SlipPrint, StruckAs, StruckKey, strike_message};
pub use store::{
    PaperRow, annulment, append_records, ballots_in_order, cancel_requests_of, cancelled_keys_of, caps,
    credential_list, election_of, election_signers, few_on_paper_accepted, has_ballot, has_slip_holders, has_tracker,
    is_cast_under, is_checked, issue_kind, issued_count, issued_to, latest_round, lock_head, paper_of_round,
    printed_keys, ratings_of_session, read_head, records, records_of_the_count, request_by_id, requests_of_round,
    round_at_hand, round_by_id, round_slips, rounds_of_session, save_round, server_key_salt, signatures_of_election,
    slip_print, slip_rounds, someone_holds_a_linked_key, trustees_of, turnout,
};
pub use tablet_pages::{TabletsPage, add_tablet, hear_tablet, remove_tablet, show_tablets};
