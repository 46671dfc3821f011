/** Node.js 18, which Debian 12 brings, has the browsers' `crypto` but not under that name. Loaded before every test. */
import { webcrypto } from 'node:crypto';

globalThis.crypto ??= /** @type {Crypto} */ (webcrypto);
