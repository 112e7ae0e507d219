/** The largest delivery file that is read: 60 000 codes with their relations fit well below it. */
export const deliveryLimitBytes = 32 * 1024 * 1024
