import { Input } from 'antd'
import { Card } from '#ui/Card.tsx'
import { Columns } from '#ui/Columns.tsx'
import { dateText } from '#ui/format.ts'
import { Page as Frame } from '#ui/Page.tsx'
import { PickTable } from '#ui/PickTable.tsx'
import { ForeignRows } from './ForeignRows.tsx'
import { ReceiveSign } from './ReceiveSign.tsx'
import { useReturn, type Return } from './useReturn.ts'
import './patientReturn.css'

/** 接收交回: what the patient brings, from whom, two people. */
export function Page() {
  const back = useReturn()
  return (
    <Frame
      fit
      title="接收交回"
      crumb={[{ title: '患者交回', to: '/patient-returns' }, { title: '接收' }]}
      scope="当面清点，无偿收回"
    >
      <Columns widths="minmax(0, 1fr) 420px">
        <Card
          title="交回药品"
          scope="先查领用或发药，勾选交回的；没有本院码的按盒上批号登记"
          extra={
            <Input.Search
              allowClear
              style={{ width: 300 }}
              placeholder="领用单号、处方号或病历号"
              aria-label="查领过的药"
              onSearch={(q) => q.trim() && void back.search(q.trim())}
            />
          }
          flush
          grow
        >
          <Found back={back} />
          {back.issue && (
            <PickTable
              picks={back.picks}
              has="可交回"
              verb="交回"
              empty={{ title: '这张单没有整支交给患者、还没有交回的药品', text: '按下面的“没有本院码”登记' }}
            />
          )}
          <ForeignRows back={back} />
        </Card>
        <ReceiveSign back={back} />
      </Columns>
    </Frame>
  )
}

function Found({ back }: { back: Return }) {
  const { found, issue, setIssue } = back
  if (!found) return null
  if (found.length === 0)
    return <div className="pr-found">没有找到，请核对号码；确实没有领过可按患者姓名登记</div>
  return (
    <div className="pr-found">
      {found.map((f) => (
        <label key={f.no} style={{ display: 'block' }}>
          <input type="radio" checked={issue?.no === f.no} onChange={() => setIssue(f)} />{' '}
          {[f.no, f.refNo, f.patient, f.recordNo, dateText(f.issuedAt)].join('　')}
        </label>
      ))}
    </div>
  )
}
