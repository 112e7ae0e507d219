import { brokenConstraint, contains, type Tx } from '#core/db.ts'
import { Refusal } from '#core/refusal.ts'
import type { ApplicationRow, Kind, Paper, PaperKind, State, StepKind } from './contract.ts'
import type { Draft } from './rules.ts'

export interface ApplicationOf extends Draft {
  readonly id: number
  readonly no: string
  readonly state: State
  readonly version: number
  readonly orgCode: string
  readonly authority: string
  readonly authorityId: number
  readonly authorityRegion: string
  readonly submittedAt: string | null
  readonly foundedId: number | null
}

/** Never the hash of the query code, and of the password only that there is one. */
const fields = (tx: Tx) => tx`
  a.id, a.no, a.kind, a.state, a.version, a.org_code, o.name as authority, o.id as authority_id, o.region as authority_region,
  a.name, a.credit_code, a.head, a.phone, a.region, a.address, a.ownership, a.grade, a.licence_no, a.licence_from, a.licence_to,
  a.admin_name, a.admin_account, a.admin_password is not null as has_password, a.submitted_at, a.founded_id`

/** Refuses: NOT_FOUND. */
export async function applicationOf(tx: Tx, id: number): Promise<ApplicationOf> {
  const [row] = await tx<ApplicationOf[]>`
    select ${fields(tx)} from onboarding.application a join identity.org o on o.id = a.org_id
    where a.org_id = core.current_org() and a.id = ${id}`
  if (!row) throw new Refusal('NOT_FOUND')
  return row
}

/** Held until the end of the transaction: one act at a time. Refuses: NOT_FOUND. */
export async function lockApplication(tx: Tx, id: number): Promise<ApplicationOf> {
  await tx`select 1 from onboarding.application where org_id = core.current_org() and id = ${id} for update`
  return applicationOf(tx, id)
}

export interface Form {
  readonly name: string
  readonly creditCode?: string | undefined
  readonly head?: string | undefined
  readonly phone?: string | undefined
  readonly region?: string | undefined
  readonly address?: string | undefined
  readonly ownership?: string | undefined
  readonly grade?: string | undefined
  readonly licenceNo?: string | undefined
  readonly licenceFrom?: string | undefined
  readonly licenceTo?: string | undefined
  readonly adminName?: string | undefined
  readonly adminAccount?: string | undefined
}

export interface Begun {
  readonly orgId: number
  readonly kind: Kind
  readonly no: string
  readonly orgCode: string
  readonly queryHash: Buffer
  readonly address: string
  readonly at: string
}

export async function insertApplication(tx: Tx, of: Begun): Promise<number> {
  const [row] = await tx<{ id: number }[]>`
    insert into onboarding.application (org_id, kind, no, org_code, query_hash, state, version, name, from_address, created_at, saved_at)
    values (${of.orgId}, ${of.kind}, ${of.no}, ${of.orgCode}, ${of.queryHash}, 'draft', 1, '', ${of.address}, ${of.at}, ${of.at})
    returning id`
  return row?.id ?? 0
}

/** The form as it is now, whole; a password only where a new one was chosen. */
export async function writeForm(
  tx: Tx,
  id: number,
  form: Form,
  { password, at }: { password: string | undefined; at: string },
): Promise<void> {
  await tx`
    update onboarding.application set name = ${form.name}, credit_code = ${form.creditCode ?? null}, head = ${form.head ?? null},
      phone = ${form.phone ?? null}, region = ${form.region ?? null}, address = ${form.address ?? null},
      ownership = ${form.ownership ?? null}, grade = ${form.grade ?? null}, licence_no = ${form.licenceNo ?? null},
      licence_from = ${form.licenceFrom ?? null}, licence_to = ${form.licenceTo ?? null}, admin_name = ${form.adminName ?? null},
      admin_account = ${form.adminAccount ?? null}, admin_password = coalesce(${password ?? null}, admin_password),
      version = version + 1, saved_at = ${at}
    where org_id = core.current_org() and id = ${id}`
}

export async function touch(tx: Tx, id: number, at: string): Promise<void> {
  await tx`
    update onboarding.application set version = version + 1, saved_at = ${at} where org_id = core.current_org() and id = ${id}`
}

interface Moved {
  readonly state: Exclude<State, 'draft' | 'approved'>
  readonly at: string
}

/** To another state. A password is kept only while somebody may still need it. */
export async function moveTo(tx: Tx, id: number, { state, at }: Moved): Promise<void> {
  const over = state === 'rejected' || state === 'withdrawn'
  await tx`
    update onboarding.application set state = ${state}, version = version + 1, saved_at = ${at},
      submitted_at = case when ${state}::text = 'submitted' then ${at}::timestamptz else submitted_at end,
      admin_password = case when ${over ? 'yes' : 'no'}::text = 'yes' then null else admin_password end
    where org_id = core.current_org() and id = ${id}`
}

export interface Step {
  readonly what: StepKind
  readonly at: string
  readonly userId?: number
  readonly reason?: string
}

export async function addStep(tx: Tx, id: number, step: Step): Promise<void> {
  await tx`
    insert into onboarding.step (org_id, application_id, n, what, at, user_id, reason)
    select core.current_org(), ${id}, coalesce(max(n), 0) + 1, ${step.what}, ${step.at}, ${step.userId ?? null}, ${step.reason ?? null}
    from onboarding.step where org_id = core.current_org() and application_id = ${id}`
}

export interface StepRow {
  readonly what: StepKind
  readonly at: string
  readonly reason: string | null
  readonly by: string | null
}

export async function stepsOf(tx: Tx, id: number): Promise<StepRow[]> {
  return tx<StepRow[]>`
    select s.what, s.at, s.reason, u.name as by from onboarding.step s
    left join identity.app_user u on u.org_id = s.org_id and u.id = s.user_id
    where s.org_id = core.current_org() and s.application_id = ${id} order by s.n limit 200`
}

export async function papersOf(tx: Tx, id: number): Promise<Paper[]> {
  return tx<Paper[]>`
    select kind, mime, length(content) as bytes, encode(sha256, 'hex') as sha256 from onboarding.paper
    where org_id = core.current_org() and application_id = ${id} order by kind <> 'licence', kind`
}

export interface NewPaper {
  readonly kind: PaperKind
  readonly mime: string
  readonly content: Buffer
  readonly sha256: Buffer
}

export async function writePaper(tx: Tx, id: number, p: NewPaper): Promise<void> {
  await tx`
    insert into onboarding.paper (org_id, application_id, kind, mime, content, sha256)
    values (core.current_org(), ${id}, ${p.kind}, ${p.mime}, ${p.content}, ${p.sha256})
    on conflict (org_id, application_id, kind) do update set mime = excluded.mime, content = excluded.content, sha256 = excluded.sha256`
}

/** Refuses: NOT_FOUND. */
export async function paperContent(
  tx: Tx,
  id: number,
  kind: PaperKind,
): Promise<{ mime: string; content: Uint8Array }> {
  const [row] = await tx<{ mime: string; content: Uint8Array }[]>`
    select mime, content from onboarding.paper where org_id = core.current_org() and application_id = ${id} and kind = ${kind}`
  if (!row) throw new Refusal('NOT_FOUND')
  return row
}

export interface ListQuery {
  readonly state?: State | undefined
  readonly kind?: Kind | undefined
  readonly q?: string | undefined
  readonly page: number
  readonly pageSize: number
}

/** What was ever handed in here; who waits longest stands first among those that wait. */
export async function applicationRows(
  tx: Tx,
  query: ListQuery,
): Promise<{ rows: ApplicationRow[]; total: number }> {
  const like = query.q ? contains(query.q) : null
  const from = tx`
    from onboarding.application a
    where a.org_id = core.current_org() and a.submitted_at is not null
      and (${query.state ?? null}::text is null or a.state = ${query.state ?? null})
      and (${query.kind ?? null}::text is null or a.kind = ${query.kind ?? null})
      and (${like}::text is null or a.no ilike ${like} or a.name ilike ${like} or a.credit_code ilike ${like})`
  const rows = await tx<ApplicationRow[]>`
    select a.id, a.no, a.kind, a.state, a.name, coalesce(a.credit_code, '') as credit_code, coalesce(a.region, '') as region, a.grade,
      a.ownership, a.submitted_at, a.saved_at as changed_at ${from}
    order by a.state <> 'submitted', case when a.state = 'submitted' then a.submitted_at end, a.saved_at desc, a.id
    limit ${query.pageSize} offset ${(query.page - 1) * query.pageSize}`
  const [counted] = await tx<{ total: number }[]>`select count(*) as total ${from}`
  return { rows: [...rows], total: counted?.total ?? 0 }
}

/** Out of an application an organisation; undefined where it is not handed in. Refuses: APPLICATION_LICENCE_TAKEN. */
export async function foundOrg(tx: Tx, of: ApplicationOf, at: string): Promise<number | undefined> {
  const known = await orgWithLicence(tx, of.licenceNo)
  const taken = () =>
    new Refusal('APPLICATION_LICENCE_TAKEN', { licence: of.licenceNo, name: known?.name ?? '另一家' })
  if (known) throw taken()
  const [row] = await tx<{ id: number | null }[]>`select onboarding.found(${of.id}, ${at}) as id`.catch(
    (error: unknown) => {
      throw brokenConstraint(error) === 'org_licence_no' ? taken() : error
    },
  )
  return row?.id ?? undefined
}

async function orgWithLicence(tx: Tx, licenceNo: string | null): Promise<{ name: string } | undefined> {
  const [row] = await tx<{ name: string }[]>`select name from identity.org where licence_no = ${licenceNo}`
  return row
}

/** The hash of the password that was chosen; read once, when the account is made. */
export async function passwordOf(tx: Tx, id: number): Promise<string | undefined> {
  const [row] = await tx<{ adminPassword: string | null }[]>`
    select admin_password from onboarding.application where org_id = core.current_org() and id = ${id}`
  return row?.adminPassword ?? undefined
}
