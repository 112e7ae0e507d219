import { Select } from 'antd'
import { listSuppliers } from '#features/suppliers/contract.ts'
import { instantText } from '#ui/format.ts'
import { Panel } from '#ui/Panel.tsx'
import { useAct, useCall } from '#ui/query.ts'
import { SchemaForm, type FieldProps } from '#ui/SchemaForm.tsx'
import { toast } from '#ui/toast.tsx'
import { listAccounts, setAccount } from './contract.ts'

/** 登记收款账户: the supplier's own account; the newest counts, and payments keep the one to which they went. */
export function AccountPanel({ onClose }: { onClose: () => void }) {
  const suppliers = useCall(listSuppliers, { pageSize: 500 }).data?.rows ?? []
  const accounts = useCall(listAccounts, {}).data?.rows ?? []
  const act = useAct(setAccount, {
    onDone: () => {
      toast('已登记收款账户')
      onClose()
    },
  })
  const fields = {
    supplierId: (f: FieldProps) => (
      <Select
        aria-label="供应商"
        showSearch
        optionFilterProp="label"
        placeholder="请选择"
        value={f.value as number | undefined}
        onChange={f.onChange}
        options={suppliers.map((s) => ({ value: s.supplierId, label: s.name }))}
      />
    ),
  }
  return (
    <Panel
      open
      onClose={onClose}
      width={560}
      title="登记收款账户"
      scope="户名须与供应商名称一致；更换后旧账户保留"
    >
      <SchemaForm
        schema={setAccount.input}
        fields={fields}
        submit="登记收款账户"
        busy={act.busy}
        refused={act.refused}
        onSubmit={act.run}
      />
      {accounts.length > 0 && (
        <ul className="pay-accounts">
          {accounts.map((a) => (
            <li key={a.accountId}>
              <b>{a.holder}</b>
              <span className="z-code">{a.accountNo}</span>
              <span>{a.bank}</span>
              <span className="z-caption">
                {a.setBy}，{instantText(a.setAt)}
              </span>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  )
}
