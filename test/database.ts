import { randomBytes } from 'node:crypto'
import postgres from 'postgres'
import { inject } from 'vitest'

export interface Database {
  readonly ownerUrl: string
  readonly appUrl: string
  readonly auditorUrl: string
  readonly superUrl: string
  readonly drop: () => Promise<void>
}

/** A clone of the template that test/globalSetup.ts made: people, places and drugs of the demonstration, and no stock. */
export async function cloneDatabase(): Promise<Database> {
  const name = `t_${randomBytes(6).toString('hex')}`
  const sql = postgres(inject('superUrl'), { max: 1, onnotice: () => {} })
  await sql.unsafe(`create database ${name} template zhuisu owner zhuisu_owner`)
  const url = (of: 'ownerUrl' | 'appUrl' | 'auditorUrl') => inject(of).replace('DATABASE', name)
  return {
    ownerUrl: url('ownerUrl'),
    appUrl: url('appUrl'),
    auditorUrl: url('auditorUrl'),
    superUrl: inject('superUrl').replace(/\/postgres$/, `/${name}`),
    async drop() {
      await sql.unsafe(`drop database if exists ${name} with (force)`)
      await sql.end()
    },
  }
}
