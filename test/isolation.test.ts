import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { allRoutes } from '#apps/routes.ts'
import { localFiles } from '#core/files/store.ts'
import type { Endpoint } from '#core/contract.ts'
import { demoPassword } from '#apps/demo/orgs.ts'
import { authorityRoles } from '#core/identity/roles.ts'
import { makeUser } from '#core/identity/setup.ts'
import { startHospital, type Hospital } from './harness.ts'

// Generated from the list of endpoints: one that is added is tested without anybody remembering to.
const endpoints = allRoutes(localFiles('.')).map((r) => r.endpoint)
let hospital: Hospital
beforeAll(async () => {
  hospital = await startHospital()
  // Somebody who works there and has no role yet.
  const [org] = await hospital.db.transaction(
    (tx) => tx<{ id: number }[]>`select id from identity.org where code = 'lushan'`,
  )
  await makeUser(hospital.db, org?.id ?? 0, {
    account: 'newcomer@lushan',
    name: '新人',
    title: '未定岗',
    roles: [],
    password: demoPassword,
  })
})
afterAll(() => hospital.stop())

/** An address of the endpoint whose numbers belong to nobody. */
function request(endpoint: Endpoint): {
  method: 'GET' | 'POST'
  url: string
  headers: Record<string, string>
  payload?: string
} {
  const path = endpoint.path.replace(/\{(\w+)\}/g, (_, p: string) =>
    p === 'sha256' ? 'a'.repeat(64) : p === 'code' ? '81902360000000000000' : '999999999',
  )
  const headers: Record<string, string> =
    endpoint.method === 'POST' ? { 'idempotency-key': `isolation-${endpoint.name}` } : {}
  if (endpoint.method === 'GET') return { method: 'GET', url: `/api${path}`, headers }
  if (endpoint.upload)
    return {
      method: 'POST',
      url: `/api${path}`,
      headers: { ...headers, 'content-type': 'application/octet-stream' },
      payload: 'x',
    }
  return {
    method: 'POST',
    url: `/api${path}`,
    headers: { ...headers, 'content-type': 'application/json' },
    payload: '{}',
  }
}

describe('nobody is nobody', () => {
  const guarded = endpoints.filter((e) => e.permission !== 'public')
  test.each(guarded.map((e) => [e.name, e] as const))(
    '%s answers 401 to a stranger',
    async (_name, endpoint) => {
      const reply = await hospital.app.inject(request(endpoint))
      expect(reply.statusCode).toBe(401)
      expect(reply.json()).toMatchObject({ code: 'NOT_SIGNED_IN' })
    },
  )
  test('only signing in and applying for 入驻 is public', () => {
    expect(endpoints.filter((e) => e.permission === 'public').map((e) => e.name)).toEqual([
      'session.signIn',
      'onboarding.authorities',
      'onboarding.begin',
      'onboarding.look',
      'onboarding.save',
      'onboarding.putPaper',
      'onboarding.lookPaper',
      'onboarding.submit',
      'onboarding.withdraw',
    ])
  })
})

describe('a person without the permission is refused', () => {
  const guarded = endpoints.filter((e) => e.permission !== 'public' && e.permission !== 'signedIn')
  test.each(guarded.map((e) => [e.name, e] as const))('%s', async (_name, endpoint) => {
    const cookie = await cookieOf('newcomer@lushan')
    const { headers, ...rest } = request(endpoint)
    const reply = await hospital.app.inject({ ...rest, headers: { ...headers, cookie } })
    expect(reply.statusCode).toBe(403)
    expect(reply.json()).toMatchObject({ code: 'FORBIDDEN' })
  })
})

describe('an authority reads, and never writes into what it supervises', () => {
  /** The POSTs that an inspector may do, each with its reason; whatever they write has the authority's own tenant. */
  const own: Record<string, string> = {
    'issue.reveal': 'a reading that leaves a trace',
    'report.reveal': 'a reading that leaves a trace',
    'prescription.reveal': 'a reading that leaves a trace',
    'longTerm.reveal': 'a reading that leaves a trace',
    'writeOff.accept': 'its decision on a list, in its own rows',
    'purchaseCard.handleChange': 'that a change of a card is settled, in its own rows',
    'purchasePlan.decide': 'its decision on a plan, in its own rows',
    'incident.acknowledge': 'that it has the report, in its own rows',
    'filing.confirm': 'that it has the report, with its number, in its own rows',
    'inspection.openFinding': 'what it found, in its own rows',
    'inspection.endFinding': 'whether it is put right, in its own rows',
    'onboarding.approve': 'its decision on an application, in its own rows; what is founded is nobody’s yet',
    'onboarding.return': 'its decision on an application, in its own rows',
    'onboarding.reject': 'its decision on an application, in its own rows',
    'writeOff.attend': 'its two inspectors on the spot, in its own rows',
  }
  const writing = endpoints.filter(
    (e) => e.method === 'POST' && e.permission !== 'public' && e.permission !== 'signedIn',
  )
  test.each(writing.map((e) => [e.name, e] as const))('%s', (_name, endpoint) => {
    const may = (authorityRoles.INSPECTOR.permissions as readonly string[]).includes(endpoint.permission)
    expect(may).toBe(endpoint.name in own)
  })
  test('its administrator makes its own people and does nothing else', () => {
    const words = authorityRoles.OFFICE_ADMIN.permissions.filter((p) => !p.endsWith('.read'))
    expect(words).toEqual(['staff.write', 'access.write'])
  })
})

describe('the session', () => {
  const signIn = (headers: Record<string, string> = {}) =>
    hospital.app.inject({
      method: 'POST',
      url: '/api/session',
      headers,
      payload: { credential: { method: 'password', account: 'liqian@lushan', secret: demoPassword } },
    })

  test('lives in a cookie that scripts cannot read and other sites cannot send', async () => {
    const cookie = String((await signIn()).headers['set-cookie'])
    expect(cookie).toMatch(/HttpOnly/)
    expect(cookie).toMatch(/SameSite=Strict/)
    expect(String((await signIn({ 'x-forwarded-proto': 'https' })).headers['set-cookie'])).toMatch(/Secure/)
  })

  test('is not opened for a page of another site', async () => {
    const host = 'zhuisu.hospital'
    expect((await signIn({ host, origin: 'https://evil.example' })).json()).toMatchObject({
      code: 'ORIGIN_REFUSED',
    })
    expect((await signIn({ host, origin: 'null' })).json()).toMatchObject({ code: 'ORIGIN_REFUSED' })
    expect((await signIn({ host, origin: `https://${host}` })).statusCode).toBe(200)
  })

  test('ends when it is signed out, and after an hour without work', async () => {
    const cookie = String((await signIn()).headers['set-cookie']).split(';')[0] ?? ''
    const me = () => hospital.app.inject({ url: '/api/session', headers: { cookie } })
    expect((await me()).statusCode).toBe(200)
    await hospital.app.inject({ method: 'POST', url: '/api/session/end', headers: { cookie }, payload: {} })
    expect((await me()).statusCode).toBe(401)
    const idle = String((await signIn()).headers['set-cookie']).split(';')[0] ?? ''
    hospital.clock.advance(61 * 60_000)
    expect((await hospital.app.inject({ url: '/api/session', headers: { cookie: idle } })).statusCode).toBe(
      401,
    )
  })

  test('a body that is too large, not JSON, or an array is refused', async () => {
    const cookie = await cookieOf('newcomer@lushan')
    const send = (payload: string, type = 'application/json') =>
      hospital.app.inject({
        method: 'POST',
        url: '/api/witness/presence',
        headers: { cookie, 'content-type': type },
        payload,
      })
    expect((await send(`{"x":"${'y'.repeat(5_000_000)}"}`)).statusCode).toBe(413)
    expect((await send('{"x":')).statusCode).toBe(422)
    expect((await send('[]')).statusCode).toBeGreaterThanOrEqual(400)
    expect((await send('x=1', 'application/x-www-form-urlencoded')).statusCode).toBe(422)
  })
})

describe('every endpoint is well described', () => {
  test('names and addresses are unique', () => {
    expect(new Set(endpoints.map((e) => e.name)).size).toBe(endpoints.length)
    expect(new Set(endpoints.map((e) => `${e.method} ${e.path}`)).size).toBe(endpoints.length)
  })
  test.each(endpoints.map((e) => [e.name, e] as const))('%s has a Chinese summary', (_name, endpoint) => {
    expect(endpoint.summary).toMatch(/[\u4e00-\u9fff]/)
  })
})

const cookies = new Map<string, Promise<string>>()
function cookieOf(account: string): Promise<string> {
  const known = cookies.get(account) ?? signInRaw(account)
  cookies.set(account, known)
  return known
}

async function signInRaw(account: string): Promise<string> {
  const reply = await hospital.app.inject({
    method: 'POST',
    url: '/api/session',
    payload: { credential: { method: 'password', account, secret: demoPassword } },
  })
  expect(reply.statusCode).toBe(200)
  return String(reply.headers['set-cookie']).split(';')[0] ?? ''
}
