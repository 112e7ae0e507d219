import { ActButton } from '#ui/ActButton.tsx'
import { dayOf } from '#core/clock.ts'
import { Card } from '#ui/Card.tsx'
import { Column, Columns } from '#ui/Columns.tsx'
import { Drug } from '#ui/Drug.tsx'
import { ErrorState } from '#ui/ErrorState.tsx'
import { useMay, useMe } from '#ui/me.ts'
import { go, useParams } from '#ui/nav.tsx'
import { Page as Frame } from '#ui/Page.tsx'
import { Quantity } from '#ui/Quantity.tsx'
import { useAct, useCall } from '#ui/query.ts'
import { ReasonButton } from '#ui/ReasonButton.tsx'
import { SkeletonRows } from '#ui/SkeletonRows.tsx'
import { toast } from '#ui/toast.tsx'
import { Checks } from './Checks.tsx'
import { Countersign } from './Countersign.tsx'
import { readPrescription, voidPrescription, type RxDetail } from './contract.ts'
import { Extend } from './Extend.tsx'
import { PatientFact } from './PatientFact.tsx'
import { PrintButton } from './PrintForm.tsx'
import { seriesTitle } from './rules.ts'
import { Facts, Filled } from './RxFacts.tsx'
import { SpecimenFact } from './SpecimenFact.tsx'
import { StateTag } from './StateTag.tsx'
import { usageText } from '#ui/dose.ts'
import './prescription.css'

/** One prescription: what it says, whether it holds, and who filled it. */
export function Page() {
  const { id } = useParams()
  const query = useCall(readPrescription, { id: Number(id) }, { refetchInterval: 15_000 })
  const rx = query.data
  return (
    <Frame
      fit
      title={rx ? `${seriesTitle[rx.series]}处方` : '处方'}
      crumb={[{ title: '处方', to: '/prescriptions' }, { title: rx?.no ?? '打开中' }]}
      {...(rx ? { no: rx.no, tag: <StateTag of={rx} />, facts: factsOf(rx) } : {})}
      actions={rx && <Acts rx={rx} />}
    >
      {query.error && !rx ? (
        <ErrorState error={query.error} retry={query.refetch} />
      ) : !rx ? (
        <SkeletonRows rows={8} />
      ) : (
        <Columns widths="minmax(0, 1fr) 400px">
          <Column>
            <Lines rx={rx} />
            <Card title="限量核对" scope="按开具当日的规定，逐行列出" grow>
              {rx.lines.map((l) => (
                <Checks
                  key={l.drugId}
                  drug={`${l.name} ${l.spec} × ${l.units} ${l.unit}`}
                  checks={l.checks}
                />
              ))}
            </Card>
          </Column>
          <Column>
            <Filled rx={rx} />
            <Facts rx={rx} />
          </Column>
        </Columns>
      )}
    </Frame>
  )
}

const factsOf = (rx: RxDetail) => [
  { label: '患者', value: <PatientFact rx={rx} /> },
  {
    label: '开方医师',
    value: <SpecimenFact name={rx.prescriber} userId={rx.prescriberId} day={dayOf(rx.writtenAt)} />,
  },
  { label: '有效到', value: rx.validTo },
]

function Acts({ rx }: { rx: RxDetail }) {
  const me = useMe()
  const mayDispense = useMay('prescription.dispense')
  const mayPrint = useMay('prescription.print')
  const voiding = useAct(voidPrescription, { onDone: () => toast(`${rx.no} 已作废`) })
  const mine = rx.prescriberId === me.userId
  const waiting = rx.state === 'unsigned' || rx.state === 'open' || rx.state === 'expired'
  async function annul(reason: string) {
    const done = await voiding.run({ id: rx.id, reason })
    if (!done && voiding.refused) toast(voiding.refused.text, 'red')
  }
  return (
    <>
      {mine && waiting && (
        <ReasonButton verb="作废" onConfirm={annul} presets={['剂量写错', '患者不用了', '重新开具']} />
      )}
      {mine && rx.state === 'open' && <Extend rx={rx} />}
      {!mine && rx.state === 'unsigned' && <Countersign rx={rx} />}
      {mayPrint && rx.state !== 'void' && rx.state !== 'unsigned' && <PrintButton rx={rx} />}
      {mayDispense && rx.state === 'open' && (
        <ActButton kind="filled" k="F4" onClick={() => go(`/prescriptions/${rx.id}/dispense`)}>
          调配发药
        </ActButton>
      )}
    </>
  )
}

function Lines({ rx }: { rx: RxDetail }) {
  return (
    <Card title="药品" scope={`${rx.lines.length} 个品种`} flush>
      <table className="z-table">
        <thead>
          <tr>
            <th>药品</th>
            <th>用法用量</th>
            <th data-align="right">数量</th>
            <th data-align="right">够用</th>
          </tr>
        </thead>
        <tbody>
          {rx.lines.map((l) => (
            <tr key={l.drugId}>
              <td>
                <Drug of={l} />
              </td>
              <td>
                {usageText(l)}
                {l.instruction && <span className="z-caption">　{l.instruction}</span>}
              </td>
              <td data-align="right">
                <Quantity value={l.units} unit={l.unit} strong />
              </td>
              <td data-align="right">
                {l.suppliedDays > 0 ? <Quantity value={l.suppliedDays} unit="日" /> : '一次用完'}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  )
}
