import type { Tx } from '#core/db.ts'
import type { State, Twin } from './contract.ts'
import { similar } from './rules.ts'
import type { ApplicationOf } from './store.ts'
import { stateTitle } from './words.ts'

/** A province has some thousands of institutions; their names are compared here, because likeness is a rule of ours. */
const mostCompared = 20_000
const mostShown = 10

const sameWords = (credit: boolean, licence: boolean, name: boolean) => [
  ...(credit ? ['统一社会信用代码相同'] : []),
  ...(licence ? ['登记号相同'] : []),
  ...(name ? ['名称相近'] : []),
]

interface OrgRow {
  readonly name: string
  readonly code: string
  readonly sameCredit: boolean
  readonly sameLicence: boolean
}

async function orgsLike(tx: Tx, of: ApplicationOf): Promise<Twin[]> {
  const rows = await tx<OrgRow[]>`
    select name, code, coalesce(credit_code = ${of.creditCode}, false) as same_credit,
      coalesce(licence_no = ${of.licenceNo}, false) as same_licence
    from identity.org where kind = ${of.kind} order by id limit ${mostCompared}`
  return rows.flatMap((r) => {
    const same = sameWords(r.sameCredit, r.sameLicence, similar(r.name, of.name))
    return same.length > 0
      ? [{ of: 'org' as const, name: r.name, same, detail: `已入驻，机构代码 ${r.code}` }]
      : []
  })
}

interface TwinRow {
  readonly no: string | null
  readonly authority: string
  readonly state: State
  readonly sameCredit: boolean
  readonly sameLicence: boolean
}

/** On every desk by code, on one's own desk by name as well. */
async function applicationsLike(tx: Tx, of: ApplicationOf): Promise<Twin[]> {
  const byCode = await tx<TwinRow[]>`select * from onboarding.twins(${of.id})`
  const own = await tx<{ no: string; name: string; state: State }[]>`
    select no, name, state from onboarding.application
    where org_id = core.current_org() and id <> ${of.id} and state in ('submitted', 'returned') order by id limit 500`
  const known = new Set(byCode.map((t) => t.no))
  return [
    ...byCode.map((t) => ({
      of: 'application' as const,
      name: t.no ?? `向${t.authority}提交的申请`,
      same: sameWords(t.sameCredit, t.sameLicence, false),
      detail: stateTitle[t.state],
    })),
    ...own
      .filter((o) => !known.has(o.no) && similar(o.name, of.name))
      .map((o) => ({
        of: 'application' as const,
        name: `${o.no} ${o.name}`,
        same: ['名称相近'],
        detail: stateTitle[o.state],
      })),
  ]
}

/** What on the platform this may be once more; the heaviest first. It warns: a campus may share its hospital's code. */
export async function twinsOf(tx: Tx, of: ApplicationOf): Promise<Twin[]> {
  const all = [...(await orgsLike(tx, of)), ...(await applicationsLike(tx, of))]
  const weight = (t: Twin) => (t.same.includes('登记号相同') ? 2 : 0) + (t.same[0] === '名称相近' ? 0 : 1)
  return all.toSorted((a, b) => weight(b) - weight(a)).slice(0, mostShown)
}
