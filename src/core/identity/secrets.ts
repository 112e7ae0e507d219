import { createHash, randomBytes } from 'node:crypto'
import { hash, verify } from '@node-rs/argon2'

/** argon2id with the OWASP parameters (19 MiB, two passes); used for passwords and PINs alike. */
export const hashSecret = (secret: string): Promise<string> =>
  hash(secret, { memoryCost: 19_456, timeCost: 2, parallelism: 1 })

export const verifySecret = (stored: string, secret: string): Promise<boolean> => verify(stored, secret)

/** Something to verify against when the account does not exist, so that both cases take as long. */
export const nobodysHash =
  '$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$Zk2Q9bV0b3p5cXh3dnV0c3JxcG9ubWxramloZ2ZlZGM'

export const newToken = (): string => randomBytes(32).toString('base64url')
/** What the database keeps of a token: stolen rows open nothing. */
export const tokenHash = (token: string): Buffer => createHash('sha256').update(token).digest()
export const cardHash = (card: string): Buffer =>
  createHash('sha256').update(`zhuisu/card/v1\0${card.trim()}`).digest()
export const accountKey = (account: string): Buffer =>
  createHash('sha256').update(`zhuisu/account/v1\0${account.trim().toLowerCase()}`).digest()
