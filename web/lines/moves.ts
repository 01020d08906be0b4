/** Moving between the cells of a grid by keyboard; a cell marks itself with data-row and data-col. */

export interface Place {
  readonly row: number
  readonly col: number
}

export function placeOf(element: Element): Place | null {
  const cell = element.closest<HTMLElement>('[data-row][data-col]')
  return cell ? { row: Number(cell.dataset.row), col: Number(cell.dataset.col) } : null
}

/** Puts the cursor into the cell and selects what stands there; false when there is no such cell. */
export function focusCell(grid: HTMLElement | null, { row, col }: Place): boolean {
  const cell = grid?.querySelector<HTMLElement>(`[data-row="${row}"][data-col="${col}"]`)
  const control = cell?.querySelector<HTMLElement>('input, select, textarea, button')
  if (!control) return false
  control.focus()
  if (control instanceof HTMLInputElement && control.type !== 'checkbox' && control.type !== 'date') control.select()
  return true
}

/** Where an arrow or Enter leads, or null when the key belongs to the control itself. */
export function moveOf(event: KeyLike, target: Element): { down: number; right: number } | null {
  if (event.ctrlKey || event.metaKey || event.altKey) return null
  if (event.key === 'Enter') return { down: event.shiftKey ? -1 : 1, right: 0 }
  if (event.shiftKey || target instanceof HTMLSelectElement) return null
  if (event.key === 'ArrowUp') return { down: -1, right: 0 }
  if (event.key === 'ArrowDown') return { down: 1, right: 0 }
  if (event.key === 'ArrowLeft' && caretAt(target, 'start')) return { down: 0, right: -1 }
  if (event.key === 'ArrowRight' && caretAt(target, 'end')) return { down: 0, right: 1 }
  return null
}

interface KeyLike {
  readonly key: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly altKey: boolean
  readonly shiftKey: boolean
}

function caretAt(target: Element, side: 'start' | 'end'): boolean {
  if (!(target instanceof HTMLInputElement)) return true
  if (target.type === 'checkbox') return true
  if (target.type === 'date') return false
  const { selectionStart: from, selectionEnd: to, value } = target
  const whole = from === 0 && to === value.length
  return whole || (from === to && from === (side === 'start' ? 0 : value.length))
}
