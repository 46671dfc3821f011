/**
 * The booth. What it shows follows from what is kept: a ballot on its way, else a receipt, else the paper. Marks stay in
 * this browser; what leaves it is the encrypted ballot, sent without cookies.
 *
 * @typedef {import('./booth/casting.js').Kept} Kept
 */
import { Refusal } from '../protocol/refusal.js';
import { alone } from './booth/alone.js';
import { capBeside, choicesOf, showsPaper } from './booth/choices.js';
import { deliver, keepBallot } from './booth/casting.js';
import { codeFromLink, codeInUse, forgetCode, keepCode } from './booth/codes.js';
import { openPaper } from './booth/paper.js';
import { fillReceipt, inFours, onScreen, shortOf } from './booth/receipt.js';
import { codeInPicture, codeInText } from './booth/scanning.js';
import { begun } from './parts/begun.js';
import { hasCamera, readWithCamera } from './parts/camera.js';
import { currentView, fill, need, onDo, showView } from './parts/dom.js';
import { postBallot, publicFile, untilOpen } from './parts/network.js';
import { drawQr, fetchQr } from './parts/qr.js';
import { leftToSend, readJson, storageOf, storageOfNobody, storageWorks } from './parts/storage.js';
import { leave, returnsByItself, sayAlive, tabletHere } from './parts/tablet.js';
import { say, text, wordsFor } from './parts/texts.js';
import { startWorker } from './parts/worker.js';

const root = need(document, '[data-booth]');
const { election: uuid = '', fingerprint = '' } = root.dataset;
const closed = 'closed' in root.dataset;

const tablet = tabletHere();

begun(root);
if (tablet !== null) {
  sayAlive(tablet);
  returnsByItself(root);
}
if (tablet !== null || storageWorks()) open();
else stop(new Refusal('storage_unavailable'));

function open() {
  const store = tablet === null ? storageOf(uuid) : storageOfNobody();
  const paper = openPaper(root);
  const call = startWorker(root);
  /** Whose paper is open: the code and its public key. */
  let voter = { code: '', key: '' };
  /** A code that is not on the list of this round: one typed after it takes its place. */
  let unlisted = '';
  /**
   * The ballot under review: sealed before its deputy chooses whether to cast or to open it.
   * @type {Promise<{ text: string, tracker: string, cap: any }> | null}
   */
  let sealing = null;

  /** Shows what the kept things ask for. */
  async function enter() {
    try {
      if (tablet === null) for (const left of leftToSend(uuid)) void sendOf(left);
      const kept = readJson(store.pending);
      if (kept) return await send(async () => kept);
      const code = codeInUse(store);
      const receipt = readJson(store.receipt);
      if (code === null && receipt) return showReceipt(receipt);
      if (code === null && !closed) return showView(root, 'code');
      if (code === null) throw new Refusal('round_closed');
      voter = { code, key: await call('publicKeyOf', uuid, code) };
      if (receipt?.key !== voter.key && closed) throw new Refusal('round_closed');
      if (receipt?.key !== voter.key) return await openPaperOfVoter();
      forgetCode(store, code);
      showReceipt(receipt);
    } catch (error) {
      stop(error);
    }
  }

  /** A ballot that somebody else finished here goes on its way, whoever opens the booth. @param {ReturnType<typeof storageOf>} other */
  async function sendOf(other) {
    const kept = readJson(other.pending);
    if (kept) await deliver(other, kept, root.dataset.castUrl, () => {}).catch(() => {});
  }

  async function openPaperOfVoter() {
    showView(root, 'loading');
    const waiting = () => say('loading', text('waiting_to_load'));
    const { electionUrl, credentialsUrl, trusteesUrl } = root.dataset;
    const files = await Promise.all([publicFile(electionUrl, waiting), publicFile(trusteesUrl, waiting)]);
    const opened = await call('open', ...files);
    if (opened.uuid !== uuid || opened.fingerprint !== fingerprint) throw new Refusal('election_differs');
    if (!showsPaper(paper.layout, opened.questions)) throw new Refusal('paper_differs');
    const credentials = await untilOpen(() => publicFile(credentialsUrl, waiting), () => showView(root, 'waiting'));
    if (!JSON.parse(new TextDecoder().decode(credentials)).includes(voter.key)) {
      unlisted = voter.code;
      throw new Refusal(await whyUnlisted());
    }
    const list = await call('fingerprintOf', credentials);
    fill(root, {
      'paper-fingerprint': onScreen(opened.fingerprint),
      'list-fingerprint': onScreen(list),
      'keys-code': inFours(opened.keys),
    });
    restoreDraft();
    showView(root, 'marking');
    // while the deputy reads: the receipt will show one
    fetchQr(root).catch(() => {});
  }

  /** Of a slip is said whether it was struck, or belongs to another meeting. */
  async function whyUnlisted() {
    const { slipsUrl } = root.dataset;
    if (slipsUrl === undefined) return 'key_not_listed';
    const printed = JSON.parse(new TextDecoder().decode(await publicFile(slipsUrl, () => {})));
    const round = printed.rounds.find((/** @type {{ uuid: string }} */ round) => round.uuid === uuid);
    return round?.keys.includes(voter.key) ? 'slip_struck' : 'slip_foreign';
  }

  /** Seals the marks shown, and names the ballot before anything is chosen. */
  async function seal() {
    const { layout } = paper;
    fill(root, { sealed: '…' });
    sealing = call('seal', voter.code, choicesOf(layout, paper.marks()), capBeside(layout));
    try {
      fill(root, { sealed: inFours(shortOf((await sealing).tracker)) });
    } catch (error) {
      stop(error);
    }
  }

  /** Has the sealed ballot opened instead of cast; afterwards another one is sealed. */
  async function openSealed() {
    if (!sealing) return;
    const { tracker } = await sealing;
    sealing = null;
    const part = (/** @type {boolean} */ done) => need(root, '[data-part="opened"]').toggleAttribute('hidden', !done);
    part(false);
    showView(root, 'opened');
    say('opened', '');
    say('opening', text('opening'));
    try {
      const opening = await call('openSealed', tracker);
      const answer = await postBallot(root.dataset.openUrl, opening, () => say('opening', text('waiting_to_open')));
      if (answer.tracker !== tracker) throw new Refusal('tracker_differs', { tracker });
      const { checkUrl = '' } = root.dataset;
      fill(root, { 'opened-code': inFours(shortOf(tracker)) });
      void drawQr(need(root, '[data-qr="check"]'), `${checkUrl}#code=${encodeURIComponent(tracker)}`);
      part(true);
    } catch (error) {
      if (!(error instanceof Refusal)) console.error(error);
      say('opened', wordsFor(error));
    }
    say('opening', '');
  }

  function restoreDraft() {
    const draft = readJson(store.draft);
    paper.restore(draft?.key === voter.key ? draft.marks : null);
  }

  /**
   * Sends a ballot until there is an answer, and shows its receipt.
   * @param {() => Promise<Kept | null>} ballot gives it, or null if it was cast meanwhile
   */
  async function send(ballot) {
    showView(root, 'sending');
    say('sending', text('sending'));
    let kept = /** @type {Kept | null} */ (null);
    try {
      const receipt = await alone(`piaojue.cast.${uuid}`, async () => {
        kept = await ballot();
        return kept && deliver(store, kept, root.dataset.castUrl, waitingToSend);
      });
      if (receipt) showReceipt(receipt);
      else await enter();
    } catch (error) {
      const receipt = readJson(store.receipt);
      const castBefore = /** @type {any} */ (error).code === 'already_cast' && kept && receipt?.key === kept.key;
      if (!castBefore) return stop(error);
      showReceipt(receipt);
      say('receipt', wordsFor(error));
    }
  }

  const waitingToSend = () => say('sending', text('waiting_to_send'));

  /** Keeps the sealed ballot as the one to be cast, unless another tab was faster: then that one is the ballot. */
  async function keepMarks() {
    const { code } = voter;
    const left = readJson(store.pending);
    // another deputy's, left waiting in this browser: it goes first, so that its place becomes free
    if (left && left.code !== code) await deliver(store, left, root.dataset.castUrl, waitingToSend);
    const madeAlready = () => (readJson(store.pending)?.code === code ? readJson(store.pending) : null);
    if (madeAlready() || codeInUse(store) !== code) return madeAlready();
    if (!sealing) throw new Refusal('nothing_sealed');
    const made = await sealing;
    await call('forgetSealed');
    return madeAlready() ?? (codeInUse(store) === code ? keepBallot(store, voter, made) : null);
  }

  /** Follows what another tab did, or what was done while this one slept. */
  function follow() {
    const view = currentView(root);
    const open = view === 'marking' || view === 'review' || view === 'opened';
    const castElsewhere = readJson(store.pending)?.code === voter.code || codeInUse(store) !== voter.code;
    // two tabs at the very same moment: the one refused learns of the other's receipt
    const receiptCame = view === 'stopped' && readJson(store.receipt)?.key === voter.key;
    if ((open && castElsewhere) || receiptCame) void enter();
  }

  /** @param {import('./booth/casting.js').Receipt} receipt */
  function showReceipt(receipt) {
    history.replaceState(null, '', location.pathname + location.search);
    document.title = text('receipt_title');
    fillReceipt(root, receipt);
    showView(root, 'receipt');
  }

  paper.listen(() => store.draft.write(JSON.stringify({ key: voter.key, marks: paper.marks() })));

  function showReview() {
    paper.review();
    showView(root, 'review');
    void seal();
  }

  onDo(root, 'review', () => {
    history.pushState({ view: 'review' }, '');
    showReview();
  });
  onDo(root, 'change', () => history.back());
  onDo(root, 'cast', () => void send(keepMarks));
  onDo(root, 'open', () => void openSealed());
  onDo(root, 'reload', () => (tablet === null ? location.reload() : leave()));
  onDo(root, 'enter-code', () => (tablet === null ? showView(root, 'code') : leave()));

  const input = /** @type {HTMLInputElement} */ (need(root, '[data-code]'));

  /** @param {string} typed */
  async function enterWith(typed) {
    try {
      const code = await call('readCode', codeInText(typed));
      if (unlisted !== '') forgetCode(store, unlisted);
      keepCode(store, code);
      input.value = '';
      say('code', '');
      await enter();
    } catch (error) {
      say('code', wordsFor(error));
      input.focus();
    }
  }

  need(root, '[data-code-form]').addEventListener('submit', (event) => {
    event.preventDefault();
    void enterWith(input.value);
  });

  // a hand scanner types wherever the cursor is
  if (tablet !== null) {
    document.addEventListener('keydown', ({ target }) => {
      if (currentView(root) === 'code' && target !== input && !(target instanceof HTMLButtonElement)) input.focus();
    });
  }

  const video = /** @type {HTMLVideoElement} */ (need(root, '[data-view="code"] video'));
  need(root, '[data-do="live"]').toggleAttribute('hidden', !hasCamera());
  onDo(root, 'live', () => {
    video.hidden = false;
    const reading = readWithCamera(video, root, (read) => {
      void reading.then((stop) => stop());
      video.hidden = true;
      void enterWith(read);
    });
    reading.catch(() => {
      video.hidden = true;
      say('code', text('no_camera'));
    });
  });

  const camera = /** @type {HTMLInputElement} */ (need(root, 'input[data-scan]'));
  camera.addEventListener('change', async () => {
    const picture = camera.files?.[0];
    if (!picture) return;
    say('code', '');
    say('scanning', text('scanning'));
    const code = await codeInPicture(root, picture).catch(() => null);
    say('scanning', '');
    camera.value = '';
    if (code === null) say('code', text('nothing_scanned'));
    else await enterWith(code);
  });

  window.addEventListener('popstate', ({ state }) => {
    const view = currentView(root) ?? '';
    if (state?.view === 'review' && view === 'marking') showReview();
    else if (['review', 'opened'].includes(view)) showView(root, 'marking');
  });
  window.addEventListener('storage', ({ key }) => (key === store.draft.key ? voter.key && restoreDraft() : follow()));
  window.addEventListener('pageshow', ({ persisted }) => persisted && follow());

  // a link opened over this very page: browsers do not load it anew
  window.addEventListener('hashchange', () => location.hash.includes('code=') && location.reload());

  const given = codeFromLink();
  if (given === null) void enter();
  else void call('readCode', given).then((code) => keepCode(store, code)).then(enter, stop);
}

/** @param {unknown} error what the deputy cannot get past without doing something */
function stop(error) {
  const { code } = /** @type {any} */ (error);
  if (!(error instanceof Refusal)) console.error(error);
  say('stopped', wordsFor(error));
  const elsewhere = ['key_not_listed', 'slip_struck', 'slip_foreign', 'code_malformed', 'already_cast'].includes(code);
  for (const button of root.querySelectorAll('[data-do="enter-code"]')) button.toggleAttribute('hidden', !elsewhere);
  showView(root, 'stopped');
}
