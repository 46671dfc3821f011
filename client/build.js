/**
 * Bundles the pages' scripts and the workers into ../static/js, or into the folder that is given. The same sources give
 * the same bytes, and a bundle whose bytes stay the same is not touched: cargo builds again what embeds a file that is newer.
 */
import { build } from 'esbuild';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { TARGET } from './browsers/promised.js';

const client = fileURLToPath(new URL('.', import.meta.url));
const outdir = resolve(process.argv[2] ?? `${client}../static/js`);

const { outputFiles } = await build({
  absWorkingDir: client,
  entryPoints: [
    'pages/piaojue.js',
    'pages/live.js',
    'pages/screen.js',
    'pages/hall.js',
    'pages/qr.js',
    'pages/scan.js',
    'pages/booth.js',
    'pages/check.js',
    'pages/verify.js',
    'pages/verify-all.js',
    'pages/key.js',
    'pages/open-box.js',
    'pages/sign-certificate.js',
    'pages/propose.js',
    'pages/report.js',
    'pages/slips.js',
    'pages/tablet.js',
    'pages/queue.js',
    'pages/near.js',
    'pages/sign-election.js',
    'workers/ballot-worker.js',
    'workers/department-worker.js',
    'workers/slip-worker.js',
    'workers/trustee-worker.js',
    'workers/verifier-worker.js',
    'workers/work-worker.js',
  ],
  outdir,
  entryNames: '[name]',
  bundle: true,
  write: false,
  format: 'iife',
  target: TARGET,
  // the curve library calls it, and it came after these browsers
  define: { 'Object.hasOwn': 'Object.prototype.hasOwnProperty.call' },
  // modules are strict, and so is what is bundled of them; nothing else of tsconfig.json is the bundler's
  tsconfigRaw: { compilerOptions: { alwaysStrict: true } },
  charset: 'utf8',
  legalComments: 'inline',
  logLevel: 'warning',
});

await mkdir(outdir, { recursive: true });
for (const { path, contents } of outputFiles) {
  const before = await readFile(path).catch(() => undefined);
  if (before?.equals(contents)) continue;
  await writeFile(path, contents);
  console.log(`bundled ${basename(path)}`);
}
