import { dayOf } from '#core/clock.ts'
import { Card } from '#ui/Card.tsx'
import { Columns } from '#ui/Columns.tsx'
import { useParams } from '#ui/nav.tsx'
import { Page as Frame } from '#ui/Page.tsx'
import { checklistOn, inspectionKindTitle } from './checklist.ts'
import { ItemRow } from './ItemRow.tsx'
import { SignCard } from './SignCard.tsx'
import { useWalk } from './useWalk.ts'
import './inspection.css'

const crumb = [{ title: '管理与报送', to: '/office' }, { title: '检查' }]

/** 专项检查 or 值班巡查: every item of the list looked at on the spot, signed at the end. */
export function Page() {
  const kind = useParams()['kind'] === 'special' ? 'special' : 'patrol'
  const list = checklistOn(kind, dayOf(new Date()))
  const walk = useWalk(kind, list)
  const groups = [...Map.groupBy(list.items, (i) => i.group)]
  return (
    <Frame
      fit
      title={inspectionKindTitle[kind]}
      crumb={crumb}
      scope={`检查表第 ${list.version} 版，${list.items.length} 项；离开页面不会丢，签字后不能改`}
    >
      <Columns widths="minmax(0, 1fr) 400px">
        <Card title="逐项检查" scope={walk.progress} grow>
          {groups.map(([title, items]) => (
            <section key={title} className="it-group">
              <h3>{title}</h3>
              {items.map((item) => (
                <ItemRow
                  key={item.code}
                  item={item}
                  of={walk.items[item.code]}
                  onChange={(to) => walk.set(item.code, to)}
                />
              ))}
            </section>
          ))}
        </Card>
        <SignCard key={kind} kind={kind} walk={walk} />
      </Columns>
    </Frame>
  )
}
