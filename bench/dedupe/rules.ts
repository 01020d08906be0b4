/** Two rule sets as a user would write them: for persons with an address, and for restaurants. */
import type { MatchRule } from '../../kernel/likeness.ts'

export const persons: MatchRule = {
  compare: [
    { fields: 'given_name, surname', compare: 'name', agree: 9, differ: -4, from: 70 },
    { fields: 'date_of_birth', compare: 'date', agree: 9, differ: -4, from: 50 },
    { fields: 'soc_sec_id', compare: 'digits', agree: 12, differ: -4, from: 60 },
    { fields: 'address_1, address_2', compare: 'address', agree: 7, differ: -3, from: 50 },
    { fields: 'street_number', compare: 'digits', agree: 3, differ: -1, from: 60 },
    { fields: 'suburb', compare: 'spelling', agree: 5, differ: -2, from: 75 },
    { fields: 'postcode', compare: 'digits', agree: 5, differ: -2, from: 60 },
    { fields: 'state', compare: 'exact', agree: 1, differ: -1 },
  ],
  passes: [
    { fields: 'soc_sec_id', by: 'same' },
    { fields: 'date_of_birth', by: 'same' },
    { fields: 'surname, given_name', by: 'start' },
    { fields: 'surname, postcode', by: 'start' },
    { fields: 'postcode, street_number', by: 'same' },
    { fields: 'address_1', by: 'same' },
    { fields: 'suburb, given_name', by: 'start' },
  ],
  suspectAt: 8,
  sureAt: 18,
}

export const restaurants: MatchRule = {
  compare: [
    { fields: 'name', compare: 'words', agree: 7, differ: -4, from: 40 },
    { fields: 'phone', compare: 'phone', agree: 9, differ: -2 },
    { fields: 'addr', compare: 'address', agree: 6, differ: -4, from: 50 },
    { fields: 'city', compare: 'words', agree: 1, differ: -1, from: 50 },
  ],
  passes: [
    { fields: 'phone', by: 'same' },
    { fields: 'name', by: 'pairs' },
    { fields: 'addr', by: 'start' },
  ],
  suspectAt: 4,
  sureAt: 12,
}
