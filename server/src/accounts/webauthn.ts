import type {
  AuthenticationResponseJSON,
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
  RegistrationResponseJSON,
} from '@simplewebauthn/server';
import { Type } from 'typebox';

// What browsers exchange with us (WebAuthn level 3, section 5.1.8 ff.); the library checks the rest of it.
const text = Type.String({ maxLength: 100_000 });
const common = {
  id: Type.String({ pattern: '^[A-Za-z0-9_-]{1,1500}$' }),
  rawId: text,
  type: Type.Literal('public-key'),
  authenticatorAttachment: Type.Optional(Type.Union([text, Type.Null()])),
  clientExtensionResults: Type.Object({}),
};

export const RegistrationResponse = Type.Unsafe<RegistrationResponseJSON>(
  Type.Object({
    ...common,
    response: Type.Object({
      clientDataJSON: text,
      attestationObject: text,
      transports: Type.Optional(Type.Array(Type.String({ maxLength: 40 }), { maxItems: 10 })),
    }),
  }),
);

export const AuthenticationResponse = Type.Unsafe<AuthenticationResponseJSON>(
  Type.Object({
    ...common,
    response: Type.Object({ clientDataJSON: text, authenticatorData: text, signature: text }),
  }),
);

export const CreationOptions = Type.Unsafe<PublicKeyCredentialCreationOptionsJSON>({
  type: 'object',
  additionalProperties: true,
  description: 'PublicKeyCredentialCreationOptionsJSON',
});
export const RequestOptions = Type.Unsafe<PublicKeyCredentialRequestOptionsJSON>({
  type: 'object',
  additionalProperties: true,
  description: 'PublicKeyCredentialRequestOptionsJSON',
});
