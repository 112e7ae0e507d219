import { useState, type ReactNode } from 'react'
import { ActButton } from './ActButton.tsx'
import { useMe } from './me.ts'
import { Notice } from './Notice.tsx'
import { SignatureSlot } from './SignatureSlot.tsx'
import type { Signed } from './useSigned.ts'

interface Props {
  of: Signed
  /** What the first of the two does: 经办, 执行. */
  title: string
  /** Beside the first one's name, instead of what they are. */
  text?: string
  /** Says since when the first one stands here. */
  since?: boolean
  /** Whom the button waits for once their place is due: 复核人, 见证人. */
  who?: string
  /** What else is lacking, in the order in which it is asked for. */
  lack: readonly (string | false)[]
  verb: string
  kind?: 'filled' | 'red'
  size?: 'middle' | 'large'
  /** The panel's class for two things beside each other; without it one stands below the other. */
  beside?: string
  /** The panel's class for the foot that holds the button. */
  foot?: string
  /** Between the signatures and the button. */
  children?: ReactNode
}

/** Two people and the act that both sign: their places, what was refused, and the button with what it waits for. */
export function TwoSignatures(props: Props) {
  const { of, title, text, since, who, lack, verb, kind = 'filled', size = 'middle', beside, foot } = props
  const me = useMe()
  const [here] = useState(() => new Date().toISOString())
  const { present, slotProps } = of.second
  const absent = who !== undefined && !present && slotProps.state !== 'empty'
  const waits = [...lack, absent && `${who}到场`].filter(Boolean).join('、')
  const slots = (
    <>
      <SignatureSlot
        order="第一人"
        title={title}
        state="present"
        name={me.name}
        role={me.title}
        text={text}
        at={since ? here : undefined}
      />
      <SignatureSlot {...slotProps} />
    </>
  )
  const button = (
    <ActButton
      kind={kind}
      k="F10"
      size={size}
      wide
      blocked={waits || undefined}
      busy={of.act.busy}
      onClick={of.sign}
    >
      {verb}
    </ActButton>
  )
  return (
    <>
      {beside ? <div className={beside}>{slots}</div> : slots}
      {props.children}
      {of.act.refused && <Notice tone="red">{of.act.refused.text}</Notice>}
      {foot ? <div className={foot}>{button}</div> : button}
    </>
  )
}
