/**
 * By how much longer than usual tests wait: whoever asks for a thousand kills lets them run for hours, beside other work. Set by
 * `npm test`.
 */
export const patience = Number(process.env.KITH_TEST_PATIENCE ?? 1);
