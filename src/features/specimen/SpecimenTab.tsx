import { useState } from 'react'
import { qualifications } from '#core/identity/permissions.ts'
import { ActButton } from '#ui/ActButton.tsx'
import { DataTable, type Column } from '#ui/DataTable.tsx'
import { dateText } from '#ui/format.ts'
import { useMay } from '#ui/me.ts'
import { StatusTag } from '#ui/StatusTag.tsx'
import { listSigners, specimenKindTitle, type Signer, type Specimen } from './contract.ts'
import { FilePanel } from './FilePanel.tsx'
import { SpecimenFace } from './SpecimenFace.tsx'

const current = (r: Signer): Specimen[] => r.specimens.filter((s) => s.current)
const heldWords = (r: Signer) => r.qualifications.map((q) => qualifications[q]).join('、')

const columns = (onFile: ((r: Signer) => void) | undefined): readonly Column<Signer>[] => [
  { key: 'name', title: '姓名', width: 90, render: (r) => <b style={{ fontWeight: 500 }}>{r.name}</b> },
  { key: 'title', title: '职务', width: 140 },
  { key: 'department', title: '科室', width: 130, text: (r) => r.department ?? '' },
  { key: 'held', title: '资格', width: 190, text: heldWords },
  {
    key: 'specimens',
    title: '在用留样',
    render: (r) =>
      current(r).length === 0 ? (
        <StatusTag tone="red">没有留样</StatusTag>
      ) : (
        <span className="sp-row">
          {current(r).map((s) => (
            <SpecimenFace key={s.specimenId} of={s} name={r.name} />
          ))}
        </span>
      ),
    exportText: (r) =>
      current(r)
        .map((s) => specimenKindTitle[s.kind])
        .join('、') || '没有留样',
  },
  {
    key: 'since',
    title: '启用',
    width: 110,
    text: (r) => (current(r)[0] ? dateText(current(r)[0]?.validFrom ?? '') : ''),
  },
  {
    key: 'old',
    title: '已更换',
    width: 70,
    align: 'right',
    text: (r) => String(r.specimens.length - current(r).length || ''),
  },
  ...(onFile
    ? [
        {
          key: 'act',
          title: '',
          width: 100,
          align: 'right' as const,
          render: (r: Signer) => (
            <ActButton size="small" onClick={() => onFile(r)}>
              {current(r).length === 0 ? '登记' : '更换'}
            </ActButton>
          ),
        },
      ]
    : []),
]

/** 签名留样: whose signature stands on prescriptions, those without a specimen first. */
export function SpecimenTab({ org }: { org: number | undefined }) {
  const may = useMay('specimen.write') && org === undefined
  const [filing, setFiling] = useState<Signer>()
  return (
    <>
      <DataTable
        endpoint={listSigners}
        input={org === undefined ? {} : { org }}
        columns={columns(may ? setFiling : undefined)}
        rowKey={(r) => r.userId}
        search="姓名、职务、科室"
        filters={[
          {
            key: 'state',
            title: '全部人员',
            options: [
              { value: 'missing', text: '没有留样' },
              { value: 'filed', text: '已留样' },
            ],
          },
        ]}
        tone={(r) => (current(r).length === 0 ? 'red' : undefined)}
        exportName="签名留样"
        empty="没有需要留样的人员"
        emptyText="有麻精处方权或麻精调剂资格的人员会列在这里"
      />
      <FilePanel of={filing} onClose={() => setFiling(undefined)} />
    </>
  )
}
