import { useState } from 'react'
import { ActButton } from '#ui/ActButton.tsx'
import { Card } from '#ui/Card.tsx'
import { Column, Columns } from '#ui/Columns.tsx'
import { dateText } from '#ui/format.ts'
import { Notice } from '#ui/Notice.tsx'
import { Page as Frame } from '#ui/Page.tsx'
import { Panel } from '#ui/Panel.tsx'
import { PlainTable } from '#ui/PlainTable.tsx'
import { useAct, useCall } from '#ui/query.ts'
import { SkeletonRows } from '#ui/SkeletonRows.tsx'
import { StatusTag } from '#ui/StatusTag.tsx'
import { toast } from '#ui/toast.tsx'
import { Dispensaries } from './Dispensaries.tsx'
import { endLimit, listLimits } from './limitContract.ts'
import { modeTitle, what, whom, words } from './limitWords.ts'
import { NewLimit } from './NewLimit.tsx'
import './prescription.css'

/** 限量与窗口: the law's limits in their order, what the hospital made stricter, and where it dispenses. */
export function Page() {
  const [open, setOpen] = useState(false)
  const limits = useCall(listLimits, {})
  const ending = useAct(endLimit, { onDone: () => toast('已停用') })
  return (
    <Frame
      fit
      title="处方限量与窗口"
      crumb={[{ title: '处方', to: '/prescriptions' }, { title: '限量与窗口' }]}
      scope="本院限量只能比国家规定严"
      actions={
        <ActButton kind="filled" k="F4" onClick={() => setOpen(true)}>
          设本院限量
        </ActButton>
      }
    >
      <Columns widths="minmax(0, 1fr) 280px">
        <Card title="限量" scope={`${dateText(Date.now())} 有效，特殊情形先于一般`} flush grow>
          {ending.refused && <Notice tone="red">{ending.refused.text}</Notice>}
          {!limits.data ? (
            <SkeletonRows rows={12} />
          ) : (
            <PlainTable
              rows={[
                ...limits.data.rows.filter((r) => r.mode === 'own'),
                ...limits.data.rows.filter((r) => r.mode !== 'own'),
              ]}
              rowKey={(r) => `${r.id ?? ''}${r.title}${r.class}${r.form}${r.patient}`}
              tone={(r) => (r.mode === 'own' ? 'blue' : undefined)}
              columns={[
                {
                  key: 'mode',
                  title: '种类',
                  width: 64,
                  render: (r) =>
                    r.mode === 'own' ? <StatusTag tone="blue">本院</StatusTag> : modeTitle[r.mode],
                },
                { key: 'what', title: '药品', width: 170, text: what },
                { key: 'whom', title: '患者', width: 150, text: whom },
                { key: 'words', title: '每张处方', text: words },
                { key: 'article', title: '依据', width: 220, text: (r) => r.article },
                {
                  key: 'act',
                  title: '',
                  width: 60,
                  render: (r) =>
                    r.id !== null && (
                      <button
                        type="button"
                        className="z-link"
                        onClick={() => void ending.run({ limitId: r.id ?? 0 })}
                      >
                        停用
                      </button>
                    ),
                },
              ]}
            />
          )}
        </Card>
        <Column>
          <Dispensaries />
        </Column>
      </Columns>
      <Panel title="设本院限量" scope="比国家规定宽的不收" open={open} onClose={() => setOpen(false)}>
        <NewLimit onDone={() => setOpen(false)} />
      </Panel>
    </Frame>
  )
}
