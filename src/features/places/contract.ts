import { z } from 'zod'
import { done, drugName, endpoint, id, instant, pageInput, pageOf, text } from '#core/contract.ts'
import { unitSums } from '#core/ledger/contract.ts'

export const placeKinds = ['store', 'cabinet', 'ward', 'recovery', 'quarantine', 'drawer'] as const
export const placeKind = z.enum(placeKinds)
export type PlaceKind = z.infer<typeof placeKind>
export const placeKindTitle: Record<PlaceKind, string> = {
  store: '库房药房',
  cabinet: '智能柜',
  ward: '病区药柜',
  recovery: '回收箱',
  quarantine: '待查柜',
  drawer: '抽屉',
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
  /** The intact units in it, unit by unit. */
  heldSums: unitSums,
  drugs: z.int().min(0),
  /** A drawer: the cabinet it is in, and the codes of the drugs it is kept for; none: any. */
  cabinetId: id.nullable(),
  cabinet: z.string().nullable(),
  drawerDrugs: z.array(z.string()),
  /** 双人双锁; null: nobody has said. A drawer has its cabinet's. */
  doubleLock: z.boolean().nullable(),
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
  refusals: ['ALREADY_EXISTS', 'NOT_FOUND', 'INPUT_INVALID'],
  input: z.object({
    code: text(20).meta({ title: '编码' }),
    name: text(50).meta({ title: '名称' }),
    kind: placeKind.meta({ title: '类型' }),
    tier: z.int().min(1).max(3).meta({ title: '级别' }),
    departmentId: id.optional().meta({ title: '科室' }),
    /** A drawer's cabinet, and the drugs it is kept for. */
    cabinetId: id.optional().meta({ title: '所在智能柜' }),
    drugIds: z.array(id).max(50).optional().meta({ title: '可放药品' }),
  }),
  output: z.object({ placeId: id, accountId: id }),
})

export const renamePlace = endpoint({
  name: 'place.rename',
  method: 'POST',
  path: '/places/{id}/rename',
  summary: '修改储位',
  permission: 'place.write',
  refusals: ['NOT_FOUND'],
  input: z.object({
    id,
    name: text(50).meta({ title: '名称' }),
    departmentId: id.optional().meta({ title: '科室' }),
    doubleLock: z.boolean().optional().meta({ title: '双人双锁' }),
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

export const limit = drugName.extend({
  limitId: id,
  placeId: id,
  place: z.string(),
  lowUnits: z.int(),
  highUnits: z.int().nullable(),
  maxDays: z.int().nullable(),
  heldUnits: z.int(),
})
export type Limit = z.infer<typeof limit>

/** At most 500; a place or a drug has fewer. */
export const listLimits = endpoint({
  name: 'place.limits',
  method: 'GET',
  path: '/limits',
  summary: '储位限量',
  permission: 'place.read',
  refusals: [],
  input: z.object({ place: id.optional(), drug: id.optional(), org: id.optional() }),
  output: z.object({ rows: z.array(limit) }),
})

const limitUnits = z.int().min(0).max(10_000_000)
export const setLimit = endpoint({
  name: 'place.setLimit',
  method: 'POST',
  path: '/places/{id}/limits',
  summary: '设定储位限量',
  permission: 'place.write',
  refusals: ['NOT_FOUND', 'INPUT_INVALID'],
  input: z.object({
    id,
    drugId: id.meta({ title: '药品' }),
    lowUnits: limitUnits.default(0).meta({ title: '下限' }),
    highUnits: limitUnits.optional().meta({ title: '上限' }),
    maxDays: z.int().min(1).max(365).optional().meta({ title: '最多存放天数' }),
  }),
  output: done,
})
