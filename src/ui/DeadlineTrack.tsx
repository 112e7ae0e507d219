import './states.css'

export interface DeadlineStep {
  title: string
  /** A date, or for the current step the time that is left. */
  at: string
  state: 'passed' | 'current' | 'missed' | 'ahead'
}

export function DeadlineTrack({ steps }: { steps: readonly DeadlineStep[] }) {
  return (
    <ol className="z-track">
      {steps.map((step) => (
        <li
          key={step.title}
          data-state={step.state}
          aria-current={step.state === 'current' ? 'step' : undefined}
        >
          <b>{step.title}</b>
          <span>{step.at}</span>
        </li>
      ))}
    </ol>
  )
}
