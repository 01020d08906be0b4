/** A real provider of identities on this machine, whose people sign in without being asked. */
import { createHash, randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Provider } from 'oidc-provider'

export interface Subject {
  readonly sub: string
  email?: string
  email_verified?: boolean
  name?: string
}

export interface TestProvider {
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: string
  /** Who is sitting in front of the provider's own pages. */
  who: Subject
  /** Laid over what the token endpoint answers. */
  tamper: ((answer: Record<string, unknown>) => Record<string, unknown>) | null
  /** Walks the provider's pages as a browser does, to the address it sends back to. */
  walk(address: string): Promise<string>
  /** An identity signed for another client, with this nonce. */
  tokenForAnother(nonce: string): Promise<string>
  close(): Promise<void>
}

const secret = 'a secret of the client, long enough to be one'

export async function openProvider(redirectUris: readonly string[]): Promise<TestProvider> {
  let answer: (request: IncomingMessage, response: ServerResponse) => void = () => {}
  const server = createServer((request, response) => answer(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const client = { client_secret: secret, redirect_uris: [...redirectUris] }
  const provider = new Provider(issuer, {
    clients: [
      { client_id: 'openltc', ...client },
      { client_id: 'another', ...client },
    ],
    claims: { email: ['email', 'email_verified'], profile: ['name'] },
    features: { devInteractions: { enabled: false } },
    cookies: { keys: ['only for tests'] },
    interactions: { url: (_context, interaction) => `/interaction/${interaction.uid}` },
    findAccount: (_context, sub) => ({ accountId: sub, claims: () => ({ ...test.who, sub }) }),
    loadExistingGrant: async (context) => {
      const grant = new context.oidc.provider.Grant({
        clientId: context.oidc.client?.clientId ?? '',
        accountId: context.oidc.session?.accountId ?? '',
      })
      grant.addOIDCScope('openid email profile')
      await grant.save()
      return grant
    },
  })
  provider.on('server_error', () => {})
  const handle = provider.callback()
  answer = (request, response) => {
    if (request.url?.startsWith('/interaction/')) {
      const done = { login: { accountId: test.who.sub } }
      void provider.interactionFinished(request, response, done, { mergeWithLastSubmission: false })
      return
    }
    if (test.tamper && request.url === '/token') rewrite(response, test.tamper)
    handle(request, response)
  }
  const test: TestProvider = {
    issuer,
    clientId: 'openltc',
    clientSecret: secret,
    who: { sub: 'nobody' },
    tamper: null,
    walk: (address) => walk(issuer, address),
    tokenForAnother: (nonce) => tokenForAnother({ issuer, redirect: redirectUris[0] ?? '' }, nonce),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
  return test
}

function rewrite(response: ServerResponse, tamper: NonNullable<TestProvider['tamper']>): void {
  const end = response.end.bind(response)
  response.end = ((body?: unknown) => {
    const text = JSON.stringify(tamper(JSON.parse(String(body))))
    response.setHeader('content-length', Buffer.byteLength(text))
    return end(text)
  }) as typeof response.end
}

async function walk(issuer: string, address: string): Promise<string> {
  const jar = new Map<string, string>()
  let at = address
  for (let hop = 0; hop < 10; hop++) {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
    const answer = await fetch(at, { redirect: 'manual', headers: cookie ? { cookie } : {} })
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      jar.set(name, value)
    }
    const to = answer.headers.get('location')
    if (!to) throw new Error(`the provider stopped at ${at}: ${answer.status} ${(await answer.text()).slice(0, 300)}`)
    at = new URL(to, at).href
    if (!at.startsWith(issuer)) return at
  }
  throw new Error('the provider goes round in circles')
}

interface Place {
  readonly issuer: string
  readonly redirect: string
}

/** An identity of the same person, signed by the same provider, for another client with the nonce of this sign-in. */
async function tokenForAnother(provider: Place, nonce: string): Promise<string> {
  const verifier = randomBytes(32).toString('base64url')
  const challenge = createHash('sha256').update(verifier).digest('base64url')
  const { redirect } = provider
  const query = new URLSearchParams({
    client_id: 'another',
    response_type: 'code',
    scope: 'openid email profile',
    redirect_uri: redirect,
    code_challenge: challenge,
    code_challenge_method: 'S256',
    nonce,
    state: 'x',
  })
  const back = await walk(provider.issuer, `${provider.issuer}/auth?${query}`)
  const body = new URLSearchParams({
    grant_type: 'authorization_code',
    code: new URL(back).searchParams.get('code') ?? '',
    redirect_uri: redirect,
    code_verifier: verifier,
  })
  const basic = Buffer.from(`another:${encodeURIComponent(secret).replace(/%20/g, '+')}`)
  const headers = { authorization: `Basic ${basic.toString('base64')}` }
  const answer = await fetch(`${provider.issuer}/token`, { method: 'POST', body, headers })
  return ((await answer.json()) as { id_token: string }).id_token
}

/** The same claims under no signature at all. */
export function unsigned(token: string): string {
  const head = Buffer.from(JSON.stringify({ alg: 'none' })).toString('base64url')
  return `${head}.${token.split('.')[1]}.`
}
