/** Remembers a million texts in some ten megabytes: by numbers made of them, of which two hardly ever are the same. */

export class Seen {
  #slots = new Float64Array(1024)
  #size = 0

  /** False when the text was there already. */
  add(text: string): boolean {
    if (this.#size * 2 > this.#slots.length) this.#grow()
    const number = numberOf(text)
    const at = this.#place(number)
    if (this.#slots[at] === number) return false
    this.#slots[at] = number
    this.#size++
    return true
  }

  has(text: string): boolean {
    const number = numberOf(text)
    return this.#slots[this.#place(number)] === number
  }

  #place(number: number): number {
    const last = this.#slots.length - 1
    let at = number % this.#slots.length
    while (this.#slots[at] !== 0 && this.#slots[at] !== number) at = (at + 1) & last
    return at
  }

  #grow(): void {
    const old = this.#slots
    this.#slots = new Float64Array(old.length * 2)
    for (const number of old) if (number !== 0) this.#slots[this.#place(number)] = number
  }
}

/** 53 bits of two FNV-1a hashes; never zero, which stands for nothing. */
function numberOf(text: string): number {
  let low = 0x811c9dc5
  let high = 0xcbf29ce4
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index)
    low = Math.imul(low ^ code, 0x01000193)
    high = Math.imul(high ^ ((code << 5) | (code >>> 11)), 0x01000193)
  }
  return (high >>> 11) * 0x1_0000_0000 + (low >>> 0) || 1
}
