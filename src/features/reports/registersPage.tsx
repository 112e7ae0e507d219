import { Reports } from './page.tsx'

/** 专册登记: the registers of regulations §3, as sheets of paper. */
export function Page() {
  return <Reports register />
}
