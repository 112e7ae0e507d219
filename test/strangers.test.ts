import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { anonymous, connectAs, type CallFailed, type Client } from '#apps/client.ts'
import { demoPassword } from '#apps/demo/orgs.ts'
import { endOfLife } from '#apps/journey/endOfLife.ts'
import { masterData } from '#apps/journey/masterData.ts'
import { aClass } from '#apps/journey/training.ts'
import { travel } from '#apps/journey/run.ts'
import { openWorld } from '#apps/journey/world.ts'
import { allRoutes } from '#apps/routes.ts'
import { pathParams, type Endpoint } from '#core/contract.ts'
import { localFiles } from '#core/files/store.ts'
import { attest } from '#core/identity/contract.ts'
import { permissions, qualifications, type Qualification } from '#core/identity/permissions.ts'
import { makeUser } from '#core/identity/setup.ts'
import { startHospital, type Hospital } from './harness.ts'

// A hospital with a whole main job behind it, and a stranger from another hospital who may do everything there.
const endpoints = allRoutes(localFiles('.')).map((r) => r.endpoint)
let hospital: Hospital
let stranger: Client
let lushan = 0
let huaichuan = 0

beforeAll(async () => {
  hospital = await startHospital()
  const world = await openWorld(hospital.transport, () => {}, hospital.clock.now)
  const orgs = await hospital.auditor.transaction(
    (tx) => tx<{ id: number; code: string }[]>`select id, code from identity.org`,
  )
  lushan = orgs.find((o) => o.code === 'lushan')?.id ?? 0
  huaichuan = orgs.find((o) => o.code === 'huaichuan')?.id ?? 0
  expect((await travel(world, lushan)).closed).toBe(true)
  await endOfLife(world)
  await aClass(world)
  await masterData(world)
  const everything = Object.keys(qualifications).map((type) => ({
    type: type as Qualification,
    validFrom: '2026-01-01',
    validTo: '2028-01-01',
  }))
  for (const account of ['mighty@huaichuan', 'mightytoo@huaichuan']) {
    const id = await makeUser(hospital.db, huaichuan, {
      account,
      name: '全权',
      title: '测试',
      roles: [],
      password: demoPassword,
      qualifications: everything,
    })
    await hospital.db.asOrg(huaichuan, async (tx) => {
      const [role] = await tx<{ id: number }[]>`
        insert into identity.role (org_id, code, name, permissions) values (${huaichuan}, ${account}, '全权', ${Object.keys(permissions)}) returning id`
      await tx`insert into identity.user_role (org_id, user_id, role_id) values (${huaichuan}, ${id}, ${role?.id ?? 0})`
    })
  }
  // Nothing of a main job passes its term within it; whose the paper is, is all that is asked here.
  await hospital.db.asOrg(
    lushan,
    (tx) => tx`
      insert into retention.batch (org_id, no, record, reason, list_hash, applied_by, applied_at)
      select ${lushan}, 'XH-1', 'register', '到期', decode(repeat('00', 32), 'hex'), min(id), now() from identity.app_user where org_id = ${lushan}`,
  )
  // An application lies with an authority; that one lies with somebody else is all that is asked here.
  await hospital.db.asOrg(
    lushan,
    (tx) => tx`
      insert into onboarding.application (org_id, kind, no, org_code, query_hash, state, version, name, from_address, created_at, saved_at)
      values (${lushan}, 'institution', 'RZ-1', 'y1', decode(repeat('00', 32), 'hex'), 'draft', 1, '某医院', '127.0.0.1', now(), now())`,
  )
  await hospital.db.asOrg(
    lushan,
    (tx) => tx`
      update onboarding.application set state = 'submitted', submitted_at = now(), credit_code = 'x', head = 'x', phone = 'x', region = '430104',
        address = 'x', admin_name = 'x', admin_account = 'x', ownership = 'public', grade = '三级', licence_no = 'x',
        licence_from = '2024-01-01', licence_to = '2030-01-01' where org_id = ${lushan}`,
  )
  stranger = await connectAs(hospital.transport, 'mighty@huaichuan', demoPassword)
}, 120_000)
afterAll(() => hospital.stop())

/** Where a real number of the other hospital comes from, for every path parameter that exists. */
const owners: Record<string, string> = {
  'receipt.id': 'select id from receipt.receipt',
  'receipt.lineId': 'select id from receipt.line',
  'receipt.discrepancyId': 'select id from receipt.discrepancy',
  'payment.id': 'select id from payment.payment',
  'requisition.id': 'select id from requisition.requisition',
  'transfer.id': 'select id from requisition.transfer',
  'transfer.accountId': 'select account_id as id from requisition.transfer',
  'baseStock.placeId': 'select id from place.location',
  'baseStock.id': 'select id from base_stock.request',
  'baseCheck.placeId': 'select id from place.location',
  'baseCheck.id': 'select id from base_stock.month_check',
  'handover.id': 'select id from handover.handover',
  'issue.id': 'select id from issue.issue',
  'drawerAccess.id': 'select id from drawer_access.access',
  'downtime.id': 'select id from paper.downtime',
  'emergency.id': "select id from issue.issue where kind = 'emergency'",
  'prescription.id': 'select id from prescription.prescription',
  'prescriptionReview.id': 'select id from prescription_review.review',
  'prescriptionReview.itemId': 'select id from prescription_review.item',
  'prescriptionReview.measureId': 'select id from prescription_review.measure',
  'paper.bookId': 'select id from prescription.paper_book',
  'longTerm.id': 'select id from prescription.long_term',
  'patientEmpties.prescriptionId': 'select id from prescription.prescription',
  'prescription.limitId': 'select id from prescription.own_limit',
  'use.id': 'select id from issue.issue',
  'infusion.id': 'select id from infusion.pump',
  'assay.id': 'select id from assay.sample',
  'assay.planId': 'select id from assay.plan',
  'destruction.id': 'select id from destruction.destruction',
  'patientReturn.id': 'select id from patient_return.receipt',
  'supplierReturn.id': 'select id from supplier_return.record',
  'incident.id': 'select id from incident.incident',
  'filing.filingId': 'select id from filing.filing where sent_at is not null',
  'governance.seatId': 'select id from governance.seat',
  'governance.targetId': 'select id from governance.target',
  'governance.policyId': 'select id from governance.policy where ended_on is null',
  'specimen.userId': 'select id from identity.app_user',
  'specimen.specimenId': 'select id from specimen.specimen',
  'inspection.id': 'select id from inspection.record',
  'inspection.caseId': 'select id from inspection.rectification',
  'borrowing.id': 'select id from borrowing.loan',
  'writeOff.id': 'select id from write_off.application',
  'quarantine.id': 'select id from quarantine.record',
  'stocktake.id': 'select id from stocktake.stocktake',
  'stocktake.rowId': 'select id from stocktake.row',
  'stocktake.planId': 'select id from stocktake.plan',
  'discrepancy.id': 'select id from ledger.discrepancy',
  'correction.id': 'select id from ledger.movement',
  'stock.id': 'select id from ledger.movement',
  'purchase.id': 'select id from purchase.purchase_order',
  'purchaseCard.id': 'select id from purchase_card.card',
  'purchaseCard.changeId': 'select id from purchase_card.change',
  'purchasePlan.id': 'select id from purchase_plan.plan',
  'onboarding.id': 'select id from onboarding.application',
  'catalogue.id': 'select id from ledger.drug',
  'catalogue.drugId': 'select id from ledger.drug',
  'catalogue.importId': "select id from core.import_job where kind = 'drugs'",
  'supplier.importId': "select id from core.import_job where kind = 'suppliers'",
  'place.importId': "select id from core.import_job where kind = 'places'",
  'staff.importId': "select id from core.import_job where kind = 'staff'",
  'supplier.id': 'select id from partner.supplier',
  'supplier.supplierId': 'select id from partner.supplier',
  'place.id': 'select id from place.location',
  'place.departmentId': 'select id from identity.department',
  'place.placeId': 'select id from place.location',
  'staff.id': 'select id from identity.app_user',
  'staff.stayId': 'select id from identity.stay',
  'staff.userId': 'select id from identity.app_user',
  'staff.qualificationId': 'select id from identity.qualification',
  'trace.code': "select code as id from ledger.code where kind = 'UNIT'",
  'files.sha256': "select encode(sha256, 'hex') as id from files.evidence",
  'supervision.org': 'select org_id as id from identity.app_user',
  'retention.id': 'select id from retention.batch',
  'alerts.id': 'select id from alerts.alert',
  'access.id': 'select id from identity.role',
  'access.userId': 'select id from identity.app_user',
  'training.id': 'select id from training.course',
  'training.userId': 'select user_id as id from training.exam',
  'training.examId': 'select id from training.exam where certificate is not null',
}

async function realId(endpoint: Endpoint, param: string): Promise<string> {
  const key = `${endpoint.name.split('.')[0]}.${param}`
  const sql =
    endpoint.name.includes('Department') && param === 'id'
      ? 'select id from identity.department'
      : owners[key]
  expect(
    sql,
    `test/strangers.test.ts does not know where to take ${key} from: add it to owners`,
  ).toBeDefined()
  const [row] = await hospital.auditor.transaction((tx) =>
    tx.unsafe<{ id: string | number }[]>(
      `select id from (${sql} where org_id = ${lushan}) x order by id limit 1`.replace(
        /where (.*) where org_id/,
        'where $1 and org_id',
      ),
    ),
  )
  expect(row, `the main job left a row for ${key}`).toBeDefined()
  return String(row?.id)
}

/** What an endpoint's own rules want beyond its schema, so that the refusal that comes is about whose it is. */
const sensible: Record<string, Record<string, unknown>> = {
  'catalogue.update': { packUnits: 10, lowUnits: 0, identifiers: [{ key: '8190236', level: 1, units: 10 }] },
  'staff.resetSecrets': { password: 'Zhuisu-2027', pin: '135790' },
  'staff.grantQualification': { validFrom: '2026-01-01', validTo: '2028-01-01' },
}

/** The smallest value that a schema accepts, from its JSON schema; enough to get past validation. */
function smallest(schema: Record<string, unknown>): unknown {
  const s = schema as {
    type?: string
    enum?: unknown[]
    const?: unknown
    anyOf?: object[]
    oneOf?: object[]
    allOf?: object[]
    properties?: Record<string, object>
    required?: string[]
    items?: object
    minItems?: number
    minimum?: number
    exclusiveMinimum?: number
    format?: string
    pattern?: string
    minLength?: number
  }
  if (s.const !== undefined) return s.const
  if (s.enum) return s.enum[0]
  if (s.anyOf ?? s.oneOf) return smallest((s.anyOf ?? s.oneOf ?? [])[0] as Record<string, unknown>)
  if (s.allOf) return Object.assign({}, ...s.allOf.map((x) => smallest(x as Record<string, unknown>)))
  if (s.type === 'object')
    return Object.fromEntries(
      (s.required ?? []).map((k) => [k, smallest((s.properties?.[k] ?? {}) as Record<string, unknown>)]),
    )
  if (s.type === 'array')
    return Array.from({ length: Math.max(1, s.minItems ?? 0) }, () =>
      smallest((s.items ?? {}) as Record<string, unknown>),
    )
  if (s.type === 'integer' || s.type === 'number')
    return Math.max(1, s.minimum ?? 1, (s.exclusiveMinimum ?? 0) + 1)
  if (s.type === 'boolean') return true
  if (s.format === 'date') return '2029-12-31'
  if (s.format === 'date-time') return '2026-11-23T06:04:00Z'
  if (s.pattern === '^[0-9a-f]{64}$') return 'a'.repeat(64)
  if (s.pattern?.includes('\\d')) return '1'
  return '测'.repeat(Math.max(1, s.minLength ?? 1))
}

const jsonSchema = (e: Endpoint) =>
  z.toJSONSchema(e.input, { io: 'input', unrepresentable: 'any' }) as Record<string, unknown>

describe('what belongs to another hospital does not exist', () => {
  const named = endpoints.filter((e) => pathParams(e.path).length > 0)
  test.each(named.map((e) => [e.name, e] as const))('%s', async (_name, endpoint) => {
    const input = {
      ...(smallest(jsonSchema(endpoint)) as Record<string, unknown>),
      ...sensible[endpoint.name],
    }
    for (const param of pathParams(endpoint.path)) input[param] = await realId(endpoint, param)
    const attestation = endpoint.witness ? await signature(endpoint, input) : undefined
    const call = endpoint.download
      ? stranger.download(endpoint, input)
      : stranger.call(endpoint, input, { attestation, file: new TextEncoder().encode('$x,1\n#\n') })
    const failed = await call.then(
      (r) => `ANSWERED ${JSON.stringify(r).slice(0, 200)}`,
      (e: CallFailed) => e.problem,
    )
    // A page of rows below a document is simply empty.
    if (failed === 'ANSWERED {"rows":[],"total":0}') return
    expect(failed).toMatchObject({ status: 404, code: 'NOT_FOUND' })
  })

  async function signature(endpoint: Endpoint, input: Record<string, unknown>): Promise<string> {
    const credential = { method: 'password' as const, account: 'mightytoo@huaichuan', secret: demoPassword }
    return (await stranger.call(attest, { endpoint: endpoint.name, input, credential })).attestation
  }
})

describe('lists of another hospital are empty', () => {
  const shared = new Set(['catalogue.products'])
  const lists = endpoints.filter(
    (e) =>
      e.method === 'GET' &&
      // A workbook is judged by test/reports.test.ts, which opens it.
      !e.download &&
      !shared.has(e.name) &&
      pathParams(e.path).length === 0 &&
      'org' in ((jsonSchema(e)['properties'] ?? {}) as object),
  )
  test.each(lists.map((e) => [e.name, e] as const))('%s', async (_name, endpoint) => {
    const required = smallest(jsonSchema(endpoint)) as Record<string, unknown>
    if ('code' in required) required['code'] = await realId(endpoint, 'code')
    const reply = (await stranger
      .call(endpoint, { ...required, org: lushan })
      .catch((e: CallFailed) => e.problem)) as {
      rows?: unknown[]
      total?: number
      status?: number
      code?: string
    }
    if (reply.status !== undefined) expect(['NOT_FOUND', 'CODE_NEVER_RECEIVED']).toContain(reply.code)
    else expect({ rows: reply.rows?.length ?? 0, total: reply.total ?? 0 }).toEqual({ rows: 0, total: 0 })
  })

  test('the inspector sees rows where the stranger saw none', async () => {
    const inspector = await hospital.as('hemingyuan@cswjw')
    const list = endpoints.find((e) => e.name === 'issue.list')
    const reply = (await inspector.call(list as Endpoint, { org: lushan })) as { total: number }
    expect(reply.total).toBe(7)
  })
})

test('nobody signs in with a wrong password more than five times', async () => {
  const { signIn } = await import('#core/identity/contract.ts')
  const client = anonymous(hospital.transport)
  hospital.clock.advance(1_000)
  const wrong = () =>
    client
      .call(signIn, { credential: { method: 'password', account: 'lizhenhua@lushan', secret: 'wrong' } })
      .catch((e: CallFailed) => e.code)
  expect(await Promise.all([wrong(), wrong(), wrong(), wrong(), wrong()])).toEqual(
    Array(5).fill('SIGN_IN_FAILED'),
  )
  expect(await wrong()).toBe('SIGN_IN_THROTTLED')
  const right = client.call(signIn, {
    credential: { method: 'password', account: 'lizhenhua@lushan', secret: demoPassword },
  })
  expect(await right.catch((e: CallFailed) => e.code)).toBe('SIGN_IN_THROTTLED')
  hospital.clock.advance(16 * 60_000)
  expect(
    await client.call(signIn, {
      credential: { method: 'password', account: 'lizhenhua@lushan', secret: demoPassword },
    }),
  ).toMatchObject({ name: '李振华' })
})
