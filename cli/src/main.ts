import { KithError } from '../../server/src/platform/errors.ts';

/** One command, one file: `run` takes what follows the command's name and returns the exit code. */
export interface Command {
  readonly run: (args: readonly string[]) => Promise<number>;
}

interface Entry {
  readonly usage: string;
  readonly about: string;
  /** Loaded when asked for, so that reading a file starts no server code. */
  readonly load: () => Promise<Command>;
}

const commands: Readonly<Record<string, Entry>> = {
  serve: {
    usage: 'serve [--demo] [--port N] [--host ADDRESS] [--data FOLDER]',
    about: 'Run the server.',
    load: () => import('./serve.ts'),
  },
  read: {
    usage: 'read [FILE...] [--format F] [--region DE] [--problems FILE] [--mapping FILE] [--summary]',
    about: 'Read contact files, folders of them or standard input, and print one JSON contact per line.',
    load: () => import('./read.ts'),
  },
  sources: {
    usage:
      'sources read --user ADDRESS [--provider ID] [--url URL] [--address ADDRESS] [--protocol P] [--token] [--photos] [--region DE] [--problems FILE] [--summary]',
    about:
      'Read the address book of an account, with its password (or an access token) from standard input, and print one JSON contact per line.',
    load: () => import('./sources.ts'),
  },
  convert: {
    usage:
      'convert [FILE...] --to vcard4|vcard3|jscontact|csv [--output FILE] [--format F] [--region DE] [--mapping FILE]',
    about: 'Write what contact files hold in another format.',
    load: () => import('./convert.ts'),
  },
  import: {
    usage: 'import FILE... --as ADDRESS [--region DE]',
    about:
      'Import files into the address book of the member with this e-mail address; nothing is sent to anyone.',
    load: () => import('./import.ts'),
  },
  audit: {
    usage: 'audit verify',
    about:
      'Recompute the consent ledger and join every delivery to its entry; exit code 1 when one is unexplained.',
    load: () => import('./audit.ts'),
  },
  sending: {
    usage: 'sending [status|pause|resume|unknown|arrived MESSAGE-ID|lost MESSAGE-ID]',
    about:
      'Say whether messages are sent and how the last 1,000 fared; stop sending, or go on after the brake came on; list the messages that may not have arrived, and say what became of one.',
    load: () => import('./sending.ts'),
  },
  doctor: {
    usage: 'doctor [sending | providers [ID...]]',
    about:
      'Check what the server needs, whether the DNS names this network as sender of its mail, or whether the providers answer where we know them; exit code 1 when something is in the way.',
    load: () => import('./doctor.ts'),
  },
  config: {
    usage: 'config [--json]',
    about: 'Print the settings in force, and where each comes from.',
    load: () => import('./config.ts'),
  },
};

/** Runs the command that the arguments name. */
export async function run(args: readonly string[]): Promise<number> {
  const [name = '', ...rest] = args;
  const entry = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (entry === undefined) {
    const asked = name === '' || name === 'help' || name === '--help' || name === '-h';
    const text = usage();
    if (asked) process.stdout.write(text);
    else process.stderr.write(`kith has no command "${name}".\n\n${text}`);
    return asked && name !== '' ? 0 : 2;
  }
  try {
    const command = await entry.load();
    return await command.run(rest);
  } catch (error) {
    if (error instanceof KithError) {
      process.stderr.write(`${error.message}\n`);
      return 1;
    }
    if (error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')) {
      process.stderr.write(`${error.message}\nUsage: kith ${entry.usage}\n`);
      return 2;
    }
    throw error;
  }
}

function usage(): string {
  const lines = Object.values(commands).map((entry) => `  kith ${entry.usage}\n      ${entry.about}\n`);
  return `Usage:\n${lines.join('')}`;
}
