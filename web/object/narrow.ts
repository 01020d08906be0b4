/** Whether the page stands on a phone. */
import { useSyncExternalStore } from 'react'

const query = window.matchMedia('(max-width: 640px)')

export const useNarrow = (): boolean =>
  useSyncExternalStore(
    (call) => {
      query.addEventListener('change', call)
      return () => query.removeEventListener('change', call)
    },
    () => query.matches,
  )
