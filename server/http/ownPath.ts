/** Where a page asks to be led after signing in: a place of this server, or the home page (AUT-14). */
const here = 'https://here.invalid'

export function ownPath(asked: string): string {
  // Browsers read \ as / and drop tabs and line breaks, so that what looks like a path may name a host.
  if (!/^\/(?![/\\])/.test(asked) || /[\p{Cc}\\]/u.test(asked) || !URL.canParse(asked, here)) return '/'
  const url = new URL(asked, here)
  return url.origin === here && !url.pathname.startsWith('//') ? `${url.pathname}${url.search}` : '/'
}
