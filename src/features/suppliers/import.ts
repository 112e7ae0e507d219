import type { Tx } from '#core/db.ts'
import type { Existing, ImportKind } from '#core/imports/kind.ts'
import { importRoutes } from '#core/imports/routes.ts'
import { loose, type ColumnRule } from '#core/imports/rules.ts'
import { openAccounts } from '#core/ledger/accounts.ts'
import { supplierImport } from './importContract.ts'
import { insertSuppliers, removeSuppliers, updateSuppliers } from './importStore.ts'

const optional = [
  'licenceNo',
  'licenceValidTo',
  'wholesaleNo',
  'wholesaleValidTo',
  'contact',
  'phone',
  'address',
] as const
type Optional = (typeof optional)[number]
export type SupplierColumn = 'code' | 'name' | Optional
/** As an import compares and writes it. */
export type SupplierValue = { readonly code: string; readonly name: string } & Readonly<
  Record<Optional, string | null>
>

const text = (key: SupplierColumn, titles: readonly [string, ...string[]], max: number, example: string) =>
  ({ key, titles, type: 'text', max, example }) as const

const columns: readonly ColumnRule<SupplierColumn>[] = [
  text('code', ['编码', '供应商编码', '供应商代码'], 20, 'S01'),
  {
    ...text('name', ['名称', '供应商', '供应商名称', '供货单位'], 100, '湖南湘江医药有限公司'),
    required: true,
  },
  text('licenceNo', ['经营许可证号', '药品经营许可证号', '许可证号'], 40, '湘AA7310001'),
  {
    key: 'licenceValidTo',
    titles: ['许可证有效期至', '经营许可证有效期至'],
    type: 'day',
    example: '2028-06-30',
  },
  text('wholesaleNo', ['定点批发资质编号', '定点批发资质'], 60, '湘麻批2026-01'),
  { key: 'wholesaleValidTo', titles: ['定点批发资质有效期至'], type: 'day', example: '2028-06-30' },
  text('contact', ['联系人'], 40, '周海'),
  text('phone', ['电话', '联系电话'], 40, '0731-80000000'),
  text('address', ['地址'], 200, ''),
]

interface Known {
  readonly suppliers: ReadonlyMap<string, Existing<SupplierValue>>
  readonly names: ReadonlyMap<string, string>
}

async function stored(tx: Tx, orgId: number): Promise<Existing<SupplierValue>[]> {
  const rows = await tx<(SupplierValue & { id: number })[]>`
    select s.id, s.code, s.name, s.licence_no, s.licence_valid_to, l.licence_no as wholesale_no,
      l.valid_to as wholesale_valid_to, s.contact, s.phone, s.address
    from partner.supplier s left join partner.licence l on l.org_id = s.org_id and l.supplier_id = s.id and l.kind = 'wholesale'
    where s.org_id = ${orgId} order by s.id limit 50000`
  return rows.map(({ id, ...value }) => ({ id, value }))
}

const kind: ImportKind<SupplierColumn, SupplierValue, Known> = {
  kind: 'suppliers',
  what: '供应商',
  columns,
  identity: ['code'],
  label: (cells) => cells.name || cells.code,
  async known(tx, actor) {
    const all = await stored(tx, actor.orgId)
    return {
      suppliers: new Map(all.map((s) => [loose(s.value.code), s])),
      names: new Map(all.map((s) => [loose(s.value.name), s.value.code])),
    }
  },
  existing: (known, read) => known.suppliers.get(loose(String(read.code ?? ''))),
  complete({ read, before, known, say }) {
    const code = before?.code ?? String(read.code ?? '')
    const name = String(read.name ?? before?.name ?? '')
    const holder = known.names.get(loose(name))
    if (name && holder !== undefined && holder !== code) say('name', `编码 ${holder} 已是这家，改用它的编码`)
    const value = Object.fromEntries(
      optional.map((key) => [key, read[key] === undefined ? (before?.[key] ?? null) : String(read[key])]),
    ) as Record<Optional, string | null>
    if (value.licenceValidTo && !value.licenceNo) say('licenceNo', '有有效期，没有许可证号，补上')
    if (value.wholesaleValidTo && !value.wholesaleNo) say('wholesaleNo', '有有效期，没有编号，补上')
    return { ...value, code, name }
  },
  alone: (value) => [{ column: 'name', text: value.name }],
  async insert(tx, actor, values) {
    const accounts = await openAccounts(
      tx,
      actor,
      values.map((v) => ({ kind: 'supplier', title: v.name })),
    )
    return insertSuppliers(
      tx,
      actor.orgId,
      values.map((value, i) => ({ id: accounts[i] ?? 0, value })),
    )
  },
  update: (tx, actor, values) => updateSuppliers(tx, actor.orgId, values),
  async current(tx, actor, ids) {
    const wanted = new Set(ids)
    return new Map(
      (await stored(tx, actor.orgId)).filter((s) => wanted.has(s.id)).map((s) => [s.id, s.value]),
    )
  },
  remove: (tx, actor, ids) => removeSuppliers(tx, actor.orgId, ids),
}

export const supplierImportRoutes = importRoutes(supplierImport, kind)
