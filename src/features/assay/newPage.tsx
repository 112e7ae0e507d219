import { Input, InputNumber, Radio } from 'antd'
import { useState } from 'react'
import { readIssue, type IssueDetail, type IssueDrug, type IssueUnit } from '#features/issue/contract.ts'
import { Card } from '#ui/Card.tsx'
import { Column, Columns } from '#ui/Columns.tsx'
import { Drug } from '#ui/Drug.tsx'
import { EmptyState } from '#ui/EmptyState.tsx'
import { ErrorState } from '#ui/ErrorState.tsx'
import { deadlineText, num, unitText } from '#ui/format.ts'
import { Labelled } from '#ui/Labelled.tsx'
import { useMe } from '#ui/me.ts'
import { go, useSearch } from '#ui/nav.tsx'
import { Notice } from '#ui/Notice.tsx'
import { Page as Frame } from '#ui/Page.tsx'
import { useCall } from '#ui/query.ts'
import { SkeletonRows } from '#ui/SkeletonRows.tsx'
import { toast } from '#ui/toast.tsx'
import { TraceCode } from '#ui/TraceCode.tsx'
import { TwoSignatures } from '#ui/TwoSignatures.tsx'
import { useSigned } from '#ui/useSigned.ts'
import { keepSample } from './contract.ts'
import { expectedMilli } from './rules.ts'
import { concentration } from './words.tsx'
import './assay.css'

const crumb = [{ title: '残余抽检', to: '/assays' }, { title: '留样' }]

/** 留样: from one residue in one's own hand, before two, into a sealed container. */
export function Page() {
  const [search] = useSearch()
  const me = useMe()
  const issueId = Number(search['issue']) || undefined
  const read = useCall(readIssue, issueId === undefined ? undefined : { id: issueId })
  const of = read.data
  const body = () => {
    if (issueId === undefined) return <Notice tone="amber">请从领用单或“待留样”进入。</Notice>
    if (read.error && !of) return <ErrorState error={read.error} retry={read.refetch} />
    if (!of) return <SkeletonRows rows={6} />
    if (of.holderId !== me.userId && residuesOf(of).length === 0)
      return <Notice tone="amber">{`药在 ${of.holder} 手里，由领用人和见证人留样。`}</Notice>
    return <Work of={of} />
  }
  return (
    <Frame
      fit
      title="留样"
      crumb={crumb}
      {...(of ? { no: of.no, facts: [{ label: '闭环时限', value: deadlineText(of.dueAt) }] } : {})}
      scope="封签后两人签字；留下的样品检测后由两人销毁"
    >
      {body()}
    </Frame>
  )
}

interface Residue {
  readonly key: string
  readonly drug: IssueDrug
  readonly unit: IssueUnit
}

/** What this person may take of it by hand: nothing that is in a pump. */
const freeOf = (of: IssueDetail, u: IssueUnit): number =>
  of.hand.find((h) => h.lotId === u.lotId && h.code === u.code)?.content ?? 0

const residuesOf = (of: IssueDetail): Residue[] =>
  of.drugs.flatMap((drug) =>
    drug.units
      .filter((u) => freeOf(of, u) > 0)
      .map((unit) => ({ key: `${unit.lotId}/${unit.code}`, drug, unit })),
  )

/** The volume that so much content has as it comes from the maker, in µl; undefined: it cannot be poured. */
const nominalUl = (content: number | null, { drug }: Residue): number | undefined =>
  content && drug.volumeUl && drug.contentPerUnit > 0
    ? Math.max(1, Math.round((content * drug.volumeUl) / drug.contentPerUnit))
    : undefined

function Work({ of }: { of: IssueDetail }) {
  const residues = residuesOf(of)
  const [key, setKey] = useState(residues.length === 1 ? residues[0]?.key : undefined)
  const chosen = residues.find((r) => r.key === key)
  if (residues.length === 0) return <EmptyState title="没有残余" text="开启的药液都已有去向，不能再留样" />
  return (
    <Columns widths="minmax(0, 1fr) 460px">
      <Card title="从哪一支留样" scope="只列还有残余的" grow>
        <Radio.Group
          className="as-residues"
          value={key}
          onChange={(e) => setKey(String(e.target.value))}
          options={residues.map((r) => ({
            value: r.key,
            label: (
              <span className="as-residue">
                <Drug of={r.drug} />
                <span className="z-caption">
                  批号 {r.unit.lotNo}　{r.unit.code ? <TraceCode code={r.unit.code} short /> : '无码'}　尚余{' '}
                  <b>{num(freeOf(of, r.unit))}</b> {unitText(r.drug.contentUnit)}
                  {r.unit.contentSampled > 0 && '　已留样'}
                </span>
              </span>
            ),
          }))}
        />
      </Card>
      <Column>
        {chosen ? (
          <Form key={chosen.key} of={of} residue={chosen} />
        ) : (
          <Card title="留样签字">
            <Notice tone="grey">先在左边选要留样的那一支。</Notice>
          </Card>
        )}
      </Column>
    </Columns>
  )
}

function Form({ of, residue }: { of: IssueDetail; residue: Residue }) {
  const { drug, unit } = residue
  const free = freeOf(of, unit)
  const [content, setContent] = useState<number | null>(null)
  const [ml, setMl] = useState<number | null>(null)
  const [words, setWords] = useState({ sealNo: '', storedAt: '' })
  const nominal = nominalUl(content, residue)
  const volumeUl = ml === null ? nominal : Math.round(ml * 1000)
  const measured = drug.unit === '支' || nominal !== undefined
  const input = {
    issueId: of.id,
    residue: unit.code ? { code: unit.code } : { lotId: unit.lotId },
    content: content ?? 0,
    volumeUl: volumeUl || undefined,
    sealNo: words.sealNo.trim(),
    storedAt: words.storedAt.trim(),
  }
  const signed = useSigned(keepSample, input, {
    onDone: (r) => {
      toast(`${r.no} 已留样，请弃去其余`)
      go(free > input.content ? `/issues/${of.id}?act=waste` : `/assays/${r.id}`)
    },
  })
  const unitWord = unitText(drug.contentUnit)
  const lack = [!content && '留样量', !input.sealNo && '封签号', !input.storedAt && '存放处']
  return (
    <Card title="留样签字" scope="领用人和见证人在场" grow>
      <div className="z-column">
        <div className="as-two">
          <Labelled title={`留样量，${unitWord}`} hint={`尚余 ${num(free)}`}>
            <InputNumber
              aria-label="留样量"
              style={{ width: '100%' }}
              controls={false}
              min={1}
              max={free}
              precision={0}
              value={content}
              onChange={setContent}
            />
          </Labelled>
          {measured && (
            <Labelled title="体积，ml" hint="稀释过填实际">
              <InputNumber
                aria-label="体积"
                style={{ width: '100%' }}
                controls={false}
                min={0.001}
                max={1000}
                precision={3}
                value={ml ?? (nominal === undefined ? null : nominal / 1000)}
                onChange={setMl}
              />
            </Labelled>
          )}
        </div>
        {content && volumeUl ? (
          <Notice tone="blue">{`应有浓度 ${concentration(expectedMilli(content, volumeUl), drug.contentUnit)}`}</Notice>
        ) : null}
        <div className="as-two">
          <Labelled title="封签号">
            <Input
              aria-label="封签号"
              maxLength={40}
              value={words.sealNo}
              onChange={(e) => setWords({ ...words, sealNo: e.target.value })}
            />
          </Labelled>
          <Labelled title="存放处">
            <Input
              aria-label="存放处"
              maxLength={60}
              placeholder="如 手术药房留样柜"
              value={words.storedAt}
              onChange={(e) => setWords({ ...words, storedAt: e.target.value })}
            />
          </Labelled>
        </div>
        <TwoSignatures of={signed} title="留样" who="见证人" lack={lack} verb="签字留样" />
      </div>
    </Card>
  )
}
