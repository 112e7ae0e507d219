import { useCallback } from 'react'
import { Card } from '#ui/Card.tsx'
import { EmptyState } from '#ui/EmptyState.tsx'
import { ErrorState } from '#ui/ErrorState.tsx'
import { shortInstant } from '#ui/format.ts'
import { useMe } from '#ui/me.ts'
import { go, Link, useSearch } from '#ui/nav.tsx'
import { Notice } from '#ui/Notice.tsx'
import { Page as PageFrame } from '#ui/Page.tsx'
import { PlainTable } from '#ui/PlainTable.tsx'
import { useCall } from '#ui/query.ts'
import { ScanInput, type OnScan } from '#ui/ScanInput.tsx'
import { SkeletonRows } from '#ui/SkeletonRows.tsx'
import { TraceCode } from '#ui/TraceCode.tsx'
import { findAnything, hitKindTitle, type Hit } from './contract.ts'
import { recentCodes } from './recent.ts'
import { pathOf } from './rules.ts'

/** 追溯码: one box for scans and words; a scan that means one thing goes straight there. */
export function Page() {
  const me = useMe()
  const [search, change] = useSearch()
  const q = search['q']
  const scan = useCallback<OnScan>(
    async (raw) => {
      change({ q: raw })
      return { kind: 'accept', text: '正在查', code: raw }
    },
    [change],
  )
  return (
    <PageFrame
      title="追溯码"
      scope="扫盒码、单支标签、大包装码，或输入批号、单号、药名、同事姓名；不按患者查"
    >
      <Card>
        <ScanInput title="扫码或查询" placeholder="扫描追溯码，或输入批号、单号、药名" onScan={scan} />
      </Card>
      {q ? <Hits q={q} org={Number(search['org']) || undefined} /> : <Recent userId={me.userId} />}
    </PageFrame>
  )
}

function Hits({ q, org }: { q: string; org: number | undefined }) {
  const me = useMe()
  const query = useCall(findAnything, { q, org })
  const authority = me.org.kind === 'authority'
  const data = query.data
  const leads = (hit: Hit) => pathOf(hit, authority ? hit.orgId : undefined)
  const columns = [
    { key: 'kind', title: '类别', width: 96, render: (r: Hit) => hitKindTitle[r.kind] },
    {
      key: 'title',
      title: '名称或编号',
      render: (r: Hit) => <Link to={leads(r)}>{isCode(r) ? <TraceCode code={r.title} /> : r.title}</Link>,
    },
    { key: 'text', title: '说明', text: (r: Hit) => r.text },
    ...(authority ? [{ key: 'org', title: '机构', text: (r: Hit) => r.org }] : []),
    {
      key: 'at',
      title: '时间',
      width: 120,
      align: 'right' as const,
      text: (r: Hit) => (r.at ? shortInstant(r.at) : ''),
    },
  ]
  return (
    <Card
      flush
      title="查到"
      scope={data ? `${data.hits.length} 条，“${q.length > 40 ? `${q.slice(0, 40)}…` : q}”` : undefined}
    >
      {query.error ? (
        <ErrorState error={query.error} retry={query.refetch} />
      ) : !data ? (
        <SkeletonRows rows={4} />
      ) : data.hits.length > 0 ? (
        <PlainTable
          columns={columns}
          rows={data.hits}
          rowKey={(r) => `${r.kind}|${r.id ?? r.key}|${r.orgId}`}
          onOpen={(r) => go(leads(r))}
        />
      ) : data.refusal ? (
        <div style={{ padding: 14 }}>
          <Notice tone="amber">{data.refusal}</Notice>
        </div>
      ) : (
        <NothingFound code={data.code} />
      )}
    </Card>
  )
}

const isCode = (hit: Hit): boolean => ['code', 'unit', 'counting', 'carton'].includes(hit.kind)

function NothingFound({ code }: { code: string | null }) {
  const looksLikeCode = code !== null && /^\d{20}/.test(code)
  return (
    <EmptyState
      title={looksLikeCode ? '这个码从未在可查范围内入账' : '没有查到'}
      text={
        looksLikeCode
          ? '先把实物放进待查盒，核对是否拿错；确是刚到的货，请先收货'
          : '换一个词试试：批号、单号开头几位、药名'
      }
    />
  )
}

function Recent({ userId }: { userId: number }) {
  const codes = recentCodes(userId)
  return (
    <Card flush title="最近查过" scope="只记在这台电脑本次登录里">
      {codes.length === 0 ? (
        <EmptyState title="还没有查过码" text="扫一盒，或在任何页面按 F2" />
      ) : (
        <PlainTable
          columns={[
            {
              key: 'code',
              title: '追溯码',
              render: (r) => (
                <Link to={`/trace/${encodeURIComponent(r.code)}`}>
                  <TraceCode code={r.code} />
                </Link>
              ),
            },
            { key: 'text', title: '药品', text: (r) => r.text },
            { key: 'at', title: '查询时间', width: 120, align: 'right', text: (r) => shortInstant(r.at) },
          ]}
          rows={codes}
          rowKey={(r) => r.code}
          onOpen={(r) => go(`/trace/${encodeURIComponent(r.code)}`)}
        />
      )}
    </Card>
  )
}
