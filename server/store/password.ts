/** What is kept of a password: an argon2id hash of one form for the same characters, however they were composed. */
import { hash } from '@node-rs/argon2'

/** Argon2id is the default algorithm of the library; the figures are OWASP's for it. */
export const cost = { memoryCost: 19 * 1024, timeCost: 2, parallelism: 1 }

export const form = (password: string): string => password.normalize('NFKC')

export const hashPassword = (password: string): Promise<string> => hash(form(password), cost)
