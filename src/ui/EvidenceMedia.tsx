import { filmStage } from '#core/files/contract.ts'
import { fileUrl } from './call.ts'
import './evidence.css'

interface Props {
  /** 弃前, 录像 …: what the evidence is of. */
  stage: string
  sha256: string
  org?: number | undefined
}

/** One piece of evidence as a small picture: a photograph, or the first picture of a film. */
export function EvidenceMedia({ stage, sha256, org }: Props) {
  const src = fileUrl(sha256, org)
  if (stage === filmStage) return <video src={src} aria-label={stage} preload="metadata" muted playsInline />
  return <img src={src} alt={stage} loading="lazy" />
}
