interface Pressed {
  readonly key: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly altKey: boolean
}

const arrows: Record<string, string> = { ArrowUp: '↑', ArrowDown: '↓', ArrowLeft: '←', ArrowRight: '→' }

/** One spelling for a key, as it is printed: `F4`, `Ctrl+Z`, `J`, `↓`, `?`. */
export function keyName(e: Pressed): string {
  const key = arrows[e.key] ?? (e.key.length === 1 ? e.key.toUpperCase() : e.key === 'Escape' ? 'Esc' : e.key)
  return e.ctrlKey || e.metaKey ? `Ctrl+${key}` : e.altKey ? `Alt+${key}` : key
}

/** Fields where a letter is text. Buttons and check boxes are not. */
export function takesLetters(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target.isContentEditable || target instanceof HTMLTextAreaElement) return true
  if (target.getAttribute('role') === 'combobox' || target instanceof HTMLSelectElement) return true
  return target instanceof HTMLInputElement && !['checkbox', 'radio', 'button', 'file'].includes(target.type)
}

/** Enter belongs to a focused button or link, text keys to a field (but `Ctrl Z` not to an empty scan box). */
export function mayAct(name: string, target: EventTarget | null): boolean {
  if (name === 'Enter' && target instanceof HTMLElement && target.closest('a, button, summary')) return false
  if (!takesLetters(target)) return true
  if (name === 'Ctrl+Z') {
    return target instanceof HTMLInputElement && target.hasAttribute('data-scan') && target.value === ''
  }
  return (
    name.length > 1 &&
    name !== 'Enter' &&
    !Object.values(arrows).includes(name) &&
    !/^Ctrl\+[ACVXY]$/.test(name)
  )
}
