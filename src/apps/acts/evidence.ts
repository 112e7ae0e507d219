/** One photograph after the other, in the order of the act's stages, under their names. */
export async function evidenceOf<S extends string>(
  stages: readonly S[],
  photograph: (stage: S) => Promise<string>,
): Promise<Record<S, string>> {
  const taken: [S, string][] = []
  for (const stage of stages) taken.push([stage, await photograph(stage)])
  return Object.fromEntries(taken) as Record<S, string>
}

export const wasteStages = ['弃前', '弃中', '弃后'] as const
export const breakageStages = ['碎片'] as const
