import type { z } from 'zod'

export interface SchemaField {
  readonly key: string
  readonly title: string
  readonly kind: 'text' | 'long' | 'number' | 'date' | 'enum' | 'boolean' | 'custom'
  readonly required: boolean
  readonly options: readonly string[]
  readonly max?: number
  readonly initial?: unknown
}

interface Def {
  readonly type: string
  readonly innerType?: z.ZodType
  readonly in?: z.ZodType
  readonly entries?: Readonly<Record<string, string>>
  readonly defaultValue?: unknown
  readonly format?: string
}

interface Inside {
  core: z.ZodType
  def: Def
  required: boolean
  title: string | undefined
  initial: unknown
}

function defOf(schema: z.ZodType): Def {
  return schema._zod.def as unknown as Def
}

function titleOf(schema: z.ZodType): string | undefined {
  const title = (schema.meta() as { title?: unknown } | undefined)?.title
  return typeof title === 'string' ? title : undefined
}

/** Takes off optional, nullable, default and the like; the outermost title is the one meant. */
function unwrap(schema: z.ZodType): Inside {
  const inside: Inside = {
    core: schema,
    def: defOf(schema),
    required: true,
    title: titleOf(schema),
    initial: undefined,
  }
  for (;;) {
    const inner = inside.def.innerType ?? (inside.def.type === 'pipe' ? inside.def.in : undefined)
    if (!inner) return inside
    if (['optional', 'nullable', 'default', 'prefault', 'catch'].includes(inside.def.type))
      inside.required = false
    if ('defaultValue' in inside.def) inside.initial = inside.def.defaultValue
    inside.core = inner
    inside.def = defOf(inner)
    inside.title ??= titleOf(inner)
  }
}

function kindOf({ core, def }: Inside, max: number | undefined): SchemaField['kind'] {
  if (def.type === 'enum') return 'enum'
  if (def.type === 'boolean' || def.type === 'number') return def.type
  if (def.type !== 'string') return 'custom'
  if ((core as { format?: string }).format === 'date' || def.format === 'date') return 'date'
  return max !== undefined && max > 120 ? 'long' : 'text'
}

/** The fields of an object schema, in its order. */
export function schemaFields(schema: z.ZodObject): SchemaField[] {
  return Object.entries(schema.shape as Record<string, z.ZodType>).map(([key, field]) => {
    const inside = unwrap(field)
    const longest = (inside.core as { maxLength?: number | null }).maxLength
    const max = typeof longest === 'number' ? longest : undefined
    return {
      key,
      title: inside.title ?? key,
      kind: kindOf(inside, max),
      required: inside.required,
      options: inside.def.entries ? Object.values(inside.def.entries) : [],
      ...(max === undefined ? {} : { max }),
      ...(inside.initial === undefined ? {} : { initial: inside.initial }),
    }
  })
}

interface Issue {
  readonly code?: string
  readonly message: string
  readonly input?: unknown
  readonly minimum?: unknown
  readonly maximum?: unknown
  readonly origin?: string
  readonly format?: string
}

const chinese = /[\u4e00-\u9fff]/

/** What a person should do about a field; a sentence written in the schema is kept. */
export function issueText(issue: Issue, field: SchemaField, value: unknown): string {
  const choose = field.kind === 'enum' || field.kind === 'date' || field.kind === 'custom'
  if (value === undefined || value === null || value === '')
    return `请${choose ? '选择' : '填写'}${field.title}`
  if (chinese.test(issue.message)) return issue.message
  const words = issue.origin === 'string'
  if (issue.code === 'too_big') return words ? `最多 ${issue.maximum} 个字` : `不能大于 ${issue.maximum}`
  if (issue.code === 'too_small') return words ? `至少 ${issue.minimum} 个字` : `不能小于 ${issue.minimum}`
  if (field.kind === 'date') return '请按 2026-11-22 的样子填写日期'
  if (field.kind === 'number') return issue.format?.includes('int') ? '请填写整数' : '请填写数字'
  return `${field.title}的写法不对，请核对`
}
