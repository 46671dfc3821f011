/** All that touches a scrutineer's seed: making the key together, opening the box, signing the certificate. */
import { codeOfCertificates, makeCertificate, makePolynomial, makeVerification, newSeed } from '../protocol/ceremony.js';
import { readElection } from '../protocol/election.js';
import { encodeElement } from '../protocol/group.js';
import { Refusal } from '../protocol/refusal.js';
import {
  checkPartialDecryption, decryptPartly, keysOf, keysOfScrutineer, publishedKeys, readSeed, readTally, signCertificate,
  unsealDecryptionKey,
} from '../protocol/trustee.js';
import { serve } from './serve.js';

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
   * @param {object} box
   * @param {Uint8Array} box.election
   * @param {string} box.fingerprint φ as the page shows it
   * @param {Uint8Array} box.trustees
   * @param {number} box.owner
   * @param {Uint8Array} box.tally
   * @param {string} box.tallyHash as the page shows it
   * @param {string} box.sealedKey
   * @param {string} box.seed
   */
  open(box) {
    const { fingerprint, questions } = readElection(box.election);
    if (fingerprint !== box.fingerprint) throw new Refusal('election_differs');
    const published = publishedKeys(box.trustees, box.owner);
    const keys = keysOfScrutineer(box.seed, published);
    const secret = unsealDecryptionKey(keys, published.decryptionPublicKey, box.sealedKey);
    const alphas = readTally(box.tally, box.tallyHash, questions);
    const text = decryptPartly(fingerprint, secret, alphas);
    checkPartialDecryption(fingerprint, published.decryptionPublicKey, alphas, text);
    return text;
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
