/** A value that follows another one only once it has rested, so that typing does not ask the server at every key. */
import { useEffect, useState } from 'react'

export function useLater<T>(value: T, delayMs: number): T {
  const [later, setLater] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setLater(value), delayMs)
    return () => clearTimeout(timer)
  }, [value, delayMs])
  return later
}
