import { classTitle } from '#core/contract.ts'
import type { ColumnRule } from '#core/imports/rules.ts'

export type DrugColumn =
  | 'code'
  | 'product'
  | 'name'
  | 'spec'
  | 'drugClass'
  | 'content'
  | 'form'
  | 'manufacturer'
  | 'packUnit'
  | 'packUnits'
  | 'prefixes'
  | 'barcode69'
  | 'standardCode'
  | 'insuranceCode'
  | 'approvalNo'
  | 'lowUnits'
  | 'highUnits'
  | 'recover'

export const yesNo = { yes: '是', no: '否' } as const

/** Name, strength and class are the platform's: the file says them so that a wrong strength cannot slip in. */
export const drugColumns: readonly ColumnRule<DrugColumn>[] = [
  {
    key: 'code',
    titles: ['编码', '院内编码', '药品编码', '药品代码', '药品ID'],
    type: 'text',
    max: 20,
    example: 'NAR017',
  },
  {
    key: 'product',
    titles: ['目录编码', '平台目录编码'],
    type: 'text',
    max: 20,
    example: 'NAR017',
    hint: '留空则按药品名称和规格对应',
  },
  {
    key: 'name',
    titles: ['药品名称', '药品', '通用名', '药品通用名', '品名'],
    type: 'text',
    max: 60,
    example: '枸橼酸舒芬太尼注射液',
  },
  {
    key: 'spec',
    titles: ['规格', '药品规格', '规格型号'],
    type: 'text',
    max: 60,
    example: '1ml:50μg',
    hint: '与全平台目录写法一致',
  },
  {
    key: 'drugClass',
    titles: ['管制分类', '分类', '麻精分类'],
    type: 'choice',
    choices: classTitle,
    example: '麻',
  },
  {
    key: 'content',
    titles: ['每支含量', '含量'],
    type: 'text',
    max: 30,
    example: '50 μg',
    hint: '带单位的整数，只用于核对',
  },
  { key: 'form', titles: ['剂型'], type: 'text', max: 30, example: '注射液', hint: '留空按目录' },
  {
    key: 'manufacturer',
    titles: ['生产单位', '生产企业', '生产厂家', '厂家'],
    type: 'text',
    max: 100,
    required: true,
    example: '宜昌峡江药业',
  },
  { key: 'packUnit', titles: ['包装单位'], type: 'text', max: 10, example: '盒', hint: '留空为盒' },
  {
    key: 'packUnits',
    titles: ['每盒数量', '每包装数量', '包装数量', '包装规格'],
    type: 'whole',
    min: 1,
    max: 10_000,
    required: true,
    example: '10',
  },
  {
    key: 'prefixes',
    titles: ['追溯标识码', '药品标识码', '标识码'],
    type: 'text',
    max: 200,
    example: '8190236',
    hint: '最小包装的 7 位标识码或 14 位 GTIN，几个之间用顿号',
  },
  {
    key: 'barcode69',
    titles: ['商品条码', '69码', '条形码'],
    type: 'text',
    max: 14,
    example: '6901234567892',
  },
  {
    key: 'standardCode',
    titles: ['本位码', '国家药品标准编码'],
    type: 'text',
    max: 20,
    example: '86901234567891',
  },
  {
    key: 'insuranceCode',
    titles: ['医保药品代码', '医保编码', '国家医保代码'],
    type: 'text',
    max: 40,
    example: '',
  },
  {
    key: 'approvalNo',
    titles: ['批准文号', '国药准字'],
    type: 'text',
    max: 40,
    example: '国药准字H20203650',
  },
  {
    key: 'lowUnits',
    titles: ['下限', '库存下限'],
    type: 'whole',
    min: 0,
    max: 10_000_000,
    example: '400',
    hint: '最小单位，留空为 0',
  },
  {
    key: 'highUnits',
    titles: ['上限', '库存上限'],
    type: 'whole',
    min: 1,
    max: 10_000_000,
    example: '2000',
    hint: '最小单位，留空为不设',
  },
  {
    key: 'recover',
    titles: ['回收', '回收空安瓿'],
    type: 'choice',
    choices: yesNo,
    example: '是',
    hint: '麻、精一必须回收',
  },
]
