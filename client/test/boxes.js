/** Writes archives as docs/verify.md has them, up to the tally: what a server could make. */
import { hashToHex } from '../protocol/hash.js';

const utf8 = new TextEncoder();
const inBytes = (content) => (typeof content === 'string' ? utf8.encode(content) : content);

export function writeBox({ election, trustees, credentials, ballots, tally, tallied = ballots.length }) {
  const entries = [entry('BELENIOS', '{"version":1,"timestamp":"1700000000"}')];
  let parent;
  let height = 0;
  const put = (content) => {
    const hash = hashToHex(inBytes(content));
    entries.push(entry(`${hash}.data.json`, content));
    return hash;
  };
  const happen = (type, payload) => {
    const content = JSON.stringify({ ...(parent && { parent }), height, type, ...(payload && { payload }) });
    parent = hashToHex(content);
    height += 1;
    entries.push(entry(`${parent}.event.json`, content));
  };
  const setup = { election: put(election), trustees: put(trustees), credentials: put(credentials) };
  happen('Setup', put(JSON.stringify(setup)));
  for (const ballot of ballots) happen('Ballot', put(ballot));
  happen('EndBallots');
  happen('EncryptedTally', put(JSON.stringify({ num_tallied: tallied, total_weight: tallied, encrypted_tally: put(tally) })));
  return Buffer.concat(entries);
}

function entry(name, content) {
  const bytes = inBytes(content);
  const whole = Buffer.alloc(512 + Math.ceil(bytes.length / 512) * 512);
  const octal = (number, digits) => number.toString(8).padStart(digits, '0');
  whole.write(name, 0);
  whole.write('0000644\0' + '0000000\0' + '0000000\0', 100);
  whole.write(`${octal(bytes.length, 11)}\0${octal(1700000000, 11)}\0        0`, 124);
  whole.write(`${octal(whole.subarray(0, 512).reduce((sum, byte) => sum + byte, 0), 6)}\0`, 148);
  whole.set(bytes, 512);
  return whole;
}
