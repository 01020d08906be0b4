/** Words in both languages; Chinese is the default of the product. */
export interface Label {
  readonly zh: string
  readonly en: string
}

export const say = (zh: string, en: string): Label => ({ zh, en })

/** Fills `{name}` placeholders; an unknown placeholder stays visible, so that a test can find it. */
export function fill(text: string, values: Readonly<Record<string, unknown>>): string {
  return text.replace(/\{(\w+)\}/g, (whole, key: string) => {
    const value = values[key]
    if (value === undefined || value === null) return whole
    return Array.isArray(value) ? value.join(', ') : String(value)
  })
}
