import { oauthClients } from '@kith/sources';
import { type Static, type TOptional, type TString, Type } from 'typebox';
import { Value } from 'typebox/value';

const Url = Type.String({ pattern: '^https://', maxLength: 300 });
const Scopes = Type.Array(Type.String({ minLength: 1, maxLength: 200 }), { minItems: 1, maxItems: 20 });

/** An authorization server of the operator's own, or other endpoints for one that we know by its name. */
const OauthServer = Type.Object(
  {
    id: Type.String({ pattern: '^[a-z0-9]+(-[a-z0-9]+)*$', maxLength: 40 }),
    name: Type.String({ minLength: 1, maxLength: 40 }),
    domains: Type.Optional(Type.Array(Type.String({ pattern: '^[a-z0-9.-]+$' }))),
    /** Where the address book is. */
    url: Url,
    issuer: Type.Optional(Url),
    authorize: Url,
    token: Url,
    revoke: Type.Optional(Url),
    scopes: Scopes,
    collected: Type.Optional(Scopes),
    clientId: Type.String({ minLength: 1 }),
    clientSecret: Type.Optional(Type.String({ minLength: 1 })),
    revokePage: Type.Optional(Url),
  },
  { additionalProperties: false },
);
export type OauthServer = Static<typeof OauthServer>;

/** What this network is known by at an authorization server. */
export interface OauthClientSettings {
  readonly id: string;
  readonly secret: string | undefined;
}

/** The names of the two settings of a client. */
export function clientSettingNames(client: string): { readonly id: string; readonly secret: string } {
  const name = `KITH_OAUTH_${client.toUpperCase().replaceAll('-', '_')}`;
  return { id: `${name}_ID`, secret: `${name}_SECRET` };
}

/** Two settings for each client that a provider's file names. */
export const clientSettings: Readonly<Record<string, TOptional<TString>>> = Object.fromEntries(
  oauthClients.flatMap((client) => {
    const { id, secret } = clientSettingNames(client);
    return [
      [id, Type.Optional(Type.String({ description: `OAuth client id at ${client}; opens its door.` }))],
      [
        secret,
        Type.Optional(Type.String({ description: `OAuth client secret at ${client}, if it gave one.` })),
      ],
    ];
  }),
);

/** The clients that are set up, by name. */
export function clientsIn(
  settings: Readonly<Record<string, unknown>>,
): ReadonlyMap<string, OauthClientSettings> {
  return new Map(
    oauthClients.flatMap((client): [string, OauthClientSettings][] => {
      const names = clientSettingNames(client);
      const id = settings[names.id];
      const secret = settings[names.secret];
      if (typeof id !== 'string' || id === '') return [];
      return [[client, { id, secret: typeof secret === 'string' ? secret : undefined }]];
    }),
  );
}

/** The servers of `KITH_OAUTH_SERVERS`; undefined when it is not what the how-to page says. */
export function serversIn(json: string): readonly OauthServer[] | undefined {
  try {
    const found: unknown = JSON.parse(json);
    return Value.Check(Type.Array(OauthServer), found) ? found : undefined;
  } catch {
    return undefined;
  }
}
