import { useState } from 'react'
import type { z } from 'zod'
import { refusalText } from '#core/refusal.ts'
import type { CallRefused } from './refused.ts'
import { issueText, schemaFields, type SchemaField } from './schema-field.ts'

type Values = Record<string, unknown>
type Errors = Readonly<Record<string, string>>

function check(schema: z.ZodObject, fields: readonly SchemaField[], values: Values): Errors {
  const issues = schema.safeParse(values).error?.issues ?? []
  const errors: Record<string, string> = {}
  for (const issue of issues) {
    const key = String(issue.path[0] ?? '')
    const field = fields.find((f) => f.key === key)
    // A rule of the contract's own says what it wants in its own words.
    errors[key] ??= field && issue.code !== 'custom' ? issueText(issue, field, values[key]) : issue.message
  }
  return errors
}

/** The server's faults, by field; it may know what the page cannot (a number already taken). */
function serverErrors(refused: CallRefused | undefined): Errors {
  const errors: Record<string, string> = {}
  for (const fault of refused?.faults ?? []) {
    const key = fault.field?.split('.')[0]
    if (!key) continue
    errors[key] ??= String(fault.facts?.['message'] ?? refusalText(fault.code, fault.facts))
  }
  return errors
}

function firstValues(fields: readonly SchemaField[], initial: Values | undefined): Values {
  const values: Values = {}
  for (const f of fields)
    values[f.key] = initial?.[f.key] ?? f.initial ?? (f.kind === 'boolean' ? false : undefined)
  return { ...initial, ...values }
}

export function useSchemaForm(
  schema: z.ZodObject,
  initial: Values | undefined,
  refused: CallRefused | undefined,
  onChange: ((values: Values) => void) | undefined,
) {
  const [fields] = useState(() => schemaFields(schema))
  const [values, setValues] = useState(() => firstValues(fields, initial))
  const [tried, setTried] = useState(false)
  const [touched, setTouched] = useState<{ refused: CallRefused | undefined; keys: ReadonlySet<string> }>()
  const own = tried ? check(schema, fields, values) : {}
  // A server's fault is stale as soon as its field is changed.
  const changed = touched?.refused === refused ? touched?.keys : undefined
  const theirs = Object.entries(serverErrors(refused)).filter(([key]) => !changed?.has(key))
  const errors: Errors = { ...Object.fromEntries(theirs), ...own }

  function set(key: string, value: unknown) {
    const next = { ...values, [key]: value }
    setValues(next)
    setTouched({ refused, keys: new Set([...(changed ?? []), key]) })
    onChange?.(next)
  }
  /** The values to send, or undefined with the errors shown. Unparsed: the server parses the same schema. */
  function take(): Values | undefined {
    setTried(true)
    return schema.safeParse(values).success ? values : undefined
  }
  return { fields, values, errors, set, take }
}
