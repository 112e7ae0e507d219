import { useEffect, type RefObject } from 'react'

const patience = 3_000

/** A secret being typed must never end up in the scan box, so forms may keep the focus for good. */
function keeps(active: Element): boolean {
  return active.closest('[data-keep-focus], [role="dialog"], .ant-select-dropdown') !== null
}

/**
 * The scan box has the focus whenever no other field has it, and takes it back 3 s after the last key stroke
 * or click elsewhere, so that scanning needs no mouse.
 */
export function useScanFocus(box: RefObject<HTMLInputElement | null>, off: boolean): void {
  useEffect(() => {
    if (off) return
    let touched = 0
    const touch = () => {
      touched = Date.now()
    }
    function take() {
      const active = document.activeElement
      if (active === box.current || document.querySelector('[role="dialog"]')) return
      const nowhere = !active || active === document.body
      if (!nowhere && (keeps(active) || Date.now() - touched < patience)) return
      // Somebody is copying text from the page.
      if (nowhere && !(document.getSelection()?.isCollapsed ?? true)) return
      box.current?.focus({ preventScroll: true })
    }
    box.current?.focus({ preventScroll: true })
    const timer = setInterval(take, 200)
    document.addEventListener('keydown', touch, true)
    document.addEventListener('pointerdown', touch, true)
    return () => {
      clearInterval(timer)
      document.removeEventListener('keydown', touch, true)
      document.removeEventListener('pointerdown', touch, true)
    }
  }, [box, off])
}
