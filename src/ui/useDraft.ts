import { useEffect, useState, type Dispatch, type SetStateAction } from 'react'

/** What is typed stays in this tab when the page is left or reloaded, until `forget` is called. */
export function useDraft<T>(name: string, start: () => T): [T, Dispatch<SetStateAction<T>>, () => void] {
  const key = `zhuisu/draft/${name}`
  const [value, setValue] = useState<T>(() => read<T>(key) ?? start())
  useEffect(() => sessionStorage.setItem(key, JSON.stringify(value)), [key, value])
  return [value, setValue, () => sessionStorage.removeItem(key)]
}

function read<T>(key: string): T | undefined {
  try {
    const text = sessionStorage.getItem(key)
    return text === null ? undefined : (JSON.parse(text) as T)
  } catch {
    return undefined
  }
}
