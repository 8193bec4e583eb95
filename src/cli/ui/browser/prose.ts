import { el } from './dom.ts';

type Part = HTMLElement | string;

/** A sentence between whose backticks commands stand. */
export function withCode(text: string): readonly Part[] {
  return parts(text, (command) => el('code', {}, command));
}

/** The same, each command with a button that copies it. */
export function withCommands(text: string): readonly Part[] {
  return parts(text, (command) =>
    el(
      'span',
      { class: 'command' },
      el('code', {}, command),
      el(
        'button',
        {
          type: 'button',
          class: 'copy',
          'data-copy': command,
          'data-key': `copy-${command}`,
          'aria-label': `Copy ${command}`,
        },
        'Copy',
      ),
    ),
  );
}

function parts(text: string, show: (command: string) => HTMLElement): readonly Part[] {
  return text.split(/`([^`]+)`/).map((part, index) => (index % 2 === 0 ? part : show(part)));
}
