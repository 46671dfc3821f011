/** Bundles the pages' scripts and the workers into ../static/js. The same sources give the same bytes. */
import { build } from 'esbuild';
import { fileURLToPath } from 'node:url';

const client = fileURLToPath(new URL('.', import.meta.url));

await build({
  absWorkingDir: client,
  entryPoints: [
    'pages/piaojue.js',
    'pages/live.js',
    'pages/screen.js',
    'pages/issue.js',
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
  format: 'iife',
  // phones a few years old; below this BigInt is missing and no ballot can be made
  target: ['chrome85', 'safari15', 'firefox79'],
  charset: 'utf8',
  legalComments: 'inline',
  logLevel: 'info',
});
