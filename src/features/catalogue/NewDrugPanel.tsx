import { Button, Checkbox } from 'antd'
import { useState } from 'react'
import { Drug as DrugLine } from '#ui/Drug.tsx'
import { Panel } from '#ui/Panel.tsx'
import { useAct } from '#ui/query.ts'
import { SchemaForm } from '#ui/SchemaForm.tsx'
import { toast } from '#ui/toast.tsx'
import { createDrug, type Identifier, type Product } from './contract.ts'
import { drugSections, FaultNotes } from './drugForm.tsx'
import { IdentifierRows } from './IdentifierRows.tsx'
import { ProductPicker } from './ProductPicker.tsx'
import { recoveryIsDuty } from './rules.ts'

interface Props {
  open: boolean
  onClose: () => void
  onMade: (drugId: number) => void
}

/** 选品种 › 填档案: name and strength come from the platform's list, never by hand. */
export function NewDrugPanel({ open, onClose, onMade }: Props) {
  const [product, setProduct] = useState<Product>()
  const close = () => {
    setProduct(undefined)
    onClose()
  }
  return (
    <Panel
      open={open}
      onClose={close}
      title="新增药品"
      scope={product ? '选品种 › 填档案' : '先从全平台目录选品种'}
    >
      {product ? (
        <Form
          key={product.productId}
          product={product}
          back={() => setProduct(undefined)}
          onMade={(id) => {
            close()
            onMade(id)
          }}
        />
      ) : (
        <ProductPicker onPick={setProduct} />
      )}
    </Panel>
  )
}

function Form({
  product,
  back,
  onMade,
}: {
  product: Product
  back: () => void
  onMade: (id: number) => void
}) {
  const act = useAct(createDrug, {
    onDone: ({ drugId }) => {
      toast(`已新增${product.name}`)
      onMade(drugId)
    },
  })
  const [packUnits, setPackUnits] = useState(10)
  const duty = recoveryIsDuty(product)
  return (
    <div style={{ display: 'grid', gap: 16 }}>
      <div style={{ display: 'flex', gap: 12, alignItems: 'center' }}>
        <DrugLine of={product} />
        <Button type="link" onClick={back}>
          换品种
        </Button>
      </div>
      <SchemaForm
        schema={createDrug.input}
        initial={{
          productId: product.productId,
          code: product.code,
          form: product.form,
          packUnits: 10,
          recover: product.container !== null,
          identifiers: [],
        }}
        hide={['productId']}
        sections={[{ title: '', keys: ['code', 'recover'] }, ...drugSections]}
        fields={{
          recover: (f) => (
            <Checkbox
              id={f.id}
              disabled={duty}
              checked={duty || f.value === true}
              onChange={(e) => f.onChange(e.target.checked)}
            >
              {duty ? `${product.container}必须回收` : '回收空安瓿或废贴'}
            </Checkbox>
          ),
          identifiers: (f) => (
            <IdentifierRows
              value={(f.value as Identifier[]) ?? []}
              onChange={f.onChange}
              unit={product.unit}
              packUnits={packUnits}
            />
          ),
        }}
        submit="新增药品"
        busy={act.busy}
        refused={act.refused}
        onChange={(v) => setPackUnits(typeof v.packUnits === 'number' ? v.packUnits : 10)}
        onSubmit={act.run}
      />
      <FaultNotes refused={act.refused} />
    </div>
  )
}
