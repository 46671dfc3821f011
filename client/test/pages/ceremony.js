/** A stand-in for the server's part of a key ceremony of two: it carries messages and checks none. Test data only. */
import { encodeElement } from '../../protocol/group.js';
import { makeCertificate, makePolynomial, makeVerification, newSeed } from '../../protocol/ceremony.js';
import { keysOf } from '../../protocol/trustee.js';

const STEPS = ['certificate', 'polynomial', 'verification'];
const STANDINGS = ['absent', 'joined', 'dealt', 'checked'];

export class CeremonyStandIn {
  constructor(id = 'first') {
    this.id = id;
    this.stage = 'running';
    this.signedOut = false;
    this.copied = [];
    /** messages by step, then by place from 0 */
    this.kept = { certificate: [], polynomial: [], verification: [] };
    /** every form that came, also those that changed nothing */
    this.posted = [];
    /** every finding that a browser reported */
    this.refused = [];
    this.meddle = (input) => input;
  }

  whole = (step) => [0, 1].every((at) => this.kept[step][at]);

  status(place) {
    const at = place - 1;
    const now = STEPS.find((step) => !this.whole(step));
    const next = this.stage === 'running' && now && !this.kept[now][at] ? now : null;
    const key = this.kept.certificate[at];
    const polynomials = this.kept.polynomial;
    const stage = this.stage === 'running' && !now ? 'made' : this.stage;
    return {
      ceremony: this.id, stage: this.copied[at] ? 'copied' : stage, next, size: 2, threshold: 2, index: place,
      verification_key: key ? JSON.parse(key.message).verification : null,
      people: [1, 2].map((p) => ({ place: p, standing: STANDINGS[STEPS.filter((step) => this.kept[step][p - 1]).length] })),
      certificates: this.whole('certificate') ? this.kept.certificate : null,
      vinput: next === 'verification' ? this.meddle({
        polynomial: polynomials[at].polynomial,
        secrets: polynomials.map(({ secrets }) => secrets[at]),
        coefexps: polynomials.map(({ coefexps }) => coefexps),
        signatures: polynomials.map(({ signature }) => signature),
      }) : null,
    };
  }

  take(place, form) {
    this.posted.push(Object.fromEntries(form));
    const kept = this.kept[form.get('step')];
    kept[place - 1] ??= JSON.parse(form.get('message'));
    return this.status(place);
  }
}

/** A scrutineer without a browser, for the other side of the ceremony. */
export class Colleague {
  constructor(ceremony, place) {
    Object.assign(this, { ceremony, place, seed: newSeed() });
  }

  key = () => encodeElement(keysOf(this.seed).verificationKey);

  goesOn() {
    const { next, size, threshold, index, certificates, vinput } = this.ceremony.status(this.place);
    if (next === null) return;
    const message = {
      certificate: () => makeCertificate(this.seed, { size, threshold, index }),
      polynomial: () => makePolynomial(this.seed, certificates),
      verification: () => makeVerification(this.seed, certificates, vinput),
    }[next]();
    this.ceremony.kept[next][this.place - 1] = message;
  }
}
