/** Objects that stand on any other record and follow its rights: whoever may read that one may read them. */

/** Each of their records names its subject by the fields `object` and `recordId`. */
export const aboutRecords: ReadonlySet<string> = new Set(['comment', 'attachment', 'share'])
