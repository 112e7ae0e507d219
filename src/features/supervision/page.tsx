import { useMemo } from 'react'
import { ActButton } from '#ui/ActButton.tsx'
import { Columns, Column as Stack } from '#ui/Columns.tsx'
import { ErrorState } from '#ui/ErrorState.tsx'
import { Figures } from '#ui/Figures.tsx'
import { FilterSelect } from '#ui/FilterSelect.tsx'
import { timeText } from '#ui/format.ts'
import { go, useSearch } from '#ui/nav.tsx'
import { Page as PageFrame } from '#ui/Page.tsx'
import { useCall } from '#ui/query.ts'
import { SkeletonRows } from '#ui/SkeletonRows.tsx'
import { AlertStream } from './AlertStream.tsx'
import { readOverview, type InstitutionRow } from './contract.ts'
import { figures } from './figures.tsx'
import { InstitutionTable } from './InstitutionTable.tsx'
import { urgentOf } from './rules.ts'
import { TrendChart } from './TrendChart.tsx'
import './supervision.css'

const unique = (values: readonly string[]) => [...new Set(values)].map((v) => ({ value: v, text: v }))

/** 辖区总览: what stands open in every institution, the most urgent first. Nothing here can be changed. */
export function Page() {
  const [search, change] = useSearch()
  const query = useCall(readOverview, {}, { refetchInterval: 10_000 })
  const data = query.data
  const rows = useMemo(() => (data?.institutions ?? []).filter((i) => chosen(i, search)), [data, search])
  const first = data && rows.find((r) => urgentOf(r, data.now).rank > 0)
  return (
    <PageFrame
      fit
      title="辖区总览"
      scope={
        data
          ? `${data.region}，医疗机构 ${data.institutions.length} 家，数据截至 ${timeText(data.now, true)}`
          : undefined
      }
      actions={
        <>
          <FilterSelect
            title="全部区县"
            options={unique((data?.institutions ?? []).map((i) => i.district))}
            value={search['district']}
            onChange={(district) => change({ district })}
          />
          <FilterSelect
            title="全部等级"
            options={unique((data?.institutions ?? []).flatMap((i) => (i.grade ? [i.grade] : [])))}
            value={search['grade']}
            onChange={(grade) => change({ grade })}
          />
          <ActButton
            kind="filled"
            k="Enter"
            blocked={data && !first ? '没有要处理的机构' : undefined}
            onClick={() => first && go(`/supervision/${first.orgId}`)}
          >
            看最紧要的一家
          </ActButton>
        </>
      }
    >
      {query.error && !data ? (
        <ErrorState error={query.error} retry={query.refetch} />
      ) : !data ? (
        <SkeletonRows rows={12} />
      ) : (
        <>
          <Figures look="strip" items={figures(rows, data.now)} />
          <Columns widths="minmax(0, 1fr) 332px">
            <Stack>
              <InstitutionTable rows={rows} now={data.now} />
              <TrendChart />
            </Stack>
            <AlertStream />
          </Columns>
        </>
      )}
    </PageFrame>
  )
}

function chosen(row: InstitutionRow, search: Record<string, string>): boolean {
  return (
    (!search['district'] || row.district === search['district']) &&
    (!search['grade'] || row.grade === search['grade'])
  )
}
