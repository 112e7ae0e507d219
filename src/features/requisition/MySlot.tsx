import { useState } from 'react'
import { useMe } from '#ui/me.ts'
import { SignatureSlot } from '#ui/SignatureSlot.tsx'

/** One's own place beside the second person's: signed in, hence 在场; signing comes with the act. */
export function MySlot({ order = '第一人', title }: { order?: string; title: string }) {
  const me = useMe()
  const [since] = useState(() => new Date().toISOString())
  return (
    <SignatureSlot order={order} title={title} state="present" name={me.name} role={me.title} at={since} />
  )
}
