import type { Actor } from '#core/actor.ts'
import { dayOf } from '#core/clock.ts'
import type { InputOf } from '#core/contract.ts'
import type { Tx } from '#core/db.ts'
import { usableOn } from '#core/purchasing/rules.ts'
import { on, type Route } from '#core/route.ts'
import {
  cardPeople,
  cardStanding,
  listCards,
  maxOverview,
  overviewCards,
  readCard,
  type OverviewRow,
} from './contract.ts'
import { lateness, standingOf } from './rules.ts'
import { cardOf, cardsOf, changesOf, purchasersOf, type StoredCard } from './store.ts'

const withState = <T extends StoredCard>(card: T, day: string) => ({ ...card, ...standingOf(card, day) })

async function list(tx: Tx, actor: Actor, { org }: InputOf<typeof listCards>) {
  const rows = (await cardsOf(tx, org)).map((c) => withState(c, dayOf(actor.at)))
  return { rows, total: rows.length }
}

async function read(tx: Tx, actor: Actor, { id }: InputOf<typeof readCard>) {
  const day = dayOf(actor.at)
  const card = withState(await cardOf(tx, id), day)
  const changes = (await changesOf(tx, card)).map((c) => ({ ...c, ...lateness(c, day) }))
  return { ...card, purchasers: await purchasersOf(tx, card, day), changes }
}

/** The card that one can order with today, else the one whose end came last. */
async function standing(tx: Tx, actor: Actor) {
  const day = dayOf(actor.at)
  const cards = await cardsOf(tx)
  const card = cards.find((c) => usableOn(c, day)) ?? cards[0]
  if (!card) return { card: null, named: false, purchasers: [] }
  const people = await purchasersOf(tx, card, day)
  const named = people.some((p) => p.userId === actor.userId)
  return { card: withState(card, day), named, purchasers: people.map((p) => p.name) }
}

type Row = { [K in keyof StoredCard]: StoredCard[K] | null } & {
  orgId: number
  org: string
  purchasers: string
  open: number
  late: number
}

/** One row for each hospital that the authority supervises: the card of today, what is not settled. */
async function overview(tx: Tx, actor: Actor) {
  const day = dayOf(actor.at)
  const found = await tx<Row[]>`
    select o.id as org_id, o.name as org, c.id as card_id, c.card_no, c.issuer, c.issued_on, c.valid_from, c.valid_to, c.next_from,
      coalesce(p.names, '') as purchasers, coalesce(x.open, 0)::int as open, coalesce(x.late, 0)::int as late
    from identity.org o
    left join lateral (select * from purchase_card.card_now c where c.org_id = o.id
      order by c.valid_from <= ${day} desc, c.valid_from desc limit 1) c on true
    left join lateral (select string_agg(u.name, '、' order by u.name) as names from purchase_card.purchasers(o.id, c.id, ${day}) p
      join identity.app_user u on u.org_id = o.id and u.id = p.user_id) p on true
    left join lateral (select count(*) as open, count(*) filter (where coalesce(x.handle_by, x.file_by) < ${day}) as late
      from purchase_card.change_now x where x.org_id = o.id and x.card_id = c.id and x.state in ('toFile', 'filed', 'returned')) x on true
    where o.kind = 'institution' and o.id = any ((select core.readable_orgs())::bigint[])
    order by c.valid_to nulls first, o.id limit ${maxOverview}`
  const rows = found.map(({ orgId, org, purchasers, open, late, ...card }): OverviewRow => {
    const stored = card.cardId === null ? null : ({ orgId, ...card } as StoredCard)
    return { orgId, org, purchasers, open, late, card: stored && withState(stored, day) }
  })
  return { rows, total: rows.length }
}

async function people(tx: Tx, actor: Actor) {
  const rows = await tx<{ userId: number; name: string; title: string; account: string }[]>`
    select id as user_id, name, title, account from identity.app_user
    where org_id = ${actor.orgId} and disabled_at is null order by name, id limit 2000`
  return { rows: [...rows] }
}

export const purchaseCardQueries: Route[] = [
  on(cardStanding, standing),
  on(overviewCards, overview),
  on(cardPeople, people),
  on(listCards, list),
  on(readCard, read),
]
