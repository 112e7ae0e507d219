import { ActButton } from '#ui/ActButton.tsx'
import { Card } from '#ui/Card.tsx'
import { Column, Columns } from '#ui/Columns.tsx'
import { ErrorState } from '#ui/ErrorState.tsx'
import { FactList } from '#ui/FactList.tsx'
import { deadlineText, instantText, num, unitText } from '#ui/format.ts'
import { useMay, useMe } from '#ui/me.ts'
import { go, Link, useParams, useSearch } from '#ui/nav.tsx'
import { Notice } from '#ui/Notice.tsx'
import { Page as Frame } from '#ui/Page.tsx'
import { Panel } from '#ui/Panel.tsx'
import { useCall } from '#ui/query.ts'
import { SkeletonRows } from '#ui/SkeletonRows.tsx'
import { useNow } from '#ui/useNow.ts'
import { readOne, type PumpDetail } from './contract.ts'
import { Curve } from './Curve.tsx'
import { MassTable } from './MassTable.tsx'
import { HandoverForm, ReadForm, StopForm } from './ReadForm.tsx'
import { Readings } from './Readings.tsx'
import { mlText, pumpModeTitle } from './rules.ts'
import { isLate, lastReadText, LeftBar, rateText, StateTag, strengthText } from './words.tsx'
import './infusion.css'

const crumb = [{ title: '泵注监测', to: '/infusions' }, { title: '泵' }]

/** One pump: what is left in it, what was read against what was to be expected, and the sum of its content. */
export function Page() {
  const { id } = useParams()
  const read = useCall(readOne, { id: Number(id) }, { refetchInterval: 20_000 })
  if (read.data) return <Pump of={read.data} />
  return (
    <Frame title="泵注" crumb={crumb}>
      {read.error ? <ErrorState error={read.error} retry={read.refetch} /> : <SkeletonRows rows={10} />}
    </Frame>
  )
}

function Pump({ of }: { of: PumpDetail }) {
  const now = useNow(30_000)
  const late = isLate(of, now)
  return (
    <Frame
      title={`泵 ${of.deviceNo}`}
      crumb={crumb}
      no={of.no}
      tag={<StateTag of={of.state} />}
      scope={of.place}
      facts={[
        { label: '患者', value: of.patientName },
        { label: '看管人', value: of.keeper },
        ...(of.readDueAt
          ? [
              {
                label: '下次读泵',
                value: deadlineText(of.readDueAt, now),
                ...(late ? { tone: 'amber' as const } : {}),
              },
            ]
          : []),
      ]}
    >
      <Columns widths="360px minmax(0, 1fr)">
        <Column>
          <Now of={of} now={now} />
          <Order of={of} />
        </Column>
        <Column>
          <Curve of={of} now={of.stoppedAt ?? new Date(now).toISOString()} />
          <MassTable of={of} />
        </Column>
      </Columns>
      <Readings of={of} />
      <Acts of={of} />
    </Frame>
  )
}

/** What is left now, and what this reader may do about it. */
function Now({ of, now }: { of: PumpDetail; now: number }) {
  const me = useMe()
  const [, change] = useSearch()
  const mine = useMay('use.record') && me.userId === of.keeperId && me.org.orgId === of.orgId
  const open = (act: string) => () => change({ act })
  return (
    <Card title={of.state === 'running' ? '现在余量（按速度估计）' : '停泵'}>
      <div className="inf-now">
        <LeftBar row={of} now={now} />
        <span className={isLate(of, now) ? 'inf-late z-tone-amber' : 'z-caption'}>
          {lastReadText(of, now)}
        </span>
        {of.state === 'running' && mine && (
          <div className="inf-acts">
            <ActButton kind="filled" k="F4" wide onClick={open('read')}>
              读泵
            </ActButton>
            <ActButton k="F7" onClick={open('handover')}>
              交接泵
            </ActButton>
            <ActButton k="F8" onClick={open('stop')}>
              停泵
            </ActButton>
          </div>
        )}
        {of.state === 'running' && !mine && (
          <Notice tone="grey">{`由看管人 ${of.keeper} 读泵；您接手时，请先由${of.keeper}交接。`}</Notice>
        )}
        {of.state === 'rest' && <Rest of={of} mine={mine} />}
        {of.state === 'closed' && <Notice tone="green">配入的药液都有去向。</Notice>}
      </div>
    </Card>
  )
}

function Rest({ of, mine }: { of: PumpDetail; mine: boolean }) {
  const rest = of.drugs
    .filter((d) => d.held > 0)
    .map((d) => `${d.name} ${num(d.held)} ${unitText(d.contentUnit)}`)
    .join('、')
  if (!mine) return <Notice tone="amber">{`余液 ${rest}，由 ${of.keeper} 弃去或续配。`}</Notice>
  return (
    <>
      <Notice tone="amber">{`余液 ${rest}，请弃去（两人、三照片）或续配下一泵。`}</Notice>
      <div className="inf-acts">
        <ActButton kind="filled" k="F4" wide onClick={() => go(`/issues/${of.issueId}?act=waste`)}>
          弃去余液
        </ActButton>
        <ActButton k="F7" onClick={() => go(`/infusions/new?issue=${of.issueId}&previous=${of.id}`)}>
          续配
        </ActButton>
      </div>
    </>
  )
}

/** What was ordered and filled. */
function Order({ of }: { of: PumpDetail }) {
  return (
    <Card title="配泵" scope={pumpModeTitle[of.mode]}>
      <FactList
        items={[
          ...of.drugs.map((d) => ({
            label: `${d.name}`,
            value: `${num(d.filled)} ${unitText(d.contentUnit)}，${strengthText(d, of.totalUl)}`,
          })),
          { label: '总量', value: `${mlText(of.totalUl)} ml，${of.diluent}` },
          { label: '速度', value: rateText(of.rateUlH) },
          ...(of.bolusUl
            ? [{ label: '单次量', value: `${mlText(of.bolusUl)} ml，锁定 ${of.lockoutMinutes ?? 0} 分钟` }]
            : []),
          ...(of.bolusAsked === null
            ? []
            : [{ label: '按压', value: `有效 ${of.bolusGiven ?? 0} / 共 ${of.bolusAsked} 次` }]),
          { label: '途径', value: of.route },
          { label: '医嘱', value: of.prescribedBy },
          { label: '配泵', value: `${of.filledBy}　${instantText(of.startedAt)}` },
          {
            label: '领用单',
            value: <Link to={`/issues/${of.issueId}`}>{`${of.issueNo}，${of.holder} 领用`}</Link>,
          },
          ...(of.previousId
            ? [{ label: '上一泵', value: <Link to={`/infusions/${of.previousId}`}>{of.previousNo}</Link> }]
            : []),
          ...(of.nextId
            ? [{ label: '续配', value: <Link to={`/infusions/${of.nextId}`}>{of.nextNo}</Link> }]
            : []),
        ]}
      />
    </Card>
  )
}

const acts = {
  read: { title: '读泵', scope: '按泵面显示填写', form: ReadForm },
  handover: { title: '交接泵', scope: '两人同读，接泵人签字', form: HandoverForm },
  stop: { title: '停泵', scope: '最后一次读数，两人签字', form: StopForm },
} as const

function Acts({ of }: { of: PumpDetail }) {
  const me = useMe()
  const [{ act }, change] = useSearch()
  const chosen = act && act in acts ? acts[act as keyof typeof acts] : undefined
  if (!chosen || of.state !== 'running' || me.userId !== of.keeperId) return null
  const Form = chosen.form
  const close = () => change({ act: undefined })
  return (
    <Panel title={chosen.title} scope={`泵 ${of.deviceNo}，${chosen.scope}`} open onClose={close} width={520}>
      <Form of={of} done={close} />
    </Panel>
  )
}
