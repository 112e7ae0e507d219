import { useEffect } from 'react'
import { classTitle } from '#core/contract.ts'
import { Card } from '#ui/Card.tsx'
import { Columns } from '#ui/Columns.tsx'
import { EmptyState } from '#ui/EmptyState.tsx'
import { ErrorState } from '#ui/ErrorState.tsx'
import { num } from '#ui/format.ts'
import { useMe } from '#ui/me.ts'
import { Link, useParams, useSearch } from '#ui/nav.tsx'
import { Page as PageFrame } from '#ui/Page.tsx'
import { useCall } from '#ui/query.ts'
import { CallRefused } from '#ui/refused.ts'
import { SkeletonRows } from '#ui/SkeletonRows.tsx'
import { TraceCode } from '#ui/TraceCode.tsx'
import { lifeStateTitle, traceLife, type Life, type LifeUnit } from './contract.ts'
import { LifePicture } from './LifePicture.tsx'
import { ProofCard } from './ProofCard.tsx'
import { keepRecent } from './recent.ts'
import { groupText, lifeTone } from './rules.ts'
import { UnitTimeline } from './UnitTimeline.tsx'
import './trace.css'

/** One box's life: where every unit of it is, and how it got there. */
export function Page() {
  const me = useMe()
  const { code = '' } = useParams()
  const [search, change] = useSearch()
  const org = Number(search['org']) || undefined
  const query = useCall(traceLife, { code, org })
  const life = query.data
  useEffect(() => {
    if (life)
      keepRecent(me.userId, {
        code: life.code,
        text: `${life.drug.name} ${life.drug.spec}，批号 ${life.lotNo}`,
        at: new Date().toISOString(),
      })
  }, [life, me.userId])
  if (query.error) return <Unknown code={code} error={query.error} retry={query.refetch} />
  if (!life) return <SkeletonRows rows={14} />
  const unit = chosen(life, search['unit'])
  return (
    <PageFrame
      title="追溯码"
      crumb={[
        { title: '追溯码', to: '/trace' },
        { title: '一生' },
        ...(me.org.kind === 'authority' ? [{ title: life.org }] : []),
      ]}
      scope={<Head life={life} />}
    >
      <Card flush title={<Equation life={life} />} extra={<Sum life={life} />}>
        <LifePicture life={life} selected={unit} onSelect={(key) => change({ unit: key })} />
      </Card>
      <Columns widths="minmax(0, 1fr) 320px">
        <UnitTimeline life={life} unit={unit} />
        <ProofCard life={life} org={org} />
      </Columns>
    </PageFrame>
  )
}

/** What the address names, else the label that was scanned, else what needs a person, else the first. */
function chosen(life: Life, key: string | undefined): LifeUnit | undefined {
  const by = (test: (u: LifeUnit) => boolean) => life.units.find(test)
  return (
    by((u) => u.key === key) ??
    by((u) => u.code === life.asked) ??
    by((u) => u.state === 'overdue') ??
    life.units[0]
  )
}

function Unknown({ code, error, retry }: { code: string; error: CallRefused; retry: () => unknown }) {
  return (
    <PageFrame title="追溯码" crumb={[{ title: '追溯码', to: '/trace' }, { title: '一生' }]}>
      <Card>
        {error.status === 500 || error.code === 'NETWORK' ? (
          <ErrorState error={error} retry={retry} />
        ) : (
          <EmptyState
            title={`${code.slice(0, 60)} 没有记录`}
            text={
              error.code === 'NOT_FOUND'
                ? '这个码从未入账，或不在您可查的范围。实物在手的话，先放进待查盒'
                : error.text
            }
            action={<Link to="/trace">换一个码查</Link>}
          />
        )}
      </Card>
    </PageFrame>
  )
}

function Head({ life }: { life: Life }) {
  const { drug } = life
  return (
    <span className="t-head">
      <TraceCode code={life.code} large copy />
      <span>
        <span className="t-head-drug">
          <i>{classTitle[drug.drugClass]}</i>
          <b>{drug.name}</b> {drug.spec}，{life.receivedUnits} {drug.unit}/盒
        </span>
        <span>
          批号 {life.lotNo}，有效期至 {life.expiry}
          {drug.manufacturer && `，${drug.manufacturer}`}
        </span>
      </span>
    </span>
  )
}

function groups(life: Life) {
  const sums = new Map<LifeUnit['state'], number>()
  for (const u of life.units) sums.set(u.state, (sums.get(u.state) ?? 0) + u.units)
  return [...sums]
}

function Equation({ life }: { life: Life }) {
  return (
    <span className="t-groups">
      <span>
        <b>{num(life.receivedUnits)}</b> {life.drug.unit}，去向齐全
      </span>
      {groups(life).map(([state, units]) => (
        <span key={state} className={`t-group z-tone-${lifeTone(state)}`}>
          {groupText(state, lifeStateTitle[state], life.drug.container)} <b>{num(units)}</b>
        </span>
      ))}
    </span>
  )
}

/** The sum, written out: either it equals what was received, or it says by how much it does not. */
function Sum({ life }: { life: Life }) {
  const parts = groups(life).map(([, units]) => units)
  const sum = parts.reduce((n, u) => n + u, 0)
  const equal = sum === life.receivedUnits
  return (
    <span className={equal ? undefined : 'z-tone-red t-unequal'}>
      {parts.join(' + ')}
      {parts.length > 1 && ` = ${sum}`}，{equal ? '与收货数一致' : `与收货数 ${life.receivedUnits} 不一致`}
    </span>
  )
}
