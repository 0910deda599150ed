import { Type } from 'typebox';
import type { MemberId } from '../platform/ids.ts';

/** The answer of every way to sign in; the session is in the cookie. */
export const SignedIn = Type.Object({ memberId: Type.Unsafe<MemberId>(Type.String({ format: 'uuid' })) });
