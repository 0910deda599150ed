/** Stands where something is still to come whose height is not known: what is below is shown once it is there, or is known to fail. */
export function Awaited({ value, failed }: { value: unknown; failed: string | undefined }) {
  return value === undefined && failed === undefined ? <div class="awaited" hidden /> : null;
}
