import { useEffect, useState } from 'preact/hooks';
import { ask, codeOf } from '../../api/client.ts';
import type { Invitee } from '../../api/types.ts';
import { named, t } from '../../catalogue/messages.ts';
import { toast } from '../../components/toast/toast.tsx';

/** The address or number that is written to; a choice where the contact has several. */
export function ChannelChoice({
  importId,
  row,
  tabIndex,
}: {
  importId: string;
  row: Invitee;
  tabIndex: number;
}) {
  const [chosen, setChosen] = useState(row.chosen);
  useEffect(() => setChosen(row.chosen), [row.chosen, row.contactId]);
  const only = row.channels[0];
  if (row.channels.length <= 1) return <span dir="ltr">{only?.value}</span>;
  return (
    <select
      tabIndex={tabIndex}
      aria-label={t('invite.address_of', { name: row.name })}
      value={chosen}
      onChange={async (event) => {
        const position = Number(event.currentTarget.value);
        setChosen(position);
        try {
          await ask('PUT', `/api/imports/${importId}/choices/${row.contactId}`, { position });
        } catch (error) {
          setChosen(row.chosen);
          toast(named('error', codeOf(error)));
        }
      }}
    >
      {row.channels.map(({ position, value, label }) => (
        <option key={position} value={position} dir="ltr">
          {label ? `${value} (${label})` : value}
        </option>
      ))}
    </select>
  );
}
