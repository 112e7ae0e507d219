import { expect, test } from 'vitest'
import { afterChange, expired, nobody, withoutSecret, type SecondPerson } from './second-person.ts'

const signed: SecondPerson = {
  stage: 'signed',
  person: { userId: 2, name: '李振华', title: '药师' },
  since: '2026-11-23T13:54:00+08:00',
  attestation: 'token',
  of: '{"id":1}',
}

test('a signature stands while the content stands', () => {
  expect(afterChange(signed, '{"id":1}')).toBe(signed)
})

test('any change afterwards empties the slot', () => {
  const after = afterChange(signed, '{"id":2}')
  expect(after.stage).toBe('waiting')
  expect(after.attestation).toBeUndefined()
  expect(after.person).toBeUndefined()
})

test('presence alone permits work: changes do not touch it', () => {
  const present: SecondPerson = { stage: 'present', person: signed.person }
  expect(afterChange(present, '{"id":3}')).toBe(present)
})

test('an expired signature leaves the person present', () => {
  expect(expired(signed)).toMatchObject({ stage: 'present', person: signed.person })
  expect(expired(signed).attestation).toBeUndefined()
  expect(expired(nobody)).toBe(nobody)
})

test('a secret is never kept', () => {
  expect(withoutSecret({ method: 'card', card: 'K1', secret: '123456' }).secret).toBe('')
})
