import { useState } from 'react'
import type { Evidence } from '#core/files/contract.ts'
import { listBins, type BinRow } from '#features/recovery/contract.ts'
import { Card } from '#ui/Card.tsx'
import { Column, Columns } from '#ui/Columns.tsx'
import { ErrorState } from '#ui/ErrorState.tsx'
import { EvidenceStrip } from '#ui/EvidenceStrip.tsx'
import { useMe } from '#ui/me.ts'
import { go, useSearch } from '#ui/nav.tsx'
import { Notice } from '#ui/Notice.tsx'
import { Page as Frame } from '#ui/Page.tsx'
import { useCall } from '#ui/query.ts'
import { SkeletonRows } from '#ui/SkeletonRows.tsx'
import { toast } from '#ui/toast.tsx'
import { TwoSignatures } from '#ui/TwoSignatures.tsx'
import { useSigned } from '#ui/useSigned.ts'
import { destroyContainers, destructionStages } from './contract.ts'
import { CountTable } from './CountTable.tsx'
import { emptyHow, HowForm } from './HowForm.tsx'

const says = {
  毁前: '清点摆开的空安瓿，看得清数量',
  毁中: '正在销毁，执行人和监督人都在',
  毁后: '毁形后的残片',
}
const slots = destructionStages.map((title) => ({ title, says: says[title] }))

/** Lots of the bin that were ticked on the page before; all of the bin where none was. */
function useLots() {
  const [search] = useSearch()
  const binLocationId = Number(search['bin']) || undefined
  const wanted = new Set((search['lots'] ?? '').split(',').filter(Boolean).map(Number))
  const bins = useCall(listBins, { pageSize: 500, ...(binLocationId ? { binLocationId } : {}) })
  const rows = (bins.data?.rows ?? []).filter(
    (r) => r.binLocationId === binLocationId && (wanted.size === 0 || wanted.has(r.lotId)),
  )
  return { binLocationId, bins, rows }
}

/** 销毁: counted, photographed and signed by two, in one sitting. */
export function Page() {
  const { bins, rows } = useLots()
  const bin = rows[0]?.bin
  return (
    <Frame
      title="销毁空安瓿"
      crumb={[{ title: '销毁报损', to: '/destruction' }, { title: '销毁' }]}
      scope={bin && `从${bin}取出`}
      facts={[{ label: '法规', value: '卫医发〔2005〕438 号 第二十九条' }]}
      fit
    >
      {bins.error && !bins.data ? (
        <ErrorState error={bins.error} retry={bins.refetch} />
      ) : !bins.data ? (
        <SkeletonRows rows={8} />
      ) : rows.length === 0 ? (
        <Notice tone="amber">这个回收箱里没有选中的批号，请回到销毁报损重新选择。</Notice>
      ) : (
        <Work rows={rows} />
      )}
    </Frame>
  )
}

function Work({ rows }: { rows: readonly BinRow[] }) {
  const me = useMe()
  const [counts, setCounts] = useState<Record<number, number>>({})
  const [how, setHow] = useState(emptyHow)
  const [photos, setPhotos] = useState<(Evidence | undefined)[]>([])
  const unitsOf = (r: BinRow) => Math.min(counts[r.lotId] ?? r.units, r.units)
  const items = rows.map((r) => ({ lotId: r.lotId, units: unitsOf(r) })).filter((i) => i.units > 0)
  const total = items.reduce((n, i) => n + i.units, 0)
  const sha = (i: number) => photos[i]?.sha256 ?? ''
  const input = {
    binLocationId: rows[0]?.binLocationId ?? 0,
    items,
    place: how.place.trim(),
    method: how.method ?? '砸碎',
    reason: how.reason.trim(),
    evidence: { 毁前: sha(0), 毁中: sha(1), 毁后: sha(2) },
  } as const
  const signed = useSigned(destroyContainers, input, {
    onDone: (r) => {
      toast(`${r.no} 已销毁 ${r.containers} 个`)
      go(`/destruction/${r.id}`)
    },
  })
  const missing = destructionStages.filter((_, i) => !photos[i])
  const lack = [
    total === 0 && '数量',
    !how.place.trim() && '地点',
    !how.method && '方式',
    !how.reason.trim() && '原因',
    missing.length > 0 && `照片 ${missing.join(' ')}`,
  ]
  return (
    <Columns widths="minmax(0, 1fr) 440px">
      <Column>
        <CountTable
          rows={rows}
          unitsOf={unitsOf}
          total={total}
          onCount={(lotId, n) => setCounts({ ...counts, [lotId]: n })}
        />
        <Card title="取证" scope="按顺序当场拍摄，照片只能用一次">
          <EvidenceStrip slots={slots} value={photos} onChange={setPhotos} />
        </Card>
      </Column>
      <Card title="销毁签字" scope="执行和监督两人在场" grow>
        <div className="z-column">
          <HowForm value={how} onChange={setHow} />
          <TwoSignatures
            of={signed}
            title="执行"
            text={`${me.title}，销毁 ${total} 个`}
            who="监督人"
            lack={lack}
            verb="签字销毁"
          />
        </div>
      </Card>
    </Columns>
  )
}
