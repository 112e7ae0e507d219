import { z } from 'zod'
import { date, done, endpoint, id, instant, optionalText, text } from '#core/contract.ts'
import { areas, outcomeTitle, seatKinds, type Outcome } from './rules.ts'

export const seatKind = z.enum(seatKinds)

export const seat = z.object({
  seatId: id,
  kind: seatKind,
  name: z.string(),
  post: z.string(),
  duty: z.string(),
  documentNo: z.string().nullable(),
  since: date,
  until: date.nullable(),
})
export type SeatRow = z.infer<typeof seat>

export const outcome = z.enum(Object.keys(outcomeTitle) as [Outcome, ...Outcome[]])
export const target = z.object({
  targetId: id,
  year: z.int(),
  text: z.string(),
  measure: z.string(),
  responsible: z.string(),
  responsibleId: id,
  outcome: outcome.nullable(),
  outcomeText: z.string().nullable(),
  assessedBy: z.string().nullable(),
  assessedAt: instant.nullable(),
})
export type TargetRow = z.infer<typeof target>

export const body = z.object({
  seats: z.array(seat),
  /** Seats that 438号 Art 3 asks for and nobody holds. */
  missing: z.array(seatKind),
  targets: z.array(target),
  /** Areas of 438号 Art 5 without a policy in force. */
  missingAreas: z.array(z.enum(areas)),
})
export type Body = z.infer<typeof body>

/** 管理机构、年度目标 and what is still lacking (438号 Art 3–5). */
export const readBody = endpoint({
  name: 'governance.body',
  method: 'GET',
  path: '/governance',
  summary: '管理机构与年度目标',
  permission: 'governance.read',
  refusals: [],
  input: z.object({ org: id.optional(), year: z.coerce.number().int().min(2000).max(2100).optional() }),
  output: body,
})

/** Who may take a seat or answer for a target: everybody who works here. */
export const listPeople = endpoint({
  name: 'governance.people',
  method: 'GET',
  path: '/governance/people',
  summary: '可登记为成员、责任人的本院人员',
  permission: 'governance.write',
  refusals: [],
  input: z.object({}),
  output: z.object({ rows: z.array(z.object({ userId: id, name: z.string(), title: z.string() })) }),
})

export const appoint = endpoint({
  name: 'governance.appoint',
  method: 'POST',
  path: '/governance/seats',
  summary: '登记管理机构成员',
  permission: 'governance.write',
  refusals: ['NOT_FOUND', 'SEAT_TAKEN'],
  input: z
    .object({
      kind: seatKind.meta({ title: '席位' }),
      /** Whose name then comes from the account. */
      userId: id.optional().meta({ title: '本系统人员' }),
      name: optionalText(40).meta({ title: '姓名（没有本系统账号的）' }),
      post: text(60).meta({ title: '职务' }),
      duty: text(500).meta({ title: '职责' }),
      documentNo: optionalText(60).meta({ title: '任命文号' }),
      since: date.meta({ title: '任职日期' }),
    })
    .refine((s) => s.userId !== undefined || Boolean(s.name), {
      path: ['name'],
      message: '请选择本系统人员，或填写姓名',
    }),
  output: z.object({ seatId: id }),
})

export const endSeat = endpoint({
  name: 'governance.endSeat',
  method: 'POST',
  path: '/governance/seats/{seatId}/end',
  summary: '成员卸任',
  permission: 'governance.write',
  refusals: ['NOT_FOUND', 'SEAT_ENDED'],
  input: z.object({ seatId: id, until: date.meta({ title: '卸任日期' }) }),
  output: done,
})

/** 年度目标责任制 (438号 Art 4). */
export const setTarget = endpoint({
  name: 'governance.setTarget',
  method: 'POST',
  path: '/governance/targets',
  summary: '登记年度目标',
  permission: 'governance.write',
  refusals: ['NOT_FOUND', 'ALREADY_EXISTS'],
  input: z.object({
    year: z.int().min(2000).max(2100).meta({ title: '年度' }),
    text: text(200).meta({ title: '目标' }),
    measure: text(200).meta({ title: '考核办法' }),
    responsibleId: id.meta({ title: '责任人' }),
  }),
  output: z.object({ targetId: id }),
})

/** Judged once, by somebody who does not answer for it. */
export const assessTarget = endpoint({
  name: 'governance.assess',
  method: 'POST',
  path: '/governance/targets/{targetId}/assessment',
  summary: '考核年度目标',
  permission: 'governance.approve',
  refusals: ['NOT_FOUND', 'TARGET_ASSESSED', 'TARGET_OWN'],
  input: z.object({
    targetId: id,
    outcome: outcome.meta({ title: '考核结果' }),
    text: text(500).meta({ title: '考核意见' }),
  }),
  output: done,
})
