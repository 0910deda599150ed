import { SourceFault } from './protocol.ts';

/** What Node's TLS says of a certificate that it does not take, as one of our faults; undefined for other codes. */
export function certificateFault(code: string, cause?: unknown): SourceFault | undefined {
  if (!/CERT|SELF_SIGNED|ERR_TLS|UNABLE_TO_VERIFY|UNABLE_TO_GET_ISSUER/.test(code)) return undefined;
  const options = cause === undefined ? {} : { cause };
  if (!/CERT_(?:HAS_EXPIRED|NOT_YET_VALID)/.test(code))
    return new SourceFault('source.certificate', `The certificate is not valid (${code}).`, options);
  return new SourceFault(
    'source.certificate_date',
    `The certificate is not valid by our clock (${code}): check the clock of this machine first.`,
    options,
  );
}
