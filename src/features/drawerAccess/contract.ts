import { z } from 'zod'
import { done, endpoint, id, instant, pageInput, pageOf, text } from '#core/contract.ts'
import { countAct, countActs, countMode, nullReason, purpose } from '#core/countFirst/contract.ts'

export const accessStates = ['moved', 'null', 'open', 'unexplained'] as const
export const accessState = z.enum(accessStates)
export type AccessState = z.infer<typeof accessState>
export const accessStateTitle: Record<AccessState, string> = {
  moved: '有出入',
  null: '空开',
  open: '进行中',
  unexplained: '空开未说明',
}

export const setRule = endpoint({
  name: 'drawerAccess.setRule',
  method: 'POST',
  path: '/drawer-access/rules',
  summary: '设定取前清点',
  permission: 'place.write',
  refusals: ['NOT_FOUND'],
  input: z.object({
    placeId: id.meta({ title: '储位' }),
    mode: countMode.meta({ title: '规则' }),
    acts: z.array(countAct).min(1).max(countActs.length).default(['issue']).meta({ title: '哪些出库要先点' }),
    minutes: z.int().min(2).max(120).default(10).meta({ title: '清点和开柜有效分钟数' }),
    reason: text(200).meta({ title: '原因' }),
  }),
  output: done,
})

export const accessRow = z.object({
  id,
  orgId: id,
  no: z.string(),
  placeId: id,
  place: z.string(),
  purpose,
  openedById: id,
  openedBy: z.string(),
  openedAt: instant,
  endsAt: instant,
  state: accessState,
  movements: z.int(),
  counted: z.int(),
  differences: z.int(),
  nullReason: nullReason.nullable(),
  nullNote: z.string().nullable(),
})
export type AccessRow = z.infer<typeof accessRow>

export const listAccesses = endpoint({
  name: 'drawerAccess.list',
  method: 'GET',
  path: '/drawer-access',
  summary: '存取记录',
  permission: 'drawerAccess.read',
  refusals: [],
  input: z.object({
    ...pageInput,
    placeId: id.optional(),
    state: accessState.optional(),
    purpose: purpose.optional(),
    mine: z.coerce.boolean().optional(),
  }),
  output: pageOf(accessRow),
})
