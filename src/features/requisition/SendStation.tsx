import { useState } from 'react'
import type { DrugName } from '#core/contract.ts'
import type { Place } from '#features/places/contract.ts'
import { Card } from '#ui/Card.tsx'
import { Column, Columns } from '#ui/Columns.tsx'
import { CountFirst } from '#ui/CountFirst.tsx'
import { Drug } from '#ui/Drug.tsx'
import { deadlineText } from '#ui/format.ts'
import { useMe } from '#ui/me.ts'
import { go } from '#ui/nav.tsx'
import { Page as Frame } from '#ui/Page.tsx'
import { ScanInput, type ScanOutcome } from '#ui/ScanInput.tsx'
import { useKeys } from '#ui/useKeys.ts'
import type { RequisitionDetail } from './contract.ts'
import { passedOver } from './rules.ts'
import { look } from './scanning.tsx'
import { SendLines, type SendLine } from './SendLines.tsx'
import { SendSign } from './SendSign.tsx'
import {
  pickOf,
  pickOfSuggestion,
  unitsOf,
  useCart,
  useSuggestions,
  type Cart,
  type Suggestion,
} from './sending.tsx'
import './requisition.css'

interface Props {
  request?: RequisitionDetail
  source: Place
  destination: Place
}

/** What the station expects: the request's lines that are still open, else whatever drugs are on the cart. */
function useLines({ request, source }: Props, cart: Cart): SendLine[] {
  const asked = (request?.lines ?? []).map((l) => ({
    drug: l as DrugName,
    wanted: Math.max(0, l.units - l.sentUnits),
    stock: l.sourceStock as number | undefined,
  }))
  const more = cart.picked.filter(
    (p, i, all) =>
      !asked.some((a) => a.drug.drugId === p.drugId) && all.findIndex((o) => o.drugId === p.drugId) === i,
  )
  const all = [...asked, ...more.map((p) => ({ drug: p as DrugName, wanted: undefined, stock: undefined }))]
  const wants = all.map((l) => ({
    drugId: l.drug.drugId,
    units: Math.max(l.wanted ?? 0, unitsOf(cart.picked, l.drug.drugId)),
  }))
  const suggested = useSuggestions(source.placeId, wants)
  return all.map((l) => {
    const found = suggested.get(l.drug.drugId)
    const picked = cart.picked.filter((p) => p.drugId === l.drug.drugId)
    return {
      ...l,
      picked,
      suggested: found?.picks ?? [],
      expired: found?.expiredUnits ?? 0,
      passed: passedOver(found?.picks ?? [], picked),
    }
  })
}

/** What is to be counted before it leaves: what is still wanted and lies here, and what is on the cart. */
const isTaken = (l: SendLine) => l.picked.length > 0 || ((l.wanted ?? 0) > 0 && l.stock !== 0)

/** 配货出库: expected lines left, scanning and two signatures right. */
export function SendStation(props: Props) {
  const { request, source, destination } = props
  const cart = useCart(
    `${useMe().userId}.${request ? `r${request.id}` : `${source.placeId}-${destination.placeId}`}`,
  )
  const lines = useLines(props, cart)
  const [chosen, setChosen] = useState<number>()
  const open = (l: SendLine) => l.wanted !== undefined && unitsOf(l.picked, l.drug.drugId) < l.wanted
  const current = lines.find((l) => l.drug.drugId === chosen) ?? lines.find(open) ?? lines.at(-1)
  const scan = (raw: string) =>
    take(raw, props, lines, cart).then((outcome) => {
      setChosen(outcome.drugId)
      return outcome
    })
  useKeys({ 'Ctrl+Z': { text: '撤回上一码', run: cart.undo, off: cart.picked.length === 0 } })
  const due = request?.neededBy
    ? [{ label: '需用', value: deadlineText(request.neededBy), tone: 'amber' as const }]
    : []
  return (
    <Frame
      fit
      title={request?.no ?? '直接调拨'}
      crumb={[
        { title: '请领调拨', to: '/requisitions' },
        request
          ? { title: request.no, to: `/requisitions/${request.id}` }
          : { title: '直接调拨', to: '/transfers/new' },
        { title: '配货出库' },
      ]}
      facts={[
        { label: '调出储位', value: source.name },
        { label: '调入储位', value: destination.name },
        ...(request ? [{ label: '请领人', value: request.createdBy }] : []),
        ...due,
      ]}
    >
      <Columns widths="minmax(0, 1fr) 440px">
        <SendLines
          lines={lines}
          current={current}
          onCurrent={setChosen}
          cart={cart}
          onTake={(line: SendLine, s: Suggestion) => cart.add(pickOfSuggestion(line.drug, s))}
        />
        <Column>
          <CountFirst
            act="send"
            placeId={source.placeId}
            drugIds={lines.filter(isTaken).map((l) => l.drug.drugId)}
          />
          <Card>
            <ScanInput title="扫码" placeholder="扫描要发出的盒或单支码" onScan={scan} />
          </Card>
          <SendSign
            request={request}
            source={source}
            destination={destination}
            lines={lines}
            cart={cart}
            onSent={(id) => go(`/transfers/${id}`, { replace: true })}
          />
        </Column>
      </Columns>
    </Frame>
  )
}

/**
 * A scanned box goes on the cart whole, unless less of it is still wanted. What was not asked for is refused here,
 * with what to do; where it really lies the server knows.
 */
async function take(
  raw: string,
  { request, source }: Props,
  lines: readonly SendLine[],
  cart: Cart,
): Promise<ScanOutcome & { drugId?: number }> {
  const found = await look(source.accountId, raw)
  if ('kind' in found) return found
  const { code, drugId, unit } = found
  const about = <Drug of={found} />
  if (cart.has(found)) return { kind: 'repeat', text: '已在本单，不重复取', code, drugId }
  const line = lines.find((l) => l.drug.drugId === drugId)
  if (request && line?.wanted === undefined) {
    return {
      kind: 'refuse',
      text: '请领单没有这个药',
      code,
      about,
      detail: `对方没有请领${found.name}。放回原位，继续扫；确要发出请用“直接调拨”。`,
    }
  }
  const left = line?.wanted === undefined ? undefined : line.wanted - unitsOf(line.picked, drugId)
  if (left !== undefined && left <= 0) {
    return {
      kind: 'refuse',
      text: '这个药已配齐',
      code,
      about,
      detail: '请领的数量已取够。放回原位；要换一盒，先在左边撤回已取的盒。',
    }
  }
  const units = Math.min(found.units, left ?? found.units)
  cart.add(pickOf(found, units))
  const rest = found.units - units
  return {
    kind: 'accept',
    text: rest > 0 ? `取 ${units} ${unit}，原位留 ${rest} ${unit}` : `取 ${units} ${unit}`,
    code,
    drugId,
  }
}
