import type { Tx } from '#core/db.ts'
import { Refusal } from '#core/refusal.ts'
import { on, type Route } from '#core/route.ts'
import { listApplications, readApplication, readPaper, readSetup } from './contract.ts'
import { lacking } from './rules.ts'
import { setupOf } from './setup.ts'
import {
  applicationOf,
  applicationRows,
  paperContent,
  papersOf,
  stepsOf,
  type ApplicationOf,
} from './store.ts'
import { twinsOf } from './twins.ts'
import { paperTitle } from './words.ts'

/** What was handed in; a draft is its applicant's own. Refuses: NOT_FOUND. */
async function handedIn(tx: Tx, id: number): Promise<ApplicationOf> {
  const of = await applicationOf(tx, id)
  if (!of.submittedAt) throw new Refusal('NOT_FOUND')
  return of
}

export const onboardingQueries: Route[] = [
  on(listApplications, (tx, _actor, input) => applicationRows(tx, input)),
  on(readApplication, async (tx, _actor, { id }) => {
    const of = await handedIn(tx, id)
    const papers = await papersOf(tx, id)
    const missing = lacking(
      of,
      papers.map((p) => p.kind),
    )
    return {
      ...of,
      papers,
      // What was decided needs nothing any more.
      lacking: of.state === 'submitted' ? missing : [],
      steps: await stepsOf(tx, id),
      twins: of.state === 'submitted' ? await twinsOf(tx, of) : [],
    }
  }),
  on(readPaper, async (tx, _actor, { id, kind }) => {
    const of = await handedIn(tx, id)
    const { mime, content } = await paperContent(tx, id, kind)
    return {
      mime,
      name: `${of.no} ${paperTitle[kind]}.${mime === 'image/png' ? 'png' : 'jpg'}`,
      bytes: content,
    }
  }),
  on(readSetup, async (tx, actor) => ({ steps: await setupOf(tx, actor) })),
]
