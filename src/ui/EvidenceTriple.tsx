import type { Evidence } from '#core/files/contract.ts'
import { EvidenceStrip } from './EvidenceStrip.tsx'
import type { SendPhoto } from './usePhoto.ts'

const places = [
  { title: '弃前', says: '残余药液、针管刻度和标签' },
  { title: '弃中', says: '正在弃去，两人都在' },
  { title: '弃后', says: '空针管和空安瓿' },
]

interface Props {
  value: readonly (Evidence | undefined)[]
  onChange?: (value: (Evidence | undefined)[]) => void
  org?: number
  disabled?: boolean
  send?: SendPhoto
}

/** 弃前 弃中 弃后, in this order. */
export function EvidenceTriple(props: Props) {
  return <EvidenceStrip slots={places} {...props} />
}
