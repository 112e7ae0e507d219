import { Segmented } from 'antd'
import { useState } from 'react'
import { ActButton } from '#ui/ActButton.tsx'
import { DataTable, type Column } from '#ui/DataTable.tsx'
import { Drug } from '#ui/Drug.tsx'
import { durationText, instantText } from '#ui/format.ts'
import { useMay } from '#ui/me.ts'
import { go, useSearch } from '#ui/nav.tsx'
import { Page as Frame } from '#ui/Page.tsx'
import { useCall } from '#ui/query.ts'
import { StatusTag } from '#ui/StatusTag.tsx'
import { useNow } from '#ui/useNow.ts'
import { listPumps, type PumpRow } from './contract.ts'
import { RulePanel } from './RulePanel.tsx'
import { emptyAt, leftNowUl, mlText, pumpModeTitle, pumpStateTitle, type PumpState } from './rules.ts'
import {
  drugsText,
  isLate,
  LeftBar,
  lastReadText,
  LevelTag,
  rateText,
  StateTag,
  strengthText,
} from './words.tsx'
import './infusion.css'

function columnsAt(now: number): readonly Column<PumpRow>[] {
  return [
    {
      key: 'no',
      title: '泵',
      width: 148,
      render: (r) => (
        <span className="inf-two">
          <b>{r.deviceNo}</b>
          <small className="z-code">{r.no}</small>
        </span>
      ),
      exportText: (r) => `${r.deviceNo} ${r.no}`,
    },
    {
      key: 'patientName',
      title: '患者、地点',
      width: 150,
      render: (r) => (
        <span className="inf-two">
          <b>{r.patientName}</b>
          <small>{r.place}</small>
        </span>
      ),
      exportText: (r) => `${r.patientName} ${r.place}`,
    },
    {
      key: 'drugs',
      title: '药品',
      render: (r) => (
        <span className="inf-drugs">
          {r.drugs.map((d) => (
            <span key={d.drugId}>
              <Drug of={d} plain />
              <small>{strengthText(d, r.totalUl)}</small>
            </span>
          ))}
        </span>
      ),
      exportText: drugsText,
    },
    {
      key: 'rate',
      title: '模式、速度',
      width: 110,
      render: (r) => (
        <span className="inf-two">
          <span>{r.mode === 'pca' ? 'PCA' : '持续'}</span>
          <small>{rateText(r.rateUlH)}</small>
        </span>
      ),
      exportText: (r) => `${pumpModeTitle[r.mode]} ${rateText(r.rateUlH)}`,
    },
    {
      key: 'left',
      title: '余量（估计）',
      width: 190,
      render: (r) => <LeftBar row={r} now={now} />,
      exportText: (r) =>
        `${mlText(r.state === 'running' ? leftNowUl(r, new Date(now).toISOString()) : r.totalUl - r.givenUl)} ml，${emptyAt(r) ? instantText(emptyAt(r) ?? '') : ''}`,
    },
    {
      key: 'lastAt',
      title: '最近读泵',
      width: 186,
      render: (r) => (
        <span className={isLate(r, now) ? 'inf-late z-tone-amber' : undefined}>{lastReadText(r, now)}</span>
      ),
      exportText: (r) => instantText(r.lastAt),
    },
    { key: 'keeper', title: '看管人', width: 84 },
    {
      key: 'state',
      title: '状态',
      width: 132,
      render: (r) =>
        isLate(r, now) ? (
          <StatusTag tone="amber">{`该读泵，超 ${durationText(now - Date.parse(r.readDueAt ?? ''))}`}</StatusTag>
        ) : r.state === 'running' && r.level && r.level !== 'within' ? (
          <LevelTag of={r.level} />
        ) : (
          <StateTag of={r.state} />
        ),
      exportText: (r) => pumpStateTitle[r.state],
    },
  ]
}

const tabs: readonly PumpState[] = ['running', 'rest', 'closed']
const empty: Record<PumpState, readonly [string, string]> = {
  running: ['没有运行中的泵', '在手术病例或领用单里开启药品后，点“配泵”'],
  rest: ['没有待处置的余液', '停泵后还有药液的出现在这里，由看管人弃去或续配'],
  closed: ['还没有结清的泵', '配入的都有去向后出现在这里'],
}

/** 泵注监测: every pump with what is left in it, the one that was not read for longest at the top. */
export function Page() {
  const [search, change] = useSearch()
  const [rule, setRule] = useState(false)
  const now = useNow(30_000)
  const org = search['org'] ? { org: Number(search['org']) } : {}
  const own = org.org === undefined
  const maySet = useMay('place.write') && own
  const mayUse = useMay('use.record') && own
  const state = tabs.find((t) => t === search['tab']) ?? 'running'
  const mine = search['mine'] === '1' && mayUse
  const counts = useCall(listPumps, { ...org, pageSize: 1 }, { refetchInterval: 30_000 }).data
  const words = (title: string, n: number | undefined) => (n ? `${title} ${n}` : title)
  return (
    <Frame
      fit
      title="泵注监测"
      scope="泵内药液仍记在领用人名下；每次读泵按读数记给药，停泵由两人，余液按残余处置"
      facts={[
        {
          label: `超 ${counts?.unreadHours ?? 4} 小时没读`,
          value: `${counts?.late ?? 0} 台`,
          ...(counts?.late ? { tone: 'amber' as const } : {}),
        },
      ]}
      actions={maySet && <ActButton onClick={() => setRule(true)}>读泵间隔</ActButton>}
    >
      <div className="inf-bar">
        <Segmented<string>
          value={state}
          options={[
            { value: 'running', label: words('运行中', counts?.running) },
            { value: 'rest', label: words('余液待处置', counts?.rest) },
            { value: 'closed', label: '已结清' },
          ]}
          onChange={(to) => change({ tab: to === 'running' ? undefined : to, page: undefined })}
        />
        {mayUse && (
          <Segmented<string>
            value={mine ? 'mine' : 'all'}
            options={[
              { value: 'all', label: '全部' },
              { value: 'mine', label: '我看管的' },
            ]}
            onChange={(to) => change({ mine: to === 'mine' ? '1' : undefined, page: undefined })}
          />
        )}
      </div>
      <DataTable
        key={state}
        endpoint={listPumps}
        input={{ ...org, state, ...(mine ? { mine: true } : {}) }}
        columns={columnsAt(now)}
        rowKey={(r) => r.id}
        search="泵号、单号、地点、看管人"
        tone={(r) => (isLate(r, now) ? 'amber' : undefined)}
        onOpen={(r) => go(`/infusions/${r.id}`)}
        exportName={`泵注监测 ${pumpStateTitle[state]}`}
        empty={empty[state][0]}
        emptyText={empty[state][1]}
        refetchInterval={30_000}
      />
      {rule && <RulePanel hours={counts?.unreadHours ?? 4} onClose={() => setRule(false)} />}
    </Frame>
  )
}
