import { StatusTag } from '#ui/StatusTag.tsx'
import type { State } from './contract.ts'
import { stateTitle } from './words.ts'

const tones: Record<State, 'grey' | 'blue' | 'amber' | 'green' | 'red'> = {
  draft: 'grey',
  submitted: 'blue',
  returned: 'amber',
  approved: 'green',
  rejected: 'red',
  withdrawn: 'grey',
}

export const StateTag = ({ of }: { of: State }) => <StatusTag tone={tones[of]}>{stateTitle[of]}</StatusTag>
