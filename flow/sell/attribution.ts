/** How long after its end a campaign still gathers costs. */
import { addDays } from '../../kernel/calendar.ts'

const attributionDays = 30

/** The day on which a campaign of this end completes by itself. */
export const closesOn = (endDate: string): string => addDays(endDate, attributionDays + 1)
