import { Input, InputNumber, Segmented, Select } from 'antd'
import { listDepartments } from '#features/places/contract.ts'
import { bySpelling } from '#ui/bySpelling.ts'
import { Card } from '#ui/Card.tsx'
import { Column, Columns } from '#ui/Columns.tsx'
import { Drug } from '#ui/Drug.tsx'
import { EmptyState } from '#ui/EmptyState.tsx'
import { useMe } from '#ui/me.ts'
import { go } from '#ui/nav.tsx'
import { Notice } from '#ui/Notice.tsx'
import { Page as Frame } from '#ui/Page.tsx'
import { useCall } from '#ui/query.ts'
import { ScanInput } from '#ui/ScanInput.tsx'
import { TraceCode } from '#ui/TraceCode.tsx'
import { TwoSignatures } from '#ui/TwoSignatures.tsx'
import { useKeys } from '#ui/useKeys.ts'
import { useSigned } from '#ui/useSigned.ts'
import { issueForRescue, rescuePeople, rescueReasonTitle, type RescueReason } from './contract.ts'
import { Field, People, usePlaces } from './DeskHeadForm.tsx'
import { orderHours } from './rules.ts'
import { useRescue, type RescueDesk } from './useRescue.ts'
import './issue.css'

/** 抢救用药: the drug first, the paper afterwards. What nobody knows at two in the morning may stay empty. */
export function Page() {
  const me = useMe()
  const desk = useRescue(me.userId)
  useKeys({ 'Ctrl+Z': { text: '撤回上一码', run: () => desk.untake(), off: desk.takes.length === 0 } })
  return (
    <Frame
      fit
      title="抢救用药"
      crumb={[{ title: '领用发药', to: '/issues' }, { title: '抢救' }]}
      scope={`凭口头医嘱先取药，${orderHours} 小时内补办医嘱`}
    >
      <Columns widths="minmax(0, 1fr) 400px">
        <Column>
          <Head desk={desk} />
          <Taken desk={desk} />
        </Column>
        <Column>
          <Card>
            <ScanInput title="扫码" placeholder="扫盒码或单支标签，每扫一次取一支" onScan={desk.take} />
          </Card>
          <Signing desk={desk} />
        </Column>
      </Columns>
    </Frame>
  )
}

const reasons = Object.entries(rescueReasonTitle).map(([value, label]) => ({
  value: value as RescueReason,
  label,
}))

function Head({ desk }: { desk: RescueDesk }) {
  const { head, change } = desk
  const people = useCall(rescuePeople, {}).data ?? { prescribers: [], holders: [] }
  const departments = useCall(listDepartments, {}).data?.rows ?? []
  const places = usePlaces(desk)
  const line = (key: 'note' | 'room' | 'name' | 'recordNo', maxLength: number, placeholder: string) => (
    <Input
      value={head[key]}
      maxLength={maxLength}
      placeholder={placeholder}
      onChange={(e) => change({ [key]: e.target.value })}
    />
  )
  return (
    <Card title="抢救与患者" scope="只填已经知道的">
      <div className="i-head" data-keep-focus>
        <Field title="抢救原因" wide>
          <Select
            placeholder="请选择"
            value={head.reason}
            onChange={(reason) => change({ reason })}
            options={reasons}
          />
        </Field>
        <Field title="说明" wide>
          {line('note', 200, head.reason === 'other' ? '请写明' : '可不填')}
        </Field>
        <Field title="口头医嘱医师">
          <People
            value={head.doctorId}
            onChange={(doctorId) => change({ doctorId })}
            from={people.prescribers}
          />
        </Field>
        <Field title="领用人">
          <People
            value={people.holders.some((h) => h.userId === head.holderId) ? head.holderId : undefined}
            onChange={(holderId) => change({ holderId })}
            from={people.holders}
          />
        </Field>
        <Field title="取药储位">
          <Select
            value={head.locationId}
            onChange={(locationId) => change({ locationId })}
            options={places.map((p) => ({ value: p.placeId, label: p.name }))}
          />
        </Field>
        <Field title="抢救地点">{line('room', 40, '床位、抢救室')}</Field>
        <Field title="性别">
          <Segmented
            block
            value={head.sex ?? ''}
            onChange={(sex) => change({ sex: sex as '男' | '女' })}
            options={['男', '女']}
          />
        </Field>
        <Field title="年龄">
          <InputNumber
            min={0}
            max={150}
            precision={0}
            suffix="岁"
            placeholder="可估计"
            value={head.age ?? null}
            onChange={(n) => change({ age: n ?? undefined })}
          />
        </Field>
        <Field title="患者姓名">{line('name', 40, '不详可不填')}</Field>
        <Field title="病历号">{line('recordNo', 40, '没有可不填')}</Field>
        <Field title="科室" wide>
          <Select
            allowClear
            showSearch={bySpelling}
            placeholder="可不选"
            popupMatchSelectWidth={180}
            value={head.departmentId}
            onChange={(departmentId?: number) => change({ departmentId })}
            options={departments.map((d) => ({ value: d.departmentId, label: d.name }))}
          />
        </Field>
      </div>
    </Card>
  )
}

function Taken({ desk }: { desk: RescueDesk }) {
  return (
    <Card title="取药" scope={`${desk.takes.length} 个码`} flush grow>
      {desk.takes.length === 0 ? (
        <EmptyState title="还没有扫码" text="扫盒码取一支，再扫一次再取一支；单支标签扫一次" />
      ) : (
        <table className="z-table i-plan">
          <thead>
            <tr>
              <th>药品</th>
              <th>码</th>
              <th data-align="right">取</th>
              <th />
            </tr>
          </thead>
          <tbody>
            {desk.takes.map(({ found, units }) => (
              <tr key={found.code}>
                <td>
                  <Drug of={found} />
                </td>
                <td>
                  <TraceCode code={found.code} short />{' '}
                  <span className="z-caption">
                    批号 {found.lotNo}，至 {found.expiry.slice(0, 7)}
                  </span>
                </td>
                <td data-align="right">
                  <InputNumber
                    size="small"
                    min={1}
                    max={found.haveUnits}
                    precision={0}
                    value={units}
                    suffix={found.unit}
                    onChange={(n) => n && desk.setTaken(found.code, n)}
                    aria-label={`${found.name} 取几${found.unit}`}
                  />
                </td>
                <td data-align="right">
                  <button type="button" className="z-link" onClick={() => desk.untake(found.code)}>
                    撤回
                  </button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Card>
  )
}

function Signing({ desk }: { desk: RescueDesk }) {
  const signed = useSigned(issueForRescue, desk.input, {
    onDone: ({ id, labels }) => go(`/issues/${id}${labels.length > 0 ? '?act=labels' : ''}`),
  })
  const fefo = signed.act.refused?.code === 'FEFO_BROKEN' || desk.fefoReason !== ''
  return (
    <Card title="取药签字" scope="两人当面核对药名、规格、数量" grow>
      <div className="i-desk-foot">
        <TwoSignatures of={signed} title="取药" who="核对人" lack={desk.lack} verb="取药">
          <Notice tone="amber">没有医嘱就取药：{orderHours} 小时内要补办，逾期会告知药学部和主管部门</Notice>
          {fefo && (
            <label className="i-field" data-keep-focus>
              <span>不按近效期先出的原因</span>
              <Input
                value={desk.fefoReason}
                maxLength={200}
                placeholder="写明后重新签字"
                onChange={(e) => desk.setReason(e.target.value)}
              />
            </label>
          )}
        </TwoSignatures>
      </div>
    </Card>
  )
}
