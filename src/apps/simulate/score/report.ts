import { existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { allFollowers } from '#apps/followers.ts'
import { follow } from '#core/follow.ts'
import { Unfit } from '../options.ts'
import type { Stage } from '../stage.ts'
import type { Truth } from '../truth.ts'
import { detectors } from './detectors/all.ts'
import { readFacts } from './facts.ts'
import { scoreOf, type Score } from './score.ts'
import { daysFrom } from './window.ts'

export const truthFile = (dir: string) => path.join(dir, 'truth.json')

export async function readTruth(dir: string): Promise<Truth> {
  if (!existsSync(truthFile(dir)))
    throw new Unfit(`${dir} 里没有 truth.json：--score 后面写一次跑完的模拟的目录`)
  return JSON.parse(await readFile(truthFile(dir), 'utf8')) as Truth
}

/** A tick stops after two hundred thousand events; so many ticks are enough for any simulation. */
const mostTicks = 1_000

/** Lets the followers read what they have not read, so that every alert is there. */
export async function catchUp(stage: Stage): Promise<void> {
  for (const follower of allFollowers) {
    const following = follow(stage.db, stage.auditor, follower)
    for (let i = 0; i < mostTicks && (await following.tick()) > 0; i++);
  }
}

/** What each detector would have found, against what was planted; kept in score.json beside the truth. */
export async function scoreStage(stage: Stage, truth: Truth): Promise<Score[]> {
  const facts = await stage.auditor.transaction(readFacts)
  // A case of the last evening may be written down on the day after.
  const days = daysFrom(truth.start, truth.days + 1)
  const staff = facts.staff.map((s) => s.account)
  const scores = detectors.map((d) => scoreOf(d, d.flags(facts, days), truth, staff))
  const { seed, start, days: count, institutions } = truth
  const report = { version: 1, seed, start, days: count, institutions, staff: staff.length, scores }
  await writeFile(path.join(stage.dir, 'score.json'), `${JSON.stringify(report, null, 1)}\n`)
  return scores
}
