import { z } from 'zod'

// The page is served with a policy that forbids `eval`, which zod would otherwise try when the first schema is
// made: this module is imported before any contract.
z.config({ jitless: true })
