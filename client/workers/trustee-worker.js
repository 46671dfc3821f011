/** All that touches a scrutineer's seed: making the key together, opening the box, signing the certificate. */
import { checkBox } from '../protocol/box.js';
import { codeOfCertificates, makeCertificate, makePolynomial, makeVerification, newSeed } from '../protocol/ceremony.js';
import { encodeElement } from '../protocol/group.js';
import { Refusal } from '../protocol/refusal.js';
import {
  checkPartialDecryption, decryptPartly, keysOf, keysOfScrutineer, publishedKeys, readSeed, signCertificate,
  signElection, unsealDecryptionKey,
} from '../protocol/trustee.js';
import { serve, tell } from './serve.js';

/** @type {({ fingerprint: string } & ReturnType<typeof checkBox>) | null} */
let checked = null;

serve({
  newSeed,
  makeCertificate,
  makePolynomial,
  makeVerification,
  codeOfCertificates,

  /**
   * A seed as typed, if it is the one whose certificate the server has.
   * @param {string} typed
   * @param {string} verificationKey
   */
  checkSeed(typed, verificationKey) {
    const seed = readSeed(typed);
    if (encodeElement(keysOf(seed).verificationKey) !== verificationKey) throw new Refusal('seed_of_other_scrutineer');
    return seed;
  },

  /**
   * Downloaded boxes are checked before the seed is asked for.
   * @param {Uint8Array} bytes
   * @param {string} fingerprint φ as the page shows it
   */
  checkBox(bytes, fingerprint) {
    checked = { fingerprint, ...checkBox(bytes, fingerprint, (done, total) => tell({ done, total })) };
    const { ballots, keys, list, code } = checked;
    return { ballots, keys, list, code };
  },

  /**
   * Opens the box that was checked, and no other.
   * @param {{ owner: number, sealedKey: string, seed: string }} scrutineer
   */
  open({ owner, sealedKey, seed }) {
    if (checked === null) throw new Refusal('box_broken');
    const { fingerprint, trustees, alphas } = checked;
    const published = publishedKeys(trustees, owner);
    const keys = keysOfScrutineer(seed, published);
    const secret = unsealDecryptionKey(keys, published.decryptionPublicKey, sealedKey);
    const text = decryptPartly(fingerprint, secret, alphas);
    checkPartialDecryption(fingerprint, published.decryptionPublicKey, alphas, text);
    return text;
  },

  /**
   * @param {object} round
   * @param {Uint8Array} round.election
   * @param {Uint8Array} round.trustees
   * @param {number} round.owner
   * @param {string} round.fingerprint as the page shows it
   * @param {string} round.seed
   */
  signElection({ election, trustees, owner, fingerprint, seed }) {
    const { signing } = keysOfScrutineer(seed, publishedKeys(trustees, owner));
    return signElection(signing, election, trustees, fingerprint);
  },

  /**
   * @param {object} paper
   * @param {Uint8Array} paper.trustees
   * @param {number} paper.owner
   * @param {Uint8Array} paper.certificate
   * @param {string} paper.hash as the page shows it
   * @param {string} paper.seed
   */
  sign({ trustees, owner, certificate, hash, seed }) {
    const { signing } = keysOfScrutineer(seed, publishedKeys(trustees, owner));
    return signCertificate(signing, certificate, hash);
  },
});
