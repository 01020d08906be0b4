/** The passwords of the server's two roles in tests: one cluster, many databases. */
export const testPasswords = { app: 'test-app-password', control: 'test-control-password' }

/** Wraps the keys of persons in tests. */
export const testPersonKey = Buffer.alloc(32, 7).toString('base64url')
