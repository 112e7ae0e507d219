import { z } from 'zod'
import { date, drugName, endpoint, id, instant, sha256, text, type Endpoint } from '#core/contract.ts'
import type { Permission } from '#core/identity/permissions.ts'
import type { RefusalCode } from '#core/refusal.ts'
import type { FilterShape } from './filters.ts'

export const columnKinds = [
  'text',
  'quantity',
  'date',
  'instant',
  'person',
  'code',
  'drug',
  'signature',
] as const
export type ColumnKind = (typeof columnKinds)[number]
/** name: surname and stars; number: the middle is lost; text: nothing is shown. */
export const personalKinds = ['name', 'number', 'text'] as const
export type PersonalKind = (typeof personalKinds)[number]

/** Where a report stands: the registers under 专册登记, the others under 报表. */
export const reportGroups = {
  register: '专册登记',
  stock: '库存',
  flow: '流通',
  loop: '使用与闭环',
  people: '人员与管理',
} as const
export type ReportGroup = keyof typeof reportGroups

export const reportMeta = z.object({
  code: z.string(),
  title: z.string(),
  group: z.enum(Object.keys(reportGroups) as [ReportGroup, ...ReportGroup[]]),
  basis: z.string(),
  note: z.string().nullable(),
  columns: z.array(
    z.object({
      key: z.string(),
      title: z.string(),
      kind: z.enum(columnKinds),
      unit: z.string().nullable(),
      personal: z.enum(personalKinds).nullable(),
      total: z.boolean(),
      width: z.number(),
      print: z.boolean(),
    }),
  ),
  filters: z.array(
    z.object({
      key: z.string(),
      title: z.string(),
      kind: z.string(),
      options: z.record(z.string(), z.string()).nullable(),
    }),
  ),
  print: z
    .object({
      paper: z.enum(['landscape', 'portrait']),
      lines: z.int(),
      head: z.array(z.string()),
      balance: z.string().nullable(),
    })
    .nullable(),
  /** How long its rows are kept, in words; null: no rule. */
  retention: z.string().nullable(),
})
export type ReportMeta = z.infer<typeof reportMeta>

export const listReports = endpoint({
  name: 'report.list',
  method: 'GET',
  path: '/reports',
  summary: '本人可看的报表与专册',
  permission: 'signedIn',
  refusals: [],
  input: z.object({}),
  output: z.object({ rows: z.array(reportMeta) }),
})

const choice = z.object({ id, title: z.string() })

/** What the filters of reports offer; each list only to who may read it anyway. */
export const reportChoices = endpoint({
  name: 'report.choices',
  method: 'GET',
  path: '/reports/choices',
  summary: '报表筛选的可选项',
  permission: 'signedIn',
  refusals: [],
  input: z.object({ org: id.optional() }),
  output: z.object({
    rows: z.array(drugName),
    places: z.array(choice),
    people: z.array(choice),
    suppliers: z.array(choice),
    departments: z.array(choice),
  }),
})

/** Rows of one reading; a printed book and an export take several. */
export const mostRows = 500
export const mostExported = 100_000
/** Days of one selection: three years and a leap day. */
export const mostDays = 1096

const paging = {
  /** An authority reads one of its institutions; absent: one's own organisation. */
  org: id.optional(),
  /** `next` of the page before. */
  after: z.string().max(600).optional(),
  limit: z.coerce.number().int().min(1).max(mostRows).default(50),
  /** One printed sheet: as many lines as it holds, ending where its head (the drug's card) changes. */
  sheet: z.enum(['1']).optional(),
}

const row = <C extends z.ZodType>(cells: C) =>
  z.object({
    key: z.string(),
    cells,
    /** Where the row and its figures open. */
    link: z.string().nullable(),
    links: z.record(z.string(), z.string()),
    /** Unit of each quantity. */
    units: z.record(z.string(), z.string()),
    /** 红冲 */
    red: z.boolean(),
    /** Last day on which it must be kept. */
    keepUntil: date.nullable(),
  })

const sums = z.array(z.object({ key: z.string(), unit: z.string(), sum: z.int() }))

const page = <C extends z.ZodType>(cells: C) =>
  z.object({
    rows: z.array(row(cells)),
    /** Of the whole selection; on the first page only. */
    total: z.int().nullable(),
    sums,
    next: z.string().nullable(),
    /** SHA-256 of what these rows say: the same rows give the same on any day. */
    fingerprint: sha256,
    org: z.string(),
    at: instant,
  })

const cell: Record<ColumnKind, z.ZodType> = {
  text: z.string().nullable(),
  quantity: z.int().nullable(),
  date: date.nullable(),
  instant: instant.nullable(),
  person: z.string().nullable(),
  code: z.string().nullable(),
  drug: z.string().nullable(),
  signature: z.string().nullable(),
}

export type CellValue = string | number | null
const anyCells = z.record(z.string(), z.union([z.string(), z.number(), z.null()]))
const anyPage = page(anyCells)
export type ReportPage = z.infer<typeof anyPage>
export type ReportRow = ReportPage['rows'][number]

interface Shape {
  readonly code: string
  readonly title: string
  readonly permission: Permission
  readonly filters: FilterShape
  readonly columns: readonly { readonly key: string; readonly title: string; readonly kind: ColumnKind }[]
}

const refusals: readonly RefusalCode[] = ['INPUT_INVALID', 'REPORT_PERIOD_TOO_LONG']

/** The two endpoints of a declaration, with every filter and column of its own. */
export function reportEndpoints(shape: Shape): { read: Endpoint; export: Endpoint } {
  const cells = z.object(
    Object.fromEntries(shape.columns.map((c) => [c.key, cell[c.kind].meta({ title: c.title })])),
  )
  const common = { method: 'GET' as const, permission: shape.permission }
  return {
    read: endpoint({
      ...common,
      name: `report.${shape.code}`,
      path: `/reports/${shape.code}`,
      summary: shape.title,
      refusals,
      input: z.object({ ...paging, ...shape.filters }),
      output: page(cells),
    }),
    export: endpoint({
      ...common,
      name: `report.${shape.code}Xlsx`,
      path: `/reports/${shape.code}/xlsx`,
      summary: `${shape.title}（Excel）`,
      refusals: [...refusals, 'REPORT_TOO_LONG'],
      input: z.object({ org: paging.org, ...shape.filters }),
      output: z.object({}),
      download: true,
    }),
  }
}

/** The same two for a screen, which has only the code. */
export const askReport = (code: string) =>
  endpoint({
    name: `report.${code}`,
    method: 'GET',
    path: `/reports/${code}`,
    summary: '',
    permission: 'signedIn',
    refusals: [],
    input: z.looseObject({}),
    output: anyPage,
  })

export const askReportXlsx = (code: string) =>
  endpoint({ ...askReport(code), name: `report.${code}Xlsx`, path: `/reports/${code}/xlsx`, download: true })

/** Personal data in clear, with a reason that is recorded. Also needs the report's own permission. */
export const revealReport = endpoint({
  name: 'report.reveal',
  method: 'POST',
  path: '/reports/reveal',
  summary: '查看专册的完整个人信息',
  permission: 'patient.reveal',
  refusals: ['NOT_FOUND', 'FORBIDDEN', 'INPUT_INVALID'],
  input: z.object({
    code: z.string().max(30),
    filters: z.record(z.string().max(40), z.string().max(100)),
    org: paging.org,
    after: paging.after,
    limit: z.int().min(1).max(mostRows).default(50),
    sheet: paging.sheet,
    reason: text(300).meta({ title: '查看原因' }),
  }),
  output: anyPage,
  sensitive: true,
})
