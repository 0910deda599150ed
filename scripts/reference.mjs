// Writes the pages of docs/reference that are made from data. `--check` writes nothing and fails when one is stale.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { providers } from '../packages/sources/src/index.ts';
import { Settings } from '../server/src/config.ts';
import { places, policy, sources } from '../server/src/consent/policy.ts';
import { root } from './install.mjs';

const pageNames = { appPassword: 'app password', enable: 'allow access', revoke: 'take access back' };
const pages = {
  'configuration.md': configuration(),
  'policy.md': policyTable(),
  'providers.md': providerTable(),
};

for (const [name, text] of Object.entries(pages)) {
  const path = join(root, 'docs', 'reference', name);
  if (!process.argv.includes('--check')) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  } else if (!existsSync(path) || readFileSync(path, 'utf8') !== text) {
    console.error(`docs/reference/${name} is stale: run "node scripts/reference.mjs" under Node 24.`);
    process.exitCode = 1;
  }
}

function configuration() {
  const rows = Object.entries(Settings.properties).map(
    ([name, setting]) =>
      `| \`${name}\` | ${kindOf(setting)} | ${defaultOf(setting)} | ${setting.description} |`,
  );
  return `# Configuration

Kith reads its settings from the environment. \`NAME_FILE\` names a file that holds the value of \`NAME\`, for secrets.
A setting that Kith does not know, or whose value is wrong, stops the start with every fault listed.
\`npx kith config\` prints what is in force, and where each value comes from.

| Setting | Value | Default | Meaning |
| --- | --- | --- | --- |
${rows.join('\n')}

This page is generated from \`server/src/config.ts\` by \`node scripts/reference.mjs\`.
`;
}

function kindOf(setting) {
  if (setting.anyOf) return setting.anyOf.map((choice) => `\`${choice.const}\``).join(' ');
  const { minimum, maximum } = setting;
  if (setting.enum) return setting.enum.map((choice) => `\`${choice}\``).join(' ');
  if (minimum !== undefined && maximum !== undefined) return `${setting.type} ${minimum}–${maximum}`;
  if (minimum !== undefined) return `${setting.type} from ${minimum}`;
  return setting.type;
}

function defaultOf(setting) {
  return setting.default === undefined || setting.default === '' ? '' : `\`${setting.default}\``;
}

function policyTable() {
  const rows = policy.map(
    ({ act, channel, preset, verdicts, sources: from }) =>
      `| ${act} | ${channel ?? ''} | ${preset} | ${places.map((place) => verdicts[place]).join(' | ')} | ${from.join(' ')} |`,
  );
  return `# Policy matrix

What Kith does by preset (\`KITH_PRESET\`), channel and where the recipient lives. Every permit is made from this table: a recipient
for whom it says no gets none, and without a permit the database takes no message. Not legal advice.

Verdicts:

- **yes**: by the member’s permission.
- **stated**: only when the member also states that these people asked for it. The box is never ticked beforehand; the ledger keeps the
  words. Without it the member sends each of them a personal link, and Kith sends nothing.
- **self**: only out of the member’s own hand (own mail program, own text message, own link).
- **never**: not at all.

Channels: \`email\` and \`text\` are sent by Kith; \`self_email\`, \`self_text\` and \`self_link\` by the member.

Acts: \`invite\` a person for the first time; \`resend\` after the cool-down; \`join\` several inviters in one message; \`remind\`; \`retain\` people of an
address book who are not members after the review; \`suggest\` people who are not members to others;
\`reveal\` to a member that another has them in their address book, by the network’s own region: \`yes\` unless one of the two says no, \`stated\` once
both have said yes.

Places: the country of a phone number, or the country name at the end of an address (with a few mail services of one country whose name
does not say so). \`EU\` is the rest of the EEA and Switzerland. An address that names no country is \`unknown\`, and is judged as strictly as
one in the network’s own region (\`KITH_REGION\`).

| Act | Channel | Preset | ${places.join(' | ')} | Source |
| --- | --- | --- | ${places.map(() => '---').join(' | ')} | --- |
${rows.join('\n')}

Sources:

${Object.entries(sources)
  .map(([number, text]) => `${number}. ${text}`)
  .join('\n')}

This page is generated from \`server/src/consent/policy.ts\` by \`npm run generate\`.
`;
}

function providerTable() {
  const domains = providers.reduce((sum, provider) => sum + provider.domains.length, 0);
  const rows = providers.map((provider) => {
    const ways = provider.access.map(({ protocol, signIn }) => `${protocol} (${signIn.replace('-', ' ')})`);
    const pages = ['appPassword', 'enable', 'revoke']
      .filter((name) => provider[name] !== undefined)
      .map((name) => `[${pageNames[name]}](${provider[name]})`);
    return `| ${provider.name} | ${domainsOf(provider)} | ${[...ways, 'file'].join(', ')} | ${pages.join(', ')} | ${provider.sources.map((url, at) => `[${at + 1}](${url})`).join(' ')} |`;
  });
  return `# Providers

${providers.length} providers with ${domains} mail domains, the most used first. The ways to the address book stand best first; a file
exported at the provider can always be uploaded, and the screen Supported providers tells how. Ways by IMAP read the names and
addresses of people one has written to, from headers alone.

| Provider | Mail domains | Ways | Pages | Sources |
| --- | --- | --- | --- | --- |
${rows.join('\n')}

This page is generated from \`packages/sources/providers/\` by \`npm run generate\`.
`;
}

function domainsOf({ domains, mx }) {
  const rest = domains.length > 6 ? ` and ${domains.length - 6} more` : '';
  if (domains.length > 0) return domains.slice(0, 6).join(', ') + rest;
  return mx === undefined ? 'any' : `any with mail at ${mx.join(', ')}`;
}
