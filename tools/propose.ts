/** Proposes the migration of the declared objects: `npm run migrate:propose`. A person reads it before it lands. */
import { writeFileSync } from 'node:fs'
import { objects } from '../flow/index.ts'
import { proposeTables } from '../server/store/ddl.ts'

const file = new URL('../server/store/migrations/0003_objects.sql', import.meta.url)
writeFileSync(file, `-- Tables of the declared objects, proposed from the declarations.\n\n${proposeTables(objects)}`)
process.stdout.write(`${objects.length} objects written to server/store/migrations/0003_objects.sql\n`)
