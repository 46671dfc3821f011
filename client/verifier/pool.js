/**
 * Verifies a box in as many workers as the machine has cores: each has the whole box and checks ballots of its own, and one
 * of them counts what all have found.
 *
 * @typedef {import('./engine.js').Line} Line
 * @typedef {import('./engine.js').Summary} Summary
 */
import { publicFile } from '../pages/parts/network.js';
import { startWorker } from '../pages/parts/worker.js';
import { Refusal } from '../protocol/refusal.js';

/** Ballots that a worker takes at a time: few, so that none is left with the last. */
const STEP = 4;
/** More share one memory bus. */
const MOST_WORKERS = 8;

/**
 * Starts the workers that `root` names: `data-verifier`, its program `data-verifier-program`, each with its integrity.
 * @param {HTMLElement} root
 * @param {() => void} onWaiting while the network does not answer
 */
export async function startVerifier(root, onWaiting) {
  const { verifierProgram, verifierProgramIntegrity = '' } = root.dataset;
  const program = await publicFile(verifierProgram, onWaiting);
  let onProgress = () => {};
  const count = Math.max(1, Math.min(navigator.hardwareConcurrency || 2, MOST_WORKERS));
  const workers = Array.from({ length: count }, () => startWorker(root, () => onProgress(), 'verifier'));
  const stop = () => workers.forEach((call) => call.stop());
  let name = 'script';
  try {
    [name] = await Promise.all(workers.map((call) => call('start', program, verifierProgramIntegrity)));
  } catch (error) {
    stop();
    throw error;
  }

  /**
   * @param {{ archive: Uint8Array, caps: Uint8Array | null, cap: number | null }} box
   * @param {(line: Line) => void} onLine each check that was passed
   * @param {(done: number, total: number) => void} onBallot
   * @returns {Promise<Summary>}
   */
  async function verify({ archive, caps, cap }, onLine, onBallot) {
    const begun = await Promise.all(workers.map((call) => call('begin', archive, caps, cap)));
    const { ballots } = shown(begun[0], onLine);
    let done = 0;
    onProgress = () => onBallot((done += 1), ballots);
    let next = 0;
    /** @type {any[]} */
    const refusals = [];
    await Promise.all(workers.map(async (call) => {
      while (next < ballots && refusals.length === 0) {
        const from = next;
        next = Math.min(from + STEP, ballots);
        await call('check', from, next).catch((refusal) => refusals.push(refusal));
      }
    }));
    // handed out in order, so the least that was refused is the first that is wrong
    if (refusals.length > 0) throw named(refusals.reduce((a, b) => ((b.details?.ballot ?? 0) < (a.details?.ballot ?? 0) ? b : a)));
    const [first, ...others] = workers;
    const parts = await Promise.all(others.map((call) => call('part')));
    return shown(await first('finish', parts), onLine);
  }

  return { engine: name, workers: count, verify, ask: workers[0], stop };
}

/** @param {any} answer @param {(line: Line) => void} onLine */
function shown({ lines, refused, ...answer }, onLine) {
  for (const line of lines) onLine(line);
  if (refused) throw named(new Refusal(refused.code, refused.details));
  return answer;
}

/** A ballot that is refused has words of its own. @param {any} error */
const named = (error) => (error.details?.ballot ? new Refusal('box_ballot_refused', error.details) : error);
