import { Popover } from 'antd'
import { readSpecimen, specimenKindTitle, specimensOf } from '#features/specimen/contract.ts'
import { callUrl } from '#ui/call.ts'
import { dateText } from '#ui/format.ts'
import { useMay } from '#ui/me.ts'
import { useCall } from '#ui/query.ts'

interface Props {
  name: string
  userId: number
  /** The day of the prescription: what the signature looked like then. */
  day: string
}

/** 开方医师, with the specimen that the signature on the paper is compared with, one click away. */
export function SpecimenFact({ name, userId, day }: Props) {
  const may = useMay('specimen.read')
  const read = useCall(specimensOf, may ? { userId, day } : undefined)
  if (!read.data) return <>{name}</>
  const rows = read.data.rows.filter((s) => s.current)
  if (rows.length === 0) return <>{`${name}（没有签名留样）`}</>
  const pictures = (
    <div className="rx-specimens">
      {rows.map((s) => (
        <figure key={s.specimenId}>
          <img
            src={callUrl(readSpecimen, { specimenId: s.specimenId })}
            alt={`${name}的${specimenKindTitle[s.kind]}留样`}
          />
          <figcaption>{`${specimenKindTitle[s.kind]}　${dateText(s.validFrom)} 起`}</figcaption>
        </figure>
      ))}
    </div>
  )
  return (
    <>
      {name}{' '}
      <Popover
        trigger="click"
        placement="bottomRight"
        title={`${name} 签名留样，请与处方比对`}
        content={pictures}
      >
        <button type="button" className="z-link">
          看留样
        </button>
      </Popover>
    </>
  )
}
