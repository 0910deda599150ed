import {
  type AuthenticationResponseJSON,
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  type RegistrationResponseJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server';
import { memberById } from '../members/index.ts';
import { after } from '../platform/clock.ts';
import type { Transaction } from '../platform/database.ts';
import { KithError } from '../platform/errors.ts';
import type { MemberId } from '../platform/ids.ts';
import type { Platform } from '../platform/platform.ts';
import {
  keepChallenge,
  keepPasskey,
  notePasskeyUse,
  passkeyByCredential,
  passkeysOf,
  takeChallenge,
} from './store.ts';

const minutes = 5;

/** Options to make a passkey; those that the member has are not made twice. */
export async function creationOptions(
  platform: Platform,
  tx: Transaction,
  memberId: MemberId,
): Promise<PublicKeyCredentialCreationOptionsJSON> {
  const member = await memberById(tx, memberId);
  const known = await passkeysOf(tx, memberId);
  const options = await generateRegistrationOptions({
    rpName: platform.config.network.name,
    rpID: new URL(platform.publicUrl).hostname,
    userID: new Uint8Array(Buffer.from(memberId.replaceAll('-', ''), 'hex')),
    userName: member?.name ?? '',
    challenge: new Uint8Array(platform.random.bytes(32)),
    excludeCredentials: known.map((one) => ({ id: one.credential_id, transports: one.transports })),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  });
  await keepChallenge(tx, options.challenge, memberId, after(platform.clock.now(), minutes * 60));
  return options;
}

/** Options to sign in by any passkey of this network: no address is asked for, so none is told about. */
export async function requestOptions(
  platform: Platform,
  tx: Transaction,
): Promise<PublicKeyCredentialRequestOptionsJSON> {
  const options = await generateAuthenticationOptions({
    rpID: new URL(platform.publicUrl).hostname,
    challenge: new Uint8Array(platform.random.bytes(32)),
    userVerification: 'required',
  });
  await keepChallenge(tx, options.challenge, null, after(platform.clock.now(), minutes * 60));
  return options;
}

/** Keeps the passkey that an authenticator made for the member; its challenge is used up, whatever comes of it. */
export async function addPasskey(
  platform: Platform,
  memberId: MemberId,
  name: string,
  response: RegistrationResponseJSON,
): Promise<string> {
  const { verified, registrationInfo } = await verifyRegistrationResponse({
    response,
    expectedChallenge: (challenge) => challengeTaken(platform, challenge, memberId),
    expectedOrigin: platform.publicUrl,
    expectedRPID: new URL(platform.publicUrl).hostname,
    requireUserVerification: true,
  }).catch((cause: unknown) => {
    throw refused(cause);
  });
  if (!verified) throw refused();
  const { credential } = registrationInfo;
  const id = platform.ids.next();
  const added = await platform.database.asMember(memberId, (tx) =>
    keepPasskey(tx, {
      id,
      member_id: memberId,
      credential_id: credential.id,
      public_key: Buffer.from(credential.publicKey),
      counter: credential.counter,
      transports: credential.transports ?? [],
      name,
      created_at: platform.clock.now(),
      used_at: null,
    }),
  );
  if (!added) throw refused();
  return id;
}

/** The member whose passkey answered. */
export async function memberByPasskey(
  platform: Platform,
  response: AuthenticationResponseJSON,
): Promise<MemberId> {
  const passkey = await platform.database.asSystem((tx) => passkeyByCredential(tx, response.id));
  if (passkey === undefined) throw refused();
  const { verified, authenticationInfo } = await verifyAuthenticationResponse({
    response,
    expectedChallenge: (challenge) => challengeTaken(platform, challenge, null),
    expectedOrigin: platform.publicUrl,
    expectedRPID: new URL(platform.publicUrl).hostname,
    credential: {
      id: passkey.credential_id,
      publicKey: new Uint8Array(passkey.public_key),
      counter: passkey.counter,
    },
    requireUserVerification: true,
  }).catch((cause: unknown) => {
    throw refused(cause);
  });
  if (!verified) throw refused();
  await platform.database.asSystem((tx) =>
    notePasskeyUse(tx, passkey.id, authenticationInfo.newCounter, platform.clock.now()),
  );
  return passkey.member_id;
}

function challengeTaken(platform: Platform, challenge: string, memberId: MemberId | null): Promise<boolean> {
  return platform.database.asSystem((tx) => takeChallenge(tx, challenge, memberId, platform.clock.now()));
}

function refused(cause?: unknown): KithError {
  return new KithError('sign_in.refused', 'This passkey was not accepted. Try again.', { cause });
}
