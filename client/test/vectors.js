import { readFileSync } from 'node:fs';
import { readElection } from '../protocol/election.js';

/** The bytes of a vector file. */
export const bytes = (path) => readFileSync(new URL(`vectors/${path}`, import.meta.url));
export const text = (path) => bytes(path).toString('utf8');
export const json = (path) => JSON.parse(text(path));
export const election = (folder) => readElection(archive(`${folder}/election.json`));
/** Whole archives are kept once, with the verifier. */
export const archive = (path) => readFileSync(new URL(`../../crates/verifiable-ballots/tests/vectors/${path}`, import.meta.url));
