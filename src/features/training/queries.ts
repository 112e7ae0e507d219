import type { Actor } from '#core/actor.ts'
import { dayOf } from '#core/clock.ts'
import type { InputOf } from '#core/contract.ts'
import type { Tx } from '#core/db.ts'
import { Refusal } from '#core/refusal.ts'
import { on, type Route } from '#core/route.ts'
import { listCourses, listResults, listTerms, readCourse, readMine, readRecord } from './contract.ts'
import {
  courseById,
  coursesOf,
  coursesOfPerson,
  peopleOfCourse,
  personOf,
  resultsOf,
  resultsOfPerson,
  termsOf,
} from './reads.ts'
import { maySignIn } from './rules.ts'

async function course(tx: Tx, _actor: Actor, input: InputOf<typeof readCourse>) {
  const found = await courseById(tx, input.id)
  if (!found) throw new Refusal('NOT_FOUND')
  return { ...found, people: await peopleOfCourse(tx, found.orgId, input.id) }
}

/** 个人培训档案: what a person attended, sat, and holds until when. */
async function recordOf(tx: Tx, actor: Actor, userId: number) {
  const who = await personOf(tx, userId)
  if (!who) throw new Refusal('NOT_FOUND')
  const { orgId: org, ...person } = who
  const { rows: terms } = await termsOf(tx, dayOf(actor.at), { org, userId, page: 1, pageSize: 10 })
  const courses = (await coursesOfPerson(tx, who)).map((c) => ({
    ...c,
    mayStillSignIn: c.signedInAt === null && maySignIn(c, actor.at),
  }))
  return { person, terms, results: await resultsOfPerson(tx, who), courses }
}

export const trainingQueries: Route[] = [
  on(listCourses, (tx, _actor, input) => coursesOf(tx, input)),
  on(readCourse, course),
  on(listResults, (tx, _actor, input) => resultsOf(tx, input)),
  on(listTerms, (tx, actor, input) => termsOf(tx, dayOf(actor.at), input)),
  on(readRecord, (tx, actor, input) => recordOf(tx, actor, input.userId)),
  on(readMine, (tx, actor) => recordOf(tx, actor, actor.userId)),
]
