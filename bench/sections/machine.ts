import { readFileSync } from 'node:fs'
import type { Row } from '../figures.ts'
import type { World } from '../world.ts'

/** Resident memory of a process in MB. */
export function rssMb(pid: number): number {
  const kb = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
  return Number(kb ?? 0) / 1024
}

export interface Memory {
  readonly atRestMb: number
  readonly underLoadMb: number
}

/** (6) Memory of the server at rest and under the load of this run, and how long it takes to serve. */
export async function machine(world: World, memory: Memory): Promise<Row[]> {
  await world.restart()
  const serveMs = world.serverStartMs
  return [
    {
      id: 'memory.rest',
      title: 'server at rest',
      value: memory.atRestMb,
      unit: 'MB',
      target: { text: '< 300 MB', met: memory.atRestMb < 300 },
    },
    {
      id: 'memory.load',
      title: 'server, the most it had under this run’s load',
      value: memory.underLoadMb,
      unit: 'MB',
      target: { text: '< 300 MB', met: memory.underLoadMb < 300 },
    },
    {
      id: 'start.serving',
      title: 'from the start of the process to serving, warm install',
      value: serveMs / 1000,
      unit: 's',
      target: { text: '≤ 5 s', met: serveMs <= 5000 },
    },
    {
      id: 'start.postgres',
      title: 'embedded PostgreSQL, start of a cluster that is there',
      value: world.postgresStartMs / 1000,
      unit: 's',
    },
  ]
}
