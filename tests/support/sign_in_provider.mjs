// A provider of OpenID Connect (npm's oidc-provider) at which whoever a story says is already sitting:
//   node sign_in_provider.mjs REDIRECT_URI…
// prints its address; POST /story changes who sits there ({login, amr, acr, authenticated}) and what is wrong with the
// next tokens ({lie: 'nonce' | 'issuer' | 'audience' | 'none' | 'key' | 'client_secret' | 'expired'}).
import { createRequire } from 'node:module';
import { createServer } from 'node:http';
import { generateKeyPairSync } from 'node:crypto';

const packages = createRequire(new URL('../../client/package.json', import.meta.url));
const { default: Provider } = await import(packages.resolve('oidc-provider'));
const jose = await import(packages.resolve('jose'));

const CLIENT = { id: 'piaojue', secret: 'a secret of the provider and this system alone' };
const jwk = () => ({ ...generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' }), alg: 'RS256', use: 'sig' });
const key = { ...jwk(), kid: 'of the provider' };
const story = { login: 'NOBODY', amr: ['pwd'], acr: undefined, lie: undefined };

const server = createServer();
await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
const issuer = `http://127.0.0.1:${server.address().port}`;

const provider = new Provider(issuer, {
  clients: [{ client_id: CLIENT.id, client_secret: CLIENT.secret, redirect_uris: process.argv.slice(2), grant_types: ['authorization_code'] }],
  jwks: { keys: [key] },
  pkce: { required: () => true },
  claims: { openid: ['sub', 'acr', 'amr', 'auth_time'], profile: ['employee_number'] },
  features: { devInteractions: { enabled: false } },
  cookies: { keys: ['of a story'] },
  findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: `person-${id}`, employee_number: id }) }),
  interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
  ttl: { Session: 600, Interaction: 600, Grant: 600, AccessToken: 600, IdToken: 600, AuthorizationCode: 60 },
});

async function signsIn(request, response) {
  const { prompt, params, session } = await provider.interactionDetails(request, response);
  if (prompt.name === 'login') {
    const login = { accountId: story.login, amr: story.amr, acr: story.acr };
    return provider.interactionFinished(request, response, { login });
  }
  const grant = new provider.Grant({ accountId: session.accountId, clientId: params.client_id });
  grant.addOIDCScope(params.scope);
  return provider.interactionFinished(request, response, { consent: { grantId: await grant.save() } });
}

/** The token as somebody would send it who lies about one thing. */
async function lied(token) {
  const claims = jose.decodeJwt(token);
  const signed = (with_, header = { alg: 'RS256', kid: key.kid }) => new jose.SignJWT(claims).setProtectedHeader(header).sign(with_);
  const own = await jose.importJWK(key, 'RS256');
  switch (story.lie) {
    case 'nonce': claims.nonce = 'of another sign-in'; return signed(own);
    case 'issuer': claims.iss = 'https://elsewhere.example'; return signed(own);
    case 'audience': claims.aud = 'another system'; return signed(own);
    case 'expired': claims.exp = claims.iat - 3600; claims.iat -= 7200; return signed(own);
    case 'none': return new jose.UnsecuredJWT(claims).encode();
    case 'key': return signed(await jose.importJWK(jwk(), 'RS256'));
    case 'client_secret': return signed(new TextEncoder().encode(CLIENT.secret), { alg: 'HS256' });
    default: return token;
  }
}

provider.use(async (context, next) => {
  await next();
  if (context.path === '/token' && context.body?.id_token) context.body.id_token = await lied(context.body.id_token);
});

const serve = provider.callback();
server.on('request', async (request, response) => {
  try {
    if (request.method === 'POST' && request.url === '/story') {
      let body = '';
      for await (const part of request) body += part;
      Object.assign(story, { lie: undefined }, JSON.parse(body));
      response.end();
    } else if (request.url.startsWith('/interaction/')) await signsIn(request, response);
    else await serve(request, response);
  } catch (error) {
    console.error(error);
    response.statusCode = 500;
    response.end();
  }
});
console.log(issuer);
// Ends with the story that started it.
process.stdin.resume().on('end', () => process.exit());
