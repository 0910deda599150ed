import { Type } from 'typebox';

/** What a member may do in a day, by the environment variable that changes it. */
export const limitSettings = {
  KITH_INVITATIONS_PER_DAY: Type.Integer({
    default: 500,
    minimum: 1,
    description:
      'Invitations that a member may send in 24 hours at most, once enough of them were accepted (500 is what Gmail lets a person send).',
  }),
  KITH_INVITATIONS_FIRST: Type.Integer({
    default: 50,
    minimum: 1,
    description:
      'Invitations that a new member may send in 24 hours. The number grows with acceptances and shrinks with declines and reports; see [quotas](quotas.md).',
  }),
  KITH_INVITE_AGAIN_DAYS: Type.Integer({
    default: 21,
    minimum: 1,
    description:
      'Days after an invitation before the same member may invite the same address again; not less than KITH_RECIPIENT_INTERVAL_DAYS counts.',
  }),
  KITH_MATCHING_BUDGET: Type.Integer({
    default: 5000,
    minimum: 1,
    description: 'Distinct new identifiers an account may look up.',
  }),
  KITH_MATCHING_REFILL: Type.Integer({
    default: 24,
    minimum: 0,
    description: 'Identifiers a day by which the budget refills.',
  }),
  KITH_MATCHING_YOUNG_FACTOR: Type.Number({
    default: 0.1,
    minimum: 0,
    maximum: 1,
    description: 'Share of the budget for accounts younger than a week.',
  }),
};
