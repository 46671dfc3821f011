/** Numbers that the server keeps up to date: its events, or asking every few seconds where a proxy keeps events back. */

const SILENCE = 25_000;
const ASK_EVERY = 3_000;

/**
 * @param {string} address
 * @param {(state: any) => void} onState
 * @param {(now: number) => void} [onBeat] the server's own time in milliseconds
 */
export function follow(address, onState, onBeat = () => {}) {
  /** @type {EventSource | undefined} */
  let source;
  let heard = performance.now();

  const ask = async () => {
    try {
      const answer = await fetch(address, { headers: { accept: 'application/json' }, cache: 'no-store' });
      if (answer.ok) onState(await answer.json());
    } catch {
      // the line is down: the next round asks again
    }
    setTimeout(source ? watch : ask, ASK_EVERY);
  };

  const giveUp = () => {
    if (!source) return;
    source.close();
    source = undefined;
    void ask();
    // proxies are restarted too
    setTimeout(open, 60_000);
  };

  const open = () => {
    heard = performance.now();
    source = new EventSource(address);
    source.addEventListener('state', ({ data }) => {
      heard = performance.now();
      onState(JSON.parse(data));
    });
    source.addEventListener('beat', ({ data }) => {
      heard = performance.now();
      onBeat(Number(data));
    });
    // the browser reconnects by itself unless it was refused
    source.addEventListener('error', () => {
      if (source?.readyState === EventSource.CLOSED) giveUp();
    });
    setTimeout(watch, SILENCE);
  };

  const watch = () => {
    if (!source) return;
    if (performance.now() - heard > SILENCE) giveUp();
    else setTimeout(watch, ASK_EVERY);
  };

  open();
}

/**
 * `data-live="name"` is that number; `data-live-words` has `{name}` in words; `data-live-if` and `data-live-unless` are
 * shown by it; `data-live-ring="part/whole"` is an arc.
 * @param {ParentNode} root
 * @param {Record<string, any>} state
 */
export function show(root, state) {
  for (const element of all(root, 'data-live')) say(element, String(state[of(element, 'data-live')] ?? ''));
  for (const element of all(root, 'data-live-words')) {
    say(element, of(element, 'data-live-words').replace(/\{(\w+)\}/g, (whole, name) => String(state[name] ?? whole)));
  }
  for (const element of all(root, 'data-live-if')) element.toggleAttribute('hidden', !state[of(element, 'data-live-if')]);
  for (const element of all(root, 'data-live-unless')) {
    element.toggleAttribute('hidden', Boolean(state[of(element, 'data-live-unless')]));
  }
  for (const element of all(root, 'data-live-ring')) {
    const [part, whole] = of(element, 'data-live-ring').split('/').map((name) => Number(state[name]));
    element.setAttribute('pathLength', String(whole || 1));
    // a dash as long as the whole leaves a seam where it closes
    element.setAttribute('stroke-dasharray', whole > 0 && part >= whole ? 'none' : `${part} ${whole || 1}`);
  }
}

/** @param {ParentNode} root @param {string} name */
const all = (root, name) => root.querySelectorAll(`[${name}]`);
/** @param {Element} element @param {string} name */
const of = (element, name) => element.getAttribute(name) ?? '';

/** @param {Element} element @param {string} words */
function say(element, words) {
  if (element.textContent !== words) element.textContent = words;
}
