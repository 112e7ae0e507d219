import { dateText } from '#ui/format.ts'
import { useAct } from '#ui/query.ts'
import { SchemaForm } from '#ui/SchemaForm.tsx'
import { toast } from '#ui/toast.tsx'
import { categoryTitle, formTitle } from './contract.ts'
import { setLimit } from './limitContract.ts'

/** A hospital's own limit; a looser one than the law's comes back with the rule's name. */
export function NewLimit({ onDone }: { onDone: () => void }) {
  const act = useAct(setLimit, {
    onDone: () => {
      toast('本院限量已设')
      onDone()
    },
  })
  return (
    <SchemaForm
      schema={setLimit.input}
      columns={2}
      initial={{ measure: 'days', validFrom: dateText(Date.now()) }}
      titles={{
        class: { NAR: '麻醉药品', PS1: '第一类精神药品', PS2: '第二类精神药品' },
        form: { ...formTitle, ANY: '各种剂型' },
        patient: categoryTitle,
        measure: { doses: '次常用量', days: '日常用量' },
      }}
      submit="设本院限量"
      k="F10"
      busy={act.busy}
      {...(act.refused ? { refused: act.refused } : {})}
      onSubmit={act.run}
    />
  )
}
