/** Says what the committed scripts and style sheets use that a promised browser lacks: `npm run browsers`. */
import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { lackedByScripts, namedMembers } from './scripts.js';
import { lackedByStyles } from './styles.js';

/** What may be lacking, and what is then seen. */
const DONE_WITHOUT = {
  'navigator.locks': 'two tabs may do the same work (booth/alone.js)',
  '.requestSubmit': 'the form is sent by submit() (parts/dom.js)',
  'fetch({ referrerPolicy })': 'the policy of the page holds: its address goes to this server, without what stands behind #',
  'navigator.hardwareConcurrency': 'two workers verify, whatever the machine has (verifier/pool.js)',
  '.memory': 'that of WebAssembly, not of performance',
  'Uint8Array.fromHex': 'noble looks for it and has its own',
  '.margin': 'a word of the options of qrcode-generator',
  '.yield': 'the reader of QR codes asks whether there is a scheduler',
  'event beforeunload': 'an iPhone does not ask before slips that are not printed are left; they are withdrawn and printed again',
  'window.print': 'the button does nothing on phones with Firefox, which print from their menu if at all',

  'color-scheme': 'a browser that darkens pages darkens ours',
  'text-size-adjust': 'a phone held sideways may enlarge type',
  'text-autospace': 'no hair space between Chinese and Latin',
  'text-spacing-trim': 'brackets keep their blank at the beginning of a line',
  'text-wrap': 'the last line of a heading may be short',
  'text-underline-offset': 'lines under links lie closer',
  'text-decoration-thickness': 'lines under links are as thick as the browser draws them',
  cursor: 'phones have none',
  resize: 'phones size no fields',
  'accent-color': 'buttons of forms keep the colour of the browser',
  '::file-selector-button': 'the button looks as the browser draws it',
  'container-type': 'the desk is as on a narrower screen',
  'scroll-behavior': 'Safari 15 never scrolls smoothly',
  '(forced-colors)': 'these browsers force no colours',
  'forced-color-adjust': 'the same',
  '@page': 'printed on the paper and with the margins of the dialogue',
  size: 'the same',
  '@bottom-center': 'printed without page numbers',
  page: 'all pages have the margins of the first kind',
  'break-after: avoid': 'a heading may stand at the foot of a page',
  'break-before: avoid': 'a signature may stand alone on a page',
  '::details-content': 'what is folded stays folded on paper',
  'content-visibility': 'the same',
  'print-color-adjust': 'bars are printed pale; their numbers stand beside them',
};

const folder = (/** @type {string} */ name) => {
  const path = fileURLToPath(new URL(`../../static/${name}/`, import.meta.url));
  return readdirSync(path).map((file) => ({ file: `static/${name}/${file}`, content: readFileSync(path + file, 'utf8') }));
};

const scripts = folder('js');
// what one bundle makes, another reads
const own = new Set(scripts.flatMap(({ content }) => [...namedMembers(content)]));
const unused = new Set(Object.keys(DONE_WITHOUT));
let wrong = 0;

for (const { file, findings } of [
  ...scripts.map(({ file, content }) => ({ file, findings: lackedByScripts(content, own) })),
  ...folder('css').map(({ file, content }) => ({ file, findings: lackedByStyles(content) })),
]) {
  for (const { line, what, browsers } of findings) {
    const reason = [what, what.split(': ')[0] ?? ''].find((name) => Object.hasOwn(DONE_WITHOUT, name));
    if (reason !== undefined) unused.delete(reason);
    else {
      wrong += 1;
      console.error(`${file}:${line}: ${what} is not in ${browsers.join(', ')}`);
    }
  }
}
for (const name of unused) console.error(`client/browsers/check.js: nothing uses ${name} any more`);
process.exitCode = wrong + unused.size > 0 ? 1 : 0;
