import { readFileSync } from 'node:fs';
import { readElection } from '../protocol/election.js';

/** The bytes of a vector file. */
export const bytes = (path) => readFileSync(new URL(`vectors/${path}`, import.meta.url));
export const text = (path) => bytes(path).toString('utf8');
export const json = (path) => JSON.parse(text(path));
export const election = (folder) => readElection(bytes(`${folder}/election.json`));
