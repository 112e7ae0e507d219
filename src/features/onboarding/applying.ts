import { createHash } from 'node:crypto'
import { recordNobody } from '#core/audit/clockwork.ts'
import { dayOf } from '#core/clock.ts'
import type { InputOf } from '#core/contract.ts'
import type { Tx } from '#core/db.ts'
import { imageType } from '#core/files/store.ts'
import { hashSecret } from '#core/identity/secrets.ts'
import { assert, Refusal } from '#core/refusal.ts'
import { open, type Gate, type Route } from '#core/route.ts'
import { newQueryCode, proven, queryHash, requireRoom } from './applicant.ts'
import {
  beginApplication,
  listAuthorities,
  lookApplication,
  lookPaper,
  mostChanges,
  paperMaxBytes,
  putPaper,
  saveApplication,
  submitApplication,
  withdrawApplication,
  type OwnApplication,
} from './contract.ts'
import { regionName } from './regions.ts'
import { covers, lacking, requireState } from './rules.ts'
import {
  addStep,
  applicationOf,
  insertApplication,
  lockApplication,
  moveTo,
  paperContent,
  papersOf,
  stepsOf,
  touch,
  writeForm,
  writePaper,
  type ApplicationOf,
} from './store.ts'

/** As its applicant sees it: what the authority said, and not who said it. */
async function ownView(tx: Tx, id: number): Promise<OwnApplication> {
  const [of, papers, steps] = [await applicationOf(tx, id), await papersOf(tx, id), await stepsOf(tx, id)]
  const missing = lacking(
    of,
    papers.map((p) => p.kind),
  )
  return {
    ...of,
    papers,
    lacking: missing,
    steps: steps.map(({ what, at, reason }) => ({ what, at, reason })),
  }
}

/** In the tenant of the authority whose desk it lies on, with the row held. */
async function within<T>(
  gate: Gate,
  given: { no: string; code: string },
  run: (tx: Tx, of: ApplicationOf) => Promise<T>,
): Promise<T> {
  const { orgId, id } = await proven(gate, given)
  return gate.db.asOrg(orgId, async (tx) => run(tx, await lockApplication(tx, id)))
}

/** Refuses: APPLICATION_STATE, APPLICATION_CHANGES. */
function requireChange(of: ApplicationOf, act: 'save' | 'submit'): void {
  requireState(of, act)
  if (of.version >= mostChanges) throw new Refusal('APPLICATION_CHANGES', { no: of.no, limit: mostChanges })
}

const hashed = (password: string | undefined) => (password ? hashSecret(password) : undefined)

async function begin(gate: Gate, input: InputOf<typeof beginApplication>) {
  const [authority] = await gate.lookUp(async (tx) => {
    // Before anything that costs: the hash of a password is made dear on purpose.
    await requireRoom(tx, gate)
    return tx<
      { id: number }[]
    >`select id from identity.org where id = ${input.authorityId} and kind = 'authority'`
  })
  if (!authority) throw new Refusal('NOT_FOUND')
  const password = await hashed(input.password)
  const code = newQueryCode()
  return gate.db.asOrg(authority.id, async (tx) => {
    // One at a time, so that the limits hold for many that come at once.
    await tx`select pg_advisory_xact_lock(hashtext('onboarding.begin'))`
    await requireRoom(tx, gate)
    const [next] = await tx<{ n: number }[]>`select nextval('onboarding.number') as n`
    assert(next, 'a sequence has a next value')
    const orgCode = `${input.kind === 'institution' ? 'y' : 'g'}${next.n}`
    const no = `RZ-${dayOf(gate.at).replaceAll('-', '')}-${next.n}`
    const id = await insertApplication(tx, {
      orgId: authority.id,
      kind: input.kind,
      no,
      orgCode,
      queryHash: queryHash(code),
      address: gate.address,
      at: gate.at,
    })
    await writeForm(tx, id, input, { password, at: gate.at })
    return { no, code, orgCode }
  })
}

async function save(gate: Gate, input: InputOf<typeof saveApplication>) {
  const { orgId, id } = await proven(gate, input)
  // Before anything that costs: what may not be changed any more hashes no password.
  await gate.db.asOrg(orgId, async (tx) => requireChange(await lockApplication(tx, id), 'save'))
  const password = await hashed(input.password)
  return gate.db.asOrg(orgId, async (tx) => {
    requireChange(await lockApplication(tx, id), 'save')
    await writeForm(tx, id, input, { password, at: gate.at })
    return ownView(tx, id)
  })
}

/** The bytes of an image within the limit. Refuses: FILE_TOO_LARGE, FILE_EMPTY, FILE_TYPE_REFUSED. */
function imageOf(content: string): { bytes: Buffer; mime: 'image/jpeg' | 'image/png' } {
  const bytes = Buffer.from(content, 'base64')
  if (bytes.length === 0) throw new Refusal('FILE_EMPTY')
  if (bytes.length > paperMaxBytes)
    throw new Refusal('FILE_TOO_LARGE', { limit: `${paperMaxBytes / 1024} KB` })
  const mime = imageType(bytes)
  if (!mime) throw new Refusal('FILE_TYPE_REFUSED', { allowed: ' JPG 或 PNG 图片' })
  return { bytes, mime }
}

async function put(gate: Gate, input: InputOf<typeof putPaper>) {
  return within(gate, input, async (tx, of) => {
    requireChange(of, 'save')
    const { bytes, mime } = imageOf(input.content)
    const sha256 = createHash('sha256').update(bytes).digest()
    await writePaper(tx, of.id, { kind: input.kind, mime, content: bytes, sha256 })
    await touch(tx, of.id, gate.at)
    return { kind: input.kind, mime, bytes: bytes.length, sha256: sha256.toString('hex') }
  })
}

/** Refuses: APPLICATION_INCOMPLETE, APPLICATION_REGION, APPLICATION_LICENCE_OVER. */
function requireReady(of: ApplicationOf, missing: readonly string[], today: string): void {
  if (missing.length > 0) throw new Refusal('APPLICATION_INCOMPLETE', { missing: missing.join('、') })
  const region = of.region ?? ''
  if (!covers(of.authorityRegion, region))
    throw new Refusal('APPLICATION_REGION', { region: regionName(region), authority: of.authority })
  if (of.licenceTo && of.licenceTo < today)
    throw new Refusal('APPLICATION_LICENCE_OVER', { until: of.licenceTo })
}

/** What the authority's books say of a step that nobody with an account took. */
const tellStep = (tx: Tx, gate: Gate, of: ApplicationOf, type: string, data: object, personal = {}) =>
  recordNobody(
    tx,
    {
      orgId: of.authorityId,
      at: gate.at,
      type,
      subject: { kind: 'application', id: of.id, no: of.no },
      data: { kind: of.kind, ...data },
    },
    personal,
  )

async function submit(gate: Gate, input: InputOf<typeof submitApplication>) {
  return within(gate, input, async (tx, of) => {
    requireChange(of, 'submit')
    const papers = await papersOf(tx, of.id)
    const missing = lacking(
      of,
      papers.map((p) => p.kind),
    )
    requireReady(of, missing, dayOf(gate.at))
    await moveTo(tx, of.id, { state: 'submitted', at: gate.at })
    await addStep(tx, of.id, { what: 'submitted', at: gate.at })
    const { name, creditCode, region, licenceNo } = of
    const said = {
      name,
      creditCode,
      region,
      licenceNo,
      papers: Object.fromEntries(papers.map((p) => [p.kind, p.sha256])),
    }
    await tellStep(tx, gate, of, submitApplication.name, said, {
      head: of.head ?? '',
      phone: of.phone ?? '',
      adminName: of.adminName ?? '',
    })
    return ownView(tx, of.id)
  })
}

/** What was never handed in leaves no trace with the authority; it is cleared like a draft. */
async function withdraw(gate: Gate, input: InputOf<typeof withdrawApplication>) {
  return within(gate, input, async (tx, of) => {
    requireState(of, 'withdraw')
    await moveTo(tx, of.id, { state: 'withdrawn', at: gate.at })
    if (of.submittedAt) {
      await addStep(tx, of.id, { what: 'withdrawn', at: gate.at })
      await tellStep(tx, gate, of, withdrawApplication.name, {})
    }
    return ownView(tx, of.id)
  })
}

export const onboardingApplying: Route[] = [
  open(listAuthorities, async (gate) => ({
    rows: await gate.lookUp(
      (tx) => tx<{ orgId: number; name: string; region: string }[]>`
        select id as org_id, name, region from identity.org where kind = 'authority' order by region, name, id limit 2000`,
    ),
  })),
  open(beginApplication, begin),
  open(lookApplication, async (gate, input) => {
    const { orgId, id } = await proven(gate, input)
    return gate.db.asOrg(orgId, (tx) => ownView(tx, id))
  }),
  open(saveApplication, save),
  open(putPaper, put),
  open(lookPaper, async (gate, input) => {
    const { orgId, id } = await proven(gate, input)
    const { mime, content } = await gate.db.asOrg(orgId, (tx) => paperContent(tx, id, input.kind))
    return { mime, content: Buffer.from(content).toString('base64') }
  }),
  open(submitApplication, submit),
  open(withdrawApplication, withdraw),
]
