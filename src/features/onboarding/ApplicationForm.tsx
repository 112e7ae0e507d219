import { Input } from 'antd'
import { useState } from 'react'
import { ActButton } from '#ui/ActButton.tsx'
import { SchemaForm, type FieldProps } from '#ui/SchemaForm.tsx'
import { toast } from '#ui/toast.tsx'
import { AuthorityField } from './AuthorityField.tsx'
import type { Kind, OwnApplication } from './contract.ts'
import { authorityForm, institutionForm, sectionsOf } from './formSchema.ts'
import { PaperSlots } from './PaperSlots.tsx'
import { RegionField } from './RegionField.tsx'
import { papersOf } from './rules.ts'
import type { ApplicationDesk, Values } from './useApplication.ts'
import { ownershipTitle } from './words.ts'

/** What was saved, as the form holds it; what is empty is not there. */
function valuesOf(own: OwnApplication | undefined): Values {
  if (!own) return {}
  const { name, creditCode, head, phone, region, address, ownership, grade } = own
  const { licenceNo, licenceFrom, licenceTo, adminName, adminAccount, authorityId } = own
  const given = {
    ...{ name, creditCode, head, phone, region, address, ownership, grade },
    ...{ licenceNo, licenceFrom, licenceTo, adminName, adminAccount, authorityId },
  }
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null))
}

const codeWords = {
  institution: '@机构代码（系统自动生成）',
  authority: '@组织代码（系统自动生成）',
} as const

const text = (value: unknown) => (typeof value === 'string' ? value : '')

function Account({ field, after }: { field: FieldProps; after: string }) {
  return (
    <Input
      id={field.id}
      aria-invalid={field.error !== undefined}
      status={field.error ? 'error' : ''}
      autoComplete="off"
      placeholder="如 admin"
      suffix={<span className="z-caption">{after}</span>}
      value={text(field.value)}
      onChange={(e) => field.onChange(e.target.value || undefined)}
    />
  )
}

function Password({ field, known }: { field: FieldProps; known: boolean }) {
  return (
    <Input.Password
      id={field.id}
      aria-invalid={field.error !== undefined}
      status={field.error ? 'error' : ''}
      autoComplete="new-password"
      placeholder={known ? '已设置，不改可空着' : '至少 8 位，同时有字母和数字'}
      value={text(field.value)}
      onChange={(e) => field.onChange(e.target.value || undefined)}
    />
  )
}

interface Props {
  kind: Kind
  desk: ApplicationDesk
}

/** One form for a new application and for one that is corrected. */
export function ApplicationForm({ kind, desk }: Props) {
  const { own, proof } = desk
  const [known] = useState(own?.hasPassword ?? false)
  const [values, setValues] = useState<Values>(() => valuesOf(own))
  const [schema] = useState(() => (kind === 'institution' ? institutionForm(known) : authorityForm(known)))
  const region = text(values['region']) || undefined
  const papers = papersOf({ kind, ownership: values['ownership'] === 'private' ? 'private' : null })
  const missing = papers.filter((p) => !desk.shown[p])
  const begins = Boolean(text(values['name']).trim()) && typeof values['authorityId'] === 'number'
  return (
    <div className="ob-form">
      <SchemaForm
        schema={schema as ReturnType<typeof institutionForm>}
        initial={values}
        sections={sectionsOf[kind]}
        titles={{ ownership: ownershipTitle }}
        fields={{
          region: (f) => <RegionField field={f} county={kind === 'institution'} />,
          authorityId: (f) => <AuthorityField field={f} region={region} fixed={proof !== undefined} />,
          adminAccount: (f) => <Account field={f} after={own ? `@${own.orgCode}` : codeWords[kind]} />,
          password: (f) => <Password field={f} known={known} />,
          papers: () => <PaperSlots kinds={papers} shown={desk.shown} onPick={desk.pick} />,
        }}
        onChange={(v) => setValues(v as Values)}
        refused={desk.refused}
        busy={desk.busy === 'submit'}
        blocked={missing.length > 0 ? '证照图片' : undefined}
        submit="提交审核"
        k="F10"
        onSubmit={(v) => desk.submit(v as Values)}
        secondary={
          <ActButton
            busy={desk.busy === 'save'}
            blocked={begins || proof ? undefined : '名称和管理部门'}
            onClick={async () => (await desk.save(values)) && toast('草稿已保存')}
          >
            保存草稿
          </ActButton>
        }
      />
    </div>
  )
}
