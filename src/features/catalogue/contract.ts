import { z } from 'zod'
import {
  date,
  done,
  drugClass,
  drugName,
  endpoint,
  id,
  instant,
  optionalText,
  pageInput,
  pageOf,
  text,
} from '#core/contract.ts'

export const formGroups = ['INJ', 'CR', 'OTHER'] as const
export const formGroup = z.enum(formGroups)
export const formGroupTitle: Record<(typeof formGroups)[number], string> = {
  INJ: '注射剂',
  CR: '缓控释',
  OTHER: '其他剂型',
}

/** How one unit's strength is kept: whole content units (µg, IU, µl); 0 where it is not tracked once opened. */
const strength = {
  contentUnit: z.string(),
  contentPerUnit: z.int().min(0),
  volumeUl: z.int().positive().nullable(),
  container: z.string().nullable(),
}

export const product = z.object({
  productId: id,
  code: z.string(),
  name: z.string(),
  nameEn: z.string().nullable(),
  form: z.string(),
  formGroup,
  spec: z.string(),
  unit: z.string(),
  ...strength,
  limitProfile: z.string(),
  /** Today; null where the product is not listed yet. */
  drugClass: drugClass.nullable(),
  classes: z.array(z.object({ class: drugClass, from: date, to: date.nullable() })),
  /** This hospital already has a drug of it. */
  inFormulary: z.boolean(),
})
export type Product = z.infer<typeof product>

/** 7-digit 药品标识码 or GTIN-14: what it stands for on a pack. */
export const identifier = z.object({
  key: text(14).meta({ title: '药品标识码' }),
  level: z.int().min(1).max(3).meta({ title: '包装级别' }),
  units: z.int().min(1).max(1_000_000).meta({ title: '含最小单位数' }),
})
export type Identifier = z.infer<typeof identifier>

export const drugRow = drugName.extend({
  code: z.string(),
  form: z.string(),
  formGroup,
  ...strength,
  manufacturer: z.string(),
  packUnit: z.string(),
  packUnits: z.int().positive(),
  lowUnits: z.int().min(0),
  highUnits: z.int().positive().nullable(),
  /** Product part of the sellable pack's trace code; the first where there are several. */
  prefix: z.string().nullable(),
  stoppedAt: instant.nullable(),
  /** 商品条码, as it is printed on the pack. */
  barcode69: z.string().nullable(),
})
export type DrugRow = z.infer<typeof drugRow>

export const warning = z.object({ field: z.string(), text: z.string() })
export type Warning = z.infer<typeof warning>

export const drug = drugRow.extend({
  standardCode: z.string().nullable(),
  insuranceCode: z.string().nullable(),
  approvalNo: z.string().nullable(),
  identifiers: z.array(identifier),
  product: product.omit({ inFormulary: true }),
  warnings: z.array(warning),
})
export type Drug = z.infer<typeof drug>

const details = {
  form: text(30).optional().meta({ title: '剂型' }),
  manufacturer: text(100).meta({ title: '生产单位' }),
  packUnit: text(10).default('盒').meta({ title: '包装单位' }),
  packUnits: z.int().min(1).max(10_000).meta({ title: '每包装数量' }),
  lowUnits: z.int().min(0).max(10_000_000).default(0).meta({ title: '库存下限' }),
  highUnits: z.int().min(1).max(10_000_000).optional().meta({ title: '库存上限' }),
  approvalNo: optionalText(40).meta({ title: '批准文号' }),
  standardCode: optionalText(20).meta({ title: '本位码' }),
  insuranceCode: optionalText(40).meta({ title: '医保药品代码' }),
  barcode69: optionalText(14).meta({ title: '商品条码' }),
  identifiers: z.array(identifier).max(20).meta({ title: '药品标识码' }),
}

export const searchProducts = endpoint({
  name: 'catalogue.products',
  method: 'GET',
  path: '/products',
  summary: '查全平台药品目录',
  permission: 'catalogue.read',
  refusals: ['INPUT_INVALID'],
  input: z.object({ ...pageInput, class: drugClass.optional().meta({ title: '分类' }) }),
  output: pageOf(product),
})

export const listDrugs = endpoint({
  name: 'catalogue.list',
  method: 'GET',
  path: '/drugs',
  summary: '药品档案列表',
  permission: 'catalogue.read',
  refusals: ['INPUT_INVALID'],
  input: z.object({
    ...pageInput,
    class: drugClass.optional().meta({ title: '分类' }),
    formGroup: formGroup.optional().meta({ title: '剂型' }),
    state: z.enum(['active', 'stopped']).optional().meta({ title: '状态' }),
  }),
  output: pageOf(drugRow),
})

export const readDrug = endpoint({
  name: 'catalogue.read',
  method: 'GET',
  path: '/drugs/{id}',
  summary: '药品档案',
  permission: 'catalogue.read',
  refusals: ['NOT_FOUND'],
  input: z.object({ id }),
  output: drug,
})

const saved = z.object({ drugId: id, warnings: z.array(warning) })

export const createDrug = endpoint({
  name: 'catalogue.create',
  method: 'POST',
  path: '/drugs',
  summary: '新增药品',
  permission: 'catalogue.write',
  refusals: ['NOT_FOUND', 'ALREADY_EXISTS', 'INPUT_INVALID', 'CLASS_UNKNOWN'],
  input: z.object({
    productId: id.meta({ title: '药品' }),
    code: text(20).meta({ title: '院内编码' }),
    /** Where the law leaves it to the hospital (精二 and below) whether empties are collected. */
    recover: z.boolean().optional().meta({ title: '回收空安瓿' }),
    ...details,
  }),
  output: saved,
})

export const updateDrug = endpoint({
  name: 'catalogue.update',
  method: 'POST',
  path: '/drugs/{id}',
  summary: '修改药品档案',
  permission: 'catalogue.write',
  refusals: ['NOT_FOUND', 'ALREADY_EXISTS', 'INPUT_INVALID'],
  input: z.object({ id, ...details }),
  output: saved,
})

export const stopDrug = endpoint({
  name: 'catalogue.stop',
  method: 'POST',
  path: '/drugs/{id}/stop',
  summary: '停购药品',
  permission: 'catalogue.write',
  refusals: ['NOT_FOUND', 'DOCUMENT_CLOSED'],
  input: z.object({ id, reason: text(200).meta({ title: '原因' }) }),
  output: done,
})

export const resumeDrug = endpoint({
  name: 'catalogue.resume',
  method: 'POST',
  path: '/drugs/{id}/resume',
  summary: '恢复采购',
  permission: 'catalogue.write',
  refusals: ['NOT_FOUND', 'DOCUMENT_CLOSED'],
  input: z.object({ id }),
  output: done,
})
