import { Refusal, type RefusalCode } from '#core/refusal.ts'

/** The refusal that a run ends in; anything else that is thrown, or nothing, fails the test. */
export async function refusalOf(run: () => unknown): Promise<Refusal> {
  try {
    await run()
  } catch (error) {
    if (error instanceof Refusal) return error
    throw error
  }
  throw new Error('nothing was refused')
}

export async function codeOf(run: () => unknown): Promise<RefusalCode> {
  return (await refusalOf(run)).code
}

/** Bytes as a stream; `size` 1 puts every character of more than one byte across a border. */
export async function* stream(content: string | Uint8Array, size = 1000): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(content)
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}
