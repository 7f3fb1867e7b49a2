// A provider of identities for the tests: npm's oidc-provider, with one public client for /docs, and
// a side door that mints tokens which nobody should take. Prints a line once it listens.
import { generateKeyPairSync, randomUUID } from "node:crypto";
import { createServer } from "node:http";

import Provider from "oidc-provider";

const { PORT, BASE_URL, AUDIENCE, KID, CLAIMS } = process.env;
const issuer = `http://127.0.0.1:${PORT}`;
const claims = JSON.parse(CLAIMS);
const key = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey.export({ format: "jwk" });

const client = (client_id) => ({
  client_id,
  token_endpoint_auth_method: "none",
  redirect_uris: [`${BASE_URL}/docs/oauth2-redirect`],
  response_types: ["code"],
  grant_types: ["authorization_code"],
});
const server = (audience, accessTokenTTL) => ({
  audience,
  accessTokenTTL,
  scope: "openid profile",
  accessTokenFormat: "jwt",
  jwt: { sign: { alg: "RS256" } },
});

const provider = new Provider(issuer, {
  clients: [client("talenta-docs"), client("another-client")],
  clientBasedCORS: (_ctx, origin) => origin === BASE_URL,
  cookies: { keys: [randomUUID()] },
  jwks: { keys: [{ ...key, kid: KID, use: "sig", alg: "RS256" }] },
  pkce: { required: () => true },
  scopes: ["openid", "profile"],
  claims: { openid: ["sub"], profile: ["name"] },
  findAccount: (_ctx, sub) => ({ accountId: sub, claims: () => ({ sub, name: "Ratna Wulandari" }) }),
  extraTokenClaims: (_ctx, token) => claims[token.accountId] ?? {},
  ttl: { Interaction: 600, Grant: 3600, Session: 3600, IdToken: 300 },
  features: {
    devInteractions: { enabled: true },
    resourceIndicators: {
      enabled: true,
      useGrantedResource: () => true,
      getResourceServerInfo: (_ctx, audience) => server(audience, 300),
    },
  },
});

// GET /mint?account=&client=&audience=&seconds= : a token signed by the provider's own key.
async function mint(query) {
  const found = await provider.Client.find(query.get("client") ?? "talenta-docs");
  const audience = query.get("audience") ?? AUDIENCE;
  const token = new provider.AccessToken({
    accountId: query.get("account"),
    client: found,
    grantId: randomUUID(),
    gty: "authorization_code",
    scope: "openid profile",
    extra: claims[query.get("account")],
  });
  token.resourceServer = new provider.ResourceServer(
    audience,
    server(audience, Number(query.get("seconds") ?? 300)),
  );
  return token.save();
}

const answer = provider.callback();
createServer(async (request, response) => {
  const address = new URL(request.url, issuer);
  if (address.pathname !== "/mint") return answer(request, response);
  try {
    response.end(await mint(address.searchParams));
  } catch (error) {
    response.writeHead(500).end(String(error.stack));
  }
}).listen(Number(PORT), "127.0.0.1", () => console.log("listening"));
