/** The path of a browser for the tests; throws one sentence when there is none and none can be installed. */
export function findBrowser(): string
