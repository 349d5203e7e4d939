// A real OpenID Connect provider on loopback for the tests: node provider.mjs REDIRECT_URI ALG
// Anybody signs in under any name; "li" is known as subject-of-li. Its first line tells the issuer.
import { generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import Provider from 'oidc-provider';

const [redirect, algorithm = 'RS256'] = process.argv.slice(2);
const quiet = () => undefined;
console.info = quiet;
console.warn = quiet;

const server = createServer();
server.listen(0, '127.0.0.1', () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: 'huabiao',
        client_secret: 'a secret of / the+client',
        redirect_uris: [redirect],
        grant_types: ['authorization_code'],
        response_types: ['code'],
        id_token_signed_response_alg: algorithm,
      },
    ],
    ...(algorithm === 'ES256' ? { jwks: { keys: [ecKey()] } } : {}),
    pkce: { required: () => true },
    claims: { openid: ['sub'], profile: ['name', 'preferred_username'] },
    conformIdTokenClaims: false,
    findAccount: (_, id) => ({
      accountId: id,
      claims: () => ({ sub: `subject-of-${id}`, name: `Name of ${id}`, preferred_username: id }),
    }),
  });
  server.on('request', provider.callback());
  process.stdout.write(`${JSON.stringify({ issuer })}\n`);
});

function ecKey() {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return { ...privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'ES256', kid: 'ec' };
}
