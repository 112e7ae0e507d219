import { CheckOutlined, ExclamationOutlined, PlusOutlined } from '@ant-design/icons'
import type { ReactNode } from 'react'
import { shortInstant } from './format.ts'
import { Avatar } from './Person.tsx'
import './slot.css'

export type SlotState = 'empty' | 'waiting' | 'present' | 'signed' | 'refused'

export interface SignatureSlotProps {
  state: SlotState
  /** `第一人`, `第二人`. */
  order: string
  /** `验收`, `复核`, `见证`. */
  title: string
  name?: string | undefined
  role?: string | undefined
  at?: string | undefined
  method?: 'password' | 'card' | undefined
  /** How the slot is filled, or why it was refused. */
  text?: string | undefined
  onOpen?: (() => void) | undefined
  /** The credential form, inside the slot. */
  form?: ReactNode
}

const methodText = { password: '密码', card: '工卡' }
const waitingText = (
  <>
    请另一人刷卡，<span className="z-slot-key">或按 F9</span>
    <span className="z-slot-touch">或点这里</span>
  </>
)
const emptyText = { empty: '尚未轮到', waiting: waitingText, refused: '请另一人签字' }

/** One person's place on the page, there from the start and filled in front of everyone. */
export function SignatureSlot(props: SignatureSlotProps) {
  const { state, onOpen, form } = props
  const opens = onOpen && !form && state !== 'signed' && state !== 'empty'
  const line = <SlotLine {...props} />
  return (
    <div className="z-slot" data-state={state} aria-live="polite">
      {opens ? (
        <button type="button" className="z-slot-line" onClick={onOpen}>
          {line}
        </button>
      ) : (
        <div className="z-slot-line">{line}</div>
      )}
      {form}
    </div>
  )
}

function SlotLine({ state, order, title, name, role, at, method, text }: SignatureSlotProps) {
  const filled = state === 'present' || state === 'signed'
  return (
    <>
      {filled ? (
        <Avatar name={name ?? ''} tone={state === 'signed' ? 'green' : 'blue'} large />
      ) : (
        <Mark state={state} />
      )}
      <span className="z-slot-who">
        <span className="z-caption">
          {order} <span className="z-slot-title">{title}</span>
        </span>
        {filled ? (
          <span className="z-slot-name">
            <b>{name}</b>
            <small>{state === 'signed' && method ? methodText[method] : (text ?? role)}</small>
          </span>
        ) : (
          <b className="z-slot-text">{text ?? emptyText[state]}</b>
        )}
      </span>
      {filled && (
        <span className="z-slot-state">
          {state === 'signed' ? (
            <b>
              <CheckOutlined /> 已签
            </b>
          ) : (
            <b className="z-slot-dot">在场</b>
          )}
          {at && <small>{state === 'signed' ? shortInstant(at) : `${shortInstant(at)} 起`}</small>}
        </span>
      )}
    </>
  )
}

function Mark({ state }: { state: SlotState }) {
  return (
    <span className="z-slot-mark" aria-hidden>
      {state === 'refused' ? <ExclamationOutlined /> : <PlusOutlined />}
    </span>
  )
}
