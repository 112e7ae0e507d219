import { Button } from 'antd'
import { useAct } from '#ui/query.ts'
import { SchemaForm } from '#ui/SchemaForm.tsx'
import { toast } from '#ui/toast.tsx'
import { updateDrug, type Drug, type Identifier } from './contract.ts'
import { IdentifierRows } from './IdentifierRows.tsx'
import { FaultNotes, drugSections } from './drugForm.tsx'

export function EditDrug({ drug, onDone }: { drug: Drug; onDone: () => void }) {
  const act = useAct(updateDrug, {
    onDone: ({ warnings }) => {
      toast(warnings[0] ? `已保存；${warnings[0].text}` : '已保存', warnings[0] ? 'amber' : 'green')
      onDone()
    },
  })
  const { form, manufacturer, packUnit, packUnits, lowUnits, identifiers } = drug
  const initial = {
    id: drug.drugId,
    form,
    manufacturer,
    packUnit,
    packUnits,
    lowUnits,
    identifiers,
    highUnits: drug.highUnits ?? undefined,
    approvalNo: drug.approvalNo ?? undefined,
    standardCode: drug.standardCode ?? undefined,
    insuranceCode: drug.insuranceCode ?? undefined,
    barcode69: drug.barcode69 ?? undefined,
  }
  return (
    <>
      <SchemaForm
        schema={updateDrug.input}
        initial={initial}
        hide={['id']}
        sections={drugSections}
        fields={{
          identifiers: (f) => (
            <IdentifierRows
              value={(f.value as Identifier[]) ?? []}
              onChange={f.onChange}
              unit={drug.unit}
              packUnits={drug.packUnits}
            />
          ),
        }}
        submit="保存"
        busy={act.busy}
        refused={act.refused}
        secondary={<Button onClick={onDone}>取消</Button>}
        onSubmit={act.run}
      />
      <FaultNotes refused={act.refused} />
    </>
  )
}
