import { z } from 'zod'
import { date, done, endpoint, id, instant, optionalText, pageInput, pageOf, text } from '#core/contract.ts'

export const licenceState = z.enum(['valid', 'nearExpiry', 'expired', 'none'])
export type LicenceState = z.infer<typeof licenceState>

/** Beside 药品经营许可证, which every wholesaler has and which stands in the supplier's own fields. */
export const licenceKinds = ['wholesale', 'business', 'quality', 'mandate', 'crossProvince'] as const
export const licenceKind = z.enum(licenceKinds)
export const licenceKindTitle: Record<z.infer<typeof licenceKind>, string> = {
  wholesale: '麻精定点批发资质',
  business: '营业执照',
  quality: '质量保证协议',
  mandate: '销售人员授权书',
  crossProvince: '跨省采购批准文件',
}

export const licenceRow = z.object({
  kind: licenceKind.meta({ title: '证照' }),
  licenceNo: text(60).meta({ title: '编号' }),
  /** Absent: without an end. */
  validTo: date.nullable().default(null).meta({ title: '有效期至' }),
})
export type Licence = z.infer<typeof licenceRow>

export const supplier = z.object({
  supplierId: id,
  code: z.string(),
  name: z.string(),
  licenceNo: z.string().nullable(),
  licenceValidTo: date.nullable(),
  /** The worst of all its licences: what ends first decides. */
  licence: licenceState,
  licences: z.array(licenceRow.extend({ state: licenceState })),
  contact: z.string().nullable(),
  phone: z.string().nullable(),
  address: z.string().nullable(),
  accountId: id,
  stoppedAt: instant.nullable(),
})
export type Supplier = z.infer<typeof supplier>

const details = {
  name: text(100).meta({ title: '名称' }),
  licenceNo: optionalText(40).meta({ title: '经营许可证号' }),
  licenceValidTo: date.optional().meta({ title: '许可证有效期至' }),
  licences: z.array(licenceRow).max(licenceKinds.length).optional().meta({ title: '其他证照' }),
  contact: optionalText(40).meta({ title: '联系人' }),
  phone: optionalText(40).meta({ title: '电话' }),
  address: optionalText(200).meta({ title: '地址' }),
}

export const listSuppliers = endpoint({
  name: 'supplier.list',
  method: 'GET',
  path: '/suppliers',
  summary: '供应商列表',
  permission: 'supplier.read',
  refusals: ['INPUT_INVALID'],
  input: z.object({
    ...pageInput,
    state: z.enum(['active', 'stopped']).optional().meta({ title: '状态' }),
    licence: licenceState.optional().meta({ title: '许可证' }),
  }),
  output: pageOf(supplier),
})

export const createSupplier = endpoint({
  name: 'supplier.create',
  method: 'POST',
  path: '/suppliers',
  summary: '新增供应商',
  permission: 'supplier.write',
  refusals: ['ALREADY_EXISTS', 'INPUT_INVALID'],
  input: z.object({ code: text(20).meta({ title: '编码' }), ...details }),
  output: z.object({ supplierId: id }),
})

export const updateSupplier = endpoint({
  name: 'supplier.update',
  method: 'POST',
  path: '/suppliers/{id}',
  summary: '修改供应商',
  permission: 'supplier.write',
  refusals: ['ALREADY_EXISTS', 'NOT_FOUND', 'INPUT_INVALID'],
  input: z.object({ id, ...details }),
  output: done,
})

export const stopSupplier = endpoint({
  name: 'supplier.stop',
  method: 'POST',
  path: '/suppliers/{id}/stop',
  summary: '停用供应商',
  permission: 'supplier.write',
  refusals: ['NOT_FOUND', 'DOCUMENT_CLOSED'],
  input: z.object({ id, reason: text(200).meta({ title: '原因' }) }),
  output: done,
})

export const resumeSupplier = endpoint({
  name: 'supplier.resume',
  method: 'POST',
  path: '/suppliers/{id}/resume',
  summary: '恢复供应商',
  permission: 'supplier.write',
  refusals: ['NOT_FOUND', 'DOCUMENT_CLOSED'],
  input: z.object({ id }),
  output: done,
})
