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
import { fillReceipt } from './booth/receipt.js';
import { currentView, need, onDo, showView } from './parts/dom.js';
import { publicFile } from './parts/network.js';
import { readJson, storageOf, storageWorks } from './parts/storage.js';
import { say, text, wordsFor } from './parts/texts.js';
import { startWorker } from './parts/worker.js';

const root = need(document, '[data-booth]');
const { election: uuid = '', fingerprint = '' } = root.dataset;

if (storageWorks()) open();
else stop(new Refusal('storage_unavailable'));

function open() {
  const store = storageOf(uuid);
  const paper = openPaper(root);
  const call = startWorker(root);
  /** Whose paper is open: the code and its public key. */
  let voter = { code: '', key: '' };
  /** A code that is not on the list of this round: one typed after it takes its place. */
  let unlisted = '';

  /** Shows what the kept things ask for. */
  async function enter() {
    try {
      const kept = readJson(store.pending);
      if (kept) return await send(async () => kept);
      const code = codeInUse(store);
      const receipt = readJson(store.receipt);
      if (code === null) return receipt ? showReceipt(receipt) : showView(root, 'code');
      voter = { code, key: await call('publicKeyOf', uuid, code) };
      if (receipt?.key !== voter.key) return await openPaperOfVoter();
      forgetCode(store, code);
      showReceipt(receipt);
    } catch (error) {
      stop(error);
    }
  }

  async function openPaperOfVoter() {
    showView(root, 'loading');
    const waiting = () => say('loading', text('waiting_to_load'));
    const { electionUrl, credentialsUrl } = root.dataset;
    const [election, credentials] = await Promise.all(
      [electionUrl, credentialsUrl].map((url) => publicFile(url, waiting)),
    );
    const opened = await call('open', election);
    if (opened.uuid !== uuid || opened.fingerprint !== fingerprint) throw new Refusal('election_differs');
    if (!showsPaper(paper.layout, opened.questions)) throw new Refusal('paper_differs');
    if (!JSON.parse(new TextDecoder().decode(credentials)).includes(voter.key)) {
      unlisted = voter.code;
      throw new Refusal('key_not_listed');
    }
    restoreDraft();
    showView(root, 'marking');
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

  /** Makes and keeps the ballot of the marks shown, unless another tab was faster: then that one is the ballot. */
  async function keepMarks() {
    const { code } = voter;
    const left = readJson(store.pending);
    // another deputy's, left waiting in this browser: it goes first, so that its place becomes free
    if (left && left.code !== code) await deliver(store, left, root.dataset.castUrl, waitingToSend);
    const madeAlready = () => (readJson(store.pending)?.code === code ? readJson(store.pending) : null);
    if (madeAlready() || codeInUse(store) !== code) return madeAlready();
    const { layout } = paper;
    const made = await call('make', code, choicesOf(layout, paper.marks()), capBeside(layout));
    return madeAlready() ?? (codeInUse(store) === code ? keepBallot(store, voter, made) : null);
  }

  /** Follows what another tab did, or what was done while this one slept. */
  function follow() {
    const view = currentView(root);
    const open = view === 'marking' || view === 'review';
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

  onDo(root, 'review', () => {
    paper.review();
    history.pushState({ view: 'review' }, '');
    showView(root, 'review');
  });
  onDo(root, 'change', () => history.back());
  onDo(root, 'cast', () => void send(keepMarks));
  onDo(root, 'reload', () => location.reload());
  onDo(root, 'enter-code', () => showView(root, 'code'));

  need(root, '[data-code-form]').addEventListener('submit', async (event) => {
    event.preventDefault();
    const input = /** @type {HTMLInputElement} */ (need(root, '[data-code]'));
    try {
      const code = await call('readCode', input.value);
      if (unlisted !== '') forgetCode(store, unlisted);
      keepCode(store, code);
      input.value = '';
      say('code', '');
      await enter();
    } catch (error) {
      say('code', wordsFor(error));
      input.focus();
    }
  });

  window.addEventListener('popstate', () => {
    if (currentView(root) === 'review') showView(root, 'marking');
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
  const elsewhere = ['key_not_listed', 'code_malformed', 'already_cast'].includes(code);
  for (const button of root.querySelectorAll('[data-do="enter-code"]')) button.toggleAttribute('hidden', !elsewhere);
  showView(root, 'stopped');
}
