/** What keeps the server from starting, as one sentence for the person who starts it. */
export class BootFault extends Error {
  override name = 'BootFault'
}

/** An environment variable whose value cannot be used. */
export class ConfigFault extends BootFault {
  override name = 'ConfigFault'
}
