import { Input, Segmented } from 'antd'
import { useState } from 'react'
import type { Evidence } from '#core/files/contract.ts'
import { Card } from '#ui/Card.tsx'
import { Column, Columns } from '#ui/Columns.tsx'
import { Drug } from '#ui/Drug.tsx'
import { ErrorState } from '#ui/ErrorState.tsx'
import { EvidenceStrip } from '#ui/EvidenceStrip.tsx'
import { unitText } from '#ui/format.ts'
import { Labelled } from '#ui/Labelled.tsx'
import { useMe } from '#ui/me.ts'
import { go, useSearch } from '#ui/nav.tsx'
import { Notice } from '#ui/Notice.tsx'
import { Page as Frame } from '#ui/Page.tsx'
import { PlainTable } from '#ui/PlainTable.tsx'
import { Quantity } from '#ui/Quantity.tsx'
import { useCall } from '#ui/query.ts'
import { SkeletonRows } from '#ui/SkeletonRows.tsx'
import { toast } from '#ui/toast.tsx'
import { TwoSignatures } from '#ui/TwoSignatures.tsx'
import { useSigned } from '#ui/useSigned.ts'
import {
  destroyMethods,
  destroySamples,
  destroyStages,
  listSamples,
  mostDestroyed,
  type SampleRow,
} from './contract.ts'
import { VerdictTag } from './words.tsx'

const says = {
  毁前: '逐个看得清封签号',
  毁中: '正在销毁，执行人和监督人都在',
  毁后: '容器已空，药液已无',
}
const slots = destroyStages.map((title) => ({ title, says: says[title] }))
type Method = (typeof destroyMethods)[number]

/** 销毁留样: what was ticked on the page before, in one sitting, by two. */
export function Page() {
  const [search] = useSearch()
  const wanted = new Set((search['ids'] ?? '').split(',').filter(Boolean).map(Number))
  const read = useCall(listSamples, { state: 'toDestroy', pageSize: 500 })
  const rows = (read.data?.rows ?? []).filter((r) => wanted.has(r.id)).slice(0, mostDestroyed)
  return (
    <Frame
      fit
      title="销毁留样"
      crumb={[{ title: '残余抽检', to: '/assays?tab=toDestroy' }, { title: '销毁' }]}
      scope="检测后剩余的样品连同检测用去的一并销账，销毁后账上为零"
    >
      {read.error && !read.data ? (
        <ErrorState error={read.error} retry={read.refetch} />
      ) : !read.data ? (
        <SkeletonRows rows={6} />
      ) : rows.length === 0 ? (
        <Notice tone="amber">选中的样品都已销毁或还不能销毁，请回到“待销毁”重新选择。</Notice>
      ) : (
        <Work rows={rows} />
      )}
    </Frame>
  )
}

function Work({ rows }: { rows: readonly SampleRow[] }) {
  const me = useMe()
  const [place, setPlace] = useState('')
  const [method, setMethod] = useState<Method>()
  const [photos, setPhotos] = useState<(Evidence | undefined)[]>([])
  const sha = (i: number) => photos[i]?.sha256 ?? ''
  const input = {
    sampleIds: rows.map((r) => r.id),
    place: place.trim(),
    method: method ?? '其他',
    evidence: { 毁前: sha(0), 毁中: sha(1), 毁后: sha(2) },
  } as const
  const signed = useSigned(destroySamples, input, {
    onDone: (r) => {
      toast(`${r.no} 已销毁 ${r.samples} 份`)
      go('/assays?tab=done')
    },
  })
  const missing = destroyStages.filter((_, i) => !photos[i])
  const lack = [!input.place && '地点', !method && '方式', missing.length > 0 && `照片 ${missing.join(' ')}`]
  return (
    <Columns widths="minmax(0, 1fr) 440px">
      <Column>
        <Card title="要销毁的样品" scope={`${rows.length} 份`} flush>
          <PlainTable
            rows={rows}
            rowKey={(r) => r.id}
            columns={[
              { key: 'no', title: '样品', width: 150 },
              { key: 'drug', title: '药品', render: (r) => <Drug of={r} /> },
              { key: 'sealNo', title: '封签号', width: 120 },
              {
                key: 'content',
                title: '留样量',
                width: 100,
                align: 'right',
                render: (r) => <Quantity value={r.content} unit={unitText(r.contentUnit)} />,
              },
              { key: 'within', title: '结论', width: 80, render: (r) => <VerdictTag within={r.within} /> },
            ]}
          />
        </Card>
        <Card title="取证" scope="按顺序当场拍摄，照片只能用一次">
          <EvidenceStrip slots={slots} value={photos} onChange={setPhotos} />
        </Card>
      </Column>
      <Card title="销毁签字" scope="执行和监督两人在场" grow>
        <div className="z-column">
          <Labelled title="销毁地点">
            <Input
              aria-label="销毁地点"
              maxLength={60}
              placeholder="如 药学部检验室"
              value={place}
              onChange={(e) => setPlace(e.target.value)}
            />
          </Labelled>
          <Labelled title="方式">
            <Segmented<string>
              block
              options={[...destroyMethods]}
              value={method ?? ''}
              onChange={(v) => setMethod(v as Method)}
            />
          </Labelled>
          <TwoSignatures
            of={signed}
            title="执行"
            text={`${me.title}，销毁 ${rows.length} 份`}
            who="监督人"
            lack={lack}
            verb="签字销毁"
          />
        </div>
      </Card>
    </Columns>
  )
}
