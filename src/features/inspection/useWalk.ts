import type { Evidence } from '#core/files/contract.ts'
import type { CallInputOf } from '#core/contract.ts'
import { useMe } from '#ui/me.ts'
import { useDraft } from '#ui/useDraft.ts'
import type { Checklist, InspectionKind } from './checklist.ts'
import type { Outcome, signPatrol } from './contract.ts'

export interface Looked {
  readonly outcome: Outcome
  readonly finding?: string
  readonly responsibleId?: number | undefined
  readonly dueOn?: string | undefined
  readonly photos?: readonly (Evidence | undefined)[]
}

interface Draft {
  readonly beganAt: string
  readonly placeIds: readonly number[]
  readonly remark: string
  readonly items: Readonly<Record<string, Looked>>
}

const whole = (l: Looked): boolean =>
  l.outcome !== 'fail' || Boolean(l.finding?.trim() && l.responsibleId !== undefined && l.dueOn)

type Result = CallInputOf<typeof signPatrol>['results'][number]

function resultOf(item: string, l: Looked): Result {
  if (l.outcome !== 'fail') return { item, outcome: l.outcome }
  const photos = (l.photos ?? []).flatMap((p) => p?.sha256 ?? [])
  return {
    item,
    outcome: 'fail',
    finding: l.finding?.trim(),
    responsibleId: l.responsibleId,
    dueOn: l.dueOn,
    photos,
  }
}

/** The walk as far as it has come, kept in this tab until it is signed. */
export function useWalk(kind: InspectionKind, list: Checklist) {
  const start = (): Draft => ({ beganAt: new Date().toISOString(), placeIds: [], remark: '', items: {} })
  // Of this person: the next one at the same screen begins anew.
  const name = `inspection/${useMe().userId}/${kind}/${list.version}`
  const [draft, setDraft, forget] = useDraft(name, start)
  const looked = list.items.flatMap((i) => draft.items[i.code] ?? [])
  const failed = looked.filter((l) => l.outcome === 'fail').length
  const left = list.items.length - looked.length
  const unsaid = looked.filter((l) => !whole(l)).length
  const lack = [
    draft.placeIds.length === 0 && '检查地点',
    left > 0 && `${left} 项没有查`,
    unsaid > 0 && `${unsaid} 项不合格的问题、责任人或期限`,
  ]
    .filter(Boolean)
    .join('、')
  return {
    ...draft,
    lack,
    forget,
    progress: `已查 ${looked.length} / ${list.items.length}${failed > 0 ? `，不合格 ${failed}` : ''}`,
    set: (code: string, to: Looked) => setDraft((d) => ({ ...d, items: { ...d.items, [code]: to } })),
    write: (change: Partial<Pick<Draft, 'placeIds' | 'remark'>>) => setDraft((d) => ({ ...d, ...change })),
    input: {
      listVersion: list.version,
      beganAt: draft.beganAt,
      placeIds: [...draft.placeIds],
      remark: draft.remark.trim() || undefined,
      results: list.items.flatMap(({ code }) => {
        const looked = draft.items[code]
        return looked ? [resultOf(code, looked)] : []
      }),
    },
  }
}
export type Walk = ReturnType<typeof useWalk>
