import { Type } from 'typebox';
import type { App } from '../../app.ts';
import { KithError } from '../../platform/errors.ts';
import { signedIn } from '../../platform/http/session.ts';
import type { Platform } from '../../platform/platform.ts';
import type { MemberFacts } from '../facts.ts';
import { InvitedBySetting, Me, readMe } from '../me.ts';
import { parseLine, parseName } from '../name.ts';
import { changeProfile } from '../store.ts';

const Line = Type.Union([Type.String({ maxLength: 400 }), Type.Null()]);
const Change = Type.Object(
  {
    name: Type.Optional(Type.String({ maxLength: 400 })),
    headline: Type.Optional(Line),
    location: Type.Optional(Line),
    organisation: Type.Optional(Line),
    school: Type.Optional(Line),
    locale: Type.Optional(Type.String({ pattern: '^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$', maxLength: 20 })),
    region: Type.Optional(Type.String({ pattern: '^[A-Z]{2}$' })),
    invitedBy: Type.Optional(InvitedBySetting),
  },
  { minProperties: 1, additionalProperties: false },
);
type Change = Type.Static<typeof Change>;

/** PATCH /api/me */
export function updateMe(app: App, platform: Platform, facts: MemberFacts): void {
  const schema = {
    tags: ['members'],
    summary: 'Change the own profile',
    description:
      'An empty headline, location, organisation or school is none. Members who state the same organisation or school are suggested to each other.',
    body: Change,
    response: { 200: Me },
  };
  app.patch('/api/me', { schema }, async (request) => {
    const { memberId } = signedIn(request);
    const change = parseChange(request.body);
    return platform.database.asMember(memberId, async (tx) => {
      await changeProfile(tx, memberId, change);
      return readMe(platform, facts, tx, memberId);
    });
  });
}

function parseChange({ name, headline, location, organisation, school, invitedBy, ...rest }: Change) {
  return {
    ...rest,
    ...(invitedBy === undefined ? {} : { invited_by: invitedBy }),
    ...(name === undefined ? {} : { name: must(parseName(name), 'name') }),
    ...(headline === undefined ? {} : { headline: must(parseLine(headline ?? '', 120), 'headline') || null }),
    ...(location === undefined ? {} : { location: must(parseLine(location ?? '', 120), 'location') || null }),
    ...(organisation === undefined
      ? {}
      : { organisation: must(parseLine(organisation ?? '', 120), 'organisation') || null }),
    ...(school === undefined ? {} : { school: must(parseLine(school ?? '', 120), 'school') || null }),
  };
}

function must(line: string | undefined, field: string): string {
  if (line === undefined)
    throw new KithError('request.invalid', `The ${field} is too long, or holds what is not allowed there.`);
  return line;
}
