/** Enter chooses in a list or a calendar; it sends the form from plain inputs only. */
import type { KeyboardEvent } from 'react'

export function keepEnter(event: KeyboardEvent<HTMLElement>): void {
  const inside = (event.target as HTMLElement).closest('.ant-select, .ant-picker')
  if (event.key === 'Enter' && inside) event.preventDefault()
}
