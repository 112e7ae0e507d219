import { useId, useRef, type ReactNode } from 'react'
import type { z } from 'zod'
import { ActButton } from './ActButton.tsx'
import { Notice } from './Notice.tsx'
import type { CallRefused } from './refused.ts'
import { SchemaInput, type FieldProps } from './SchemaInput.tsx'
import type { SchemaField } from './schema-field.ts'
import { useSchemaForm } from './useSchemaForm.ts'
import './form.css'

export type { FieldProps } from './SchemaInput.tsx'

export interface FormSection {
  title: string
  keys: readonly string[]
}

interface Props<S extends z.ZodObject> {
  schema: S
  initial?: Partial<z.input<S>>
  onSubmit: (value: z.input<S>) => unknown
  /** The verb on the button. */
  submit: string
  k?: string
  busy?: boolean
  blocked?: string | undefined
  refused?: CallRefused | undefined
  /** Own controls, by field. */
  fields?: Readonly<Record<string, (f: FieldProps) => ReactNode>>
  /** Chinese of enum values, by field. */
  titles?: Readonly<Record<string, Readonly<Record<string, string>>>>
  sections?: readonly FormSection[]
  /** Fields that are sent as they are in `initial` and not shown. */
  hide?: readonly string[]
  columns?: 1 | 2
  secondary?: ReactNode
  onChange?: (value: Partial<z.input<S>>) => void
}

/** A form made from a contract's input schema. */
export function SchemaForm<S extends z.ZodObject>(props: Props<S>) {
  const { schema, initial, onSubmit, submit, refused, hide = [], columns = 2 } = props
  const box = useRef<HTMLDivElement>(null)
  const form = useSchemaForm(
    schema,
    initial as Record<string, unknown>,
    refused,
    props.onChange as ((v: Record<string, unknown>) => void) | undefined,
  )
  const shown = form.fields.filter((f) => !hide.includes(f.key))
  const sections = props.sections ?? [{ title: '', keys: shown.map((f) => f.key) }]
  function send() {
    const value = form.take()
    if (value) return onSubmit(value as z.input<S>)
    // The first wrong field, so that a long form does not hide why nothing happened.
    setTimeout(() => box.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus())
    return undefined
  }
  const unplaced = Object.entries(form.errors).find(([key]) => !shown.some((f) => f.key === key))
  return (
    <div className="z-form" ref={box} data-keep-focus>
      {sections.map((section) => (
        <Section key={section.title} title={section.title} columns={columns}>
          {section.keys.map((key) => {
            const field = shown.find((f) => f.key === key)
            return field && <Field key={key} field={field} form={form} props={props} />
          })}
        </Section>
      ))}
      {refused && <Notice tone="red">{refused.text}</Notice>}
      {unplaced && !refused && <Notice tone="red">{unplaced[1]}</Notice>}
      <div className="z-form-foot">
        {props.secondary}
        <ActButton
          kind="filled"
          k={props.k}
          busy={props.busy ?? false}
          blocked={props.blocked}
          onClick={send}
        >
          {submit}
        </ActButton>
      </div>
    </div>
  )
}

function Section({ title, columns, children }: { title: string; columns: 1 | 2; children: ReactNode }) {
  return (
    <section className="z-form-section">
      {title && <h3>{title}</h3>}
      <div className="z-form-fields" data-columns={columns}>
        {children}
      </div>
    </section>
  )
}

interface FieldLineProps {
  field: SchemaField
  form: ReturnType<typeof useSchemaForm>
  props: Pick<Props<z.ZodObject>, 'fields' | 'titles'>
}

function Field({ field, form, props }: FieldLineProps) {
  const id = useId()
  const error = form.errors[field.key]
  const own = props.fields?.[field.key]
  const given: FieldProps = {
    id,
    title: field.title,
    value: form.values[field.key],
    error,
    onChange: (value) => form.set(field.key, value),
  }
  if (field.kind === 'custom' && !own) return null
  return (
    <div className="z-field" data-wide={field.kind === 'long' ? '' : undefined}>
      <label htmlFor={id} className="z-field-title">
        {field.kind === 'boolean' && !own ? '　' : field.title}
        {field.required && <i aria-label="必填">*</i>}
      </label>
      {own ? own(given) : <SchemaInput field={field} titles={props.titles?.[field.key]} {...given} />}
      <div className="z-field-error" id={`${id}-error`} role={error ? 'alert' : undefined}>
        {error}
      </div>
    </div>
  )
}
