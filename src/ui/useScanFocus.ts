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
    const isNowhere = (active: Element | null) => !active || active === document.body
    /** What is typed into nothing, just after a click on a row, goes into the box: a figure must not lose its first digit. */
    function type(e: KeyboardEvent) {
      if (e.key.length === 1 && !e.ctrlKey && !e.altKey && !e.metaKey && isNowhere(document.activeElement))
        take()
      touch()
    }
    function take() {
      const active = document.activeElement
      if (active === box.current || document.querySelector('[role="dialog"]')) return
      const nowhere = isNowhere(active)
      if (!nowhere && active && (keeps(active) || Date.now() - touched < patience)) return
      // Somebody is copying text from the page.
      if (nowhere && !(document.getSelection()?.isCollapsed ?? true)) return
      box.current?.focus({ preventScroll: true })
    }
    box.current?.focus({ preventScroll: true })
    const timer = setInterval(take, 200)
    document.addEventListener('keydown', type, true)
    document.addEventListener('pointerdown', touch, true)
    return () => {
      clearInterval(timer)
      document.removeEventListener('keydown', type, true)
      document.removeEventListener('pointerdown', touch, true)
    }
  }, [box, off])
}
