import type { Detector } from './detector.ts'
import { platform } from './platform.ts'
import { thresholds } from './thresholds.ts'
import { wasteRatio } from './wasteRatio.ts'

/** A later detector is one more line. */
export const detectors: readonly Detector[] = [platform, wasteRatio, thresholds]
