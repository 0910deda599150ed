import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import './field.css';

interface FieldProps {
  readonly label: string;
  readonly value: string;
  readonly change: (value: string) => void;
  readonly hint?: string;
  /** What is wrong with what was filled in. */
  readonly wrong?: string | undefined;
  readonly type?: 'text' | 'email' | 'password' | 'search' | 'url';
  readonly autocomplete?: string;
  readonly inputMode?: 'numeric';
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly required?: boolean;
  readonly readOnly?: boolean;
}

/** A label, its input and what to know before filling it. */
export function Field({ label, value, change, hint, wrong, type = 'text', ...input }: FieldProps) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        {...input}
        // The element's type decides its attributes; ours are those that every type here takes.
        type={type as 'text'}
        id={id}
        value={value}
        aria-invalid={wrong === undefined ? undefined : true}
        aria-describedby={
          [wrong === undefined ? '' : `${id}-wrong`, hint === undefined ? '' : `${id}-hint`]
            .filter(Boolean)
            .join(' ') || undefined
        }
        onInput={(event) => change(event.currentTarget.value)}
      />
      {wrong !== undefined && (
        <p class="small wrong" id={`${id}-wrong`} role="alert">
          {wrong}
        </p>
      )}
      {hint !== undefined && (
        <p class="small quiet" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  );
}

interface SelectProps {
  readonly label: string;
  readonly value: string;
  readonly change: (value: string) => void;
  readonly children: ComponentChildren;
}

export function SelectField({ label, value, change, children }: SelectProps) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select id={id} value={value} onChange={(event) => change(event.currentTarget.value)}>
        {children}
      </select>
    </div>
  );
}
