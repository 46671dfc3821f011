/**
 * Messages between trustees, and from a trustee to itself: signed, then encrypted with hashed ElGamal and AES-256-CCM.
 *
 * @typedef {import('./group.js').Element} Element
 * @typedef {{ message: string, signature: import('./proofs.js').Proof }} Signed
 */
import { cbc, ctr } from '@noble/ciphers/aes.js';
import { decodeKey, encodeElement, g, power, quotient, randomScalar, secretPower } from './group.js';
import { digest } from './hash.js';
import { checkPossession, provePossession } from './proofs.js';
import { Refusal } from './refusal.js';

const TAG = 8;
const BLOCK = 16;

/**
 * @param {bigint} signingKey
 * @param {string} message
 * @returns {Signed}
 */
export const sign = (signingKey, message) => ({
  message,
  signature: provePossession(signingKey, `sigmsg|${message}`),
});

/**
 * @param {Element} verificationKey
 * @param {Signed} signed
 * @returns {string} the message
 */
export function openSigned(verificationKey, signed) {
  if (typeof signed?.message !== 'string') throw new Refusal('message_unreadable');
  checkPossession(verificationKey, `sigmsg|${signed.message}`, signed.signature);
  return signed.message;
}

/**
 * Signs a message and encrypts it to one recipient.
 * @param {bigint} signingKey
 * @param {Element} recipient its encryption key
 * @param {string} message
 * @returns {string}
 */
export function seal(signingKey, recipient, message) {
  const signed = sign(signingKey, JSON.stringify({ recipient: encodeElement(recipient), message }));
  const K = encodeElement(power(g, randomScalar()));
  const r = randomScalar();
  const alpha = encodeElement(power(g, r));
  const beta = encodeElement(secretPower(recipient, r).add(decodeKey(K)));
  const data = ccmSeal(digest(`key|${K}`), nonceOf(alpha), new TextEncoder().encode(JSON.stringify(signed)));
  return JSON.stringify({ alpha, beta, data: toHex(data) });
}

/**
 * Opens what was encrypted to this decryption key and signed with that verification key.
 * @param {bigint} decryptionKey
 * @param {Element} verificationKey of the sender
 * @param {string} sealed
 * @returns {string} the message
 */
export function unseal(decryptionKey, verificationKey, sealed) {
  const { alpha, beta, data } = parse(sealed);
  const K = encodeElement(quotient(decodeKey(beta), secretPower(decodeKey(alpha), decryptionKey)));
  const plain = new TextDecoder().decode(ccmOpen(digest(`key|${K}`), nonceOf(alpha), fromHex(data)));
  const { recipient, message } = parse(openSigned(verificationKey, parse(plain)));
  if (recipient !== encodeElement(power(g, decryptionKey)) || typeof message !== 'string') {
    throw new Refusal('message_unreadable');
  }
  return message;
}

/** @param {string} text */
export function parse(text) {
  try {
    return Object(JSON.parse(text));
  } catch {
    throw new Refusal('message_unreadable');
  }
}

/** @param {string} alpha */
const nonceOf = (alpha) => digest(`iv|${alpha}`).slice(0, 13);

/*
 * CCM after RFC 3610 with a 13-byte nonce, an 8-byte tag and no associated data. Counter block 0 covers the tag, so
 * running the counter mode over tag block and text together gives both.
 */

/** @param {Uint8Array} key @param {Uint8Array} nonce @param {Uint8Array} plain */
function ccmSeal(key, nonce, plain) {
  const covered = ctr(key, block(1, nonce, 0)).encrypt(join(mac(key, nonce, plain), plain));
  return join(covered.slice(BLOCK), covered.slice(0, TAG));
}

/** @param {Uint8Array} key @param {Uint8Array} nonce @param {Uint8Array} sealed */
function ccmOpen(key, nonce, sealed) {
  if (sealed.length < TAG) throw new Refusal('message_unreadable');
  const tag = sealed.slice(sealed.length - TAG);
  const padded = join(tag, new Uint8Array(BLOCK - TAG), sealed.slice(0, sealed.length - TAG));
  const open = ctr(key, block(1, nonce, 0)).decrypt(padded);
  const plain = open.slice(BLOCK);
  const wanted = mac(key, nonce, plain);
  if (open.slice(0, TAG).some((byte, i) => byte !== wanted[i])) throw new Refusal('message_unreadable');
  return plain;
}

/** @param {Uint8Array} key @param {Uint8Array} nonce @param {Uint8Array} plain shorter than 64 KiB */
function mac(key, nonce, plain) {
  if (plain.length > 0xffff) throw new Refusal('message_unreadable');
  const padding = new Uint8Array((BLOCK - (plain.length % BLOCK)) % BLOCK);
  const flags = ((TAG - 2) / 2) * 8 + 1;
  const chained = cbc(key, new Uint8Array(BLOCK), { disablePadding: true })
    .encrypt(join(block(flags, nonce, plain.length), plain, padding));
  return chained.slice(chained.length - BLOCK);
}

/** @param {number} flags @param {Uint8Array} nonce @param {number} counter */
const block = (flags, nonce, counter) => join(Uint8Array.of(flags), nonce, Uint8Array.of(counter >> 8, counter & 255));

/** @param {Uint8Array[]} parts */
function join(...parts) {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** @param {Uint8Array} bytes */
const toHex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

/** @param {unknown} text */
function fromHex(text) {
  if (typeof text !== 'string' || !/^([0-9a-f]{2})*$/.test(text)) throw new Refusal('message_unreadable');
  return Uint8Array.from({ length: text.length / 2 }, (_, i) => parseInt(text.slice(2 * i, 2 * i + 2), 16));
}
