//! The rows of a round: what it is made of, who was issued a ballot, and the box.

mod ballot_box;
mod cancelled;
mod issuing;
mod opened;
mod rounds;
mod second_person;
mod signatures;
mod slips;
mod tablets;

pub use ballot_box::{
    append_records, ballots_in_order, caps, has_tracker, insert_ballot, is_cast_under, lock_head, read_head, records,
    records_of_the_count, tracker_of, trackers, turnout,
};
pub use cancelled::{
    cancel_request, cancel_requests_of, cancelled_count, cancelled_keys_of, delete_cancel_request,
    delete_cancel_requests, insert_cancel_request, insert_cancelled_key, is_cancelled,
};
pub use issuing::{
    credential_list, delete_issue, destroy_links, has_ballot, insert_credentials, insert_issue, insert_paper_mark,
    issue_kind, issued_count, issued_keys, issued_on_paper, issued_to, key_is_taken, linked_key,
    someone_holds_a_linked_key, taken_keys, write_marks_anew,
};
pub use opened::{
    NewOpened, checked_count, checked_trackers, insert_checked, insert_opened, is_checked, is_opened, opened_by,
    opening_of_code, was_opened,
};
pub use rounds::{
    NewRound, PaperRow, delete_round, election_files, election_of, few_on_paper_accepted, insert_few_accepted,
    insert_round, latest_round, paper_of_round, ratings_of_session, round_at_hand, round_by_id, rounds_of_session,
    save_round, server_key_salt, trustees_of,
};
pub use second_person::{
    annulment, answer_request, insert_annulment, insert_request, request_by_id, requests_of_round, unanswered_requests,
};
pub use signatures::{election_signers, insert_election_signature, signatures_of_election};
pub use slips::{
    add_lost_slip, election_uuid_is_taken, has_slip_holders, insert_round_slips, insert_slip_confirmation,
    insert_slip_mark, insert_slip_print, next_slip_round, printed_key, printed_keys, round_slips, set_unreadable,
    slip_count, slip_holders, slip_place, slip_print, slip_rounds, strike_key, unstruck_keys, withdraw_slip_print,
};
pub use tablets::{delete_tablet, insert_tablet, see_tablet, tablet, tablets};
