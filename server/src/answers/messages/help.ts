/** Who we are, in the language that somebody asked in; it leads nowhere and asks for nothing. */
export function helpText(
  language: string,
  network: { readonly name: string; readonly about: string; readonly address: string },
): string {
  const who = `${network.name}, ${network.about}${network.address === '' ? '' : ` (${network.address})`}.`;
  if (language === 'de')
    return `${who} Mitglieder laden Menschen ein, die sie kennen. Mit STOP hörst du nie wieder von uns.`;
  return `${who} Members invite people they know. Reply STOP to never hear from us.`;
}
