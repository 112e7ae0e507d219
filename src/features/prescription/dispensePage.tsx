import { Checkbox } from 'antd'
import { dayOf } from '#core/clock.ts'
import { Card } from '#ui/Card.tsx'
import { Column, Columns } from '#ui/Columns.tsx'
import { CountFirst } from '#ui/CountFirst.tsx'
import { ErrorState } from '#ui/ErrorState.tsx'
import { KeyCap } from '#ui/KeyCap.tsx'
import { useParams } from '#ui/nav.tsx'
import { Notice } from '#ui/Notice.tsx'
import { Page as Frame } from '#ui/Page.tsx'
import { useCall } from '#ui/query.ts'
import { ScanInput } from '#ui/ScanInput.tsx'
import { SkeletonRows } from '#ui/SkeletonRows.tsx'
import { useKeys } from '#ui/useKeys.ts'
import { Checks } from './Checks.tsx'
import { fourChecks, readPrescription, type RxDetail } from './contract.ts'
import { patientWords } from './PatientFact.tsx'
import { seriesTitle } from './rules.ts'
import { SpecimenFact } from './SpecimenFact.tsx'
import { StateTag } from './StateTag.tsx'
import { TakeTable } from './TakeTable.tsx'
import { HomeSigning, WardSigning } from './Signing.tsx'
import { usePlaces, useWindow, type PlaceChoice, type Window } from './useWindow.ts'
import './prescription.css'

/** 调配发药: the prescription and its checks left, scanning and two signatures right. */
export function Page() {
  const { id } = useParams()
  const query = useCall(readPrescription, { id: Number(id) })
  const rx = query.data
  return (
    <Frame
      fit
      title="调配发药"
      crumb={[
        { title: '处方', to: '/prescriptions' },
        { title: rx?.no ?? '打开中', to: `/prescriptions/${id}` },
        { title: '调配' },
      ]}
      {...(rx
        ? {
            tag: <StateTag of={rx} />,
            scope: `${seriesTitle[rx.series]}　${rx.drugs}`,
            facts: [
              { label: '患者', value: patientWords(rx.patient) },
              { label: '临床诊断', value: rx.diagnosis },
              {
                label: '开方医师',
                value: (
                  <SpecimenFact name={rx.prescriber} userId={rx.prescriberId} day={dayOf(rx.writtenAt)} />
                ),
              },
            ],
          }
        : {})}
    >
      {query.error && !rx ? (
        <ErrorState error={query.error} retry={query.refetch} />
      ) : !rx ? (
        <SkeletonRows rows={8} />
      ) : rx.state !== 'open' ? (
        <Notice tone="amber">这张处方不在待调配状态，不能发药。</Notice>
      ) : (
        <Work rx={rx} />
      )}
    </Frame>
  )
}

function Work({ rx }: { rx: RxDetail }) {
  const places = usePlaces(rx)
  return places ? <Bench rx={rx} places={places} /> : <SkeletonRows rows={8} />
}

function Bench({ rx, places }: { rx: RxDetail; places: readonly PlaceChoice[] }) {
  const w = useWindow(rx, places)
  const next = fourChecks.find((c) => !w.checked.includes(c.key))
  useKeys({
    'Ctrl+Z': { text: '撤回上一码', run: () => w.untake(), off: w.takes.length === 0 },
    // Not a figure: the scan box has the focus, and would take it for a code.
    F4: { text: '四查十对，下一项', run: () => next && w.tick(next.key), off: next === undefined },
  })
  return (
    <Columns widths="minmax(0, 1fr) 420px">
      <Column>
        <TakeTable rx={rx} w={w} />
        <Columns widths="minmax(0, 1fr) minmax(0, 1fr)">
          <Card title="限量核对" scope="发药前再核一遍" grow>
            {rx.lines.map((l) => (
              <Checks key={l.drugId} drug={`${l.name} ${l.spec} × ${l.units} ${l.unit}`} checks={l.checks} />
            ))}
          </Card>
          <FourChecks w={w} next={next?.key} />
        </Columns>
      </Column>
      <Column>
        <CountFirst
          act={rx.useAt === 'home' ? 'dispense' : 'issue'}
          placeId={w.locationId}
          drugIds={rx.lines.map((l) => l.drugId)}
        />
        <Card>
          <ScanInput title="扫码" placeholder="扫盒码或单支标签" onScan={(raw) => w.take(raw)} />
        </Card>
        {rx.useAt === 'home' ? <HomeSigning rx={rx} w={w} /> : <WardSigning rx={rx} w={w} />}
      </Column>
    </Columns>
  )
}

/** 四查十对 (处方管理办法 Art 37), one after the other; the key stands at the next one. */
function FourChecks({ w, next }: { w: Window; next: string | undefined }) {
  return (
    <Card title="四查十对" scope="逐项核对" extra={`${w.checked.length} / ${fourChecks.length}`} grow>
      <div className="rx-four">
        {fourChecks.map((c) => (
          <label key={c.key} data-on={w.checked.includes(c.key)}>
            <Checkbox checked={w.checked.includes(c.key)} onChange={() => w.tick(c.key)} />
            <span>
              <b>{c.title}</b>　<span className="z-caption">{c.says}</span>
            </span>
            {c.key === next && (
              <span style={{ marginLeft: 'auto' }}>
                <KeyCap>F4</KeyCap>
              </span>
            )}
          </label>
        ))}
      </div>
    </Card>
  )
}
