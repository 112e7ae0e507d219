import { useSyncExternalStore } from 'react'

export type Signal = 'accept' | 'repeat' | 'refuse' | 'offline'

const store = 'zhuisu.sound'
const watchers = new Set<() => void>()
let context: AudioContext | undefined

/** Start, length (seconds) and pitch of each tone. */
const tones: Record<Signal, readonly (readonly [number, number, number])[]> = {
  accept: [[0, 0.08, 1760]],
  offline: [[0, 0.08, 1320]],
  repeat: [
    [0, 0.07, 880],
    [0.13, 0.07, 880],
  ],
  refuse: [[0, 0.6, 220]],
}

const shakes: Record<Signal, number[]> = {
  accept: [40],
  offline: [40],
  repeat: [40, 80, 40],
  refuse: [500],
}

function soundOn(): boolean {
  return localStorage.getItem(store) !== 'off'
}

/** The outcome of a scan for ear and hand: the eye is on the box. */
export function playSignal(signal: Signal): void {
  navigator.vibrate?.(shakes[signal])
  if (!soundOn() || typeof AudioContext === 'undefined') return
  context ??= new AudioContext()
  void context.resume()
  for (const [start, length, pitch] of tones[signal]) tone(context, start, length, pitch)
}

function tone(audio: AudioContext, start: number, length: number, pitch: number) {
  const from = audio.currentTime + start
  const source = audio.createOscillator()
  const gain = audio.createGain()
  source.frequency.value = pitch
  source.type = pitch < 400 ? 'square' : 'sine'
  // Soft edges: a hard cut clicks, and a click reads as another signal.
  gain.gain.setValueAtTime(0, from)
  gain.gain.linearRampToValueAtTime(0.18, from + 0.008)
  gain.gain.setValueAtTime(0.18, from + length - 0.02)
  gain.gain.linearRampToValueAtTime(0, from + length)
  source.connect(gain).connect(audio.destination)
  source.start(from)
  source.stop(from + length)
}

export function useSound(): [boolean, () => void] {
  const on = useSyncExternalStore((watch) => {
    watchers.add(watch)
    return () => watchers.delete(watch)
  }, soundOn)
  function toggle() {
    localStorage.setItem(store, on ? 'off' : 'on')
    for (const watch of watchers) watch()
  }
  return [on, toggle]
}
