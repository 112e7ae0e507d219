import { useState } from 'react'
import { classTitle } from '#core/contract.ts'
import { ActButton } from '#ui/ActButton.tsx'
import { Card } from '#ui/Card.tsx'
import { Drug as DrugLine } from '#ui/Drug.tsx'
import { ErrorState } from '#ui/ErrorState.tsx'
import { FactList } from '#ui/FactList.tsx'
import { num, unitText } from '#ui/format.ts'
import { useMay } from '#ui/me.ts'
import { Notice } from '#ui/Notice.tsx'
import { Panel } from '#ui/Panel.tsx'
import { PlainTable } from '#ui/PlainTable.tsx'
import { useAct, useCall } from '#ui/query.ts'
import { ReasonButton } from '#ui/ReasonButton.tsx'
import { SkeletonRows } from '#ui/SkeletonRows.tsx'
import { StatusTag } from '#ui/StatusTag.tsx'
import { toast } from '#ui/toast.tsx'
import { readDrug, resumeDrug, stopDrug, type Drug } from './contract.ts'
import { EditDrug } from './EditDrug.tsx'

interface Props {
  id: number
  edit: boolean
  onClose: () => void
}

/** One drug beside the list: what is kept of it, its classes by date, and the acts on it. */
export function DrugPanel({ id, edit, onClose }: Props) {
  const query = useCall(readDrug, { id })
  const may = useMay('catalogue.write')
  const [editing, setEditing] = useState(edit && may)
  const drug = query.data
  return (
    <Panel
      open
      onClose={onClose}
      title={drug ? <DrugLine of={drug} /> : '药品档案'}
      scope={drug?.code}
      foot={drug && may && !editing && <Acts drug={drug} onEdit={() => setEditing(true)} />}
    >
      {query.error && <ErrorState error={query.error} retry={query.refetch} />}
      {!drug && !query.error && <SkeletonRows rows={8} />}
      {drug && (editing ? <EditDrug drug={drug} onDone={() => setEditing(false)} /> : <Facts drug={drug} />)}
    </Panel>
  )
}

function Acts({ drug, onEdit }: { drug: Drug; onEdit: () => void }) {
  const stop = useAct(stopDrug, { onDone: () => toast('已停购') })
  const resume = useAct(resumeDrug, { onDone: () => toast('已恢复采购') })
  const refused = stop.refused ?? resume.refused
  return (
    <>
      {refused && <Notice tone="red">{refused.text}</Notice>}
      {drug.stoppedAt ? (
        <ActButton busy={resume.busy} onClick={() => resume.run({ id: drug.drugId })}>
          恢复采购
        </ActButton>
      ) : (
        <ReasonButton
          verb="停购"
          hint="不再下单；现有库存照常使用"
          onConfirm={(reason) => stop.run({ id: drug.drugId, reason })}
        />
      )}
      <ActButton kind="filled" onClick={onEdit}>
        编辑
      </ActButton>
    </>
  )
}

const levels = ['', '最小包装', '中包装', '大包装']

function Facts({ drug }: { drug: Drug }) {
  const content =
    drug.contentPerUnit === 0 ? '不计残余' : `${num(drug.contentPerUnit)} ${unitText(drug.contentUnit)}`
  return (
    <div style={{ display: 'grid', gap: 18 }}>
      {drug.warnings.map((w) => (
        <Notice key={w.field} tone="amber">
          {w.text}
        </Notice>
      ))}
      <FactList
        items={[
          ...(drug.stoppedAt ? [{ label: '状态', value: <StatusTag tone="grey">停购</StatusTag> }] : []),
          { label: '生产单位', value: drug.manufacturer },
          { label: '剂型', value: drug.form },
          { label: '包装', value: `${num(drug.packUnits)} ${drug.unit}/${drug.packUnit}` },
          {
            label: `每${drug.unit}含量`,
            value: content + (drug.volumeUl ? `（${drug.volumeUl / 1000} ml）` : ''),
          },
          { label: '回收', value: drug.container ?? '不回收' },
          {
            label: '库存下限 / 上限',
            value: `${num(drug.lowUnits)} / ${drug.highUnits === null ? '不设' : num(drug.highUnits)} ${drug.unit}`,
          },
          { label: '批准文号', value: drug.approvalNo ?? '未登记' },
          { label: '本位码', value: drug.standardCode ?? '未登记' },
          { label: '医保药品代码', value: drug.insuranceCode ?? '未登记' },
          { label: '商品条码', value: drug.barcode69 ?? '未登记' },
        ]}
      />
      <Card title="药品标识码" flush>
        <PlainTable
          rows={drug.identifiers}
          rowKey={(r) => r.key}
          columns={[
            { key: 'key', title: '标识码', render: (r) => <span className="z-code">{r.key}</span> },
            { key: 'level', title: '包装', text: (r) => levels[r.level] },
            { key: 'units', title: '含', align: 'right', text: (r) => `${num(r.units)} ${drug.unit}` },
          ]}
        />
      </Card>
      <Card title="管制分类" scope={`全平台目录 ${drug.product.code}`} flush>
        <PlainTable
          rows={drug.product.classes}
          rowKey={(r) => r.from}
          columns={[
            { key: 'class', title: '分类', text: (r) => classTitle[r.class] },
            { key: 'from', title: '自', text: (r) => (r.from === firstRecord ? '建库起' : r.from) },
            { key: 'to', title: '至', text: (r) => (r.to === null ? '现行' : `${r.to} 前`) },
          ]}
        />
      </Card>
    </div>
  )
}

/** Stands for "since before any record": see products.csv. */
const firstRecord = '2005-11-01'
