/** oidc-provider publishes no types; this is what the tests use of it. */
declare module 'oidc-provider' {
  import type { IncomingMessage, ServerResponse } from 'node:http';

  interface Grant {
    addOIDCScope(scopes: string): void;
    rejectOIDCScope(scopes: string): void;
    save(): Promise<string>;
  }

  export interface Token {
    /** Its value too, for tokens that say nothing themselves. */
    readonly jti: string;
    readonly accountId: string;
    readonly grantId: string;
    readonly scope?: string;
  }

  /** A kind of what it issues, as a class. */
  interface Kind {
    readonly prototype: { generateTokenId(): string };
  }

  export default class Provider {
    constructor(issuer: string, configuration: object);
    readonly Grant: new (facts: {
      accountId: string;
      clientId: string;
    }) => Grant;
    readonly AccessToken: Kind;
    readonly AuthorizationCode: Kind;
    readonly RefreshToken: Kind;
    /** Is told of every request, and of what it carried once it is answered. */
    use(
      look: (
        context: {
          readonly path: string;
          readonly oidc?: { readonly params?: Readonly<Record<string, string | undefined>> };
        },
        next: () => Promise<void>,
      ) => Promise<void>,
    ): void;
    callback(): (request: IncomingMessage, response: ServerResponse) => Promise<void>;
    interactionDetails(
      request: IncomingMessage,
      response: ServerResponse,
    ): Promise<{ readonly params: Readonly<Record<string, string | undefined>> }>;
    interactionFinished(request: IncomingMessage, response: ServerResponse, result: object): Promise<void>;
    on(event: string, listener: (...facts: readonly unknown[]) => void): void;
  }
}

declare module 'oidc-provider/lib/adapters/memory_adapter.js' {
  /** Keeps things of one kind in a store. */
  export default class MemoryAdapter {
    constructor(kind: string, store: Map<string, unknown>);
  }
}
