//! The Base58 alphabet of credentials, seeds and election identifiers (§4.2).

use rand::CryptoRng;

const ALPHABET: &[u8; 58] = b"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

/// True if every character of `text` is in the alphabet.
pub(crate) fn is_base58(text: &str) -> bool {
    text.bytes().all(|b| ALPHABET.contains(&b))
}

/// `length` characters, each uniform and independent.
pub(crate) fn random<R: CryptoRng + ?Sized>(length: usize, rng: &mut R) -> String {
    // 232 = 4 * 58: larger bytes are drawn again, so that no character is favoured.
    let mut text = String::with_capacity(length);
    let mut bytes = [0u8; 32];
    while text.len() < length {
        rng.fill_bytes(&mut bytes);
        for byte in bytes.iter().filter(|&&b| b < 232).take(length - text.len()) {
            text.push(char::from(ALPHABET[usize::from(byte % 58)]));
        }
    }
    text
}
