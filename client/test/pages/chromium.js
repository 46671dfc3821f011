/** Drives a real Chromium over its DevTools pipe: no library, no port. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const FLAGS = [
  '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync', '--remote-debugging-pipe', '--window-size=390,844',
  '--host-resolver-rules=MAP hall.test 127.0.0.1', '--no-proxy-server',
];

export async function startChromium(binary = process.env.CHROMIUM ?? 'chromium') {
  const profile = mkdtempSync(join(tmpdir(), 'piaojue-chromium-'));
  const browser = spawn(binary, [...FLAGS, `--user-data-dir=${profile}`, 'about:blank'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
  });
  const [, , , input, output] = browser.stdio;
  const waiting = new Map();
  const listeners = new Set();
  let last = 0;
  let buffered = '';
  output.setEncoding('utf8');
  output.on('data', (chunk) => {
    buffered += chunk;
    const messages = buffered.split('\0');
    buffered = messages.pop();
    for (const message of messages.map((m) => JSON.parse(m))) {
      if (message.id === undefined) listeners.forEach((listen) => listen(message));
      else if (message.error) waiting.get(message.id).reject(new Error(message.error.message));
      else waiting.get(message.id).resolve(message.result);
      waiting.delete(message.id);
    }
  });
  const send = (method, params = {}, sessionId = undefined) =>
    new Promise((resolve, reject) => {
      last += 1;
      waiting.set(last, { resolve, reject });
      input.write(JSON.stringify({ id: last, method, params, sessionId }) + '\0');
    });

  /** A browser of its own: nothing shared with the other tests. */
  async function newPerson() {
    const { browserContextId } = await send('Target.createBrowserContext');
    return {
      openTab: (url) => openTab(browserContextId, url),
      leave: () => send('Target.disposeBrowserContext', { browserContextId }),
    };
  }

  async function openTab(browserContextId, url) {
    const { targetId } = await send('Target.createTarget', { url: 'about:blank', browserContextId });
    const { sessionId } = await send('Target.attachToTarget', { targetId, flatten: true });
    const call = (method, params) => send(method, params, sessionId);
    const troubles = [];
    listeners.add(({ sessionId: from, method, params }) => {
      if (from !== sessionId) return;
      if (method === 'Runtime.exceptionThrown') troubles.push(params.exceptionDetails.exception?.description ?? params.exceptionDetails.text);
      if (method === 'Log.entryAdded' && params.entry.level === 'error') troubles.push(params.entry.text);
      if (method === 'Runtime.consoleAPICalled' && params.type === 'error') troubles.push(params.args.map((a) => a.value ?? a.description).join(' '));
    });
    await Promise.all([call('Page.enable'), call('Runtime.enable'), call('Log.enable')]);

    const tab = {
      call,
      troubles,
      /** Runs a function in the page. */
      async run(act, ...args) {
        const { result, exceptionDetails } = await call('Runtime.evaluate', {
          expression: `(${act})(...${JSON.stringify(args)})`, awaitPromise: true, returnByValue: true, userGesture: true,
        });
        if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
        return result.value;
      },
      /** Waits until a function in the page gives something true. */
      until: (act, ...args) => tab.untilWithin(15_000, act, ...args),
      async untilWithin(milliseconds, act, ...args) {
        for (let tries = 0; tries < milliseconds / 50; tries += 1) {
          const value = await tab.run(act, ...args).catch(() => false);
          if (value) return value;
          await new Promise((resolve) => setTimeout(resolve, 50));
        }
        throw new Error(`waited in vain for ${act} ${JSON.stringify(args)}: ${await tab.run(() => document.body.innerText)}`);
      },
      async go(address) {
        await call('Page.navigate', { url: address });
        await tab.until((a) => location.href.split('#')[0] === a.split('#')[0] && document.readyState === 'complete', address);
      },
      async reload() {
        await tab.run(() => (window.old = true));
        await call('Page.reload');
        await tab.until(() => !window.old && document.readyState === 'complete');
      },
      back: () => tab.run(() => void setTimeout(() => history.back(), 0)),
      forward: () => tab.run(() => void setTimeout(() => history.forward(), 0)),
      close: () => send('Target.closeTarget', { targetId }),
    };
    await tab.go(url);
    return tab;
  }

  async function stop() {
    const gone = new Promise((resolve) => browser.once('exit', resolve));
    await Promise.race([send('Browser.close'), gone]);
    await gone;
    rmSync(profile, { recursive: true, force: true });
  }
  /** Bytes of memory that the pages of this browser have to themselves (Linux). */
  function memory() {
    const status = (pid) => readFileSync(`/proc/${pid}/status`, 'utf8');
    const field = (text, name) => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(text)?.[1] ?? 0);
    const all = readdirSync('/proc').filter((name) => /^\d+$/.test(name)).flatMap((pid) => {
      try {
        const text = status(pid);
        const page = readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('--type=renderer');
        return [{ pid: Number(pid), parent: field(text, 'PPid'), page, bytes: field(text, 'RssAnon') * 1024 }];
      } catch {
        // it has ended meanwhile
        return [];
      }
    });
    const parents = new Map(all.map(({ pid, parent }) => [pid, parent]));
    const ours = (pid) => pid === browser.pid || (parents.has(pid) && ours(parents.get(pid)));
    return all.filter(({ pid, page }) => page && ours(pid)).reduce((sum, { bytes }) => sum + bytes, 0);
  }

  return { newPerson, stop, memory };
}
