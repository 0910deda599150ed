import type { GuideLanguage, Provider } from './provider.ts';

const general: Readonly<Record<GuideLanguage, readonly string[]>> = {
  en: [
    'Sign in to {name} on the web and open the address book or contacts.',
    'Look for Export, often in a menu with three dots or a gear.',
    'Choose vCard, or CSV where there is no vCard.',
    'If there is no Export, use the program or phone that holds these contacts.',
    'Upload the file here.',
  ],
  de: [
    'Melden Sie sich im Web bei {name} an und öffnen Sie das Adressbuch oder die Kontakte.',
    'Suchen Sie Exportieren, oft in einem Menü mit drei Punkten oder einem Zahnrad.',
    'Wählen Sie vCard, oder CSV, wo es keine vCard gibt.',
    'Gibt es kein Exportieren, nehmen Sie das Programm oder Telefon, das diese Kontakte hat.',
    'Laden Sie die Datei hier hoch.',
  ],
};

/**
 * How the members of a provider get their contacts as a file, one sentence each: its own steps, or those that hold for
 * most webmail.
 *
 * @example
 * exportSteps(gmail, 'en')[0]; // 'Open Google Contacts at contacts.google.com.'
 */
export function exportSteps(provider: Provider, language: GuideLanguage): readonly string[] {
  return (
    provider.export.steps?.[language] ??
    general[language].map((step) => step.replace('{name}', provider.name))
  );
}
