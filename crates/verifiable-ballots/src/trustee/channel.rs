//! Messages between trustees, signed and encrypted, so that the server can carry them without reading or changing them
//! (§4.6.1, §4.6.3).

use aes::Aes256;
use ccm::aead::{Aead, KeyInit};
use ccm::consts::{U8, U13};
use ccm::{Ccm, Nonce};
use curve25519_dalek::edwards::EdwardsPoint;
use rand::CryptoRng;
use serde::{Deserialize, Serialize};
use zeroize::{Zeroize, Zeroizing};

use crate::group::{Element, Scalar, SecretScalar, times_base};
use crate::hash::{hex, hex_value, sha256};
use crate::json;
use crate::proof::Proof;
use crate::signature::{sign_message, verify_message};

/// AES-256 in CCM mode, tags of 8 bytes, nonces of 13.
type Cipher = Ccm<Aes256, U8, U13>;

/// A message with its signature, `signed_msg` of §4.6.1.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignedMessage {
    /// The text that is signed.
    pub message: String,
    /// The signature over exactly this text.
    pub signature: Proof,
}

/// Why a message is not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ChannelError {
    /// Not JSON, or not the expected structure.
    #[error("the message is not readable: {0}")]
    NotReadable(String),
    /// Encrypted to another key, or changed on the way.
    #[error("the message cannot be decrypted")]
    Decryption,
    /// Not signed by the expected sender.
    #[error("the signature of the message is wrong")]
    Signature,
    /// A message of 64 KiB or more cannot be encrypted.
    #[error("the message is too long")]
    TooLong,
    /// Signed for another recipient.
    #[error("the message is meant for somebody else")]
    Recipient,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct EncryptedMessage {
    alpha: Element,
    beta: Element,
    data: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ChannelMessage {
    recipient: Element,
    message: String,
}

impl Drop for ChannelMessage {
    fn drop(&mut self) {
        self.message.zeroize();
    }
}

/// The text of a message can be a secret under way.
impl Zeroize for SignedMessage {
    fn zeroize(&mut self) {
        self.message.zeroize();
    }
}

impl SignedMessage {
    pub(super) fn new<T: Serialize, R: CryptoRng + ?Sized>(sk: &Scalar, content: &T, rng: &mut R) -> SignedMessage {
        let message = json::canonical_text(content);
        let signature = sign_message(sk, &message, rng);
        SignedMessage { message, signature }
    }

    pub(super) fn is_signed_by(&self, vk: &Element) -> bool {
        verify_message(vk, &self.message, &self.signature)
    }

    /// The structure inside, whose text must be its one text form.
    pub(super) fn content<T: Serialize + for<'a> Deserialize<'a>>(&self) -> Result<T, ChannelError> {
        parse(&self.message)
    }
}

/// `send(sk, recipient, message)` of §4.6.3, where the message is the JSON of `content`; fails only if that is too long.
pub(super) fn send<T, R>(sk: &Scalar, recipient: &Element, content: &T, rng: &mut R) -> Result<String, ChannelError>
where
    T: Serialize,
    R: CryptoRng + ?Sized,
{
    let message = ChannelMessage { recipient: *recipient, message: json::canonical_text(content) };
    let signed = Zeroizing::new(SignedMessage::new(sk, &message, rng));
    encrypt(recipient, &Zeroizing::new(json::canonical_text(&*signed)), rng)
}

/// `encrypted_msg` of §4.6.1.
fn encrypt<R: CryptoRng + ?Sized>(recipient: &Element, text: &str, rng: &mut R) -> Result<String, ChannelError> {
    let r = SecretScalar::random(rng);
    let k = Zeroizing::new(times_base(&SecretScalar::random(rng)));
    let alpha = Element::generator_to(&r);
    let beta = Element::from_point(recipient.point() * r.dalek() + *k);
    let data = cipher(&k).encrypt(&nonce(&alpha), text.as_bytes()).map_err(|_| ChannelError::TooLong)?;
    Ok(json::canonical_text(&EncryptedMessage { alpha, beta, data: hex(&data) }))
}

/// Undoes [`send`], checking sender and recipient.
pub(super) fn receive<T>(dk: &Scalar, sender: &Element, text: &str) -> Result<T, ChannelError>
where
    T: Serialize + for<'a> Deserialize<'a>,
{
    let EncryptedMessage { alpha, beta, data } = parse(text)?;
    let data = unhex(&data).ok_or(ChannelError::Decryption)?;
    let k = Zeroizing::new(beta.point() - alpha.point() * dk.dalek());
    let signed = cipher(&k).decrypt(&nonce(&alpha), data.as_slice()).map_err(|_| ChannelError::Decryption)?;
    let signed = Zeroizing::new(signed);
    let signed: Zeroizing<SignedMessage> = Zeroizing::new(serde_json::from_slice(&signed).map_err(not_readable)?);
    if !signed.is_signed_by(sender) {
        return Err(ChannelError::Signature);
    }
    let sent: ChannelMessage = signed.content()?;
    if sent.recipient != Element::generator_to(dk) {
        return Err(ChannelError::Recipient);
    }
    parse(&sent.message)
}

/// Key SHA-256(`key|K`).
fn cipher(k: &EdwardsPoint) -> Cipher {
    let text = Zeroizing::new(format!("key|{}", Element::from_point(*k)));
    Cipher::new(&sha256(text.as_bytes()).into())
}

/// The first 13 bytes of SHA-256(`iv|α`).
fn nonce(alpha: &Element) -> Nonce<U13> {
    let digest = sha256(format!("iv|{alpha}").as_bytes());
    let mut nonce = Nonce::<U13>::default();
    nonce.iter_mut().zip(digest).for_each(|(byte, d)| *byte = d);
    nonce
}

fn parse<T: Serialize + for<'a> Deserialize<'a>>(text: &str) -> Result<T, ChannelError> {
    let value = serde_json::from_str(text).map_err(not_readable)?;
    if json::canonical_text(&value) == text {
        Ok(value)
    } else {
        Err(ChannelError::NotReadable("not canonical".to_owned()))
    }
}

fn not_readable(error: serde_json::Error) -> ChannelError {
    ChannelError::NotReadable(error.to_string())
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let pairs = text.as_bytes().chunks_exact(2);
    if !pairs.remainder().is_empty() {
        return None;
    }
    pairs.map(|pair| Some(hex_value(pair[0])? << 4 | hex_value(pair[1])?)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A server that can read a message to one trustee passes it on to another.
    #[test]
    fn a_message_encrypted_anew_for_somebody_else_is_noticed() {
        let rng = &mut rand::rng();
        let [sender, first, second] = [(); 3].map(|()| Scalar::random(rng));
        let message = ChannelMessage { recipient: Element::generator_to(&first), message: r#""secret""#.to_owned() };
        let signed = json::canonical_text(&SignedMessage::new(&sender, &message, rng));
        for (dk, expected) in [(first, Ok("secret".to_owned())), (second, Err(ChannelError::Recipient))] {
            let sent = encrypt(&Element::generator_to(&dk), &signed, rng);
            let received = sent.and_then(|text| receive::<String>(&dk, &Element::generator_to(&sender), &text));
            assert_eq!(received, expected);
        }
    }

    #[test]
    fn what_is_too_long_cannot_be_sent() {
        let rng = &mut rand::rng();
        let sent = send(&Scalar::ONE, &Element::generator_to(&Scalar::ONE), &"x".repeat(70_000), rng);
        assert_eq!(sent, Err(ChannelError::TooLong));
    }
}
