import type { Platform } from '../platform.ts'

/** Some days of a hospital's life, acted through the real commands, so that the first screen is not empty. */
export async function seedDemoFlow(_platform: Platform, _say: (line: string) => void): Promise<void> {}
