import { z } from 'zod'
import { done, endpoint, id, instant, optionalText, pageInput, pageOf, text } from '#core/contract.ts'

export const paperSeries = z.enum(['narcotic', 'second'])
export const paperAct = z.enum(['used', 'returned', 'void', 'destroyed'])
export const paperActTitle = {
  used: '使用',
  returned: '退回',
  void: '作废',
  destroyed: '销毁',
} as const

const no = z.coerce.number().int().min(1).max(999_999_999_999)

export const paperBook = z.object({
  id,
  orgId: id,
  series: paperSeries,
  prefix: z.string(),
  firstNo: z.int(),
  lastNo: z.int(),
  department: z.string().nullable(),
  takenBy: z.string(),
  takenAt: instant,
  givenBy: z.string(),
  used: z.int(),
  returned: z.int(),
  void: z.int(),
  destroyed: z.int(),
  /** Numbers of which nothing is known yet. */
  left: z.int(),
  acts: z.array(
    z.object({
      id,
      kind: paperAct,
      firstNo: z.int(),
      lastNo: z.int(),
      prescriptionNo: z.string().nullable(),
      note: z.string().nullable(),
      by: z.string(),
      witness: z.string().nullable(),
      at: instant,
    }),
  ),
})
export type PaperBook = z.infer<typeof paperBook>

export const listPapers = endpoint({
  name: 'paper.list',
  method: 'GET',
  path: '/prescription-papers',
  summary: '处方纸领用登记',
  permission: 'prescription.read',
  refusals: [],
  input: z.object({ ...pageInput, series: paperSeries.optional() }),
  output: pageOf(paperBook),
})

/** 领取: a book of numbered paper goes to a department (438号 Art 26). */
export const takePapers = endpoint({
  name: 'paper.take',
  method: 'POST',
  path: '/prescription-papers',
  summary: '发放处方纸',
  permission: 'prescription.manage',
  refusals: ['NOT_FOUND', 'RX_PAPER_OVERLAP', 'INPUT_INVALID'],
  input: z.object({
    series: paperSeries.meta({ title: '处方类别' }),
    prefix: z
      .string()
      .trim()
      .regex(/^[A-Z]{0,6}$/)
      .meta({ title: '编号前缀（大写字母）' }),
    firstNo: no.meta({ title: '起始编号' }),
    lastNo: no.meta({ title: '截止编号' }),
    departmentId: id.optional().meta({ title: '领用科室' }),
    takenBy: id.meta({ title: '领用人' }),
  }),
  output: z.object({ id }),
})

export const markPapers = endpoint({
  name: 'paper.mark',
  method: 'POST',
  path: '/prescription-papers/{bookId}/acts',
  summary: '登记处方纸退回或作废',
  permission: 'prescription.manage',
  refusals: ['NOT_FOUND', 'RX_PAPER_RANGE', 'RX_PAPER_SPENT'],
  input: z.object({
    bookId: id,
    kind: z.enum(['returned', 'void']),
    firstNo: no,
    lastNo: no,
    note: text(200),
  }),
  output: done,
})

/** 销毁 of returned and void paper, before a second person. */
export const destroyPapers = endpoint({
  name: 'paper.destroy',
  method: 'POST',
  path: '/prescription-papers/{bookId}/destroy',
  summary: '销毁处方纸',
  permission: 'prescription.manage',
  witness: { permission: 'destruction.witness', title: '监督' },
  refusals: ['NOT_FOUND', 'RX_PAPER_RANGE', 'RX_PAPER_SPENT', 'RX_PAPER_NOT_BACK', 'WITNESS_REQUIRED'],
  input: z.object({ bookId: id, firstNo: no, lastNo: no, note: optionalText(200) }),
  output: done,
})
