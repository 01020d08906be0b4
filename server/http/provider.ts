/** Speaks OpenID Connect with a company's provider: code with PKCE, state and nonce, through the guarded way out. */
import * as oidc from 'openid-client'
import { type Outbound, OutboundFault } from '../reach/outbound.ts'

export interface ProviderPlace {
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: string | null
}

export interface Asking {
  readonly state: string
  readonly nonce: string
  readonly verifier: string
}

/** What the provider says of a person; only issuer and subject are who they are. */
export interface Claims {
  readonly issuer: string
  readonly subject: string
  readonly email: string | null
  readonly emailVerified: boolean
  readonly name: string | null
}

export interface Provider {
  /** Where the browser is sent; `again` makes the provider ask who is there. */
  addressFor(ask: Asking & { redirectUri: string; again: boolean }): Promise<string>
  /** Throws where anything of the answer is not as it was asked for. */
  claimsFrom(answer: URL, ask: Asking & { again: boolean }): Promise<Claims>
}

const againSeconds = 60
const kept = 10 * 60_000
const most = 256 * 1024

/** Documents and keys of a provider are asked for once in a while, and at once when the settings change. */
export function openProviders(outbound: Outbound) {
  const known = new Map<string, { config: oidc.Configuration; until: number }>()
  const configOf = async (place: ProviderPlace): Promise<oidc.Configuration> => {
    const key = JSON.stringify(place)
    const found = known.get(key)
    if (found && found.until > performance.now()) return found.config
    const config = await discover(outbound, place)
    if (known.size > 200) known.clear()
    known.set(key, { config, until: performance.now() + kept })
    return config
  }
  return {
    of: (place: ProviderPlace): Provider => providerAt(() => configOf(place)),
    /** Asks for the documents now, for an administrator who is about to save. */
    async check(place: ProviderPlace): Promise<void> {
      known.delete(JSON.stringify(place))
      await configOf(place)
    },
  }
}

export type Providers = ReturnType<typeof openProviders>

async function discover(outbound: Outbound, place: ProviderPlace): Promise<oidc.Configuration> {
  const issuer = await outbound.check(place.issuer)
  const auth = place.clientSecret === null ? oidc.None() : oidc.ClientSecretBasic(place.clientSecret)
  // Plain http passes the guard only on networks that the operator opened.
  const execute = issuer.protocol === 'http:' ? [oidc.allowInsecureRequests] : []
  const options = { execute, timeout: 10, [oidc.customFetch]: fetchThrough(outbound) }
  const config = await oidc.discovery(issuer, place.clientId, undefined, auth, options)
  const said = config.serverMetadata()
  if (said.issuer !== place.issuer) throw new Error('the provider names another issuer')
  return config
}

/** The library's requests, each checked like any address that a user gave; none is redirected. */
const fetchThrough =
  (outbound: Outbound): oidc.CustomFetch =>
  async (address, options) => {
    const body = options.body === undefined || options.body === null ? {} : { body: String(options.body) }
    const ask = { method: options.method, headers: options.headers, maxBytes: most, ...body }
    const answer = await outbound.call(address, ask)
    const headers = new Headers()
    for (const [name, value] of Object.entries(answer.headers)) {
      for (const one of [value ?? []].flat()) headers.append(name, one)
    }
    const bare = [204, 205, 304].includes(answer.status) || answer.status < 200
    return new Response(bare ? null : new Uint8Array(answer.body), { status: bare ? 204 : answer.status, headers })
  }

function providerAt(configOf: () => Promise<oidc.Configuration>): Provider {
  return {
    async addressFor({ state, nonce, verifier, redirectUri, again }) {
      const address = oidc.buildAuthorizationUrl(await configOf(), {
        redirect_uri: redirectUri,
        response_type: 'code',
        scope: 'openid email profile',
        code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
        state,
        nonce,
        ...(again ? { prompt: 'login', max_age: String(againSeconds) } : {}),
      })
      return address.href
    },
    async claimsFrom(answer, { state, nonce, verifier, again }) {
      const config = await configOf()
      const tokens = await oidc.authorizationCodeGrant(config, answer, {
        pkceCodeVerifier: verifier,
        expectedState: state,
        expectedNonce: nonce,
        idTokenExpected: true,
        ...(again ? { maxAge: againSeconds } : {}),
      })
      const claims = tokens.claims()
      if (!claims) throw new Error('the provider sent no identity')
      const text = (value: unknown) => (typeof value === 'string' && value.length <= 254 ? value : null)
      const { iss: issuer, sub: subject } = claims
      // Where the token names the person alone, their address is asked for; only of the same subject.
      const asks = claims.email === undefined && config.serverMetadata().userinfo_endpoint !== undefined
      const about = asks ? await oidc.fetchUserInfo(config, tokens.access_token, subject) : claims
      if (subject.length === 0 || subject.length > 255) throw new Error('the provider sent no subject')
      const emailVerified = about.email_verified === true
      return { issuer, subject, email: text(about.email), emailVerified, name: text(about.name) }
    },
  }
}

/** For the log and the administrator: what went wrong, without what was sent. */
export function providerTold(error: unknown): string {
  if (error instanceof OutboundFault) return `${error.code}: ${error.message}`
  const { code, message, cause } = error as { code?: string; message?: string; cause?: unknown }
  const deeper = cause instanceof OutboundFault ? ` (${cause.code}: ${cause.message})` : ''
  return `${code ?? 'fault'}: ${String(message ?? error).slice(0, 200)}${deeper}`
}
