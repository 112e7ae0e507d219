import { StatusTag } from '#ui/StatusTag.tsx'
import { versionStateTitle, type VersionState } from './rules.ts'

const tones = {
  draft: 'amber',
  returned: 'red',
  coming: 'blue',
  current: 'green',
  replaced: 'grey',
  ended: 'grey',
} as const satisfies Record<VersionState, string>

export const VersionTag = ({ of }: { of: VersionState }) => (
  <StatusTag tone={tones[of]}>{versionStateTitle[of]}</StatusTag>
)
