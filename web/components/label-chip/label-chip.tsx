import { tintOf } from '../avatar/avatar.tsx';
import './label-chip.css';

/** A label by its name, on the tint that its name picks. */
export function LabelChip({ name }: { name: string }) {
  return (
    <span class={`label-chip tint-${tintOf(name)}`}>
      <bdi>{name}</bdi>
    </span>
  );
}
