/**
 * Bundles the pages' scripts and the workers into ../static/js. The same sources give the same bytes, and a bundle whose
 * bytes stay the same is not touched: cargo builds again what embeds a file that is newer.
 */
import { build } from 'esbuild';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

const client = fileURLToPath(new URL('.', import.meta.url));

const { outputFiles } = await build({
  absWorkingDir: client,
  entryPoints: [
    'pages/piaojue.js',
    'pages/live.js',
    'pages/screen.js',
    'pages/issue.js',
    'pages/qr.js',
    'pages/booth.js',
    'pages/check.js',
    'pages/verify.js',
    'pages/key.js',
    'pages/open-box.js',
    'pages/sign-certificate.js',
    'workers/ballot-worker.js',
    'workers/trustee-worker.js',
  ],
  outdir: '../static/js',
  entryNames: '[name]',
  bundle: true,
  write: false,
  format: 'iife',
  // phones a few years old; below this BigInt is missing and no ballot can be made
  target: ['chrome85', 'safari15', 'firefox79'],
  charset: 'utf8',
  legalComments: 'inline',
  logLevel: 'warning',
});

for (const { path, contents } of outputFiles) {
  const before = await readFile(path).catch(() => undefined);
  if (before?.equals(contents)) continue;
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, contents);
  console.log(`bundled static/js/${basename(path)}`);
}
