/** A stand-in for the server: serves the example pages and takes ballots by its own rules. Test data only. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { readElection } from '../../protocol/election.js';
import { hashToBase64, hashToHex } from '../../protocol/hash.js';
import { checkBallot } from '../../protocol/verify.js';
import { archive, bytes, json, text } from '../vectors.js';
import { CeremonyStandIn } from './ceremony.js';

const here = (path) => readFileSync(new URL(path, import.meta.url));
const script = (name) => here(`../../../static/${name.endsWith('.wasm') ? 'wasm' : 'js'}/${name}`);
const integrity = (name) => `sha384-${createHash('sha384').update(script(name)).digest('base64')}`;
const escape = (value) => String(value).replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);

const CSP = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; worker-src 'self' blob:; form-action 'self'";
const VERIFIER_CSP = "default-src 'none'; script-src 'wasm-unsafe-eval'";
const CERTIFICATE = Buffer.from('{"结果":"10 个项目获得通过"}');

/** The rounds: their number is the folder of the vectors. */
export const rounds = { a: 'approve-each', c: 'choose-up-to-10' };

export async function startServer() {
  const state = {
    /** credential → ballot text, for each round */
    boxes: { a: new Map(), c: new Map() },
    /** tracker → the file of an opened ballot */
    opened: new Map(),
    /** every body posted as a ballot, also those that were cut off */
    posted: [],
    /** cookies that came with ballots */
    cookies: [],
    /** whether voting has begun */
    open: true,
    /** 'cut' drops the connection before the ballot is taken, 'lost' after, 'busy' answers 503, 'closed' refuses */
    weather: 'good',
    /** forms posted by the other pages */
    forms: [],
    issued: '',
    /** boxes that browsers refused as the second of their election */
    reported: [],
    /** replaces what a page's attributes say */
    overrides: {},
    ceremony: new CeremonyStandIn(),
  };

  function page(name, values) {
    const filled = here(name).toString('utf8')
      .replace(/\{\{integrity:([\w.-]+)\}\}/g, (_, file) => state.overrides[file] ?? integrity(file))
      .replace(/\{\{rows\}\}/g, values.rows ?? '')
      .replace(/\{\{open\}\}([\s\S]*?)\{\{\/open\}\}/g, values.state === 'open' ? '$1' : '')
      .replace(/\{\{issued-part\}\}([\s\S]*?)\{\{\/issued-part\}\}/g, values.state === 'issued' ? '$1' : '');
    const value = { ...values, ...state.overrides };
    return filled.replace('{{closed}}', value.closed ? ' data-closed' : '')
      .replace(/\{\{(\w+)\}\}/g, (_, key) => escape(value[key] ?? ''));
  }

  function booth(round) {
    const raw = bytes(`${rounds[round]}/election.json`);
    const { uuid, fingerprint, questions } = readElection(raw);
    const approve = round === 'a';
    const titles = approve ? questions.map(({ question }) => question) : questions[0].answers;
    const words = approve ? questions[0].answers : ['选', '不选'];
    const rows = titles.map((title, i) => `
      <fieldset data-row data-number="${i + 1}" data-title="${escape(title)}"><legend>${i + 1} ${escape(title)}</legend>
      ${words.map((word, value) => `<label><input type="radio" name="row-${i + 1}" value="${value}" data-word="${word}" autocomplete="off">${word}</label>`).join(' ')}
      <details><summary>详情</summary>…</details><p data-refusal role="alert" hidden></p></fieldset>`).join('');
    return page('booth.html', {
      uuid, fingerprint, round, rows, origin, cap: 10, paper: approve ? 'approve_each' : 'choose_up_to',
      answers: approve ? JSON.stringify(questions[0].answers) : '[]',
    });
  }

  const trusteeValues = () => {
    return {
      owner: 2, round: 'c', fingerprint: text('choose-up-to-10/fingerprint.txt').trim(),
      returned: archive('choose-up-to-10/ballots.jsonl').toString().trim().split('\n').length,
      sealedKey: text('choose-up-to-10/trustees/pedersen1/encrypted_decryption_key.txt').trim(), certificateHash: hashToHex(CERTIFICATE),
    };
  };

  function openBallot(round, body) {
    const opening = JSON.parse(body);
    const tracker = hashToBase64(opening.ballot);
    state.opened.set(tracker, JSON.stringify({ election: text(`${rounds[round]}/election.json`), opening }));
    return [201, { tracker }];
  }

  function takeBallot(round, body) {
    const { ballot, cap } = JSON.parse(body);
    const election = readElection(bytes(`${rounds[round]}/election.json`));
    if (state.opened.has(hashToBase64(ballot))) return [409, { error: 'was_opened', message: '这张选票已经打开核对过。' }];
    const credential = checkBallot(election, ballot, round === 'a' ? { max: 10, proof: cap } : null);
    if (!json(`${rounds[round]}/public_creds.json`).includes(credential)) return [422, { error: 'unknown_credential', message: '选票码不在名单上。' }];
    const before = state.boxes[round].get(credential);
    if (before !== undefined && before !== ballot) return [409, { error: 'already_cast', message: '这张选票码已经投过票。' }];
    state.boxes[round].set(credential, ballot);
    return [before === undefined ? 201 : 200, { tracker: hashToBase64(ballot) }];
  }

  const server = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url, 'http://x');
    let body = '';
    for await (const chunk of request) body += chunk;
    const send = (status, type, content, headers = {}) => {
      response.writeHead(status, { 'Content-Type': type, 'Content-Security-Policy': CSP, 'Cache-Control': 'no-store', ...headers });
      response.end(content);
    };
    const html = (content) => send(200, 'text/html; charset=utf-8', content);
    const parts = pathname.split('/').slice(1);

    if (parts[0] === 'wasm') return send(200, 'application/wasm', state.program ?? script(parts[1]));
    if (parts[1] === 'verifier-worker.js') {
      return send(200, 'text/javascript; charset=utf-8', script(parts[1]), { 'Content-Security-Policy': state.rule ?? VERIFIER_CSP });
    }
    if (parts[0] === 'js') return send(200, 'text/javascript; charset=utf-8', script(parts[1]), { 'Cache-Control': 'max-age=3600' });
    if (pathname === '/booth.css') return send(200, 'text/css', '.bar{position:sticky;top:0;background:#fff}[hidden]{display:none}svg{width:12em}');
    if (parts[2] === 'setup') {
      if (state.weather === 'cut') return request.socket.destroy();
      if (parts[3] === 'public_creds.json' && !state.open) {
        return send(409, 'application/json', JSON.stringify({ error: 'not_open_yet', message: '还没有开始投票。' }));
      }
      if (parts[3] === 'trustees.json') return send(200, 'application/json', state.trustees ?? archive(`${rounds[parts[1]]}/trustees.json`));
      return send(200, 'application/json', bytes(`${rounds[parts[1]]}/${parts[3]}`));
    }
    if (pathname === '/rounds/c/caps.jsonl') return send(200, 'application/jsonl', state.caps);
    if (pathname === '/rounds/c/box.bel') {
      return send(200, 'application/x-tar', state.box ?? archive('choose-up-to-10/archives/3-final.bel'));
    }
    if (pathname.endsWith('/certificate.json')) return send(200, 'application/json', CERTIFICATE);
    if (pathname === '/check') return html(page('opened.html', {}));
    if (pathname === '/booth/slips.json') return send(200, 'application/json', '{"session":"","fingerprint":"","rounds":[]}');
    if (pathname === '/check/opened.json') {
      const tracker = [...state.opened.keys()].find((key) => key.startsWith(searchParams.get('code').slice(0, 16)));
      if (!tracker) return send(404, 'application/json', JSON.stringify({ error: 'not_opened', message: '没有找到。' }));
      return send(200, 'application/json', (state.lie ?? ((file) => file))(state.opened.get(tracker)));
    }
    if (parts[0] === 'rounds' && (parts[2] === 'ballots' || parts[2] === 'opened')) {
      state.posted.push(body);
      state.cookies.push(request.headers.cookie ?? '');
      if (state.weather === 'cut') return request.socket.destroy();
      if (state.weather === 'busy') return send(503, 'text/html', 'busy', { 'Retry-After': '1' });
      if (state.weather === 'portal') return send(403, 'text/html', '<h1>Please sign in to the Wi-Fi</h1>');
      if (state.weather === 'closed') return send(409, 'application/json', JSON.stringify({ error: 'round_closed', message: '投票已经结束。' }));
      const [status, answer] = parts[2] === 'opened' ? openBallot(parts[1], body) : takeBallot(parts[1], body);
      if (state.weather === 'lost') return request.socket.destroy();
      return send(status, 'application/json', JSON.stringify(answer));
    }
    if (pathname.startsWith('/scrutineer/key/')) {
      const { ceremony } = state;
      const place = Number(parts[2]);
      if (ceremony.signedOut && parts[3] !== undefined) return send(303, 'text/plain', '', { Location: '/elsewhere' });
      if (state.weather === 'cut' && parts[3] !== undefined) return request.socket.destroy();
      if (parts[3] === 'status.json') return send(200, 'application/json', JSON.stringify(ceremony.status(place)));
      if (parts[3] === 'messages') {
        if (ceremony.stage === 'void') return send(409, 'application/json', JSON.stringify({ error: 'ceremony_gone', message: '已作废。' }));
        if (state.weather === 'refused') return send(409, 'application/json', JSON.stringify({ error: 'same_keys', message: '与第 2 位相同。' }));
        const answer = ceremony.take(place, new URLSearchParams(body));
        if (state.weather === 'lost') return request.socket.destroy();
        return send(200, 'application/json', JSON.stringify(answer));
      }
      if (parts[3] === 'refusals') {
        ceremony.refused.push(Object.fromEntries(new URLSearchParams(body)));
        return send(200, 'application/json', JSON.stringify(ceremony.status(place)));
      }
      if (parts[3] === 'copy') ceremony.copied[place - 1] = true;
      if (request.method === 'POST') return send(303, 'text/plain', '', { Location: `/scrutineer/key/${place}` });
      return html(page('key.html', { stage: ceremony.status(place).stage, ceremony: ceremony.id, place }));
    }
    if (pathname.endsWith('/second-box')) {
      state.reported.push(Object.fromEntries(new URLSearchParams(body)));
      return send(200, 'application/json', '{}');
    }
    if (request.method === 'POST') {
      const form = new URLSearchParams(body);
      state.forms.push(form);
      if (pathname.endsWith('/issue')) {
        state.issued = form.get('public_key');
        return send(303, 'text/plain', '', { Location: pathname });
      }
      return html('<h1>收到</h1>');
    }
    if (pathname.endsWith('/booth')) return send(200, 'text/html; charset=utf-8', booth(parts[2]), { 'Set-Cookie': 'session=secret; Path=/' });
    if (pathname.endsWith('/issue')) {
      const round = parts[2];
      return html(page('issue.html', { state: state.issued ? 'issued' : 'open', issued: state.issued, uuid: json(`${rounds[round]}/election.json`).uuid, round }));
    }
    if (pathname.endsWith('/open')) return html(page('open-box.html', trusteeValues()));
    if (pathname.startsWith('/scrutineer/documents/')) return html(page('sign-certificate.html', trusteeValues()));
    if (pathname === '/elsewhere') return html('<h1>别处</h1>');
    send(404, 'text/html', 'not found');
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  // as in a hall: plain http by a name, where browsers give no secure context; 127.0.0.1 would be one
  const origin = `http://hall.test:${port}`;
  const secureOrigin = `http://127.0.0.1:${port}`;
  return { origin, secureOrigin, state, stop: () => (server.closeAllConnections(), server.close()) };
}
