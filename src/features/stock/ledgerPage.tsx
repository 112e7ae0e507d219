import { Segmented, Select } from 'antd'
import { useState, type CSSProperties } from 'react'
import { listPlaces } from '#features/places/contract.ts'
import { ActButton } from '#ui/ActButton.tsx'
import { Card } from '#ui/Card.tsx'
import { Columns } from '#ui/Columns.tsx'
import { DateField } from '#ui/DateField.tsx'
import { EmptyState } from '#ui/EmptyState.tsx'
import { ErrorState } from '#ui/ErrorState.tsx'
import { dateText } from '#ui/format.ts'
import { useSearch } from '#ui/nav.tsx'
import { Notice } from '#ui/Notice.tsx'
import { Page as PageFrame } from '#ui/Page.tsx'
import { useCall } from '#ui/query.ts'
import { SkeletonRows } from '#ui/SkeletonRows.tsx'
import { useFit } from '#ui/useFit.ts'
import { BookList } from './BookList.tsx'
import { readLedger, type LedgerPage } from './contract.ts'
import { LedgerSheet } from './LedgerSheet.tsx'
import { OrgFirst, OrgPicker, useOrg } from './OrgPicker.tsx'
import './ledger.css'

const tiers = ['一级库', '二级库', '三级库'].map((label, i) => ({ value: String(i + 1), label }))

/** Which book: a tier's places together, or one account of its own. */
function BookChoice({
  org,
  tier,
  accountId,
}: {
  org: number | undefined
  tier: number | undefined
  accountId: number | undefined
}) {
  const [, change] = useSearch()
  const places = useCall(listPlaces, { org, pageSize: 500, state: 'active' })
  const options = (places.data?.rows ?? [])
    .filter((p) => p.kind !== 'recovery')
    .map((p) => ({ value: String(p.accountId), label: p.name }))
  return (
    <>
      <Segmented
        options={tiers}
        value={tier === undefined ? '' : String(tier)}
        onChange={(to) => change({ tier: to, accountId: undefined })}
      />
      <Select
        style={{ width: 140 }}
        aria-label="储位"
        placeholder="或单看一个储位"
        value={accountId === undefined ? undefined : String(accountId)}
        options={
          accountId === undefined || options.some((o) => o.value === String(accountId))
            ? options
            : [...options, { value: String(accountId), label: '个人领用账户' }]
        }
        onChange={(to: string) => change({ accountId: to, tier: undefined })}
      />
    </>
  )
}

/** 专用账册: the screen is the sheet of paper. */
export function Page() {
  const [search, change] = useSearch()
  const { org, missing } = useOrg()
  const accountId = Number(search['accountId']) || undefined
  const tier = accountId === undefined ? Number(search['tier']) || 1 : undefined
  const drugId = Number(search['drugId']) || undefined
  return (
    <PageFrame
      fit
      title="麻醉药品、精神药品专用账册"
      crumb={[
        { title: '库存', to: `/stock${org === undefined ? '' : `?org=${org}`}` },
        { title: '专用账册' },
      ]}
      actions={
        <>
          <OrgPicker />
          {!missing && <BookChoice org={org} tier={tier} accountId={accountId} />}
          <label className="s-until">
            截至
            <DateField value={search['to'] ?? dateText(Date.now())} onChange={(to) => change({ to })} />
          </label>
          <ActButton kind="filled" k="Ctrl+P" onClick={() => window.print()}>
            打印本页
          </ActButton>
        </>
      }
    >
      <OrgFirst missing={missing}>
        <Columns widths="256px minmax(0, 1fr)">
          <BookList
            org={org}
            tier={tier}
            accountId={accountId}
            drugId={drugId}
            onChoose={(id) => change({ drugId: id })}
          />
          {drugId === undefined ? (
            <Card grow>
              <EmptyState title="左边选一本账" text="每个品种一本；结存是该级库或该储位的账面数" />
            </Card>
          ) : (
            <Sheets
              key={`${drugId}|${accountId}|${tier}|${search['to']}`}
              input={{ drugId, accountId, tier, to: search['to'] }}
            />
          )}
        </Columns>
      </OrgFirst>
    </PageFrame>
  )
}

interface SheetsProps {
  input: { drugId: number; accountId: number | undefined; tier: number | undefined; to: string | undefined }
}

/** One page at a time, the newest first; older pages are found by key, so that the last page costs what the first did. */
function Sheets({ input }: SheetsProps) {
  const [search] = useSearch()
  // A printed page's code names where it ends.
  const [cursors, setCursors] = useState<string[]>(search['before'] ? [search['before']] : [])
  const { ground, zoom } = useFit(1123)
  const query = useCall(readLedger, { ...input, before: cursors.at(-1) }, { keep: true })
  const page = query.data
  const older = () => page?.older && setCursors([...cursors, page.older])
  const newer = () => setCursors(cursors.slice(0, -1))
  return (
    <section className="z-card z-card-grow">
      <header className="s-sheet-bar" data-screen>
        <span className="z-caption">A4 横向，按打印样式显示</span>
        <div className="s-sheet-pages">
          <button type="button" disabled={!page?.older} onClick={older} aria-label="较早一页">
            ‹
          </button>
          <span>{cursors.length === 0 ? '最新一页' : `往前第 ${cursors.length + 1} 页`}</span>
          <button type="button" disabled={cursors.length === 0} onClick={newer} aria-label="较新一页">
            ›
          </button>
        </div>
        <span className="z-caption">点一行看这笔出入账</span>
      </header>
      {page && cursors.at(-1) === search['before'] && <Compared page={page} printed={search['fp']} />}
      <div className="s-sheet-ground" ref={ground} style={{ '--zoom': zoom } as CSSProperties}>
        {query.error && !page ? (
          <ErrorState error={query.error} retry={query.refetch} />
        ) : page ? (
          <LedgerSheet page={page} before={cursors.at(-1)} />
        ) : (
          <SkeletonRows rows={14} />
        )}
      </div>
    </section>
  )
}

/** Opened by a printed page's code: does the paper still say what the book says? */
function Compared({ page, printed }: { page: LedgerPage; printed: string | undefined }) {
  if (!printed) return null
  return page.fingerprint.startsWith(printed) ? (
    <Notice tone="green">账页指纹相符：纸上这一页与账上现在的记录一致</Notice>
  ) : (
    <Notice tone="red">账页指纹不符：纸上这一页与账上现在的记录不同，请逐行核对</Notice>
  )
}
