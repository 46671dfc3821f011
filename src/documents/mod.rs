//! What scrutineers sign: drawn up, signed by each of them or objected to, confirmed by the secretariat, announced. What
//! stands in a document, and whether it still follows from what was counted, its own slice says ([`Paper`]).

mod actions;
mod document;
mod file;
mod hex;
mod inability;
mod lines;
mod objection;
mod paper;
pub mod schema;
mod signature;
mod store;

pub use actions::{
    AnnounceError, CertifyError, Draft, ObjectError, OverruleError, SignError, UnableError, WithdrawError, announce,
    certify, confirm_inability, declare_inability, draft, file, object, of_congress, overrule, sign, withdraw_draft,
    withdraw_of_round,
};
pub use document::{Confirmed, DocumentKind, DocumentState, NotYet, SignedDocument, Standing};
pub use file::{ObjectionInFile, SignatureInFile, SignedFile, UnableInFile};
pub use hex::{NotHex, Sha256Hex, VerificationKey};
pub use inability::Inability;
pub use lines::{ObjectionLine, SignatureLine, SignedBy, SignerLine, signature_lines, signer_lines};
pub use objection::{Objection, Ruling, RulingKind};
pub use paper::{Disagrees, Paper, Scrutineer, Signers};
pub use signature::{Said, Signature, Unagreed, message_to_sign, seal_public_key, sealed_message};
pub use store::{about, announced, by_id, of_round, of_session, said};
