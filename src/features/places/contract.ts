import { z } from 'zod'
import { done, endpoint, id, instant, pageInput, pageOf, text } from '#core/contract.ts'

export const placeKinds = ['store', 'cabinet', 'ward', 'recovery', 'quarantine'] as const
export const placeKind = z.enum(placeKinds)
export type PlaceKind = z.infer<typeof placeKind>
export const placeKindTitle: Record<PlaceKind, string> = {
  store: '库房药房',
  cabinet: '智能柜',
  ward: '病区药柜',
  recovery: '回收箱',
  quarantine: '待查柜',
}

export const department = z.object({
  departmentId: id,
  code: z.string(),
  name: z.string(),
  parentId: id.nullable(),
  /** 0 for the top; rows come in the order of the tree. */
  depth: z.int().min(0),
  places: z.int().min(0),
  people: z.int().min(0),
})
export type Department = z.infer<typeof department>

export const place = z.object({
  placeId: id,
  code: z.string(),
  name: z.string(),
  kind: placeKind,
  tier: z.int().min(1).max(3),
  departmentId: id.nullable(),
  department: z.string().nullable(),
  accountId: id,
  /** What lies there now: intact units, or empties in a recovery bin. */
  heldUnits: z.int().min(0),
  drugs: z.int().min(0),
  stoppedAt: instant.nullable(),
})
export type Place = z.infer<typeof place>

export const listDepartments = endpoint({
  name: 'place.departments',
  method: 'GET',
  path: '/departments',
  summary: '科室树',
  permission: 'place.read',
  refusals: [],
  input: z.object({ org: id.optional() }),
  output: z.object({ rows: z.array(department) }),
})

export const createDepartment = endpoint({
  name: 'place.createDepartment',
  method: 'POST',
  path: '/departments',
  summary: '新增科室',
  permission: 'place.write',
  refusals: ['ALREADY_EXISTS', 'NOT_FOUND'],
  input: z.object({
    code: text(20).meta({ title: '编码' }),
    name: text(50).meta({ title: '名称' }),
    parentId: id.optional().meta({ title: '上级科室' }),
  }),
  output: z.object({ departmentId: id }),
})

export const renameDepartment = endpoint({
  name: 'place.renameDepartment',
  method: 'POST',
  path: '/departments/{id}/rename',
  summary: '科室改名',
  permission: 'place.write',
  refusals: ['NOT_FOUND'],
  input: z.object({ id, name: text(50).meta({ title: '名称' }) }),
  output: done,
})

export const listPlaces = endpoint({
  name: 'place.list',
  method: 'GET',
  path: '/places',
  summary: '储位列表',
  permission: 'place.read',
  refusals: ['INPUT_INVALID'],
  input: z.object({
    ...pageInput,
    kind: placeKind.optional().meta({ title: '类型' }),
    tier: z.coerce.number().int().min(1).max(3).optional().meta({ title: '级别' }),
    department: id.optional().meta({ title: '科室' }),
    state: z.enum(['active', 'stopped']).optional().meta({ title: '状态' }),
  }),
  output: pageOf(place),
})

export const createPlace = endpoint({
  name: 'place.create',
  method: 'POST',
  path: '/places',
  summary: '新增储位',
  permission: 'place.write',
  refusals: ['ALREADY_EXISTS', 'NOT_FOUND'],
  input: z.object({
    code: text(20).meta({ title: '编码' }),
    name: text(50).meta({ title: '名称' }),
    kind: placeKind.meta({ title: '类型' }),
    tier: z.int().min(1).max(3).meta({ title: '级别' }),
    departmentId: id.optional().meta({ title: '科室' }),
  }),
  output: z.object({ placeId: id, accountId: id }),
})

export const renamePlace = endpoint({
  name: 'place.rename',
  method: 'POST',
  path: '/places/{id}/rename',
  summary: '储位改名',
  permission: 'place.write',
  refusals: ['NOT_FOUND'],
  input: z.object({
    id,
    name: text(50).meta({ title: '名称' }),
    departmentId: id.optional().meta({ title: '科室' }),
  }),
  output: done,
})

export const stopPlace = endpoint({
  name: 'place.stop',
  method: 'POST',
  path: '/places/{id}/stop',
  summary: '停用储位',
  permission: 'place.write',
  refusals: ['NOT_FOUND', 'IN_USE', 'DOCUMENT_CLOSED'],
  input: z.object({ id, reason: text(200).meta({ title: '原因' }) }),
  output: done,
})
