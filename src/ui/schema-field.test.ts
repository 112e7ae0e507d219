import { expect, test } from 'vitest'
import { z } from 'zod'
import { date, optionalText, text, units } from '#core/contract.ts'
import { issueText, schemaFields } from './schema-field.ts'

const schema = z.object({
  name: text(40).meta({ title: '名称' }),
  note: optionalText(200).meta({ title: '备注' }),
  expiry: date.meta({ title: '有效期' }),
  units: units.meta({ title: '数量' }),
  kind: z.enum(['a', 'b']).meta({ title: '种类' }),
  active: z.boolean().default(true).meta({ title: '启用' }),
  lines: z.array(z.object({})).optional(),
})
const fields = schemaFields(schema)

test('kinds, titles and required marks come from the schema', () => {
  expect(fields.map((f) => [f.key, f.title, f.kind, f.required])).toEqual([
    ['name', '名称', 'text', true],
    ['note', '备注', 'long', false],
    ['expiry', '有效期', 'date', true],
    ['units', '数量', 'number', true],
    ['kind', '种类', 'enum', true],
    ['active', '启用', 'boolean', false],
    ['lines', 'lines', 'custom', false],
  ])
  expect(fields[4]?.options).toEqual(['a', 'b'])
  expect(fields[5]?.initial).toBe(true)
})

function said(value: Record<string, unknown>): Record<string, string> {
  const issues = schema.safeParse(value).error?.issues ?? []
  return Object.fromEntries(
    issues.map((issue) => {
      const field = fields.find((f) => f.key === issue.path[0])
      return [String(issue.path[0]), field ? issueText(issue, field, value[field.key]) : '']
    }),
  )
}

test('every fault says what to do', () => {
  expect(said({ name: '', note: 'x'.repeat(201), expiry: '2026-13-40', units: 0, kind: undefined })).toEqual({
    name: '请填写名称',
    note: '最多 200 个字',
    expiry: '请按 2026-11-22 的样子填写日期',
    units: '不能小于 1',
    kind: '请选择种类',
  })
  expect(said({ name: '甲', expiry: '2026-11-22', units: 1.5, kind: 'a' })).toEqual({ units: '请填写整数' })
})
