/** The passwords of the server's two roles in tests: one cluster, many databases. */
export const testPasswords = { app: 'test-app-password', control: 'test-control-password' }
